import { array, assert, constantFrom, integer, nat, oneof, property, record, constant } from 'fast-check'
import { expect, test } from 'vitest'
import type { Platform } from '../../src/generated/platform.ts'
import type { Pool, SeatEvent, SeatTerms } from '../../src/model/seats.ts'
import { cycleOf } from '../../src/seats/cycle.ts'
import { cyclesDue } from '../../src/seats/due.ts'
import { foldAll, foldSeats } from '../../src/seats/fold.ts'
import { freeOf, takenBy, usable } from '../../src/seats/pool.ts'
import { seatPrice } from '../../src/seats/prices.ts'
import { prorated } from '../../src/seats/proration.ts'
import { freeThroughout } from '../../src/seats/waste.ts'
import type { Wish } from './vendor.ts'
import { Vendor } from './vendor.ts'
import { holders, rules as builtIn, terms as expert } from './world.ts'

const seats = (annual: string): Pick<NonNullable<Platform['prices']>[number], 'currency' | 'per' | 'seats'> => ({
  currency: 'USD',
  per: 'month',
  seats: [{ edition: 'it', tier: 'expert', annual }],
})
const rules: Platform = {
  ...builtIn,
  prices: [
    { from: '2025-01-01', ...seats('189.00') },
    { from: '2027-02-10', ...seats('199.53') },
  ],
}

const address = constantFrom('ann', 'Bob', 'BOB', 'carl', 'dora', 'eve', 'finn').map((name) => `${name}@acme.example`)
const person = nat(9)
const wish = oneof<ReturnType<typeof constant<Wish>>[]>(
  record({ wish: constant('wait' as const), days: integer({ min: 1, max: 40 }) }),
  record({ wish: constant('buy' as const), count: integer({ min: 1, max: 3 }) }),
  record({ wish: constant('reduce' as const), count: integer({ min: 1, max: 2 }) }),
  record({ wish: constant('add' as const), address }),
  record({ wish: constantFrom('disable' as const, 'enable' as const), person }),
  record({ wish: constant('rename' as const), person, address }),
)

/** A contract with the vendor, and what roster's events say of it: the events are all that it knows. */
class BothSides {
  readonly vendor: Vendor
  readonly events: SeatEvent[]
  #asked = 0
  readonly #terms: SeatTerms
  readonly #anchor: string
  readonly #break: (event: SeatEvent) => readonly SeatEvent[]

