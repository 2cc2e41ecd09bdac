import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Plan } from '../../../src/model/plan.ts'
import { Bench, crowd, finding, person, told } from '../../reconciler/bench.ts'
import { altered, readerLike } from '../delegate.ts'
import type { EntraWorld } from './world.ts'
import { entraWorlds, environment, settingsFor } from './world.ts'

let bench: Bench
let world: EntraWorld
beforeEach(async () => {
  bench = new Bench()
  bench.now = new Date()
  world = await entraWorlds('everything')({ placement: 'flat' })
  // The tenant's clock goes with ours.
  const inStep = altered(world.provider, {
    reader: (reader) => readerLike(reader, { serverTime: async () => bench.now }),
  })
  bench.providers = new Map([['entra', inStep]])
})
afterEach(async () => {
  bench.close()
  await world.close()
})

const run = () => ({ environment: (name: string) => environment(world.graph)[name] })
const plan = (): Promise<Plan> => bench.plan(run())

function declare(users: object, groups: object = {}): void {
  const tenant = { name: 'Acme', deleteAfter: '30 days', directories: { cloud: settingsFor(world.graph) } }
  bench.tenant('acme', { tenant, users: { ...crowd(3), ...users }, groups })
}

/** Applied, and nothing is left to do. */
async function settled(users: object, groups: object = {}): Promise<void> {
  declare(users, groups)
  const report = await bench.apply({ how: 'autoApprove' }, run())
  expect(report.tenants[0]).toMatchObject({ exitCode: 0 })
  expect(told((await plan()).operations)).toEqual([])
}

const later = (days: number): void => void (bench.now = new Date(Date.now() + days * 86_400_000))

test('REL-21 somebody leaves, is deleted, and comes back as the same account, in their groups', async () => {
  const groups = { vpn: { members: { users: ['ana'] } } }
  await settled({ ana: person('ana') }, groups)
  const before = [...world.graph.state.users.values()].find((each) => each['givenName'] === 'Ana')?.id
  await settled({}, { vpn: {} })
  later(40)
  declare({}, { vpn: {} })
  const deletion = (await plan()).operations[0]
  expect(deletion).toMatchObject({ verb: 'delete', reversible: true })
  await settled({}, { vpn: {} })
  expect([...world.graph.state.deletedItems.keys()]).toEqual([before])
  declare({ ana: person('ana', { title: 'Lead' }) }, groups)
  const made = await plan()
  expect(told(made.operations)).toEqual(['grant membership vpn/ana', 'restore user ana', 'update user ana'])
  expect(made.operations.find(({ verb }) => verb === 'restore')?.summary).toMatch(
    /deleted on \d{4}-\d\d-\d\d, is restored/,
  )
  await settled({ ana: person('ana', { title: 'Lead' }) }, groups)
  expect(world.graph.state.users.get(before ?? '')).toMatchObject({ accountEnabled: true, jobTitle: 'Lead' })
  expect((await bench.drift(run())).operations).toEqual([])
})

test('a guest is invited, counts as invited, and the invitation is taken back', async () => {
  const bob = { guest: true, email: 'bob@partner.example' }
  await settled({ bob: person('bob', bob) })
  const invited = [...world.graph.state.users.values()].filter((each) => each['userType'] === 'Guest')
  expect(invited).toMatchObject([{ externalUserState: 'PendingAcceptance' }])
  declare({ bob: person('bob', { ...bob, state: 'disabled' }) })
  expect((await plan()).operations.map(({ summary }) => summary)).toEqual([
    'Bob can no longer sign in: the account is disabled, and the invitation with it',
  ])
})

test('lastHolder: the Global Administrator is not taken from the last person who can sign in', async () => {
  const groups = (users: readonly string[]): object => ({
    admins: { name: 'Global Administrator', kind: 'directoryRole', members: { users } },
  })
  const gain = { gate: 'privilegedGain', max: 9, reason: 'agreed', approver: 'leads' }
  const expires = new Date(Date.now() + 48 * 3_600_000).toISOString()
  bench.tenant('acme', { acknowledgements: { gain: { ...gain, expires } } })
  await settled({}, groups(['p001']))
  declare({}, groups([]))
  expect(finding(await plan(), 'lastHolder')).toMatchObject({ result: 'block', measured: 0 })
  declare({}, groups(['p002']))
  const made = await plan()
  expect(made.operations.find(({ verb }) => verb === 'revoke')?.needs).toEqual([
    'acme/cloud/membership/admins/p002#grant',
  ])
  await settled({}, groups(['p002']))
})
