import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { reveal } from '../../../src/model/secret.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { Bench, crowd, finding, person, standing, told } from '../../reconciler/bench.ts'
import type { EntraWorld } from './world.ts'
import { entraWorlds, environment, settingsFor } from './world.ts'

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'
const glass = 'aa000000-0000-4000-8000-00000000000a'

let bench: Bench
let world: EntraWorld
beforeEach(async () => {
  bench = new Bench()
  bench.now = new Date()
  world = await entraWorlds('following')({ placement: 'flat' })
  bench.providers = new Map([['entra', world.provider]])
  add(glass, 'glass', { mailNickname: 'glass' })
})
afterEach(async () => {
  bench.close()
  await world.close()
})

const run = () => ({ environment: (name: string) => environment(world.graph)[name] })
const plan = (): Promise<Plan> => bench.plan(run())

function add(id: string, name: string, more: object = {}): string {
  const { state } = world.graph
  const userPrincipalName = `${name}@${state.defaultDomain}`
  state.users.set(id, {
    id,
    userPrincipalName,
    displayName: name,
    accountEnabled: true,
    userType: 'Member',
    businessPhones: [],
    assignedLicenses: [],
    ...more,
  })
  return id
}

function group(id: string, name: string, more: object = {}, members: readonly string[] = []): string {
  const { state } = world.graph
  state.groups.set(id, {
    id,
    displayName: name,
    groupTypes: [],
    mailEnabled: false,
    securityEnabled: true,
    isAssignableToRole: null,
    ...more,
  })
  state.members.set(id, new Set(members))
  return id
}

function hold(principalId: string): void {
  const held = { principalId, roleDefinitionId: globalAdministrator, directoryScopeId: '/' }
  world.graph.state.roleAssignments.set(`held-${principalId}`, { id: `held-${principalId}`, ...held })
}

function declare(users: object, groups: object = {}, own: object = {}, more: object = {}): void {
  const cloud = { ...settingsFor(world.graph), breakGlass: ['GLASS@northwind.example'], ...own }
  const tenant = { name: 'Acme', directories: { cloud }, ...more }
  bench.tenant('acme', { tenant, users: { ...crowd(3), ...users }, groups })
}

describe('emergency accounts', () => {
  test.each([['GLASS@Northwind.Example'], [glass.toUpperCase()]])(
    'named %s get no operation, though somebody declares one and puts it into a group',
    async (named) => {
      declare(
        { glass: person('glass', { title: 'Boss' }) },
        { vpn: { members: { users: ['glass'] } } },
        { breakGlass: [named] },
      )
      const made = await plan()
      expect(made.operations.filter(({ address }) => /glass/.test(address))).toEqual([])
      expect(finding(made, 'protected-changed')).toMatchObject({ result: 'block' })
      expect(standing(made)).not.toMatch(/ 0$/)
    },
  )

  test('stay in a group that roster empties', async () => {
    declare({}, { vpn: {} })
    await bench.apply({ how: 'autoApprove' }, run())
    const vpn = [...world.graph.state.groups.values()].find(({ displayName }) => displayName === 'vpn')?.id ?? ''
    world.graph.state.members.set(vpn, new Set([glass]))
    expect(told((await plan()).operations)).toEqual([])
  })
})

describe('administrators', () => {
  test.each([
    ['by themselves', () => hold(add('aa000000-0000-4000-8000-00000000000b', 'boss'))],
    [
      'through a group',
      () => {
        const boss = add('aa000000-0000-4000-8000-00000000000b', 'boss')
        hold(group('bb000000-0000-4000-8000-00000000000b', 'Keys', { isAssignableToRole: true }, [boss]))
      },
    ],
  ])('%s are not adopted by a key', async (_, make) => {
    make()
    declare({ boss: person('boss', { upn: 'BOSS@northwind.example' }) })
    const made = await plan()
    expect(finding(made, 'adoption-privileged')).toMatchObject({ result: 'block' })
    expect(told(made.operations).filter((each) => /boss/.test(each))).toEqual([])
  })

  test('a declared group of the name of one that may hold roles lets nobody in without leave', async () => {
    group('bb000000-0000-4000-8000-00000000000c', 'Keys', { isAssignableToRole: true })
    declare({}, { keys: { name: 'Keys', members: { users: ['p001'] } } })
    expect(finding(await plan(), 'privilegedGain')).toMatchObject({ result: 'block', measured: 1 })
  })

  test('of two who would go in one plan, one by the role and one by their account, neither goes', async () => {
    declare(
      {},
      { admins: { name: 'Global Administrator', kind: 'directoryRole', members: { users: ['p001', 'p002'] } } },
    )
    const expires = new Date(Date.now() + 48 * 3_600_000).toISOString()
    const gain = { gate: 'privilegedGain', max: 9, reason: 'agreed', approver: 'leads', expires }
    bench.tenant('acme', { acknowledgements: { gain } })
    expect((await bench.apply({ how: 'autoApprove' }, run())).tenants[0]).toMatchObject({ exitCode: 0 })
    declare(
      { p002: person('p002', { state: 'disabled' }) },
      { admins: { name: 'Global Administrator', kind: 'directoryRole', members: { users: [] } } },
    )
    expect(finding(await plan(), 'lastHolder')).toMatchObject({ result: 'block', measured: 0 })
  })
})

