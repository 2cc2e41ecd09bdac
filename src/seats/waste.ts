import type { Pool } from '../model/seats.ts'
import { dayNumber, dayOf } from './days.ts'

/** The least number of seats that were free at the end of each of the last so many days, this one included; 0 where the ledger does not reach back so far. */
export function freeThroughout({ free }: Pool, day: string, days: number): number {
  const from = dayOf(dayNumber(day) - days + 1)
  const within = free.filter(({ on }) => on > from && on <= day)
  const before = free.findLast(({ on }) => on <= from)
  if (before === undefined) return 0
  return Math.max(0, Math.min(before.free, ...within.map((each) => each.free)))
}
