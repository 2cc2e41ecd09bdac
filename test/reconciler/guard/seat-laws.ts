import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Bench } from '../bench.ts'
import { finding, person, standing, tenantOf } from '../bench.ts'
import type { Law } from './laws.ts'

const one = { id: 'ana-li', login: 'ana-li@acme.example' }

/** One at work on the only seat that is paid, and as many newcomers as are named. */
async function desk(bench: Bench, newcomers: readonly string[], { seats = {}, tier = 'expert' } = {}): Promise<void> {
  const users = [one.id, ...newcomers].map((id) => [id, person(id, { platforms: { atera: { role: 'beginner' } } })])
  const billing = { cycle: 'monthly', term: 'annual', anchor: '2026-11-16' }
  const atera = {
    platform: 'atera',
    edition: 'it',
    tier,
    billing,
    seats: { purchased: 1, ...seats },
    operatorRole: 'admin',
  }
  bench.tenant('acme', {
    tenant: tenantOf({}, { domains: ['acme.example'], subscriptions: { atera } }),
    users: Object.fromEntries(users) as object,
  })
  if ((await bench.entries()).some(({ type }) => type === 'account')) return
  const lease = await bench.ledger.lock('acme')
  const journal = await bench.ledger.open('acme', randomUUID(), lease)
  await journal.record([
    {
      type: 'account',
      address: `acme/atera/account/${one.id}`,
      account: { state: 'active', type: 'technician', login: one.login, roles: ['beginner'], accessGroups: [] },
      from: 'export',
    },
  ])
  await journal.close()
  await lease.release()
}

/** One seat may be bought unasked, two are needed: the tenant is held. */
export const noMoreThanAllowed: Law = async (bench) => {
  await desk(bench, ['eva-lo', 'tom-berg'], { seats: { autoPurchase: { upTo: 1 } } })
  const made = await bench.plan()
  expect(finding(made, 'seatPurchases')).toMatchObject({ result: 'block', measured: 2, limit: 1 })
  expect(standing(made)).toBe('blocked 5')
}

/** What the files ask for needs no leave, and one that may be bought is. */
export const askedForIsAllowed: Law = async (bench) => {
  await desk(bench, ['eva-lo'], { seats: { purchased: 2 } })
  expect(finding(await bench.plan(), 'seatPurchases')).toBeUndefined()
  await desk(bench, ['eva-lo'], { seats: { autoPurchase: { upTo: 1 } } })
  expect(finding(await bench.plan(), 'seatPurchases')).toMatchObject({ result: 'pass', measured: 1, limit: 1 })
}

const unlimited = { autoPurchase: { unlimited: true } }

/** A seat more costs 189.00 each month, whatever of it is charged today. */
export const monthsCount: Law = async (bench) => {
  bench.write('library/policies.yaml', { gates: { cost: { block: { absolute: '188.99' } } } })
  await desk(bench, ['eva-lo'], { seats: unlimited })
  expect(finding(await bench.plan(), 'cost')).toMatchObject({ result: 'block', measured: 18_900, limit: 18_899 })
}

/** What has no price is not free. */
export const noPriceIsNotNothing: Law = async (bench) => {
  bench.write('library/policies.yaml', { gates: { cost: { block: { total: '9999.00' } } } })
  await desk(bench, ['eva-lo'], { seats: unlimited, tier: 'enterprise' })
  expect(finding(await bench.plan(), 'cost')?.result).toBe('block')
}
