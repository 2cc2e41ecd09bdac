import type { SeatEvent } from '../../src/model/seats.ts'
import { dayNumber, dayOf } from '../../src/seats/days.ts'
import type { Mover } from '../../src/seats/sequence.ts'

const terms = { edition: 'it', tier: 'expert', cycle: 'monthly', term: 'annual', addons: [] } as const
const opened = dayNumber('2026-11-01')
const unitMinor = 18_900

/**
 * A contract's events, a hundred a day: somebody leaves, somebody comes, now and then a seat is bought, given back or looked at;
 * every thirty days a cycle begins. About so many people have a seat at any time.
 */
export function eventsOf(count: number, people: number): readonly SeatEvent[] {
  const assigned = Object.fromEntries(Array.from({ length: people }, (_, n) => [`u${n}`, { address: addressOf(n) }]))
  const on = dayOf(opened)
  const events: SeatEvent[] = [{ event: 'opening', on, purchased: people, declared: people, assigned, terms }]
  for (let n = 1; n < count; n += 1) events.push(eventOf(n, people))
  return events
}

function eventOf(n: number, people: number): SeatEvent {
  const at = Math.floor(n / 100)
  const on = dayOf(opened + at)
  if (n % 3000 === 1) return { event: 'cycleStart', on, seats: people, unitMinor, chargedMinor: people * unitMinor }
  if (n % 1000 === 500) return { event: 'purchase', on, id: `p${n}`, count: 1, unitMinor, chargedMinor: 9450 }
  if (n % 1000 === 750) return { event: 'reduce', on, id: `r${n}`, count: 1, effective: dayOf(opened + at + 30) }
  // The oldest leaves, and somebody comes who was never there.
  const turn = Math.floor(n / 2)
  if (n % 2 === 0) return { event: 'release', on, user: `u${turn}`, reason: 'disabled' }
  return { event: 'assign', on, user: `u${people + turn}`, address: addressOf(people + turn) }
}

function addressOf(n: number): string {
  return `person.${n}@tenant.example`
}

/** People who come and go at once, every tenth of them by way of a successor. */
export function moversOf(count: number): readonly Mover[] {
  return Array.from({ length: count }, (_, n) => {
    const takes = n % 2 === 0
    const needs = n % 20 === 1 ? [`m${n - 1}`] : []
    return { id: `m${n}`, takes, needs, usable: true, urgent: !takes }
  })
}
