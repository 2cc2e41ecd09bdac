import type { Finding } from '../../model/plan.ts'
import { inOrder } from '../order.ts'
import type { Evidence } from './guard.ts'

/** Operations that wait for one another (two people who swap names) have no order that is safe at every step. */
export function orderCycle({ desired, operations }: Evidence): readonly Finding[] {
  const { cycle } = inOrder(operations)
  if (cycle.length === 0) return []
  const message = `these changes wait for one another: ${cycle.slice(0, 6).join(', ')}. Do one of them first, through a name that nobody has.`
  return [{ slug: 'order-cycle', scope: desired.id, result: 'block', measured: cycle.length, limit: 0, message }]
}
