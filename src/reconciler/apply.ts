import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DesiredTenant } from '../language/compile/desired-tenant.ts'
import type { Head, Journal, Lease } from '../ledger/ledger.ts'
import { headText, LeaseLost } from '../ledger/ledger.ts'
import type { Entry } from '../model/entry.ts'
import { exit } from '../model/exit-code.ts'
import type { Plan } from '../model/plan.ts'
import { booksOf, booksOfRevert, plannedOf } from './books.ts'
import { keepCheckpoint } from './checkpoints/keep.ts'
import { connections } from './connections.ts'
import { refusal } from './consent.ts'
import { execute } from './execute.ts'
import { pausedAt, pausedFor } from './paused.ts'
import { holdsTenant } from '../model/holds-tenant.ts'
import type { Memory } from './memory.ts'
import { operator } from './operator.ts'
import type { Review } from './reviewed.ts'
import { reviewOf } from './reviewed.ts'
import type { Consent, OpenOrder, Run, Settled, TenantReport } from './run.ts'
import type { Basis, TenantDraft } from './tenant.ts'
import { closeAll, planTenant } from './tenant.ts'
import { underLease } from './under-lease.ts'

/** What a tenant's apply needs besides the run. */
export interface Application {
  readonly run: Run
  readonly consent: Consent
  readonly configDigest: string
  /** The plan that a person saw before saying yes, where there was one. */
  readonly shown?: Plan
  /** The tenant as declared, with derived usernames kept as the ledger knows them. */
  readonly compile: (memory: Memory) => DesiredTenant
}

export interface Applied {
  readonly draft: TenantDraft | undefined
  readonly report: TenantReport
}

/** Locks a tenant, plans it again, compares, and carries it out. Nothing is written unless the plan of this moment is allowed. */
export async function applyTenant(tenant: string, application: Application): Promise<Applied> {
  const apply = randomUUID()
  const { run } = application
  const paused = run.paused?.(tenant)
  if (paused !== undefined) {
    const held = `${pausedFor(paused)}. Nothing was written.`
    return { draft: undefined, report: { tenant, apply, exitCode: exit.blocked, held, settled: [] } }
  }
  return underLease<Applied>(run.ledger, tenant, {
    refused: (exitCode, held) => ({ draft: undefined, report: { tenant, apply, exitCode, held, settled: [] } }),
    work: async (ground, lease) => {
      const draft = await planTenant(application.compile(ground.memory), ground.memory, run)
      const memory = draft.basis?.memory ?? ground.memory
      const { checkpoint } = ground
      try {
        return { draft, report: await settle({ tenant, apply, draft, memory, checkpoint, lease }, application) }
      } finally {
        if (draft.basis !== undefined) await closeAll(draft.basis.readers)
      }
    },
  })
}

interface Locked {
  readonly tenant: string
  readonly apply: string
  readonly draft: TenantDraft
  readonly memory: Memory
  /** Number of the checkpoint that the memory comes from; 0: none. */
  readonly checkpoint: number
  readonly lease: Lease
}

async function settle(locked: Locked, application: Application): Promise<TenantReport> {
  const { tenant, apply, draft } = locked
  const { basis } = draft
  const { status, exitCode } = draft.plan
  const onlyFindings = !draft.operations.some((each) => each.status === 'planned' || each.status === 'blocked')
  if (basis === undefined || draft.findings.some(holdsTenant) || (status === 'blocked' && onlyFindings)) {
    return { tenant, apply, exitCode, held: whyHeld(draft), settled: [] }
  }
  const { refused, review } = permission(locked, basis, application)
  if (refused !== undefined) return { tenant, apply, exitCode: exit.stale, held: refused, settled: [] }
  return record({ ...locked, review }, basis, application)
}

/** Why the tenant may not be applied, if it may not; and by what was agreed to on the forge, where that decides. */
function permission({ draft, memory }: Locked, basis: Basis, { consent, run, shown }: Application): Permission {
  if (consent.how !== 'reviewed')
    return { refused: refusal(draft, consent, memory, run.now(), shown), review: undefined }
  const review = reviewOf(draft, basis, memory, consent.judge)
  return { refused: review.refused, review }
}

interface Permission {
  readonly refused: string | undefined
  readonly review: Review | undefined
}

function whyHeld(draft: TenantDraft): string {
  const reasons = [
    ...draft.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    ...draft.findings.filter(({ result }) => result === 'block').map(({ message }) => message),
  ]
  return reasons.slice(0, 3).join(' ') || `the tenant is ${draft.plan.status}`
}

type Permitted = Locked & Pick<Permission, 'review'>

