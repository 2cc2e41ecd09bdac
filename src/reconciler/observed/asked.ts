import type { SeatEvent } from '../../model/seats.ts'
import { foldedAddress } from '../../seats/pool.ts'
import type { Contract } from '../accounts/contract.ts'
import { seatEventsOf } from '../seats/events.ts'
import { holdersAmong } from '../seats/holders.ts'
import { openOrders } from '../work-orders/issue.ts'
import type { ExportReading } from './reading.ts'

/** A list, the day on which it was read, and how many paid seats somebody read beside it. */
export interface Shown {
  readonly read: Pick<ExportReading, 'accounts'>
  readonly on: string
  readonly purchased: number | undefined
}

/**
 * What became of seats by steps that a work order asks for and that a list shows to be done, though nobody has said so yet: it was
 * agreed to, and is no difference. Whoever attests the step afterwards says the same once more, under the same name.
 */
export function askedAndShown(contract: Contract, shown: Shown): readonly SeatEvent[] {
  const order = openOrders(contract.memory).get(contract.subscription.id)
  if (order === undefined) return []
  const isShown = shownBy(contract, shown)
  return order.steps.flatMap(({ attested, operations }, at) => {
    if (attested !== undefined) return []
    const deed = { on: shown.on, id: `${order.order}/${at + 1}` }
    return operations.flatMap((operation) => seatEventsOf(contract, operation, deed)).filter(isShown)
  })
}

function shownBy(contract: Contract, { read: { accounts }, purchased }: Shown): (event: SeatEvent) => boolean {
  const holders = holdersAmong(contract, accounts)
  const paid = contract.memory.seats.get(contract.subscription.id)?.purchased
  return (event) => {
    switch (event.event) {
      case 'assign':
        return Object.hasOwn(holders, event.user)
      case 'release':
        return Object.hasOwn(accounts, event.user) && !Object.hasOwn(holders, event.user)
      case 'rename':
        return foldedAddress(accounts[event.user]?.login ?? '') === foldedAddress(event.to)
      case 'purchase':
        return paid !== undefined && purchased === paid + event.count
      case 'opening':
      case 'reduce':
      case 'reserve':
      case 'terms':
      case 'declare':
      case 'cycleStart':
      case 'observe':
        return false
    }
  }
}
