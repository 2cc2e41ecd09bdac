import type { Platform } from '../generated/platform.ts'
import type { Pool, SeatEvent } from '../model/seats.ts'
import { cycleOf, startsBetween } from './cycle.ts'
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
  if (pool.cycle !== '') return startsBetween(anchor, every, pool.cycle, day)
  const opened = pool.free[0]?.on ?? day
  const { start } = cycleOf(anchor, every, opened < day ? opened : day)
  return [start, ...startsBetween(anchor, every, start, day)]
}
