import { afterEach, beforeEach, expect, test } from 'vitest'
import { atRest, Bench, person, restOf, standing, tenantOf, told } from '../reconciler/bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const upn = { naming: { upn: '{username}@acme.example' } }
const slugs = async (): Promise<readonly string[]> =>
  (await bench.plan()).diagnostics.filter(({ severity }) => severity === 'error').map(({ slug }) => slug)

test('ATR-08 another username and UPN are a rename: the account stays the same one', async () => {
  bench.tenant('acme', { tenant: tenantOf({}, upn), users: { ana: person('ana-li') } })
  expect((await bench.apply()).exitCode).toBe(0)
  const { id } = bench.live().user('ana')
  bench.tenant('acme', { users: { ana: person('ana-li', { username: 'ana.berg', upn: 'ana.berg@acme.example' }) } })
  expect(told((await bench.plan()).operations)).toEqual(['rename user ana'])
  expect((await bench.apply()).exitCode).toBe(0)
  expect(bench.live().user('ana.berg')).toMatchObject({ id, attributes: { upn: 'ana.berg@acme.example' } })
  expect(await restOf(bench)).toEqual(atRest)
})

test('ATR-08 a UPN or a username in other capital letters is the same one, among the declared', async () => {
  const twins = (ana: object, ben: object): void =>
    bench.tenant('acme', { tenant: tenantOf(), users: { ana: person('ana', ana), ben: person('ben', ben) } })
  twins({ upn: 'desk@acme.example' }, { upn: 'Desk@ACME.example' })
  expect(await slugs()).toEqual(['duplicate-upn'])
  twins({ username: 'desk' }, { username: 'DESK' })
  expect(await slugs()).toEqual(['duplicate-username'])
})

test('ATR-08 a username that somebody unmanaged has in other capital letters is taken', async () => {
  bench.tenant('acme', { tenant: tenantOf({ mode: 'additive' }), users: { ben: person('ben') } })
  await bench.apply()
  bench.live().addUser('DESK')
  bench.tenant('acme', { users: { ben: person('ben'), ana: person('ana', { username: 'desk' }) } })
  const made = await bench.plan()
  expect(told(made.operations)).not.toContain('create user ana')
  expect(standing(made)).toBe('blocked 5')
})

test('ATR-09 who moves to another department gets its attributes, groups and permissions in the same plan', async () => {
  declareDesks('desk')
  expect((await bench.apply()).exitCode).toBe(0)
  expect(bench.live().members('helpers')).toEqual(['ana'])
  declareDesks('sales')
  const made = await bench.plan()
  expect(told(made.operations.filter(({ address }) => address.startsWith('acme/hq/')))).toEqual([
    'grant membership sellers/ana',
    'revoke membership helpers/ana',
    'update user ana',
  ])
  const changes = made.access.groups.map(({ change, users, levels }) => ({ change, users, levels }))
  expect(changes).toHaveLength(2)
  expect(changes).toContainEqual({
    change: 'gained',
    users: ['ana'],
    levels: { 'area/ctaPage': { from: 'none', to: 'view' } },
  })
  expect(changes).toContainEqual({
    change: 'lost',
    users: ['ana'],
    levels: { 'data/sensitive': { from: 'view', to: 'none' } },
  })
})

test('ATR-09 a department that is not declared is an error', async () => {
  declareDesks('nowhere')
  expect(await slugs()).toEqual(['unknown-department'])
})

/** Somebody who views a fund, in one of two departments that differ in everything. */
function declareDesks(department: string): void {
  const funds = {
    platform: 'atlas',
    delivery: 'groups',
    groups: { directory: 'hq', names: { default: 'atlas-{role}' } },
  }
  const administrator = { role: 'customer-admin', reason: 'runs it' }
  bench.tenant('acme', {
    tenant: tenantOf({}, { subscriptions: { funds } }),
    users: {
      ana: person('ana-li', { department, platforms: { funds: { role: 'view-only', accessGroup: 'all-funds' } } }),
      root: person('root-one', { dailyAccount: 'exempt', platforms: { funds: administrator } }),
    },
    departments: {
      desk: { name: 'Desk', template: 'desk', permissions: { atlas: { 'area/ctaPage': 'none' } } },
      sales: { name: 'Sales', template: 'sales', permissions: { atlas: { 'data/sensitive': 'none' } } },
    },
    templates: {
      desk: { applies: 'continuous', groups: ['helpers'], attributes: { location: 'Ground floor' } },
      sales: { applies: 'continuous', groups: ['sellers'], attributes: { location: 'First floor' } },
    },
    groups: { helpers: {}, sellers: {} },
    acknowledgements: {
      first: { gate: 'privilegedGain', max: 2, reason: 'agreed', approver: 'leads', expires: '2026-12-02T00:00:00Z' },
    },
  })
  bench.write('tenants/acme/entities.yaml', { fund: { platform: 'atlas', name: 'Fund', kind: 'fund' } })
  bench.write('tenants/acme/access-groups.yaml', { 'all-funds': { platform: 'atlas', select: { names: ['fund'] } } })
}

