import type { Draft, Memory } from '../memory.ts'
import type { RememberedOrder } from '../work-orders/remembered.ts'
import { isProven } from '../work-orders/remembered.ts'

/** Gates look back 24 hours, also where clocks differ and a plan is made for an earlier moment: three times as long is kept. */
const keptHours = 72
/** As many work orders that nobody has to do anything about any more are kept. */
const keptOrders = 50

/** The part of what is remembered that shrinks. */
type Passing = 'lately' | 'accessBefore' | 'orders'

/**
 * What is left of it at a checkpoint: the rest nobody will ask for any more. It depends on nothing but what is remembered and the
 * moment of the entry before, so that whoever reads everything comes to the same.
 */
export function stillKept(
  { lately, accessBefore, orders }: Pick<Memory, Passing>,
  moment: string,
): Pick<Draft, Passing> {
  const since = new Date(Date.parse(moment) - keptHours * 3_600_000).toISOString()
  const known = [...orders.values()]
  // The last order of each contract stays: the next one is numbered after it.
  const last = new Set(new Map(known.map(({ directory, order }) => [directory, order])).values())
  const closed = known.filter(isClosed)
  const passed = new Set(closed.slice(0, Math.max(0, closed.length - keptOrders)).map(({ order }) => order))
  return {
    lately: lately.filter(({ at }) => at > since),
    accessBefore: accessBefore.filter(({ at }) => at > since),
    orders: new Map([...orders].filter(([order]) => last.has(order) || !passed.has(order))),
  }
}

/** Whether nobody has to do, or to look at, anything of an order. */
function isClosed({ steps, replacedBy }: RememberedOrder): boolean {
  return steps.every((step) => isProven(step) || (step.attested === undefined && replacedBy !== undefined))
}
