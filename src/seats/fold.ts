import type { Pool, SeatEvent } from '../model/seats.ts'

/** What an event makes of the seats of a contract; nothing is known before the opening. Twice the same event counts once. */
export function foldSeats(pool: Pool | undefined, event: SeatEvent): Pool | undefined {
  return pool === undefined && event.event !== 'opening' ? undefined : pool
}
