import { describe, expect, test } from 'vitest'
import type { Pool, SeatEvent } from '../../src/model/seats.ts'
import { foldAll, foldInPlace, foldSeats } from '../../src/seats/fold.ts'
import { freeOf, reducing, takenBy, usable } from '../../src/seats/pool.ts'
import { assign, cycleStart, holders, opening, poolOf, release, terms } from './world.ts'

const purchase = (id: string, on = '2026-11-16', count = 1): SeatEvent => ({
  event: 'purchase',
  on,
  id,
  count,
  unitMinor: 18_900,
  chargedMinor: 9450 * count,
})
const reduce = (id: string, count = 1, effective = '2026-12-01'): SeatEvent => ({
  event: 'reduce',
  on: '2026-11-28',
  id,
  count,
  effective,
})

test('nothing is known before the opening', () => {
  expect(foldSeats(undefined, assign('2026-11-02', 'eva'))).toBeUndefined()
  expect(poolOf(opening(3, 'tom'))).toMatchObject({ purchased: 3, declared: 3, cycle: '', chargedMinor: 0 })
})

test('a day at a contract: who has a seat, since when, what is free, what it cost', () => {
  const pool = poolOf(
    opening(2, 'tom', 'ann'),
    cycleStart('2026-11-01', 2),
    release('2026-11-10', 'tom'),
    assign('2026-11-10', 'eva'),
    purchase('p1'),
    assign('2026-11-16', 'bob'),
    { event: 'declare', on: '2026-11-16', purchased: 3 },
  )
  expect([...pool.assigned]).toEqual([
    ['ann', { address: 'ann@acme.example', since: '2026-11-01' }],
    ['eva', { address: 'eva@acme.example', since: '2026-11-10' }],
    ['bob', { address: 'bob@acme.example', since: '2026-11-16' }],
  ])
  expect(pool).toMatchObject({ purchased: 3, declared: 3, chargedMinor: 2 * 18_900 + 9450, unpriced: 0 })
  expect(freeOf(pool)).toBe(0)
})

describe('twice the same event counts once', () => {
  test.each<readonly [string, SeatEvent]>([
    ['opening', opening(9, 'tom')],
    ['purchase', purchase('p1')],
    ['reduce', reduce('r1')],
    ['assign', assign('2026-11-03', 'eva')],
    ['release', release('2026-11-03', 'tom')],
    ['rename', { event: 'rename', on: '2026-11-03', user: 'tom', from: 'tom@acme.example', to: 'old@acme.example' }],
    ['reserve', { event: 'reserve', on: '2026-11-03', user: 'old', address: 'old@acme.example' }],
    ['terms', { event: 'terms', on: '2026-11-03', terms: { ...terms, tier: 'master' } }],
    ['declare', { event: 'declare', on: '2026-11-03', purchased: 7 }],
    ['cycleStart', cycleStart('2026-12-01', 5)],
    ['observe', { event: 'observe', on: '2026-11-03', purchased: 8, assigned: holders('tom', 'eva') }],
    [
      'observe, accepted',
      { event: 'observe', on: '2026-11-03', purchased: 8, assigned: holders('tom', 'eva'), accepted: 'asked' },
    ],
  ])('%s', (_, event) => {
    const once = poolOf(opening(5, 'tom', 'ann'), cycleStart('2026-11-01', 5), event)
    expect(foldSeats(once, event)).toEqual(once)
  })
})

test('a pool that is handed in stays as it is; whoever owns it may have it written on', () => {
  const events = [
    assign('2026-11-03', 'eva'),
    purchase('p1'),
    cycleStart('2026-12-01', 6),
    release('2026-12-02', 'tom'),
  ]
  const before = poolOf(opening(5, 'tom'))
  const kept = structuredClone(before)
  const after = foldAll(before, events)
  expect(before).toEqual(kept)
  expect(foldAll(before, [])).toBe(before)
  const owned = events.reduce<Pool | undefined>(foldInPlace, poolOf(opening(5, 'tom')))
  expect(owned).toEqual(after)
})

