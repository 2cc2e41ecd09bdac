import { LedgerBroken, LedgerUnavailable } from '../ledger/ledger.ts'
import { Interrupted, UsageError } from '../model/fault.ts'
import { exit, exitOf } from '../model/exit-code.ts'
import type { Finding, Plan } from '../model/plan.ts'
import type { SharedDocuments, TenantDocuments } from '../language/validate/documents.ts'
import { applyTenant } from './apply.ts'
import { assemble } from './assemble.ts'
import { recall } from './checkpoints/recall.ts'
import { driftOf } from './drift/drift.ts'
import { tenantsRemoved } from './guard/scope-removed.ts'
import type { Memory } from './memory.ts'
import { pausedFinding } from './paused.ts'
import { ringsOf } from './rings.ts'
import type { ApplyReport, Consent, Run, TenantReport } from './run.ts'
import type { TenantDraft } from './tenant.ts'
import { closeAll, failedTenant, planTenant } from './tenant.ts'
import type { Opened } from './workspace.ts'
import { isForSomebody } from './work-orders/ready.ts'
import { compiled, openWorkspace, readTenant } from './workspace.ts'

/** What would have to be done. Reads; holds no writer. */
export async function plan(run: Run): Promise<Plan> {
  return survey(run, kindOf(run), async (documents, memory) => {
    const draft = await planTenant(compiled(documents, memory, run), memory, run)
    if (draft.basis !== undefined) await closeAll(draft.basis.readers)
    const { basis: _, ...rest } = draft
    return owned(rest)
  })
}

function kindOf({ reverts }: Run): Plan['kind'] {
  return reverts === undefined ? 'plan' : 'revert'
}

/** A copy that owns its strings: those of the documents are slices, and would keep the whole files alive. */
function owned(draft: TenantDraft): TenantDraft {
  return JSON.parse(JSON.stringify(draft)) as TenantDraft
}

/** What is not as it was last verified. Reads; holds no writer. */
export async function drift(run: Run): Promise<Plan> {
  return survey(run, 'drift', (documents, memory) => driftOf(compiled(documents, memory, run), memory, run))
}

/** Plans again, compares with what was consented to, carries it out, records it; each tenant for itself. */
export async function apply(run: Run, consent: Consent): Promise<ApplyReport> {
  const opened = openWorkspace(run)
  const shown = needsShowing(opened, consent) ? await plan(run) : undefined
  const refused = shown === undefined ? undefined : await notConsented(shown, consent)
  if (refused !== undefined && shown !== undefined) return { plan: shown, ...refused }
  const reports: TenantReport[] = []
  const rings = ringsOf(opened.shared?.roster.spec.rings, opened.tenants)
  const carryOut: Look = async (documents, _, configDigest) => {
    if (run.signal.aborted) return failedTenant(documents.id, 'blocked', {})
    const held = rings.heldBy(documents.id, reports)
    if (held !== undefined) {
      reports.push({ tenant: documents.id, apply: '', exitCode: exit.blocked, held, settled: [] })
      return failedTenant(documents.id, 'blocked', {})
    }
    const compile = (memory: Memory): ReturnType<typeof compiled> => compiled(documents, memory, run)
    const { draft, report } = await applyTenant(documents.id, {
      run,
      consent,
      configDigest,
      compile,
      ...(shown === undefined ? {} : { shown }),
    })
    reports.push(report)
    return draft ?? failedTenant(documents.id, 'blocked', {})
  }
  const made = await survey(run, kindOf(run), carryOut, rings.inOrder)
  for (const { tenant, exitCode, status } of made.tenants) {
    if (reports.some((report) => report.tenant === tenant)) continue
    const why = status === 'invalid' ? 'its files have mistakes' : 'it could not be planned'
    reports.push({ tenant, apply: '', exitCode, held: `${why}: nothing was written`, settled: [] })
  }
  const wide = made.diagnostics.some(({ severity, tenant }) => severity === 'error' && tenant === undefined)
    ? [exit.invalid]
    : []
  const tenants = reports.toSorted((a, b) => (a.tenant < b.tenant ? -1 : 1))
  return { plan: made, tenants, exitCode: exitOf([...wide, ...tenants.map(({ exitCode }) => exitCode)]) }
}

type Look = (documents: TenantDocuments, memory: Memory, configDigest: string) => Promise<TenantDraft>