describe('names', () => {
  test('a name that Entra ID gives to guests is nobody else’s', async () => {
    const upn = 'ada_partner.example#EXT#@northwind.onmicrosoft.com'
    declare({ ada: person('ada', { upn }) })
    const made = await plan()
    expect(made.tenants[0]).toMatchObject({ status: 'invalid' })
    expect(JSON.stringify(made)).toMatch(/gives to guests \(#EXT#\); write guest: true/)
  })

  const odd = [
    "O'Brien') or ('1' eq '1",
    'a/../../users?$x=%2e%2e&b#c',
    '😀 é ß "quoted" \\',
    '%27 or 1 eq 1',
    '$batch',
  ]
  test('of groups and units, however odd, arrive letter by letter, and nothing else is asked', async () => {
    const groups = Object.fromEntries(
      odd.flatMap((name, i) => [
        [`g${i}`, { name: `G ${name}` }],
        [`u${i}`, { name: `U ${name}`, kind: 'administrativeUnit', members: { users: ['p001'] } }],
      ]),
    )
    declare({}, groups)
    expect((await bench.apply({ how: 'autoApprove' }, run())).tenants[0]).toMatchObject({ exitCode: 0 })
    const { state } = world.graph
    const made = [...state.groups.values(), ...state.administrativeUnits.values()].map((each) =>
      String(each['displayName']),
    )
    expect(made.toSorted()).toEqual(odd.flatMap((name) => [`G ${name}`, `U ${name}`]).toSorted())
    expect(told((await plan()).operations)).toEqual([])
  })
})

describe('SEC-31 secrets', () => {
  test('no password, pass, secret or token is in plan, report, ledger or copy', async () => {
    declare({ ana: person('ana'), bob: person('bob') }, {}, { users: { firstSignIn: 'temporaryAccessPass' } })
    const made = await plan()
    const report = await bench.apply({ how: 'autoApprove' }, run())
    const kept = [...filesUnder(bench.root), ...filesUnder(`${world.root}.cache`)]
    const said = [JSON.stringify(made), JSON.stringify(report), JSON.stringify(await plan()), ...kept].join('\n')
    const { log } = world.graph
    const tokens = log.flatMap(({ authorization }) => authorization?.replace(/^Bearer /, '') ?? [])
    const passwords = JSON.stringify(log.map(({ body }) => body ?? null)).match(/"password":"[^"]+"/g) ?? []
    const secrets = Object.values(environment(world.graph)).flatMap((each) => (each === undefined ? [] : reveal(each)))
    expect([tokens.length > 0, passwords.length > 0, secrets.length]).toEqual([true, true, 2])
    const given = [...new Set([...tokens, ...passwords.map((each) => each.slice(12, -1)), ...secrets])]
    expect(given.filter((secret) => said.includes(secret))).toEqual([])
  })
})

test('SEC-01 a plan asks, and does nothing else', async () => {
  const opened: string[] = []
  const provider = {
    ...world.provider,
    write: async () => Promise.reject(new Error(`opened ${opened.push('writer')}`)),
  }
  bench.providers = new Map([['entra', provider]])
  declare(
    {
      ana: person('ana', { licences: ['office'], security: { mfa: { required: 'all' } } }),
      bob: person('bob', { guest: true, email: 'bob@partner.example' }),
    },
    { north: { kind: 'administrativeUnit', members: { users: ['ana'] } }, vpn: { members: { users: ['ana'] } } },
    {},
    { licences: { office: { directory: 'cloud', sku: 'SPE_E3' } } },
  )
  await plan()
  await bench.drift(run())
  const asked = world.graph.log.filter(({ url, host }) => /graph/.test(host) && !/\$batch|getByIds/.test(url))
  expect(asked.filter(({ method }) => method !== 'GET')).toEqual([])
  expect([opened, asked.length > 5]).toEqual([[], true])
})

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((each) =>
    each.isFile() ? [readFileSync(join(each.parentPath, each.name), 'utf8')] : [],
  )
}
