import { expect, test } from 'vitest'
import { usualBilling } from '../../../../src/language/validate/access/seats.ts'
import { products } from '../platforms-world.ts'
import { asks, diagnosed, people, tenantOn } from './asks.ts'

const anchor = 'billing: { anchor: 2026-11-01 }'
const contract = (settings: string): readonly string[] => asks(tenantOn('atera', '', settings))

test('paid seats are said with their number and a day on which a cycle began; the 31st is a day as any', () => {
  expect(contract(`${anchor}, seats: { purchased: 12 }`)).toEqual([])
  expect(contract(`${anchor}, seats: { purchased: 0, maxFree: 1, autoPurchase: { upTo: 0 } }`)).toEqual([])
  expect(contract('billing: { anchor: 2026-10-31, cycle: monthly, term: monthly }, seats: { purchased: 1 }')).toEqual(
    [],
  )
  expect(contract(`${anchor}, seats: { maxFree: 1 }`)).toEqual(['tenant.yaml:3 required-property'])
})

test.for(['', 'billing: { cycle: monthly }, '])(
  'seats without an anchor are an error that says what it is for: %s',
  (billing) => {
    const found = diagnosed(tenantOn('atera', '', `${billing}seats: { purchased: 12 }`))
    expect(found).toMatchObject([{ slug: 'required-property', severity: 'error', line: 3 }])
    expect(found[0]?.message).toMatch(/`billing.anchor` is missing in `it`: .* when cycles begin/)
    expect(found[0]?.fix).toMatch(/billing: \{ anchor: 2026-11-01 \}.*31st is the last day of shorter months/)
  },
)

test.for([
  ['purchased: -1', 'out-of-range', /-1 is outside the range of/, /Allowed: 0 to/],
  ['purchased: 2.5', 'wrong-type', /whole number.*2\.5/, /12/],
  ['purchased: "12"', 'wrong-type', /whole number/, /Remove the quotes: `12`/],
  ['purchased: many', 'wrong-type', /whole number/, /12/],
  ['purchased: 12, autoPurchase: { upTo: -2 }', 'out-of-range', /-2/, /Allowed: 0 to/],
  ['purchased: 12, autoPurchase: { upTo: 1.5 }', 'wrong-type', /1\.5/, /./],
  ['purchased: 12, autoPurchase: always', 'wrong-type', /always/, /./],
  ['purchased: 12, autoPurchase: { unlimited: false }', 'not-allowed', /false/, /true/],
  ['purchased: 12, maxFree: -1', 'out-of-range', /-1/, /Allowed: 0 to/],
  ['purchased: 12, autoPurchase: { upTo: 1, unlimited: true }', 'only-one', /`upTo: 1` and `unlimited: true`/, /Keep/],
] as const)('a number of seats that is none, %s, is an error of its own', ([seats, slug, message, fix]) => {
  const found = diagnosed(tenantOn('atera', '', `${anchor}, seats: { ${seats} }`))
  expect(found).toMatchObject([{ slug, severity: 'error', file: 'tenants/acme/tenant.yaml', line: 3 }])
  expect(found[0]?.message).toMatch(message)
  expect(found[0]?.fix).toMatch(fix)
})

test('cycle and term are those that the platform sells', () => {
  expect(contract('billing: { cycle: annual }')).toEqual(['tenant.yaml:3 not-offered'])
  const [found] = diagnosed(tenantOn('atera', '', 'billing: { cycle: annual }'))
  expect(found).toMatchObject({
    message: 'Atera has no cycle `annual`.',
    fix: 'It has `monthly`: write `cycle: monthly`.',
  })
  expect(contract('billing: { term: annual }')).toEqual([])
  const yearly = {
    'platforms/yearly.yaml': `${products['platforms/helpdesk.yaml']}billing: { cycles: [annual], terms: [annual] }\n`,
  }
  expect(asks(tenantOn('yearly', '', anchor), yearly)).toEqual(['tenant.yaml:3 not-offered'])
  expect(asks(tenantOn('yearly', '', 'billing: { anchor: 2026-11-01, cycle: annual }'), yearly)).toEqual([])
})

test('who says nothing pays by the month, for the first of the terms of the platform', () => {
  const rules = { name: 'X', version: '2026-11-01', categories: {}, billing: { terms: ['monthly', 'annual'] } } as const
  expect(usualBilling(rules)).toEqual({ cycle: 'monthly', term: 'monthly' })
  expect(usualBilling(rules, { cycle: 'annual', term: 'annual' })).toEqual({ cycle: 'annual', term: 'annual' })
  expect(usualBilling({ ...rules, billing: {} })).toEqual({ cycle: 'monthly', term: 'annual' })
})

test('ATE-40 an add-on is one that the platform sells', () => {
  for (const addon of ['aiCopilot', 'networkDiscovery', 'appCenter']) expect(contract(`addons: [${addon}]`)).toEqual([])
  const found = diagnosed(tenantOn('atera', '', 'addons: [aiCopilto]'))
  expect(found).toMatchObject([{ slug: 'not-offered', fix: 'Did you mean `aiCopilot`?' }])
})

test('ATE-35 an address is reclaimed with the new address of the old account and a reason', () => {
  const reclaim = (words: string): readonly string[] =>
    asks({ ...tenantOn('atera'), ...people({ ana: [`{ role: beginner, reclaimEmail: ${words} }`] }) })
  const right = 'from: ben, renameOldTo: old.ben@acme.example, reason: "the address of the desk"'
  // Who is not declared any more is known to the ledger.
  expect(reclaim(`{ ${right} }`)).toEqual([])
  expect(reclaim('{ from: ben, renameOldTo: old.ben@acme.example }')).toEqual(['users.yaml:1 required-property'])
  expect(reclaim('{ from: ben, reason: x }')).toEqual(['users.yaml:1 required-property'])
  expect(reclaim('{ from: ben, renameOldTo: old ben, reason: x }')).toEqual(['users.yaml:1 wrong-form'])
  expect(reclaim('{ from: ben, renameOldTo: ANA@acme.example, reason: x }')).toEqual([
    'users.yaml:1 reclaim-contradiction',
  ])
  expect(reclaim('{ from: ana, renameOldTo: old@acme.example, reason: x }')).toEqual([
    'users.yaml:1 reclaim-contradiction',
  ])
})

test('ATE-26 the message of a tier that is too low says what the other costs more, and what nobody knows', () => {
  const message = (settings: string): string | undefined =>
    diagnosed(tenantOn('helpdesk', '', settings), products).find(({ slug }) => slug === 'tier-too-low')?.message
  expect(message('edition: it, tier: basic, features: [longLog]')).toContain(
    'It costs 40.00 USD more a seat and month.',
  )
  expect(message('edition: it, tier: basic, features: [longLog], billing: { term: monthly }')).toContain(
    'It costs 60.00 USD more',
  )
  expect(message('edition: it, tier: basic, features: [longLog], billing: { price: "129.00" }')).toContain(
    'It costs 60.00 USD more',
  )
  expect(message('edition: it, tier: plus, features: [sso]')).toContain(
    'What it costs more is not known: top is not priced.',
  )
})