  constructor(
    anchor: string,
    every: SeatTerms['cycle'],
    breaks: (event: SeatEvent) => readonly SeatEvent[] = (event) => [event],
  ) {
    const [opened, licensed, users] = ['2026-11-09', 3, ['tom', 'amy']]
    const unit = (day: string): number => (every === 'annual' ? 12 : 1) * (day < '2027-02-10' ? 18_900 : 19_953)
    this.vendor = new Vendor({ anchor, every, opened, licensed, users, unit })
    this.#terms = { ...expert, cycle: every }
    this.#anchor = anchor
    this.#break = breaks
    const assigned = holders(...users)
    this.events = [{ event: 'opening', on: opened, purchased: 3, declared: 3, assigned, terms: this.#terms }]
    this.catchUp()
  }

  get pool(): Pool {
    const pool = foldAll(undefined, this.events)
    if (pool === undefined) throw new Error('no opening')
    return pool
  }

  catchUp(): void {
    for (const event of cyclesDue(this.pool, { anchor: this.#anchor, day: this.vendor.day, rules })) this.note(event)
  }

  note(event: SeatEvent): void {
    this.events.push(...this.#break(event))
  }

  /** Asks the vendor, and writes down what it says yes to. */
  ask(wish: Wish): void {
    const { vendor } = this
    const on = vendor.day
    const id = `${wish.wish}-${(this.#asked += 1)}`
    switch (wish.wish) {
      case 'wait':
        vendor.wait(wish.days)
        return this.catchUp()
      case 'buy':
        return this.#buy(wish.count, id)
      case 'reduce':
        if (vendor.reduce(wish.count))
          this.note({ event: 'reduce', on, id, count: wish.count, effective: this.#cycle().next })
        return
      case 'add':
        return this.#add(wish.address)
      case 'disable':
      case 'enable':
      case 'rename':
        return this.#change(wish)
    }
  }

  #cycle(): ReturnType<typeof cycleOf> {
    return cycleOf(this.#anchor, this.#terms.cycle, this.vendor.day)
  }

  #buy(count: number, id: string): void {
    const on = this.vendor.day
    const unitMinor = seatPrice(rules, this.#terms, on).unitMinor ?? Number.NaN
    const chargedMinor = prorated({ unitMinor, count }, this.#cycle(), rules.billing?.proration ?? 'daily')
    expect(chargedMinor).toBe(this.vendor.buy(count))
    this.note({ event: 'purchase', on, id, count, unitMinor, chargedMinor })
  }

  #add(address: string): void {
    const expected = usable(this.pool) > 0
    const owner = takenBy(this.pool, address)
    const added = this.vendor.add(address)
    // What was ever taken may be free on the vendor's side, after a rename; what is free for us is free for the vendor.
    if (owner === undefined) expect(added).not.toBe('taken')
    if (added !== 'taken') expect(typeof added === 'object').toBe(expected)
    if (typeof added === 'object')
      this.note({ event: 'assign', on: this.vendor.day, user: added.user, address: added.address })
  }

  #change(wish: Extract<Wish, { person: number }>): void {
    const { vendor } = this
    const account = vendor.accounts[wish.person % vendor.accounts.length]
    if (account === undefined) return
    const { user, address: from, isEnabled } = account
    const on = vendor.day
    if (wish.wish === 'disable' && vendor.disable(account)) this.note({ event: 'release', on, user, reason: 'leaver' })
    if (wish.wish === 'enable') {
      const expected = !isEnabled && usable(this.pool) > 0
      expect(vendor.enable(account)).toBe(expected)
      if (expected) this.note({ event: 'assign', on, user, address: from })
    }
    if (wish.wish === 'rename' && vendor.rename(account, wish.address))
      this.note({ event: 'rename', on, user, from, to: wish.address })
  }

  /** Both know the same. */
  agree(): void {
    const { vendor, pool } = this
    const enabled = vendor.accounts.filter(({ isEnabled }) => isEnabled)
    expect(pool.purchased).toBe(vendor.licensed)
    expect(pool.chargedMinor).toBe(vendor.charged)
    expect([...pool.charges.values()].reduce((sum, each) => sum + each, 0)).toBe(vendor.charged)
    expect(freeOf(pool)).toBe(vendor.free)
    expect(pool.reductions.map(({ count, effective }) => ({ count, effective }))).toEqual(vendor.reductions)
    expect([...pool.assigned].map(([user, { address }]) => `${user} ${address}`).toSorted()).toEqual(
      enabled.map(({ user, address }) => `${user} ${address}`).toSorted(),
    )
    expect(new Map(pool.reserved)).toEqual(vendor.addresses)
    this.#sameHistory(28)
  }

  #sameHistory(days: number): void {
    const { vendor, pool } = this
    const before = [...vendor.freeOn].slice(-(days - 1)).map(([, free]) => free)
    const least = before.length < days - 1 ? 0 : Math.max(0, Math.min(vendor.free, ...before))
    expect(freeThroughout(pool, vendor.day, days)).toBe(least)
  }
}

const walk = record({
  anchor: constantFrom('2026-11-01', '2026-01-31', '2024-02-29', '2026-12-15', '2027-03-30'),
  every: constantFrom('monthly' as const, 'monthly' as const, 'annual' as const),
  wishes: array(wish, { minLength: 1, maxLength: 40, size: 'max' }),
})

test('ATE-20 ATE-34 a contract goes on for months, step by step: events and vendor agree on seats, people, addresses and every charge', () => {
  const told = new Map<string, number>()
  assert(
    property(walk, ({ anchor, every, wishes }) => {
      const both = new BothSides(anchor, every)
      both.agree()
      for (const wish of wishes) both.ask(wish)
      both.agree()
      for (const { event } of both.events) told.set(event, (told.get(event) ?? 0) + 1)
    }),
    { numRuns: 600, seed: 20 },
  )
  expect(told.get('opening')).toBe(600)
  for (const event of ['purchase', 'reduce', 'assign', 'release', 'rename', 'cycleStart'])
    expect(told.get(event), event).toBeGreaterThan(500)
})

test('every event of a walk told twice, at once or at the end: nothing is counted or charged again', () => {
  assert(
    property(walk, ({ anchor, every, wishes }) => {
      const [once, twice] = [new BothSides(anchor, every), new BothSides(anchor, every, (event) => [event, event])]
      for (const wish of wishes) {
        once.ask(wish)
        twice.ask(wish)
      }
      expect(twice.pool).toEqual(once.pool)
      const money = once.events.filter(({ event }) => ['purchase', 'reduce', 'cycleStart'].includes(event))
      expect(foldAll(once.pool, money)).toEqual(once.pool)
    }),
    { numRuns: 150, seed: 34 },
  )
})

test.each<readonly [string, (event: SeatEvent) => readonly SeatEvent[]]>([
  ['forgets a release', (event) => (event.event === 'release' ? [] : [event])],
  [
    'charges a purchase in full',
    (event) => (event.event === 'purchase' ? [{ ...event, chargedMinor: event.unitMinor }] : [event]),
  ],
  ['gives seats back at once', (event) => (event.event === 'reduce' ? [{ ...event, effective: event.on }] : [event])],
])('a ledger that %s would be noticed', (_, breaks) => {
  const wishes: readonly Wish[] = [
    { wish: 'wait', days: 9 },
    { wish: 'disable', person: 0 },
    { wish: 'buy', count: 1 },
    { wish: 'reduce', count: 1 },
  ]
  const play = (both: BothSides): void => {
    for (const wish of wishes) both.ask(wish)
    both.agree()
  }
  play(new BothSides('2026-11-01', 'monthly'))
  expect(() => play(new BothSides('2026-11-01', 'monthly', breaks))).toThrow()
})

test('a plan that folds the same cycles again and again comes to the same as the ledger that has them written down', () => {
  const both = new BothSides('2026-01-31', 'monthly')
  both.vendor.wait(200)
  const pool = both.pool
  const due = cyclesDue(pool, { anchor: '2026-01-31', day: both.vendor.day, rules })
  expect(due.map(({ on }) => on)).toEqual([
    '2026-11-30',
    '2026-12-31',
    '2027-01-31',
    '2027-02-28',
    '2027-03-31',
    '2027-04-30',
  ])
  const caughtUp = foldAll(pool, due)
  expect(cyclesDue(caughtUp ?? pool, { anchor: '2026-01-31', day: both.vendor.day, rules })).toEqual([])
  expect(due.reduce<Pool | undefined>(foldSeats, pool)).toEqual(caughtUp)
})
