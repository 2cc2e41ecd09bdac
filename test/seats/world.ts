import type { Platform } from '../../src/generated/platform.ts'
import type { Pool, SeatEvent, SeatHolder, SeatTerms } from '../../src/model/seats.ts'
import { foldSeats } from '../../src/seats/fold.ts'
import { profile } from '../access/scene.ts'

/** Rules with prices: the built-in profile that has some. */
export const rules: Platform = profile('atera')

/** 189.00 a seat and a month. */
export const terms: SeatTerms = { edition: 'it', tier: 'expert', cycle: 'monthly', term: 'annual', addons: [] }

/** People with a seat each, who sign in with their id. */
export function holders(...users: readonly string[]): Readonly<Record<string, SeatHolder>> {
  return Object.fromEntries(users.map((user) => [user, { address: `${user}@acme.example` }]))
}

/** An opening on the first of November: so many seats, and who has one. */
export function opening(purchased: number, ...users: readonly string[]): Extract<SeatEvent, { event: 'opening' }> {
  return { event: 'opening', on: '2026-11-01', purchased, declared: purchased, assigned: holders(...users), terms }
}

/** What events come to, the first being the opening. */
export function poolOf(...events: readonly SeatEvent[]): Pool {
  const pool = events.reduce<Pool | undefined>(foldSeats, undefined)
  if (pool === undefined) throw new Error('no opening')
  return pool
}

/** Somebody takes a seat. */
export function assign(on: string, user: string, address = `${user}@acme.example`): SeatEvent {
  return { event: 'assign', on, user, address }
}

/** Somebody's seat becomes free. */
export function release(on: string, user: string): SeatEvent {
  return { event: 'release', on, user, reason: 'disabled' }
}

/** A cycle begins, and is charged at 189.00 a seat. */
export function cycleStart(on: string, seats: number): SeatEvent {
  return { event: 'cycleStart', on, seats, unitMinor: 18_900, chargedMinor: 18_900 * seats }
}
