import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Finding } from '../../src/model/plan.ts'
import type { Evidence } from '../../src/reconciler/guard/guard.ts'
import type { Bench } from '../reconciler/bench.ts'
import { finding, person, standing, tenantOf } from '../reconciler/bench.ts'
import type { Law } from '../reconciler/guard/laws.ts'
import { isNoticed } from '../reconciler/guard/seeding.ts'
import type { SeededBug } from '../reconciler/guard/seeding.ts'

type Gate = (evidence: Evidence) => readonly Finding[]
type Limits = Evidence['desired']['limits']['cost']

/** Two at work who cost 378.00 a month, and a third who is to come: 94.50 now, 567.00 a month then. */
async function oneMore(bench: Bench, cost: object): Promise<void> {
  const crew = ['ana-li', 'ben-osei']
  bench.write('library/policies.yaml', { gates: { cost } })
  const users = [...crew, 'eva-lo'].map((id) => [id, person(id, { platforms: { atera: { role: 'beginner' } } })])
  const atera = {
    platform: 'atera',
    edition: 'it',
    tier: 'expert',
    billing: { cycle: 'monthly', term: 'annual', anchor: '2026-11-16' },
    seats: { purchased: 2, autoPurchase: { unlimited: true } },
    operatorRole: 'admin',
  }
  bench.tenant('acme', {
    tenant: tenantOf({}, { domains: ['acme.example'], subscriptions: { atera } }),
    users: Object.fromEntries(users) as object,
  })
  const lease = await bench.ledger.lock('acme')
  const journal = await bench.ledger.open('acme', randomUUID(), lease)
  await journal.record(
    crew.map((id) => ({
      type: 'account',
      address: `acme/atera/account/${id}`,
      account: {
        state: 'active',
        type: 'technician',
        login: `${id}@acme.example`,
        roles: ['beginner'],
        accessGroups: [],
      },
      from: 'export',
    })),
  )
  await journal.close()
  await lease.release()
}

/** Whatever else is allowed: beyond this one limit the tenant is held, or told where it only warns. */
const limited =
  (result: 'warn' | 'block', limit: object): Law =>
  async (bench) => {
    await oneMore(bench, { [result]: limit })
    const made = await bench.plan()
    expect(finding(made, 'cost')?.result).toBe(result)
    expect(standing(made).startsWith('blocked')).toBe(result === 'block')
  }

/** A gate that reads other limits than there are. */
const reading =
  (change: (limits: Limits) => Limits) =>
  (gate: Gate): Gate =>
  (evidence) => {
    const { desired } = evidence
    const limits = { ...desired.limits, cost: change(desired.limits.cost) }
    return gate({ ...evidence, desired: { ...desired, limits } })
  }

const forgetting = (limit: keyof Limits['block']): SeededBug['instead'] =>
  reading(({ warn, block }) => ({
    warn,
    block: Object.fromEntries(Object.entries(block).filter(([name]) => name !== limit)),
  }))

const cost = { module: 'cost', name: 'cost' }
const bugs: readonly SeededBug[] = [
  { ...cost, what: 'now', instead: forgetting('now'), law: limited('block', { now: '94.49' }) },
  { ...cost, what: 'absolute', instead: forgetting('absolute'), law: limited('block', { absolute: '188.99' }) },
  { ...cost, what: 'percent', instead: forgetting('percent'), law: limited('block', { percent: 49 }) },
  { ...cost, what: 'total', instead: forgetting('total'), law: limited('block', { total: '566.99' }) },
  {
    ...cost,
    what: 'what only warns',
    instead: reading(({ block }) => ({ warn: {}, block })),
    law: limited('warn', { total: '566.99' }),
  },
  {
    ...cost,
    what: 'that a limit blocks',
    instead: reading(({ block }) => ({ warn: block, block: {} })),
    law: limited('block', { total: '566.99' }),
  },
]

test.each(bugs)('UX-48 it is noticed when the gate on cost forgets $what', isNoticed)
