import type { Operation } from '../../model/operation.ts'
import { isVerified } from '../../model/outcome.ts'
import type { Memory } from '../memory.ts'
import type { OpenOrder, Settled } from '../run.ts'
import type { Basis } from '../tenant.ts'
import type { OrderEntry } from './issue.ts'
import { isForSomebody } from './ready.ts'

/** A plan that was applied, and what became of it. */
export interface AppliedPlan {
  readonly basis: Basis
  readonly memory: Memory
  readonly operations: readonly Operation[]
  readonly settled: readonly Settled[]
}

/** Work orders that an apply gives out, and those that are open after it. A tenant that asks nobody for anything does not load what makes them. */
export async function workOrders(applied: AppliedPlan): Promise<{
  readonly entries: readonly OrderEntry[]
  readonly open: readonly OpenOrder[]
}> {
  const { basis, memory, operations, settled } = applied
  if (memory.orders.size === 0 && !operations.some(isForSomebody)) return { entries: [], open: [] }
  const [{ ordersFor }, { openAfter }] = await Promise.all([import('./issue.ts'), import('./open.ts')])
  const done = settled.filter(({ outcome }) => isVerified(outcome.status))
  const carriedOut = new Set(done.map(({ operation }) => operation.id))
  const { desired, asOf } = basis
  const entries = ordersFor({ desired, memory, asOf, operations, carriedOut })
  return { entries, open: openAfter({ desired, memory, asOf }, entries) }
}
