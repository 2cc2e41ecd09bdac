import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Entity } from '../../emulators/graph/state.ts'
import { Bench, crowd, person } from '../../reconciler/bench.ts'
import type { EntraWorld } from './world.ts'
import { entraWorlds, environment, settingsFor } from './world.ts'

let bench: Bench
let world: EntraWorld
beforeEach(async () => {
  bench = new Bench()
  bench.now = new Date()
  world = await entraWorlds('everything')({ placement: 'flat' })
  bench.providers = new Map([['entra', world.provider]])
})
afterEach(async () => {
  bench.close()
  await world.close()
})

const run = () => ({ environment: (name: string) => environment(world.graph)[name] })

function declare(users: object, groups: object = {}): void {
  const licences = { office: { directory: 'cloud', sku: 'SPE_E3' } }
  const tenant = { name: 'Acme', directories: { cloud: settingsFor(world.graph) }, licences, deleteAfter: '30 days' }
  bench.tenant('acme', { tenant, users: { ...crowd(3), ...users }, groups })
}

const user = (name: string): Entity => {
  const found = [...world.graph.state.users.values()].find(({ userPrincipalName }) =>
    String(userPrincipalName).startsWith(`${name}@`),
  )
  if (found === undefined) throw new Error(`nobody is called ${name}`)
  return found
}
const change = (name: string, more: object): void => {
  const found = user(name)
  world.graph.state.users.set(found.id, { ...found, ...more })
}
const group = (name: string): Entity => {
  const found = [...world.graph.state.groups.values()].find(({ displayName }) => displayName === name)
  if (found === undefined) throw new Error(`no group is called ${name}`)
  return found
}
const regroup = (name: string, more: object): void => {
  const found = group(name)
  world.graph.state.groups.set(found.id, { ...found, ...more })
}

interface Story {
  /** What stands in the files before, and after. */
  readonly was: () => void
  readonly wished: () => void
  /** What somebody else does once the plan is made and the writer is open. */
  readonly meanwhile: () => void
  /** What must not have happened. */
  readonly spared: () => void
}

const ada = (more: object = {}): object => ({ ada: person('ada', { address: { country: 'NL' }, ...more }) })
const vpn = (users: readonly string[]): object => ({ vpn: { members: { users } } })

const stories: Readonly<Record<string, Story>> = {
  'somebody was renamed': {
    was: () => declare(ada()),
    wished: () => declare(ada({ upn: 'ada.byron@northwind.example' })),
    meanwhile: () => change('ada', { userPrincipalName: 'ada.lovelace@northwind.example' }),
    spared: () => expect(user('ada.lovelace')).toBeDefined(),
  },
  'a value was changed': {
    was: () => declare(ada({ title: 'Clerk' })),
    wished: () => declare(ada({ title: 'Nurse' })),
    meanwhile: () => change('ada', { jobTitle: 'Boss' }),
    spared: () => expect(user('ada')['jobTitle']).toBe('Boss'),
  },
  'the account was deleted, and another has its name': {
    was: () => declare(ada({ title: 'Clerk' })),
    wished: () => declare(ada({ title: 'Nurse' })),
    meanwhile: () => {
      const found = user('ada')
      world.graph.state.users.delete(found.id)
      const id = 'ee000000-0000-4000-8000-000000000001'
      world.graph.state.users.set(id, { ...found, id, jobTitle: 'Clerk' })
    },
    spared: () => expect(user('ada')['jobTitle']).toBe('Clerk'),
  },
  'the account is held by Active Directory now': {
    was: () => declare(ada()),
    wished: () => declare(ada({ state: 'disabled' })),
    meanwhile: () => change('ada', { onPremisesSyncEnabled: true }),
    spared: () => expect(user('ada')['accountEnabled']).toBe(true),
  },
  'the group follows a rule now': {
    was: () => declare(ada(), vpn([])),
    wished: () => declare(ada(), vpn(['ada'])),
    meanwhile: () => regroup('vpn', { groupTypes: ['DynamicMembership'], membershipRule: 'x' }),
    spared: () => expect(world.graph.state.members.get(group('vpn').id)?.size ?? 0).toBe(0),
  },
  'the group is held by Active Directory now': {
    was: () => declare(ada(), vpn(['ada'])),
    wished: () => declare(ada(), vpn([])),
    meanwhile: () => regroup('vpn', { onPremisesSyncEnabled: true }),
    spared: () => expect(world.graph.state.members.get(group('vpn').id)?.size).toBe(1),
  },
  'the last unit of a licence is gone': {
    was: () => declare(ada()),
    wished: () => declare(ada({ licences: ['office'] })),
    meanwhile: () => {
      const { subscribedSkus } = world.graph.state
      for (const [id, sku] of subscribedSkus)
        subscribedSkus.set(id, { ...sku, prepaidUnits: { enabled: 0, suspended: 0, warning: 0, lockedOut: 0 } })
    },
    spared: () => expect(user('ada')['assignedLicenses'] ?? []).toEqual([]),
  },
  'somebody has the name of somebody new': {
    was: () => declare({}),
    wished: () => declare(ada({ title: 'Nurse' })),
    meanwhile: () => {
      const id = 'ee000000-0000-4000-8000-000000000003'
      const found = user('p001')
      const userPrincipalName = `ada@${world.graph.state.defaultDomain}`
      world.graph.state.users.set(id, { ...found, id, userPrincipalName, displayName: 'Ada', jobTitle: 'Boss' })
    },
    spared: () => expect(user('ada')['jobTitle']).toBe('Boss'),
  },
}

