import { expect, test } from 'vitest'
import type { Coming, ForecastInput, ForecastMonth } from '../../src/seats/forecast.ts'
import { forecast } from '../../src/seats/forecast.ts'
import { amountOf } from '../../src/model/money.ts'
import type { Pool } from '../../src/model/seats.ts'
import { assign, cycleStart, opening, poolOf, rules, terms } from './world.ts'

const start = (on: string, user: string): Coming => ({ on, user, change: 1, what: 'starts' })
const end = (on: string, user: string): Coming => ({ on, user, change: -1, what: 'ends' })

function told(pool: Pool, coming: readonly Coming[], rest: Partial<ForecastInput> = {}): readonly ForecastMonth[] {
  return forecast({
    pool,
    coming,
    rules,
    anchor: '2026-11-01',
    day: '2026-11-10',
    months: 3,
    autoPurchase: 'unlimited',
    ...rest,
  })
}

/** start: purchased+purchases, assigned at start -> end (peak), charged, recurring. */
function lines(months: readonly ForecastMonth[]): readonly string[] {
  return months.map(
    ({ start, purchased, purchases, assignedAtStart, assignedAtEnd, peak, chargedMinor, recurringMinor }) =>
      `${start}: ${purchased}+${purchases}, ${assignedAtStart} -> ${assignedAtEnd} (${peak}), ${money(chargedMinor)}, ${money(recurringMinor)}`,
  )
}

function money(minor: number | null): string {
  return minor === null ? 'not priced' : amountOf(minor)
}

const full = poolOf(opening(2, 'a', 'b'), cycleStart('2026-11-01', 2))

test('nothing changes: every cycle costs what its seats cost', () => {
  expect(lines(told(full, []))).toEqual([
    '2026-11-01: 2+0, 2 -> 2 (2), 378.00, 378.00',
    '2026-12-01: 2+0, 2 -> 2 (2), 378.00, 378.00',
    '2027-01-01: 2+0, 2 -> 2 (2), 378.00, 378.00',
  ])
})

test('who starts has a seat bought for the days that are left, and it is paid from then on', () => {
  // 16 November: 15 of 30 days are left, 94.50. 17 January: 15 of 31 days, 91.45.
  expect(lines(told(full, [start('2027-01-17', 'd'), start('2026-11-16', 'c')]))).toEqual([
    '2026-11-01: 2+1, 2 -> 3 (3), 472.50, 567.00',
    '2026-12-01: 3+0, 3 -> 3 (3), 567.00, 567.00',
    '2027-01-01: 3+1, 3 -> 4 (4), 658.45, 756.00',
  ])
})

test('ATE-31 on the day on which somebody ends, the seat is the next one’s', () => {
  expect(lines(told(full, [start('2026-12-10', 'c'), end('2026-12-10', 'z')], { months: 2 }))[1]).toBe(
    '2026-12-01: 2+0, 2 -> 2 (2), 378.00, 378.00',
  )
  expect(lines(told(full, [start('2026-12-09', 'c'), end('2026-12-10', 'a')], { months: 2 }))[1]).toMatch(
    /^2026-12-01: 2\+1, 2 -> 2 \(3\)/,
  )
})

test('no more is bought than may be, and what is missing is to be seen', () => {
  const coming = [start('2026-12-02', 'c'), start('2026-12-03', 'd')]
  expect(lines(told(full, coming, { autoPurchase: 1, months: 2 }))[1]).toMatch(/^2026-12-01: 2\+1, 2 -> 4 \(4\)/)
  expect(lines(told(full, coming, { autoPurchase: 0, months: 2 }))[1]).toMatch(/^2026-12-01: 2\+0, 2 -> 4 \(4\)/)
})

test('ATE-32 seats that are given back: paid to the end of the cycle, given to nobody new', () => {
  const pool = poolOf(opening(4, 'a', 'b'), cycleStart('2026-11-01', 4), {
    event: 'reduce',
    on: '2026-11-05',
    id: 'r',
    count: 2,
    effective: '2026-12-01',
  })
  expect(lines(told(pool, [], { months: 2 }))).toEqual([
    '2026-11-01: 4+0, 2 -> 2 (2), 756.00, 756.00',
    '2026-12-01: 2+0, 2 -> 2 (2), 378.00, 378.00',
  ])
  expect(lines(told(pool, [start('2026-11-16', 'c')], { months: 2 }))).toEqual([
    '2026-11-01: 4+1, 2 -> 3 (3), 850.50, 945.00',
    '2026-12-01: 3+0, 3 -> 3 (3), 567.00, 567.00',
  ])
})

