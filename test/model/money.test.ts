import { expect, test } from 'vitest'
import { amountOf, minorOf, money } from '../../src/model/money.ts'

test('UX-46 money is written alike wherever it stands: thousands apart, hundredths always, what has no price by name', () => {
  const written = [0, 5, -5, 94_50, 999_99, 1_000_00, 2_268_00, -1_234_50, 1_234_567_89, -100_000_00].map((minor) =>
    money(minor, 'USD'),
  )
  expect(written).toEqual([
    '0.00 USD',
    '0.05 USD',
    '-0.05 USD',
    '94.50 USD',
    '999.99 USD',
    '1,000.00 USD',
    '2,268.00 USD',
    '-1,234.50 USD',
    '1,234,567.89 USD',
    '-100,000.00 USD',
  ])
  expect([money(2_268_00, null), money(null, 'USD'), money(null, null)]).toEqual([
    '2,268.00',
    'not priced',
    'not priced',
  ])
})

test('what programs read has no thousands apart, and is read back as it was', () => {
  for (const minor of [0, 5, 94_50, 1_234_567_89]) expect(minorOf(amountOf(minor))).toBe(minor)
  expect(amountOf(2_268_00)).toBe('2268.00')
})