test('ATR-10 two who are new, one the manager of the other: both are made before one is named by the other', async () => {
  bench.tenant('acme', {
    tenant: tenantOf(),
    users: { ana: person('ana', { manager: 'ben' }), ben: person('ben'), cem: person('cem', { manager: 'ana' }) },
  })
  const { operations } = await bench.plan()
  const needsOf = (id: string): readonly string[] =>
    operations.find((each) => each.id === `acme/hq/user/${id}#create`)?.needs ?? ['there is none']
  expect(['ana', 'ben', 'cem'].map((id) => needsOf(id).filter((need) => need.includes('/user/')))).toEqual([
    ['acme/hq/user/ben#create'],
    [],
    ['acme/hq/user/ana#create'],
  ])
  expect((await bench.apply()).exitCode).toBe(0)
  expect(bench.live().user('ana').references['manager']).toBe(bench.live().user('ben').id)
  expect(await restOf(bench)).toEqual(atRest)
})

test('ATR-10 a circle of managers, and somebody who is their own, are errors', async () => {
  const managed = (by: Readonly<Record<string, string>>): void =>
    bench.tenant('acme', {
      tenant: tenantOf(),
      users: Object.fromEntries(Object.entries(by).map(([id, manager]) => [id, person(id, { manager })])),
    })
  managed({ ana: 'ben', ben: 'cem', cem: 'ana' })
  expect(await slugs()).toEqual(['manager-cycle'])
  managed({ ana: 'ana' })
  expect(await slugs()).toEqual(['self-reference'])
})

test('ATR-12 of two directories one fails: the other is done, and the next plan has what is left and nothing else', async () => {
  bench.tenant('acme', {
    tenant: {
      name: 'Acme',
      directories: {
        hq: { provider: 'local', mode: 'authoritative' },
        cloud: { provider: 'local', mode: 'authoritative', dependsOn: ['hq'] },
      },
    },
    users: { zoe: person('zoe') },
  })
  expect((await bench.apply()).exitCode).toBe(0)
  bench.tenant('acme', { users: { zoe: person('zoe'), ana: person('ana'), ben: person('ben') } })
  const cloud = bench.live('acme', 'cloud')
  cloud.misbehave({ fail: { write: 1, when: 'before', class: 'forbidden' } })
  const report = await bench.apply()
  expect(report.exitCode).toBe(7)
  expect(bench.live().users()).toHaveLength(3)
  cloud.misbehave(undefined)
  const left = (await bench.plan()).operations
  expect(left.length).toBeGreaterThan(0)
  expect(left.filter(({ address }) => !address.startsWith('acme/cloud/'))).toEqual([])
  expect((await bench.apply()).exitCode).toBe(0)
  expect(cloud.users()).toHaveLength(3)
  expect(await restOf(bench)).toEqual(atRest)
})

test('ATR-03 every kind of change is one plain line that names people and things as people do', async () => {
  const files = (users: object, groups: object): void =>
    bench.tenant('acme', {
      tenant: tenantOf({ mode: 'authoritative' }, { deleteAfter: '1 days' }),
      users: { zoe: person('zoe-berg'), ...users },
      groups: { 'vpn-users': { name: 'VPN users' }, ...groups },
    })
  const lines = async (): Promise<readonly string[]> => {
    const { operations } = await bench.plan()
    const said = operations.map(({ verb, kind, summary }) => `${verb} ${kind}: ${summary}`).toSorted()
    expect((await bench.apply()).exitCode).toBe(0)
    return said
  }
  const ana = person('ana-li', { groups: ['vpn-users'] })
  files({ ana, ben: person('ben-osei', { groups: ['old'] }) }, { old: { name: 'Old printers' } })
  expect(await lines()).toMatchInlineSnapshot(`
    [
      "create group: the group Old printers is created in hq",
      "create group: the group VPN users is created in hq",
      "create user: Ana Li joins hq as ana",
      "create user: Ben Osei joins hq as ben",
      "create user: Zoe Berg joins hq as zoe",
      "grant membership: Ana Li joins the group VPN users",
      "grant membership: Ben Osei joins the group Old printers",
    ]
  `)
  const acknowledged = { gate: 'groupMembersRemoved', max: 9, reason: 'meant', approver: 'leads' }
  bench.tenant('acme', { acknowledgements: { meant: { ...acknowledged, expires: '2026-12-03T09:00:00Z' } } })
  files({ ana: person('ana-li', { title: 'Lead', username: 'ana.li' }) }, {})
  expect(await lines()).toMatchInlineSnapshot(`
    [
      "delete group: the group Old printers is deleted: it is no longer declared",
      "disable user: Ben Osei leaves: the account ben is disabled",
      "rename user: Ana Li: the username changes from ana to ana.li",
      "revoke membership: Ana Li leaves the group VPN users",
      "revoke membership: ben is taken out of Old printers: the group is no longer declared",
      "update user: Ana Li: title becomes Lead",
    ]
  `)
  bench.at('2026-12-03T09:00:00Z')
  files({ ana: person('ana-li', { title: 'Lead', username: 'ana.li', state: 'suspended' }) }, {})
  expect(await lines()).toMatchInlineSnapshot(`
    [
      "delete user: Ben Osei is deleted: the account ben was disabled on 2026-12-01 and the grace is over",
      "disable user: Ana Li can no longer sign in: the account is suspended",
    ]
  `)
  files({ ana: person('ana-li', { title: 'Lead', username: 'ana.li' }) }, {})
  expect(await lines()).toMatchInlineSnapshot(`
    [
      "enable user: Ana Li can sign in again",
    ]
  `)
})
