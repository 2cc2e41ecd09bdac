import { expect, test } from 'vitest'
import { amountOf, minorOf } from '../../src/model/money.ts'
import { cycleOf } from '../../src/seats/cycle.ts'
import { dayNumber, dayOf } from '../../src/seats/days.ts'
import { prorated, prorationOf, share } from '../../src/seats/proration.ts'
import { sequence } from '../../src/seats/sequence.ts'

const november = (day: number): ReturnType<typeof cycleOf> =>
  cycleOf('2026-11-01', 'monthly', dayOf(dayNumber('2026-11-01') + day))

test.each([
  [0, '189.00'],
  [1, '182.70'],
  [15, '94.50'],
  [29, '6.30'],
] as const)('ATE-20 a seat of 189.00 bought on day %i of 30 costs %s until the end of the cycle', (day, amount) => {
  expect(amountOf(prorated({ unitMinor: minorOf('189.00'), count: 1 }, november(day), 'daily'))).toBe(amount)
})

test('ATE-20 half a hundredth is rounded up, once for the whole purchase', () => {
  // 0.01 x 15/30 = 0.005; three of them 0.015, and not three times 0.01.
  expect(prorated({ unitMinor: 1, count: 1 }, november(15), 'daily')).toBe(1)
  expect(prorated({ unitMinor: 1, count: 3 }, november(15), 'daily')).toBe(2)
  // 169.00 x 17/30 = 95.766..., 229.00 x 1/30 = 7.633...
  expect(prorated({ unitMinor: minorOf('169.00'), count: 1 }, november(13), 'daily')).toBe(9577)
  expect(prorated({ unitMinor: minorOf('229.00'), count: 1 }, november(29), 'daily')).toBe(763)
})

test('a profile that does not say how is charged by the day, wherever a price is told', () => {
  expect([{}, { billing: {} }, { billing: { proration: 'none' as const } }].map(prorationOf)).toEqual([
    'daily',
    'daily',
    'none',
  ])
})

test('where nothing is prorated, a seat costs the whole cycle on any day', () => {
  for (const day of [0, 15, 29]) expect(prorated({ unitMinor: 18_900, count: 2 }, november(day), 'none')).toBe(37_800)
})

test('the largest price and number of seats that files may have are exact to the hundredth', () => {
  const [unitMinor, count] = [99_999_999, 10_000_000]
  expect(share(unitMinor * count, 364, 365)).toBe(Number((BigInt(unitMinor) * BigInt(count) * 364n * 2n + 365n) / 730n))
})

test('ATE-31 disable, then add costs 0.00 on any day; add, then disable costs 94.50 on day 15', () => {
  const { purchases, addingFirst } = sequence(0, [
    { id: 'add', takes: true, needs: [], usable: true, urgent: false },
    { id: 'disable', takes: false, needs: [], usable: true, urgent: true },
  ])
  for (let day = 0; day < 30; day += 1)
    expect(amountOf(prorated({ unitMinor: 18_900, count: purchases }, november(day), 'daily'))).toBe('0.00')
  expect(amountOf(prorated({ unitMinor: 18_900, count: addingFirst }, november(15), 'daily'))).toBe('94.50')
})