test('ATE-32 somebody who starts takes a free seat for 0.00; once that is given back, another one has to be bought for 94.50', () => {
  const left = poolOf(opening(3, 'a', 'b'), cycleStart('2026-11-01', 3))
  const given = poolOf(opening(3, 'a', 'b'), cycleStart('2026-11-01', 3), {
    event: 'reduce',
    on: '2026-11-05',
    id: 'r',
    count: 1,
    effective: '2026-12-01',
  })
  const [keeping, reducing] = [left, given].map((pool) => told(pool, [start('2026-11-16', 'c')], { months: 1 })[0])
  expect([keeping?.purchases, reducing?.purchases]).toEqual([0, 1])
  expect(money((keeping?.chargedMinor ?? 0) - left.chargedMinor)).toBe('0.00')
  expect(money((reducing?.chargedMinor ?? 0) - given.chargedMinor)).toBe('94.50')
})

test('an anchor on the 31st: short months end earlier, and somebody who starts on the 1st is in the old cycle', () => {
  const pool = poolOf({ ...opening(1), on: '2027-01-31' }, cycleStart('2027-01-31', 1))
  const input = { anchor: '2026-01-31', day: '2027-02-01', months: 3 }
  const months = told(pool, [start('2027-02-27', 'c'), start('2027-02-28', 'd'), start('2027-04-01', 'e')], input)
  expect(months.map(({ start, coming }) => `${start} ${coming.map(({ user }) => user).join(' ')}`)).toEqual([
    '2027-01-31 c',
    '2027-02-28 d',
    '2027-03-31 e',
  ])
  expect(months[1]?.purchases).toBe(1)
})

test('what should have happened before today counts as today, what lies beyond the end not at all', () => {
  const months = told(full, [start('2026-10-01', 'c'), start('2030-01-01', 'd')], { day: '2026-11-16', months: 1 })
  expect(lines(months)).toEqual(['2026-11-01: 2+1, 2 -> 3 (3), 472.50, 567.00'])
  expect(months[0]?.coming).toEqual([{ on: '2026-11-16', user: 'c', change: 1, what: 'starts' }])
})

test('a profile that says nothing of proration has it by the day; one that says none has the whole cycle paid', () => {
  const coming = [start('2026-11-16', 'c')]
  const under = (billing: NonNullable<typeof rules.billing>): string | undefined =>
    lines(told(full, coming, { months: 1, rules: { ...rules, billing } }))[0]
  expect(under({})).toBe('2026-11-01: 2+1, 2 -> 3 (3), 472.50, 567.00')
  expect(under({ proration: 'none' })).toBe('2026-11-01: 2+1, 2 -> 3 (3), 567.00, 567.00')
})

test('a year at a time: prices of that year, days of that year', () => {
  const pool = poolOf(
    { ...opening(1), terms: { ...terms, cycle: 'annual' } },
    {
      event: 'cycleStart',
      on: '2026-11-01',
      seats: 1,
      unitMinor: 226_800,
      chargedMinor: 226_800,
    },
    assign('2026-11-02', 'a'),
  )
  // 20 June 2027 is day 231 of 365: 134 are left, 2268.00 x 134 / 365 = 832.635...
  expect(lines(told(pool, [start('2027-06-20', 'c')], { months: 24 }))).toEqual([
    '2026-11-01: 1+1, 1 -> 2 (2), 3100.64, 4536.00',
    '2027-11-01: 2+0, 2 -> 2 (2), 4536.00, 4536.00',
  ])
})

test('new prices count from the cycle in which they have begun, add-ons with a price are in the sum', () => {
  const list = (from: string, annual: string): NonNullable<(typeof rules)['prices']>[number] => ({
    from,
    currency: 'EUR',
    per: 'month',
    seats: [{ edition: 'it', tier: 'expert', annual }],
    addons: { copilot: { annual: '10.00' }, other: {} },
  })
  const dear = { ...rules, prices: [list('2026-01-01', '189.00'), list('2026-12-15', '200.00')] }
  const pool = poolOf(
    { ...opening(2, 'a', 'b'), terms: { ...terms, addons: ['copilot', 'other'] } },
    cycleStart('2026-11-01', 2),
  )
  expect(lines(told(pool, [], { rules: dear }))).toEqual([
    '2026-11-01: 2+0, 2 -> 2 (2), 388.00, 388.00',
    '2026-12-01: 2+0, 2 -> 2 (2), 388.00, 388.00',
    '2027-01-01: 2+0, 2 -> 2 (2), 410.00, 410.00',
  ])
})

test('ATE-36 what is not priced is not 0', () => {
  const pool = poolOf({ ...opening(2, 'a', 'b'), terms: { ...terms, tier: 'enterprise' } })
  expect(lines(told(pool, [start('2026-11-16', 'c')], { months: 1 }))).toEqual([
    '2026-11-01: 2+1, 2 -> 3 (3), not priced, not priced',
  ])
})
