import { holdsTenant } from '../model/holds-tenant.ts'
import type { AnyVerb } from '../model/kind.ts'
import type { Operation } from '../model/operation.ts'
import type { Finding, TenantStatus } from '../model/plan.ts'

/** How a tenant stands that could be planned. */
export function statusOf(operations: readonly Operation[], findings: readonly Finding[]): TenantStatus {
  if (findings.some(holdsTenant)) return 'blocked'
  if (operations.some(({ status }) => status === 'planned')) return 'changes'
  if (operations.some(({ status }) => status === 'blocked') || findings.some(({ result }) => result === 'block'))
    return 'blocked'
  return operations.length > 0 ? 'waiting' : 'noChange'
}

/** The exit code that a plan gives for a tenant (`--detailed-exitcode`). */
export function exitCodeOf(status: TenantStatus): number {
  switch (status) {
    case 'noChange':
    case 'waiting':
      return 0
    case 'changes':
      return 2
    case 'invalid':
      return 3
    case 'unreadable':
      return 4
    case 'blocked':
      return 5
  }
}

/** How many operations there are of each verb. */
export function countsOf(operations: readonly Operation[]): Partial<Record<AnyVerb, number>> {
  const result: Partial<Record<AnyVerb, number>> = {}
  for (const { verb } of operations) result[verb] = (result[verb] ?? 0) + 1
  return result
}