/** Goes through the tenants one after the other, each loaded, looked at and dropped; one that fails stops no other. */
async function survey(
  run: Run,
  kind: Plan['kind'],
  look: Look,
  inOrder: (tenants: readonly string[]) => readonly string[] = (tenants) => tenants,
): Promise<Plan> {
  const opened = openWorkspace(run)
  const drafts: TenantDraft[] = []
  if (opened.shared !== undefined) {
    for (const tenant of inOrder(opened.tenants))
      drafts.push(await tenantDraft(run, { opened, shared: opened.shared, tenant }, look))
  }
  const removed = opened.shared === undefined ? [] : await tenantsRemoved(run, opened)
  for (const { scope } of removed) drafts.push(failedTenant(scope, 'blocked', {}))
  const findings = [...opened.findings, ...removed]
  return assemble(run, drafts, { kind, configDigest: opened.configDigest(), diagnostics: opened.diagnostics, findings })
}

interface Place {
  readonly opened: Opened
  readonly shared: SharedDocuments
  readonly tenant: string
}

async function tenantDraft(run: Run, { opened, shared, tenant }: Place, look: Look): Promise<TenantDraft> {
  const { documents, diagnostics, findings } = readTenant(opened, shared, tenant)
  if (documents === undefined) return failedTenant(tenant, 'invalid', { diagnostics, findings })
  run.progress({ tenant, phase: 'plan', done: 0 })
  const draft = await isolated(run, tenant, async () =>
    look(documents, await recall(run.ledger, tenant), opened.configDigest()),
  )
  run.progress({ tenant, phase: 'done', done: 1, total: 1 })
  return {
    ...draft,
    diagnostics: [...diagnostics, ...draft.diagnostics],
    findings: [...findings, ...pausedFinding(run, tenant), ...draft.findings],
  }
}

/** A bug or a broken ledger in one tenant is that tenant's exit 1, with what it said; the others go on. */
async function isolated(run: Run, tenant: string, work: () => Promise<TenantDraft>): Promise<TenantDraft> {
  const failed = (exitCode: number, findings: readonly Finding[]): TenantDraft => {
    const draft = failedTenant(tenant, 'blocked', { findings })
    return { ...draft, plan: { ...draft.plan, exitCode } }
  }
  try {
    return await work()
  } catch (error) {
    if (error instanceof UsageError) throw error
    if (run.signal.aborted) return failed(stoppedBy(run.signal.reason), [])
    return failed(exit.unexpected, [
      { slug: 'unexpected-error', scope: tenant, result: 'block', message: saidBy(error) },
    ])
  }
}

function stoppedBy(reason: unknown): number {
  return reason instanceof Interrupted && reason.signal === 'SIGTERM' ? exit.terminated : exit.interrupted
}

/** Trouble with the ledger says all there is to say; of a bug the place is wanted too. */
function saidBy(error: unknown): string {
  if (error instanceof LedgerUnavailable || error instanceof LedgerBroken) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** A person is shown the plan first; a root digest over several tenants can only be compared as a whole. */
function needsShowing({ tenants }: Opened, consent: Consent): boolean {
  return consent.how === 'terminal' || (consent.how === 'digest' && tenants.length !== 1)
}

async function notConsented(shown: Plan, consent: Consent): Promise<Omit<ApplyReport, 'plan'> | undefined> {
  const held = async (): Promise<{ readonly why: string; readonly exitCode: number } | undefined> => {
    if (consent.how === 'terminal') {
      const asksPeople = shown.operations.some(isForSomebody)
      if ((!shown.status.applyable && !asksPeople) || (await consent.ask(shown))) return undefined
      return { why: 'not approved: nothing was written', exitCode: exit.done }
    }
    if (consent.how !== 'digest' || consent.digest === shown.digest) return undefined
    return {
      why: `the plan's digest is now ${shown.digest}, not ${consent.digest}: the files or a directory changed since. Look at the new plan and approve it.`,
      exitCode: exit.stale,
    }
  }
  const reason = await held()
  if (reason === undefined) return undefined
  const tenants = shown.tenants.map(({ tenant }): TenantReport => ({
    tenant,
    apply: '',
    exitCode: reason.exitCode,
    held: reason.why,
    settled: [],
  }))
  return { tenants, exitCode: reason.exitCode }
}
