import { expect, test } from 'vitest'
import type { Platform } from '../../src/generated/platform.ts'
import { amountOf, minorOf } from '../../src/model/money.ts'
import type { SeatTerms } from '../../src/model/seats.ts'
import { recurring, seatPrice } from '../../src/seats/prices.ts'
import { profile } from '../access/scene.ts'

const rules = profile('atera')
const day = '2026-11-22'

function terms(rest: Partial<SeatTerms> = {}): SeatTerms {
  return { edition: 'it', tier: 'expert', cycle: 'monthly', term: 'annual', addons: [], ...rest }
}

function priced(prices: NonNullable<Platform['prices']>): Platform {
  return { ...rules, prices }
}

const list = (from: string, per: 'month' | 'year', annual: string): NonNullable<Platform['prices']>[number] => ({
  from,
  currency: 'EUR',
  per,
  seats: [{ edition: 'it', tier: 'expert', annual }],
  addons: { copilot: { annual: '30.00' } },
})

test.each([
  ['it', 'professional', '149.00', '169.00'],
  ['it', 'expert', '189.00', '229.00'],
  ['it', 'master', '219.00', '269.00'],
  ['msp', 'pro', '129.00', '139.00'],
  ['msp', 'growth', '179.00', '189.00'],
  ['msp', 'power', '209.00', '249.00'],
] as const)(
  'ATE-36 list price of %s %s: %s a month agreed for a year, %s by the month',
  (edition, tier, annual, monthly) => {
    for (const [term, amount] of [
      ['annual', annual],
      ['monthly', monthly],
    ] as const) {
      const price = seatPrice(rules, terms({ edition, tier, term }), day)
      expect(price).toEqual({ currency: 'USD', unitMinor: minorOf(amount), addons: [], notPriced: [] })
      const year = seatPrice(rules, terms({ edition, tier, term, cycle: 'annual' }), day)
      expect(year.unitMinor).toBe(12 * minorOf(amount))
    }
  },
)

test('ATE-36 the list of the profile has these twelve prices and no other', () => {
  const amounts = (rules.prices ?? []).flatMap(({ seats = [] }) =>
    seats.flatMap(({ annual, monthly }) => [annual, monthly]),
  )
  expect(amounts.filter((amount) => amount !== undefined)).toHaveLength(12)
})

test.each([
  ['it', 'enterprise'],
  ['msp', 'superpower'],
  ['it', 'unheard-of'],
])('ATE-36 what is agreed one by one is not priced, which is not 0: %s %s', (edition, tier) => {
  for (const term of ['annual', 'monthly'] as const) {
    const price = seatPrice(rules, terms({ edition, tier, term }), day)
    expect(price).toMatchObject({ unitMinor: null, notPriced: [tier] })
    expect(recurring(price, 12)).toBeNull()
    expect(recurring(price, 0)).toBeNull()
  }
})

test('ATE-36 what another tier would cost is the difference of the two prices', () => {
  const [expert, master] = ['expert', 'master'].map((tier) => recurring(seatPrice(rules, terms({ tier }), day), 12))
  expect(amountOf((master ?? 0) - (expert ?? 0))).toBe('360.00')
})

test('the newest prices that have begun count', () => {
  const dated = priced([
    list('2026-06-01', 'month', '20.00'),
    list('2027-01-01', 'month', '22.00'),
    list('2025-01-01', 'month', '18.00'),
  ])
  const on = (day: string): number | null => seatPrice(dated, terms(), day).unitMinor
  expect(['2024-12-31', '2026-05-31', '2026-06-01', '2026-12-31', '2027-01-01'].map(on)).toEqual([
    null,
    1800,
    2000,
    2000,
    2200,
  ])
  expect(seatPrice(dated, terms(), '2024-12-31')).toMatchObject({ currency: null, notPriced: ['expert'] })
})

test('prices for a year are charged by the month in twelfths, half up, and whole by the year', () => {
  const yearly = priced([list('2026-01-01', 'year', '100.00')])
  expect(seatPrice(yearly, terms(), day).unitMinor).toBe(833)
  expect(seatPrice(yearly, terms({ cycle: 'annual' }), day).unitMinor).toBe(10_000)
  expect(seatPrice(priced([list('2026-01-01', 'year', '0.06')]), terms(), day).unitMinor).toBe(1)
})

test('a price that was agreed stands before that of the list', () => {
  expect(seatPrice(rules, terms({ tier: 'enterprise', agreed: '240.00' }), day)).toMatchObject({
    unitMinor: 24_000,
    notPriced: [],
  })
  expect(seatPrice(rules, terms({ agreed: '150.00', cycle: 'annual' }), day).unitMinor).toBe(180_000)
  expect(seatPrice(priced([]), terms({ agreed: '150.00' }), day)).toMatchObject({ currency: null, unitMinor: 15_000 })
})

test('ATE-40 add-ons are lines of their own and change no price of a seat', () => {
  const addons = ['aiCopilot', 'appCenter', 'networkDiscovery']
  const [without, withThem] = [seatPrice(rules, terms(), day), seatPrice(rules, terms({ addons }), day)]
  expect(withThem.unitMinor).toBe(without.unitMinor)
  expect(withThem.addons).toEqual(addons.map((addon) => ({ addon, recurringMinor: null })))
  expect(withThem.notPriced).toEqual(addons)

  const own = priced([list('2026-01-01', 'month', '20.00')])
  const price = seatPrice(own, terms({ addons: ['copilot'] }), day)
  expect(price).toMatchObject({ unitMinor: 2000, addons: [{ addon: 'copilot', recurringMinor: 3000 }], notPriced: [] })
  expect(recurring(price, 5)).toBe(5 * 2000 + 3000)
})
