import type { Pool, SeatDrift, SeatEvent, SeatHolder, SeatTerms } from '../model/seats.ts'
import { foldedAddress, freeOf } from './pool.ts'

/** A pool that is being written. */
interface Draft extends Mutable<
  Omit<Pool, 'assigned' | 'reserved' | 'charges' | 'rates' | 'counted' | 'free' | 'reductions' | 'drift'>
> {
  reductions: Pool['reductions']
  readonly assigned: Map<string, SeatHolder & { readonly since: string }>
  readonly reserved: Map<string, string>
  readonly charges: Map<string, number>
  readonly rates: Map<string, { readonly every: SeatTerms['cycle']; readonly unitMinor: number | null }>
  readonly free: { readonly on: string; readonly free: number }[]
  readonly counted: Set<string>
  drift?: SeatDrift
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

type Of<E extends SeatEvent['event']> = Extract<SeatEvent, { event: E }>

/**
 * What an event makes of the seats of a contract; nothing is known before the opening. Twice the same event counts once:
 * purchases and reductions by id, cycles by day, seats by person. The pool handed in stays as it is.
 */
export function foldSeats(pool: Pool | undefined, event: SeatEvent): Pool | undefined {
  return foldAll(pool, [event])
}

/** What several events make of the seats of a contract, one after the other. The pool handed in stays as it is. */
export function foldAll(pool: Pool | undefined, events: readonly SeatEvent[]): Pool | undefined {
  let folded = pool === undefined || events.length === 0 ? pool : copyOf(pool)
  for (const event of events) folded = foldInPlace(folded, event)
  return folded
}

/**
 * As `foldSeats`, for whoever owns the pool and reads a long ledger: the pool handed in is written on and handed back,
 * since a copy for every event would cost the square of the people.
 */
export function foldInPlace(pool: Pool | undefined, event: SeatEvent): Pool | undefined {
  if (pool === undefined) return event.event === 'opening' ? opened(event) : undefined
  const draft = pool as Draft
  const before = freeOf(pool)
  carryOut(draft, event)
  if (draft.drift !== undefined) settle(draft, draft.drift)
  if (freeOf(pool) !== before) noteFree(draft, event.on, freeOf(pool) - before)
  return draft
}

function opened({ on, purchased, declared, assigned, terms }: Of<'opening'>): Pool {
  const holders = Object.entries(assigned)
  return {
    purchased,
    declared,
    reductions: [],
    assigned: new Map(holders.map(([user, { address }]) => [user, { address, since: on }])),
    reserved: new Map(holders.map(([user, { address }]) => [foldedAddress(address), user])),
    terms,
    cycle: '',
    chargedMinor: 0,
    unpriced: 0,
    charges: new Map(),
    rates: new Map(),
    free: [{ on, free: purchased - holders.length }],
    counted: new Set(),
  }
}

function copyOf(pool: Pool): Draft {
  return {
    ...pool,
    assigned: new Map(pool.assigned),
    reserved: new Map(pool.reserved),
    charges: new Map(pool.charges),
    rates: new Map(pool.rates),
    free: [...pool.free],
    counted: new Set(pool.counted),
  }
}

function carryOut(pool: Draft, event: SeatEvent): void {
  switch (event.event) {
    case 'opening':
      return
    case 'purchase':
      return bought(pool, event)
    case 'reduce':
      return reduced(pool, event)
    case 'assign':
      return given(pool, event)
    case 'release':
      pool.assigned.delete(event.user)
      return
    case 'rename':
      return renamed(pool, event)
    case 'reserve':
      return reserve(pool, event)
    case 'terms':
      pool.terms = event.terms
      return
    case 'declare':
      pool.declared = event.purchased
      return
    case 'cycleStart':
      return begun(pool, event)
    case 'observe':
      return shown(pool, event)
  }
}

/** What is told late, of a cycle that is over, was paid again in each cycle that has begun since. */
function bought(pool: Draft, { on, id, count, unitMinor, chargedMinor }: Of<'purchase'>): void {
  if (pool.counted.has(id)) return
  pool.counted.add(id)
  pool.purchased += count
  const starts = [...pool.charges.keys()]
  charge(pool, starts.findLast((start) => start <= on) ?? starts[0] ?? pool.cycle, chargedMinor)
  for (const start of starts) {
    const rate = pool.rates.get(start)?.unitMinor ?? unitMinor
    if (start > on) charge(pool, start, rate === null ? null : rate * count)
  }
}

/** Seats go with a later cycle; at once where that cycle has begun already. What is told late was not charged in the cycles after it. */
function reduced(pool: Draft, { on, id, count, effective }: Of<'reduce'>): void {
  if (pool.counted.has(id)) return
  pool.counted.add(id)
  if (effective > on && effective > pool.cycle) {
    pool.reductions = [...pool.reductions, { id, count, effective }]
    return
  }
  pool.purchased -= count
  for (const [start, { unitMinor }] of pool.rates)
    if (start > on && start >= effective && unitMinor !== null) charge(pool, start, -unitMinor * count)
}

function given(pool: Draft, { on, user, address }: Of<'assign'>): void {
  pool.assigned.set(user, { address, since: pool.assigned.get(user)?.since ?? on })
  pool.reserved.set(foldedAddress(address), user)
}

function renamed(pool: Draft, { user, from, to }: Of<'rename'>): void {
  const holder = pool.assigned.get(user)
  if (holder !== undefined) pool.assigned.set(user, { ...holder, address: to })
  reserve(pool, { user, address: from })
  pool.reserved.set(foldedAddress(to), user)
}

/** Whoever came to have an address after somebody else keeps it. */
function reserve({ reserved }: Draft, { user, address }: { readonly user: string; readonly address: string }): void {
  const folded = foldedAddress(address)
  if (!reserved.has(folded)) reserved.set(folded, user)
}

function begun(pool: Draft, { on, unitMinor, chargedMinor }: Of<'cycleStart'>): void {
  if (on <= pool.cycle) return
  for (const { count, effective } of pool.reductions) if (effective <= on) pool.purchased -= count
  if (pool.reductions.length > 0) pool.reductions = pool.reductions.filter(({ effective }) => effective > on)
  forgetFree(pool)
  pool.cycle = on
  pool.rates.set(on, { every: pool.terms.cycle, unitMinor })
  charge(pool, on, chargedMinor)
}

function charge(pool: Draft, start: string, minor: number | null): void {
  pool.charges.set(start, (pool.charges.get(start) ?? 0) + (minor ?? 0))
  if (minor === null) pool.unpriced += 1
  else pool.chargedMinor += minor
}

/** A list on which nobody read the number of seats takes nothing back of what was read there before. */
function shown(pool: Draft, event: Of<'observe'>): void {
  const { on, assigned, accepted } = event
  const purchased = event.purchased ?? pool.drift?.purchased?.platform ?? pool.purchased
  for (const [user, { address }] of Object.entries(assigned)) reserve(pool, { user, address })
  const drift = accepted === undefined ? driftOf(pool, { on, purchased, assigned }) : undefined
  if (drift === undefined) delete pool.drift
  else pool.drift = drift
  if (accepted === undefined) return
  // Somebody bought seats past the ledger: what they cost, nobody wrote down.
  if (purchased > pool.purchased) pool.unpriced += 1
  pool.purchased = purchased
  for (const user of pool.assigned.keys()) if (!Object.hasOwn(assigned, user)) pool.assigned.delete(user)
  for (const [user, { address }] of Object.entries(assigned)) given(pool, { event: 'assign', on, user, address })
}

/** What the ledger has come to say as well is no difference any more. */
function settle(pool: Draft, { on, purchased, missing, extra }: SeatDrift): void {
  const left = {
    on,
    missing: missing.filter((user) => pool.assigned.has(user)),
    extra: extra.filter((user) => !pool.assigned.has(user)),
    ...(purchased === undefined || purchased.platform === pool.purchased ? {} : { purchased }),
  }
  if (left.missing.length + left.extra.length > 0 || 'purchased' in left) pool.drift = left
  else delete pool.drift
}

function driftOf(
  pool: Draft,
  { on, purchased, assigned }: Required<Pick<Of<'observe'>, 'on' | 'purchased' | 'assigned'>>,
): SeatDrift | undefined {
  const missing = [...pool.assigned.keys()].filter((user) => !Object.hasOwn(assigned, user)).toSorted()
  const extra = Object.keys(assigned)
    .filter((user) => !pool.assigned.has(user))
    .toSorted()
  const differs = purchased !== pool.purchased
  if (!differs && missing.length === 0 && extra.length === 0) return undefined
  return { on, missing, extra, ...(differs ? { purchased: { ledger: pool.purchased, platform: purchased } } : {}) }
}

/** One figure a day, that at its end. What is told late moves every later day as well. */
function noteFree({ free }: Draft, on: string, change: number): void {
  let at = free.length
  while (at > 0 && (free[at - 1]?.on ?? '') > on) at -= 1
  const held = free[at - 1]
  const now = { on, free: (held?.free ?? free[0]?.free ?? 0) + change }
  if (held?.on === on) free[at - 1] = now
  else free.splice(at, 0, now)
  const later = held?.on === on ? at : at + 1
  for (let next = later; next < free.length; next += 1) {
    const each = free[next]
    if (each !== undefined) free[next] = { on: each.on, free: each.free + change }
  }
}

/** A new cycle begins: what was before the one that ends now is forgotten, but for how many were free when it began. */
function forgetFree({ free, cycle }: Draft): void {
  const first = free.findLastIndex(({ on }) => on <= cycle)
  if (first > 0) free.splice(0, first)
}
