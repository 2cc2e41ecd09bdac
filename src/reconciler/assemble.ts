import { rowsOf } from '../access/impact.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { inFileOrder } from '../model/diagnostic.ts'
import type { AccessGroupChange, AccessImpact, Finding, Plan, TenantPlan } from '../model/plan.ts'
import { rootDigest } from './digest.ts'
import type { Run } from './run.ts'
import type { TenantDraft } from './tenant.ts'

const mostRows = 100_000

/** What does not belong to one tenant. */
export interface Whole {
  readonly kind: Plan['kind']
  readonly configDigest: string
  readonly diagnostics: readonly Diagnostic[]
  readonly findings: readonly Finding[]
}

/** Puts the tenants' parts together. Order is part of the answer: tenants by id, operations by address and verb. */
export function assemble(run: Run, drafts: readonly TenantDraft[], whole: Whole): Plan {
  const parts = drafts.toSorted((a, b) => (a.plan.tenant < b.plan.tenant ? -1 : 1))
  const tenants = parts.map(({ plan }) => plan)
  const diagnostics = inFileOrder([...whole.diagnostics, ...parts.flatMap((part) => part.diagnostics)])
  const findings = [...whole.findings, ...parts.flatMap((part) => part.findings)].toSorted(byScope)
  const blocked = findings.some(({ result }) => result === 'block')
  return {
    formatVersion: '1.0',
    tool: run.tool,
    kind: whole.kind,
    status: statusOf(tenants, { blocked, errored: diagnostics.some(({ severity }) => severity === 'error') }),
    context: {
      commit: run.commit,
      ...(run.dirty === undefined ? {} : { dirty: run.dirty }),
      ...(run.base === undefined ? {} : { baseCommit: run.base.commit }),
      ...(run.shard === undefined ? {} : { shard: run.shard }),
      configDigest: whole.configDigest,
      observedAt: run.now().toISOString(),
      asOf: run.asOf.toISOString(),
      ...(run.reverts === undefined ? {} : { reverts: run.reverts.apply }),
    },
    tenants,
    operations: parts.flatMap((part) => part.operations),
    access: accessOf(parts.flatMap((part) => part.access)),
    seats: parts.flatMap((part) => part.seats),
    findings,
    unmanaged: parts.flatMap((part) => part.unmanaged),
    notManageable: parts.flatMap((part) => part.notManageable),
    calendar: parts.flatMap((part) => part.calendar),
    diagnostics,
    digest: rootDigest(tenants),
  }
}

/** What becomes of access: one by one as far as it goes; the groups have everything. */
export function accessOf(groups: readonly AccessGroupChange[]): AccessImpact {
  return { ...rowsOf(groups, mostRows), groups }
}

function statusOf(
  tenants: readonly TenantPlan[],
  { blocked, errored }: { readonly blocked: boolean; readonly errored: boolean },
): Plan['status'] {
  const complete = !errored && tenants.every(({ status }) => status !== 'unreadable' && status !== 'invalid')
  const applyable = tenants.some(({ status }) => status === 'changes')
  return { applyable, complete, errored, blocked }
}

function byScope(a: Finding, b: Finding): number {
  if (a.scope !== b.scope) return a.scope < b.scope ? -1 : 1
  return a.slug < b.slug ? -1 : a.slug > b.slug ? 1 : 0
}
