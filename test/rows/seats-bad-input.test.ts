import { expect, test } from 'vitest'
import { seatPrice } from '../../src/seats/prices.ts'
import { profile } from '../access/scene.ts'
import { diagnosed, tenantOn } from '../language/validate/access/asks.ts'

/** What a contract with two seats is told. */
function told(billing: string, seats = '{ purchased: 2 }'): ReturnType<typeof diagnosed> {
  return diagnosed(tenantOn('atera', '', `edition: it, tier: enterprise, billing: { ${billing} }, seats: ${seats}`))
}

test.for([
  ['"custom"', 'wrong-form'],
  ['"-5.00"', 'wrong-form'],
  ['"12.345"', 'wrong-form'],
  ['"1,000.00"', 'wrong-form'],
  ['240', 'text-not-quoted'],
] as const)('ATE-36 a price that is none, %s, is an error that shows how to write one', ([price, slug]) => {
  const found = told(`anchor: 2026-11-01, price: ${price}`)
  expect(found).toMatchObject([{ slug, severity: 'error', file: 'tenants/acme/tenant.yaml', line: 3 }])
  expect(found[0]?.fix).toContain('"240.00"')
  expect(told('anchor: 2026-11-01, price: "240.00"')).toEqual([])
})

test.for(['2026-02-30', '2026-11-31', '2026-13-01', '"the 31st"'])(
  'ATE-20 an anchor that is no day, %s, is an error',
  (anchor) => {
    expect(told(`anchor: ${anchor}`)).toMatchObject([
      { slug: 'wrong-form', severity: 'error', fix: expect.stringContaining('2026-1') as string },
    ])
    expect(told('anchor: 2026-01-31')).toEqual([])
  },
)

test('ATE-20 an anchor that is the number of a day is answered with how a day is written', () => {
  const [found] = told('anchor: 31')
  expect(found).toMatchObject({ slug: 'text-not-quoted', severity: 'error' })
  expect(found?.fix).toMatch(/2026-\d\d-\d\d/)
})

test.for(['1e9', '.inf', '.nan', 'null', '-1', '0.5', '"2"'])('UX-46 %s seats are none', (purchased) => {
  const found = told('anchor: 2026-11-01', `{ purchased: ${purchased} }`)
  expect(found).toMatchObject([{ severity: 'error', file: 'tenants/acme/tenant.yaml', line: 3 }])
  expect(found[0]?.fix ?? '').not.toBe('')
})

test('ATE-36 a tier without its edition has the price of the one edition that has it; where two have it, it is not priced', () => {
  const rules = profile('atera')
  const terms = { tier: 'growth', cycle: 'monthly', term: 'annual', addons: [] } as const
  expect(seatPrice(rules, terms, '2026-12-01')).toMatchObject({ unitMinor: 17_900, notPriced: [] })
  expect(seatPrice(rules, { ...terms, edition: 'it' }, '2026-12-01')).toMatchObject({
    unitMinor: null,
    notPriced: ['growth'],
  })
  expect(seatPrice(rules, { ...terms, tier: 'superpower' }, '2026-12-01').unitMinor).toBeNull()
  const [list] = rules.prices ?? []
  const twice = [{ ...list, seats: ['it', 'msp'].map((edition) => ({ edition, tier: 'growth', annual: '10.00' })) }]
  const both = { ...rules, prices: twice as NonNullable<typeof rules.prices> }
  expect(seatPrice(both, terms, '2026-12-01')).toMatchObject({ unitMinor: null, notPriced: ['growth'] })
})