async function record(locked: Permitted, basis: Basis, application: Application): Promise<TenantReport> {
  const { tenant, apply, draft, lease } = locked
  const { run } = application
  const planned = plannedOf(draft)
  const books = run.reverts === undefined ? booksOf({ ...locked, basis }) : booksOfRevert({ ...locked, basis })
  if (!books.isNews) {
    const { entries, open } = await books.orders([])
    if (entries.length === 0) return { tenant, apply, exitCode: blockedLeft(draft), settled: [], ...askedOf(open) }
  }

  const journal = await run.ledger.open(tenant, apply, lease)
  try {
    await journal.record([runEntry(locked, application), ...books.opening, ...books.promised])
    await journal.announce(planned.map((operation) => ({ type: 'intent', operation })))
    const settled = await execute({
      ...connections(basis, application.run, planned),
      operations: planned,
      journal,
      lease,
      signal: run.signal,
      paused: () => run.paused?.(tenant),
      sleep: pause(run.signal),
      onSettled: counter(tenant, planned.length, run),
    })
    const exitCode = exitCodeOf(settled, draft)
    const orders = await books.orders(settled)
    const last = books.closing(settled, orders.entries)
    const end = await finish(journal, { apply, settled, exitCode, last })
    const head = await keepCheckpoint({ ...locked, ledger: run.ledger, head: end })
    return { tenant, apply, exitCode, settled, head: headText(head), ...heldBy(settled), ...askedOf(orders.open) }
  } catch (error) {
    // What was recorded is to reach its store even now; a second error says nothing new.
    await journal.close().catch(() => undefined)
    if (error instanceof LeaseLost) return { tenant, apply, exitCode: exit.locked, held: error.message, settled: [] }
    throw error
  }
}

/** The stop button, pressed while the run was under way. */
function heldBy(settled: readonly Settled[]): Pick<TenantReport, 'held'> {
  const paused = pausedAt(settled)
  return paused === undefined ? {} : { held: `${paused}. What was not tried is done by the next apply.` }
}

function askedOf(orders: readonly OpenOrder[]): Pick<TenantReport, 'orders'> {
  return orders.length === 0 ? {} : { orders }
}

interface End {
  readonly apply: string
  readonly settled: readonly Settled[]
  readonly exitCode: number
  /** What is known afterwards: of objects, of work that was given out, of approvals that are used up. */
  readonly last: readonly Entry[]
}

async function finish(journal: Journal, { apply, settled, exitCode, last }: End): Promise<Head> {
  const result = exitCode !== 0 && exitCode !== 5 ? 'partly' : settled.length === 0 ? 'nothing' : 'applied'
  await journal.record([...skipped(settled), ...last, { type: 'end', apply, result, exitCode }])
  return journal.close()
}

/** Operations that were never tried, so that no announced intent stays open. */
function skipped(settled: readonly Settled[]): readonly Entry[] {
  return settled.flatMap(({ operation, outcome }): readonly Entry[] => {
    if (outcome.status !== 'skipped') return []
    const { id, fingerprint } = operation
    return [{ type: 'outcome', operation: id, fingerprint, status: 'skipped', detail: outcome.detail }]
  })
}

function runEntry({ apply, draft, review }: Permitted, { run, consent, configDigest }: Application): Entry {
  return {
    type: 'run',
    apply,
    tool: `${run.tool.name} ${run.tool.version}`,
    commit: run.commit,
    configDigest,
    asOf: run.asOf.toISOString(),
    digest: draft.plan.digest,
    consent: given(consent, review),
    operator: operator(),
    ...(run.reverts === undefined ? {} : { reverts: run.reverts.apply }),
  }
}

function given(consent: Consent, review: Review | undefined): (Entry & { readonly type: 'run' })['consent'] {
  switch (consent.how) {
    case 'digest':
    case 'approved':
      return { how: consent.how, digest: consent.digest }
    case 'reviewed':
      return { how: consent.how, requests: review?.requests ?? [] }
    case 'terminal':
    case 'autoApprove':
      return { how: consent.how }
  }
}

function exitCodeOf(settled: readonly Settled[], draft: TenantDraft): number {
  const has = (...statuses: readonly string[]): boolean =>
    settled.some(({ outcome }) => statuses.includes(outcome.status))
  const isBegun = settled.some(({ outcome }) => outcome.status !== 'skipped')
  if (!isBegun && pausedAt(settled) !== undefined) return 5
  if (has('failed', 'skipped')) return 7
  if (has('conflict')) return has('applied', 'accepted', 'unchanged') ? 7 : 6
  return blockedLeft(draft)
}

function blockedLeft(draft: TenantDraft): number {
  return draft.operations.some(({ status }) => status === 'blocked') ||
    draft.findings.some(({ result }) => result === 'block')
    ? 5
    : 0
}

function pause(signal: AbortSignal): (ms: number) => Promise<void> {
  // As many may wait as there are batches under way: that is no leak.
  setMaxListeners(0, signal)
  return async (ms) => {
    try {
      await sleep(ms, undefined, { signal })
    } catch {
      // interrupted: whoever waits looks at the signal itself
    }
  }
}

function counter(tenant: string, total: number, run: Run): () => void {
  let done = 0
  return () => {
    done += 1
    run.progress({ tenant, phase: 'apply', done, total })
  }
}
