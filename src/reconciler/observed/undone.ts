import type { SeatEvent } from '../../model/seats.ts'
import type { Contract } from '../accounts/contract.ts'
import { priceOf } from '../seats/events.ts'

/** The number of paid seats that somebody read on a platform, and that counts from now on. */
export interface Accepted {
  readonly purchased: number
}

/**
 * Purchases that somebody said were made and that were not, by the number that counts now: what the ledger charged for them nobody
 * paid. The latest is the first to go; one that a list showed was made.
 */
export function purchasesUndone(contract: Contract, { purchased }: Accepted): readonly SeatEvent[] {
  const { memory, subscription } = contract
  const pool = memory.seats.get(subscription.id)
  if (pool === undefined) return []
  let left = pool.purchased - purchased
  const events: SeatEvent[] = []
  for (const { id, on, count } of unproven(contract).toReversed()) {
    const gone = Math.min(count, left)
    if (gone <= 0 || !pool.counted.has(id) || pool.counted.has(undone(id))) continue
    const { unitMinor, chargedMinor } = priceOf(contract, { on, count: gone })
    const back = chargedMinor === null ? null : -chargedMinor
    events.push({ event: 'purchase', on, id: undone(id), count: -gone, unitMinor, chargedMinor: back })
    left -= gone
  }
  return events
}

function undone(id: string): string {
  return `${id}/undone`
}

interface Said {
  readonly id: string
  readonly on: string
  readonly count: number
}

/** Purchases on a contract that rest on somebody's word alone, in the order in which they were asked for. */
function unproven({ memory, subscription }: Contract): readonly Said[] {
  return [...memory.orders.values()].flatMap(({ order, directory, steps }) =>
    directory !== subscription.id
      ? []
      : steps.flatMap(({ attested, verified, operations }, at) =>
          attested === undefined || verified !== undefined
            ? []
            : operations.flatMap((operation): readonly Said[] => {
                if (operation.kind !== 'seat' || operation.verb !== 'purchase') return []
                const count = operation.after.purchased - operation.before.purchased
                return [{ id: `${order}/${at + 1}`, on: attested.on, count }]
              }),
        ),
  )
}
