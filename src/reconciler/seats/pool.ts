import type { Pool, SeatEvent } from '../../model/seats.ts'
import { foldAll } from '../../seats/fold.ts'
import type { Contract } from '../accounts/contract.ts'
import { catchingUp } from './events.ts'
import { isCounted, today } from './terms.ts'

/** The paid seats of a contract on the day of the plan: its opening and the cycles that came due are counted in, and nothing is written. */
export function poolOf(contract: Contract): Pool | undefined {
  const { memory, subscription } = contract
  if (!isCounted(subscription)) return undefined
  return foldAll(memory.seats.get(subscription.id), catchingUp(contract, today(contract)))
}

/** A contract as it is once events that are not in the ledger yet are counted in. */
export function afterSeats(contract: Contract, events: readonly SeatEvent[]): Contract {
  const pool = foldAll(contract.memory.seats.get(contract.subscription.id), events)
  return pool === undefined ? contract : withPool(contract, pool)
}

/** A contract as it is with other seats than the ledger has. */
export function withPool(contract: Contract, pool: Pool): Contract {
  const { memory, subscription } = contract
  return { ...contract, memory: { ...memory, seats: new Map(memory.seats).set(subscription.id, pool) } }
}
