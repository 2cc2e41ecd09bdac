import type { Pool } from '../model/seats.ts'

/** Seats that are paid and nobody has; below 0 where more people have one than are paid. */
export function freeOf({ purchased, assigned }: Pool): number {
  return purchased - assigned.size
}

/** Seats that go when a later cycle begins. */
export function reducing({ reductions }: Pool): number {
  return reductions.reduce((sum, { count }) => sum + count, 0)
}

/** Seats that can be given to somebody for longer than this cycle. */
export function usable(pool: Pool): number {
  return freeOf(pool) - reducing(pool)
}

/** Whose address it is, or was: an address stays taken for good. */
export function takenBy({ reserved }: Pool, address: string): string | undefined {
  return reserved.get(foldedAddress(address))
}

/** The form in which two spellings of an address are one. */
export function foldedAddress(address: string): string {
  return address.normalize('NFKC').toLowerCase()
}
