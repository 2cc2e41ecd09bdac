import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterEach, expect, test } from 'vitest'
import { standing } from '../bench.ts'
import { counter, Office } from './office.ts'

let office: Office
afterEach(() => office.close())

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
const schema = new URL('../../../schema/plan.schema.json', import.meta.url)
const isPlan = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object)

/** What is told of invitations at a moment, by a plan of the published form. */
const slugs = async (moment: string): Promise<readonly string[]> => {
  const made = await office.bench.at(moment).plan()
  isPlan(JSON.parse(JSON.stringify(made)))
  expect(isPlan.errors ?? []).toEqual([])
  return made.findings.map(({ slug }) => slug).filter((slug) => slug.startsWith('invitation-'))
}

test('a platform of the workspace’s own goes through the whole lifecycle with nothing but its profile', async () => {
  office = new Office(counter, { operatorRole: 'keeper' })
  office.declare(office.with('ana-li', { role: 'clerk' }))

  // Invited as a novice, reminded of, told to those who approve, invited once more, and given up.
  await office.settle()
  expect(office.sim.accounts.get('ana-li')).toMatchObject({ state: 'invited', roles: ['novice'] })
  expect(await slugs('2026-12-03T09:00:00Z')).toEqual([])
  expect(await slugs('2026-12-04T09:00:00Z')).toEqual(['invitation-reminder'])
  expect(await slugs('2026-12-08T09:00:00Z')).toEqual(['invitation-escalation'])
  office.bench.at('2026-12-11T09:00:00Z')
  expect(await office.waiting()).toEqual([
    'grant roleAssignment clerk/ana-li (firstLogin)',
    'invite account ana-li (manual)',
  ])
  await office.settle()
  expect(await slugs('2026-12-21T09:00:00Z')).toEqual(['invitation-expired'])

  // At work, then suspended, then at work again.
  await office.sim.login('ana-li')
  await office.settle()
  expect(office.sim.accounts.get('ana-li')).toMatchObject({ state: 'active', roles: ['clerk'] })
  expect(standing(await office.plan())).toBe('noChange 0')
  office.declare(office.with('ana-li', { role: 'clerk' }, { state: 'suspended' }))
  await office.settle()
  expect(office.sim.accounts.get('ana-li')).toMatchObject({ state: 'disabled', roles: ['clerk'] })
  office.declare(office.with('ana-li', { role: 'clerk' }))
  await office.settle()
  expect(office.sim.accounts.get('ana-li')?.state).toBe('active')

  // Gone: disabled at once, deleted after the grace, and nothing is left to do.
  office.declare({})
  await office.settle()
  expect(office.sim.accounts.get('ana-li')?.state).toBe('disabled')
  expect(await office.waiting()).toEqual([])
  office.bench.at('2027-01-21T09:00:00Z')
  expect(await office.waiting()).toEqual(['delete account ana-li (manual)'])
  await office.settle()
  expect([...office.sim.accounts.keys()]).toEqual([])
  expect(standing(await office.plan())).toBe('noChange 0')
})

test('what waits was approved with the plan, and adds nothing to what has to be approved', async () => {
  office = new Office(counter, { operatorRole: 'keeper' })
  office.declare(office.with('ana-li', { role: 'clerk' }))
  const approved = await office.plan()
  const report = await office.bench.apply({ how: 'approved', plan: approved, digest: approved.digest })
  expect(report.exitCode).toBe(0)
  const known = new Set(approved.operations.map(({ fingerprint }) => fingerprint))
  await office.sim.carryOut(await office.plan())
  await office.sim.login('ana-li')
  const after = await office.plan()
  expect(after.operations.map(({ fingerprint }) => known.has(fingerprint))).toEqual([true])
})

test('a contract that is taken out of the files leaves accounts behind, and says so', async () => {
  office = new Office(counter, { operatorRole: 'keeper' })
  office.declare(office.with('ana-li', { role: 'clerk' }))
  await office.settle()
  office.declare({}, { tenant: { subscriptions: {} } })
  const left = (await office.plan()).findings.find(({ slug }) => slug === 'accounts-left-behind')
  expect(left).toMatchObject({ scope: 'acme/counter', measured: 1 })
})

test('an account that nobody declared is listed, and nothing is planned for it', async () => {
  office = new Office(counter, { operatorRole: 'keeper' })
  office.declare({})
  await office.bench.apply()
  await office.sim.show('~4711', {
    state: 'active',
    type: 'clerk',
    login: 'x@acme.example',
    roles: ['clerk'],
    accessGroups: [],
  })
  const made = await office.plan()
  expect(made.unmanaged).toContain('acme/counter/account/~4711')
  expect(await office.waiting()).toEqual([])
})

test('where directory groups carry access, accounts come by themselves and none is planned', async () => {
  const grouped = { ...counter, capabilities: { ...counter.capabilities, deliveries: ['groups', 'manual'] } }
  office = new Office(grouped, {
    delivery: 'groups',
    groups: { directory: 'hq', names: { default: 'counter-{role}' } },
  })
  office.declare(office.with('ana-li', { role: 'clerk' }))
  expect(await office.waiting()).toEqual([])
  const made = await office.plan()
  expect(made.operations.find(({ kind }) => kind === 'membership')?.address).toBe(
    'acme/hq/membership/counter-clerk/ana-li',
  )
})