test.each(Object.entries(stories))('SEC-13 meanwhile %s: nothing is done that was not planned', async (_, story) => {
  story.was()
  expect((await bench.apply({ how: 'autoApprove' }, run())).tenants[0]).toMatchObject({ exitCode: 0 })
  story.wished()
  const provider = {
    ...world.provider,
    write: async (...asked: Parameters<typeof world.provider.write>) => {
      const writer = await world.provider.write(...asked)
      story.meanwhile()
      return writer
    },
  }
  bench.providers = new Map([['entra', provider]])
  const report = await bench.apply({ how: 'autoApprove' }, run())
  story.spared()
  expect(report.tenants[0]?.exitCode).not.toBe(0)
  const entries = await bench.entries()
  expect(entries.length).toBeGreaterThan(0)
  expect((await bench.ledger.verify('acme')).faults).toEqual([])
})

test.each([
  ['creations', { method: 'POST', path: /^\/users$/ }],
  ['everything', { path: /users/ }],
])('REL-13 a service that never has time for %s ends the run; the next one makes everybody once', async (_, what) => {
  declare(ada(), vpn(['ada']))
  world.graph.misbehave({ refuse: { ...what, status: 429, retryAfter: '0.01', times: Number.MAX_SAFE_INTEGER } })
  expect((await bench.apply({ how: 'autoApprove' }, run())).tenants[0]?.exitCode).not.toBe(0)
  world.graph.misbehave({})
  expect((await bench.apply({ how: 'autoApprove' }, run())).tenants[0]).toMatchObject({ exitCode: 0 })
  const names = [...world.graph.state.users.values()].map((each) => each['givenName'])
  expect(names.filter((name) => name === 'Ada')).toEqual(['Ada'])
  expect((await bench.plan(run())).operations).toEqual([])
})

test('REL-08 of two runs at once one applies, and everybody is made once', async () => {
  declare(ada(), vpn(['ada']))
  const both = await Promise.allSettled([1, 2].map(async () => bench.apply({ how: 'autoApprove' }, run())))
  expect(both.some((each) => each.status === 'fulfilled' && each.value.tenants[0]?.exitCode === 0)).toBe(true)
  const { users, groups } = world.graph.state
  const names = [...users.values(), ...groups.values()].map((each) => each['givenName'] ?? each['displayName'])
  expect(
    names
      .map(String)
      .filter((name) => name === 'Ada' || name === 'vpn')
      .toSorted(),
  ).toEqual(['Ada', 'vpn'])
  expect((await bench.plan(run())).operations).toEqual([])
})
