import { expect, test } from 'vitest'
import type { SeatEvent } from '../../src/model/seats.ts'
import { cyclesDue } from '../../src/seats/due.ts'
import { foldAll } from '../../src/seats/fold.ts'
import { cycleStart, opening, poolOf, rules, terms } from './world.ts'

const billed = (day: string): Parameters<typeof cyclesDue>[1] => ({ anchor: '2026-11-01', day, rules })

test('a fresh pool is charged from the cycle of its opening on', () => {
  const pool = poolOf({ ...opening(4, 'tom'), on: '2026-11-20' })
  expect(cyclesDue(pool, billed('2026-11-20'))).toEqual([cycleStart('2026-11-01', 4)])
  expect(cyclesDue(pool, billed('2027-01-01'))).toEqual([
    cycleStart('2026-11-01', 4),
    cycleStart('2026-12-01', 4),
    cycleStart('2027-01-01', 4),
  ])
})

test('nothing is due within a cycle, nor on a day before it', () => {
  const pool = poolOf(opening(4), cycleStart('2026-11-01', 4))
  expect(cyclesDue(pool, billed('2026-11-30'))).toEqual([])
  expect(cyclesDue(pool, billed('2026-10-03'))).toEqual([])
  expect(cyclesDue(pool, billed('2026-12-01'))).toEqual([cycleStart('2026-12-01', 4)])
})

test('ATE-32 seats that were given back are charged no more from their cycle on', () => {
  const pool = poolOf(
    opening(4),
    cycleStart('2026-11-01', 4),
    { event: 'reduce', on: '2026-11-29', id: 'r1', count: 1, effective: '2026-12-01' },
    { event: 'reduce', on: '2026-11-29', id: 'r2', count: 1, effective: '2027-01-01' },
  )
  const due = cyclesDue(pool, billed('2027-01-05'))
  expect(due).toEqual([cycleStart('2026-12-01', 3), cycleStart('2027-01-01', 2)])
  expect(foldAll(pool, due)).toMatchObject({ purchased: 2, reductions: [], chargedMinor: (4 + 3 + 2) * 18_900 })
})

test('a cycle whose price nobody knows is due all the same', () => {
  const pool = poolOf({ ...opening(4), terms: { ...terms, tier: 'enterprise' } })
  expect(cyclesDue(pool, billed('2026-11-05'))).toEqual([
    { event: 'cycleStart', on: '2026-11-01', seats: 4, unitMinor: null, chargedMinor: null },
  ])
})

test('another anchor charges no month twice, and leaves none out: the start nearest to the end of what is paid is next', () => {
  const pool = poolOf(opening(4), cycleStart('2026-11-01', 4))
  const starts = (anchor: string): readonly string[] =>
    cyclesDue(pool, { anchor, day: '2027-01-31', rules }).map(({ on }) => on)
  expect(starts('2026-11-04')).toEqual(['2026-12-04', '2027-01-04'])
  expect(starts('2026-10-25')).toEqual(['2026-11-25', '2026-12-25', '2027-01-25'])
  expect(starts('2026-01-31')).toEqual(['2026-11-30', '2026-12-31', '2027-01-31'])
})

test('a year that is paid is not charged again by the month, nor a month by the year', () => {
  const annual = { ...terms, cycle: 'annual' as const }
  const change = (cycle: 'monthly' | 'annual'): SeatEvent => ({
    event: 'terms',
    on: '2026-11-10',
    terms: { ...terms, cycle },
  })
  const byYear = poolOf({ ...opening(1), terms: annual }, cycleStart('2026-11-01', 1), change('monthly'))
  expect(cyclesDue(byYear, billed('2027-12-02')).map(({ on }) => on)).toEqual(['2027-11-01', '2027-12-01'])
  const byMonth = poolOf(opening(1), cycleStart('2026-11-01', 1), change('annual'))
  const nextYear = { anchor: '2026-12-01', day: '2027-12-02', rules }
  expect(cyclesDue(byMonth, nextYear).map(({ on }) => on)).toEqual(['2026-12-01', '2027-12-01'])
})
