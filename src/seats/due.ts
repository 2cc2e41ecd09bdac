import type { Platform } from '../generated/platform.ts'
import type { Pool, SeatEvent } from '../model/seats.ts'
import { cycleOf, startsBetween } from './cycle.ts'
import { dayNumber, dayOf } from './days.ts'
import { seatPrice } from './prices.ts'

/** What cycles are worked out from, beside the pool itself: a first day of some cycle, the day it is, the prices. */
export interface Billed {
  readonly anchor: string
  readonly day: string
  readonly rules: Platform
}

/** The cycles that have begun since the last that was charged, each with what its seats cost; of a fresh pool from the cycle of its opening on. */
export function cyclesDue(pool: Pool, contract: Billed): readonly SeatEvent[] {
  return startsDue(pool, contract).map((on) => {
    const gone = pool.reductions.filter(({ effective }) => effective <= on)
    const seats = gone.reduce((left, { count }) => left - count, pool.purchased)
    const { unitMinor } = seatPrice(contract.rules, pool.terms, on)
    return { event: 'cycleStart', on, seats, unitMinor, chargedMinor: unitMinor === null ? null : unitMinor * seats }
  })
}

function startsDue(pool: Pool, { anchor, day }: Billed): readonly string[] {
  const every = pool.terms.cycle
  if (pool.cycle !== '') return startsBetween(anchor, every, paidFor(pool, anchor), day)
  const opened = pool.free[0]?.on ?? day
  const { start } = cycleOf(anchor, every, opened < day ? opened : day)
  return [start, ...startsBetween(anchor, every, start, day)]
}

/**
 * No cycle begins up to this day: it is paid for. Where the anchor or the length of cycles was changed, whichever start is nearest to
 * the end of what is paid is the next one, so that no month is charged twice.
 */
function paidFor({ cycle, terms, rates }: Pool, anchor: string): string {
  const { next: end } = cycleOf(cycle, rates.get(cycle)?.every ?? terms.cycle, cycle)
  const { days } = cycleOf(anchor, terms.cycle, end)
  const earliest = dayOf(dayNumber(end) - Math.floor(days / 2))
  return earliest > cycle ? earliest : cycle
}