describe('reserved addresses', () => {
  test('ATE-34 an address stays taken: after the disable, under another spelling, after a rename both', () => {
    const pool = poolOf(
      opening(3, 'tom'),
      { event: 'reserve', on: '2026-11-01', user: 'gone', address: 'Gone@Acme.example' },
      release('2026-11-05', 'tom'),
      { event: 'rename', on: '2026-11-06', user: 'tom', from: 'tom@acme.example', to: 'tom-old@acme.example' },
      assign('2026-11-07', 'eva', 'Eva.Lo@ACME.example'),
      release('2026-11-08', 'eva'),
    )
    expect(takenBy(pool, 'TOM@acme.example')).toBe('tom')
    expect(takenBy(pool, 'tom-old@acme.example')).toBe('tom')
    expect(takenBy(pool, 'eva.lo@acme.example')).toBe('eva')
    // Full-width letters are the same letters.
    expect(takenBy(pool, 'ｅｖａ.lo@acme.example')).toBe('eva')
    expect(takenBy(pool, 'gone@acme.example')).toBe('gone')
    expect(takenBy(pool, 'nobody@acme.example')).toBeUndefined()
  })

  test('ATE-34 who comes to have an address that was given up by a rename is whose it is, and the other never again', () => {
    const pool = poolOf(
      opening(3, 'tom'),
      { event: 'rename', on: '2026-11-06', user: 'tom', from: 'tom@acme.example', to: 'tom-old@acme.example' },
      assign('2026-11-07', 'tomas', 'tom@acme.example'),
      { event: 'reserve', on: '2026-11-09', user: 'tom', address: 'tom@acme.example' },
    )
    expect(takenBy(pool, 'tom@acme.example')).toBe('tomas')
    expect(takenBy(pool, 'tom-old@acme.example')).toBe('tom')
    expect(pool.assigned.get('tom')?.address).toBe('tom-old@acme.example')
  })

  test('ATE-34 what the platform shows is taken as well, and stays so when it shows it no longer', () => {
    const shown = poolOf(opening(3, 'tom'), {
      event: 'observe',
      on: '2026-11-05',
      assigned: holders('eva'),
      accepted: 'seen',
    })
    expect([takenBy(shown, 'tom@acme.example'), takenBy(shown, 'eva@acme.example')]).toEqual(['tom', 'eva'])
  })
})

describe('seats given back', () => {
  test('ATE-32 they are paid to the end of the cycle, nobody new gets one, and the next cycle is without them', () => {
    const reduced = poolOf(opening(4, 'tom', 'ann'), cycleStart('2026-11-01', 4), reduce('r1'))
    expect([reduced.purchased, freeOf(reduced), reducing(reduced), usable(reduced)]).toEqual([4, 2, 1, 1])
    const next = foldSeats(reduced, cycleStart('2026-12-01', 3))
    expect(next).toMatchObject({ purchased: 3, reductions: [], chargedMinor: (4 + 3) * 18_900 })
  })

  test('those of a later cycle wait for it', () => {
    const pool = poolOf(opening(9), reduce('r1', 1), reduce('r2', 2, '2027-01-01'), cycleStart('2026-12-01', 8))
    expect(pool).toMatchObject({ purchased: 8, reductions: [{ id: 'r2', count: 2, effective: '2027-01-01' }] })
  })

  test('what is told when that cycle has begun, or holds at once, is gone at once', () => {
    expect(poolOf(opening(4), cycleStart('2026-12-01', 4), reduce('r1'))).toMatchObject({
      purchased: 3,
      reductions: [],
    })
    expect(poolOf(opening(4), reduce('r1', 2, '2026-11-28'))).toMatchObject({ purchased: 2, reductions: [] })
  })
})

describe('money', () => {
  test('a purchase told late was paid in its own cycle, and whole in each that has begun since', () => {
    const pool = poolOf(
      opening(2),
      cycleStart('2026-11-01', 2),
      cycleStart('2026-12-01', 2),
      cycleStart('2027-01-01', 2),
      purchase('p1', '2026-11-16'),
    )
    expect([...pool.charges]).toEqual([
      ['2026-11-01', 2 * 18_900 + 9450],
      ['2026-12-01', 3 * 18_900],
      ['2027-01-01', 3 * 18_900],
    ])
    expect(pool.chargedMinor).toBe(8 * 18_900 + 9450)
  })

  test('what nobody knows the price of is counted, not taken for nothing', () => {
    const pool = poolOf(
      opening(2),
      { event: 'cycleStart', on: '2026-11-01', seats: 2, unitMinor: null, chargedMinor: null },
      { event: 'purchase', on: '2026-11-16', id: 'p1', count: 1, unitMinor: null, chargedMinor: null },
      { event: 'observe', on: '2026-11-17', purchased: 5, assigned: {}, accepted: 'bought at the console' },
    )
    expect(pool).toMatchObject({ chargedMinor: 0, unpriced: 3, purchased: 5 })
  })
})

describe('what the platform shows', () => {
  const known = [opening(4, 'tom', 'ann', 'bob'), cycleStart('2026-11-01', 4)] as const

  test('the same: no drift, and what there was is gone', () => {
    const drifting = poolOf(...known, {
      event: 'observe',
      on: '2026-11-05',
      purchased: 6,
      assigned: holders('tom', 'zoe'),
    })
    expect(drifting.drift).toEqual({
      on: '2026-11-05',
      purchased: { ledger: 4, platform: 6 },
      missing: ['ann', 'bob'],
      extra: ['zoe'],
    })
    expect([drifting.purchased, [...drifting.assigned.keys()]]).toEqual([4, ['tom', 'ann', 'bob']])
    const again = foldSeats(drifting, {
      event: 'observe',
      on: '2026-11-06',
      purchased: 4,
      assigned: holders('bob', 'tom', 'ann'),
    })
    expect(again).not.toHaveProperty('drift')
  })

  test('a number that nobody read there is no difference', () => {
    const pool = poolOf(...known, { event: 'observe', on: '2026-11-05', assigned: holders('tom', 'ann') })
    expect(pool.drift).toEqual({ on: '2026-11-05', missing: ['bob'], extra: [] })
  })

  test('accepted, it is what the ledger says from then on', () => {
    const pool = poolOf(...known, {
      event: 'observe',
      on: '2026-11-05',
      purchased: 6,
      assigned: { ...holders('zoe'), tom: { address: 'tom-2@acme.example' } },
      accepted: 'asked the owner',
    })
    expect(pool).not.toHaveProperty('drift')
    expect(pool.purchased).toBe(6)
    expect(Object.fromEntries(pool.assigned)).toEqual({
      tom: { address: 'tom-2@acme.example', since: '2026-11-01' },
      zoe: { address: 'zoe@acme.example', since: '2026-11-05' },
    })
  })

  test('a list without a number takes nothing back of the number that was read before', () => {
    const drifting = poolOf(...known, {
      event: 'observe',
      on: '2026-11-05',
      purchased: 6,
      assigned: holders('tom', 'ann', 'bob'),
    })
    const again = foldSeats(drifting, { event: 'observe', on: '2026-11-06', assigned: holders('tom', 'ann', 'bob') })
    expect(again?.drift).toMatchObject({ purchased: { ledger: 4, platform: 6 } })
    expect(foldSeats(again, purchase('p9', '2026-11-07', 2))).not.toHaveProperty('drift')
  })

  test('what is attested after the list that shows it is no difference any more', () => {
    const drifting = poolOf(...known, { event: 'observe', on: '2026-11-05', assigned: holders('tom', 'ann', 'eva') })
    expect(drifting.drift).toEqual({ on: '2026-11-05', missing: ['bob'], extra: ['eva'] })
    const freed = foldSeats(drifting, release('2026-11-05', 'bob'))
    expect(freed?.drift).toEqual({ on: '2026-11-05', missing: [], extra: ['eva'] })
    expect(foldSeats(freed, assign('2026-11-05', 'eva'))).not.toHaveProperty('drift')
  })
})

describe('told late', () => {
  const december = (seats: number): SeatEvent => ({
    event: 'cycleStart',
    on: '2026-12-01',
    seats,
    unitMinor: 20_000,
    chargedMinor: 20_000 * seats,
  })

  test('a purchase is paid in each cycle that has begun since at the price of that cycle', () => {
    const pool = poolOf(opening(4), cycleStart('2026-11-01', 4), december(4), purchase('p1'))
    expect([...pool.charges]).toEqual([
      ['2026-11-01', 4 * 18_900 + 9450],
      ['2026-12-01', 5 * 20_000],
    ])
  })

  test('seats that were given back in time were not charged in the cycles after', () => {
    const pool = poolOf(opening(4), cycleStart('2026-11-01', 4), december(4), reduce('r1'))
    expect(pool).toMatchObject({ purchased: 3, reductions: [], chargedMinor: 4 * 18_900 + 3 * 20_000 })
    expect(poolOf(opening(4), cycleStart('2026-11-01', 4), reduce('r1'), december(3))).toMatchObject({
      purchased: 3,
      chargedMinor: 4 * 18_900 + 3 * 20_000,
    })
  })
})
