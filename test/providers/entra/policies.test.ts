import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Plan } from '../../../src/model/plan.ts'
import { entraProvider } from '../../../src/providers/entra/provider.ts'
import { emergency, RuledTenant } from './ruled-tenant.ts'

let tenant: RuledTenant

beforeEach(async () => {
  tenant = await RuledTenant.start()
})
afterEach(() => tenant.close())

const everyone = 'roster: acme everyone'
const sessions = 'roster: acme sessions.everyone'
const networks = 'roster: acme networks.everyone'
const mfa = { mfa: { required: 'all' } }
const office = { ipAllow: ['203.0.113.0/24', '2001:db8:1::/48'] }
const both = ['ana-li', 'ben-osei']
const reportOnly = 'enabledForReportingButNotEnforced'

const of = (plan: Plan): Plan['operations'] => plan.operations.filter(({ kind }) => kind === 'policy')
const messages = (plan: Plan, slug: string): readonly string[] =>
  plan.findings.filter((each) => each.slug === slug).map(({ message }) => message)
const idOf = (name: string): string =>
  [...tenant.graph.state.users.values()].find((user) => user['userPrincipalName'] === name)?.id ?? ''
const groupsOfPolicies = (): readonly string[] =>
  [...tenant.graph.state.groups.values()].map((group) => String(group['displayName'])).toSorted()
const locations = (): readonly string[] =>
  [...tenant.graph.state.namedLocations.values()].map((each) => String(each['displayName'])).toSorted()

/** Somebody else's policy. */
function stranger(more: object): void {
  const id = crypto.randomUUID()
  const policy = {
    id,
    displayName: 'CA001',
    state: 'enabled',
    conditions: {
      clientAppTypes: ['all'],
      applications: { includeApplications: ['All'], excludeApplications: [] },
      users: { includeUsers: ['All'], excludeUsers: [], includeGroups: [], excludeGroups: [], includeRoles: [] },
    },
    grantControls: { operator: 'OR', builtInControls: ['mfa'], authenticationStrength: null },
    sessionControls: null,
    ...more,
  }
  tenant.graph.state.conditionalAccessPolicies.set(id, policy)
}

/** A connection that breaks before the first request of this sort. */
function brokenAt(method: string, path: RegExp): void {
  let isOver = false
  const broken: typeof fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    const verb = input instanceof Request ? input.method : (init?.method ?? 'GET')
    const inside = typeof init?.body === 'string' ? init.body : ''
    isOver ||= verb === method && (path.test(url) || path.test(inside))
    if (isOver) throw new Error('the machine is gone')
    return tenant.graph.fetch(input, init)
  }
  tenant.runWith(entraProvider({ fetch: broken, sleep: async () => {} }))
}

function mended(): void {
  tenant.runWith(entraProvider({ fetch: tenant.graph.fetch, sleep: async () => {} }))
}

describe('a rule for signing in', () => {
  test('becomes a policy that only reports, names its own group and never the emergency accounts, and leaves nothing to plan', async () => {
    tenant.declare(both, mfa)
    const plan = await tenant.plan()
    expect(of(plan)[0]?.summary).toBe(
      'the Conditional Access policy roster: acme everyone is created in cloud: a second factor, not for 1 emergency account, only reporting',
    )
    expect(messages(plan, 'policy-advisory')).toEqual([
      'cloud, second factors, ways to sign in, single sign-on of 2 people: policies report what they would do, and stop nobody. Look at what the sign-in logs say of them, then set conditionalAccess: enforced in tenant.yaml.',
    ])
    expect(await tenant.planned()).toEqual([
      'create policy everyone',
      'grant policy everyone/ana-li',
      'grant policy everyone/ben-osei',
    ])
    await tenant.settle()
    const policy = tenant.policy(everyone)
    expect(policy.state).toBe(reportOnly)
    expect(policy.conditions.users.excludeUsers).toEqual([idOf(emergency)])
    expect(policy.grantControls?.builtInControls).toEqual(['mfa'])
    expect(tenant.under(everyone)).toEqual(both)
    expect(await tenant.planned()).toEqual([])
    expect((await tenant.drift()).operations).toEqual([])
    expect(tenant.written()).toEqual(['POST policies'])
  })

  test('is enforced by a change of its own, which is told as one that may lock people out; and never goes back in silence', async () => {
    tenant.declare(both, mfa, { conditionalAccess: 'enforced' })
    expect((await tenant.apply()).exitCode).toBe(0)
    expect(tenant.policy(everyone).state).toBe(reportOnly)
    const [change, ...others] = of(await tenant.plan())
    expect(others).toEqual([])
    expect([change?.verb, change?.risk, change?.summary, change?.effects]).toEqual([
      'update',
      'lockout',
      'the Conditional Access policy roster: acme everyone changes to enforced (was only reporting)',
      ['from now on it stops people: look at what it reported before'],
    ])
    await tenant.settle()
    expect(tenant.policy(everyone).state).toBe('enabled')
    tenant.declare(both, mfa)
    const [back] = of(await tenant.plan())
    expect([back?.risk, back?.effects]).toEqual([
      'high',
      ['it stops nobody any more, and only reports: that is weaker than it was'],
    ])
  })

  test('is not made where no emergency account is left out of it, or one that is not there', async () => {
    const why = async (breakGlass: readonly string[]): Promise<readonly unknown[]> => {
      tenant.declare(['ana-li'], mfa, { breakGlass })
      return of(await tenant.plan()).map(({ status, blockedBy }) => [status, blockedBy])
    }
    const none =
      'no emergency account is named: a rule for signing in that goes wrong could lock everybody out. Name one or two accounts that no such rule is for (breakGlass in tenant.yaml)'
    expect(await why([])).toEqual([
      ['blocked', none],
      ['blocked', none],
    ])
    const gone =
      'the emergency account nobody@northwind.example is not there: write its sign-in name or id as the directory has it (breakGlass in tenant.yaml)'
    expect((await why([emergency, 'nobody@northwind.example']))[0]).toEqual(['blocked', gone])
    await tenant.apply()
    expect(tenant.written()).toEqual([])
    expect(groupsOfPolicies()).toEqual([])
  })

  test('a factor, a session and networks are a policy each; what Entra ID cannot hold is told', async () => {
    tenant.declare(both, {
      ...mfa,
      ...office,
      mfa: { required: 'all', methods: ['webauthn'], minMethods: 2 },
      session: { idle: '15 minutes', maxConcurrent: 2 },
      sso: { required: true },
    })
    const plan = await tenant.plan()
    const told = messages(plan, 'policy-advisory').filter((message) => message.includes('cannot enforce'))
    expect(told).toEqual([
      'cloud cannot enforce single sign-on (each application is set up for it, and its other ways in are closed there) (2 people): tell people, and see to it by hand where they sign in.',
      'cloud cannot enforce that people have 2 second factors set up (2 people): tell people, and see to it by hand where they sign in.',
      'cloud cannot enforce at most 2 sessions at once (2 people): tell people, and see to it by hand where they sign in.',
      'cloud cannot enforce that people are signed out after 15 minutes without use (it asks them again after 1 hour at the earliest) (2 people): tell people, and see to it by hand where they sign in.',
    ])
    await tenant.settle()
    expect(
      tenant
        .policies()
        .map(({ displayName }) => displayName)
        .toSorted(),
    ).toEqual([everyone, networks, sessions])
    expect(tenant.policy(sessions).sessionControls?.signInFrequency).toMatchObject({ type: 'hours', value: 1 })
    const [location] = [...tenant.graph.state.namedLocations.values()]
    expect(location?.['ipRanges']).toMatchObject([
      { cidrAddress: '2001:db8:1::/48' },
      { cidrAddress: '203.0.113.0/24' },
    ])
    expect(tenant.policy(networks).conditions.locations?.excludeLocations).toEqual([location?.id])
    expect(tenant.policies().every(({ conditions }) => conditions.users.excludeUsers.includes(idOf(emergency)))).toBe(
      true,
    )
    expect(groupsOfPolicies()).toEqual([everyone, networks, sessions])
    expect((await tenant.plan()).operations).toEqual([])
  })

  test('of administrators names their roles and nobody, so that it holds for whoever gets one', async () => {
    tenant.declare(both, { mfa: { required: 'admins' } })
    expect(await tenant.planned()).toEqual(['create policy everyone'])
    await tenant.settle()
    const { includeGroups, includeRoles } = tenant.policy(everyone).conditions.users
    expect([includeGroups, includeRoles.length]).toEqual([[], 14])
    tenant.declare(both, mfa)
    expect(await tenant.planned()).toEqual([
      'grant policy everyone/ana-li',
      'grant policy everyone/ben-osei',
      'update policy everyone',
    ])
    await tenant.settle()
    expect(tenant.under(everyone)).toEqual(both)
  })

  test('changes in place, lets leavers go, and goes with its last person: first the policy, then what belonged to it', async () => {
    tenant.declare(both, office)
    await tenant.settle()
    tenant.declare(['ana-li'], { ipAllow: ['198.51.100.0/24'] })
    const plan = await tenant.plan()
    expect(of(plan).map(({ verb, summary }) => [verb, summary])).toContainEqual([
      'update',
      'the Conditional Access policy roster: acme networks.everyone changes to but from 198.51.100.0/24 (was but from 2001:db8:1::/48, 203.0.113.0/24)',
    ])
    await tenant.settle()
    expect(tenant.under(networks)).toEqual(['ana-li'])
    expect(tenant.policies().length).toBe(1)
    tenant.declare(['ana-li'], undefined)
    expect(await tenant.planned()).toEqual(['delete policy networks.everyone'])
    await tenant.settle()
    expect([tenant.policies(), groupsOfPolicies(), locations()]).toEqual([[], [], []])
    expect(tenant.written().slice(-2)).toEqual(['DELETE policies', 'DELETE namedLocations'])
  })
})

test('UX-32 a plan, a drift and a ledger with such policies are as their schemas say; rules for passwords are told as nobody’s', async () => {
  tenant.declare(both, { ...mfa, ...office, session: { idle: '4 hours' }, password: { minLength: 14 } })
  const plans = [await tenant.plan()]
  expect(messages(plans[0] ?? (await tenant.plan()), 'policy-advisory')[0]).toMatch(
    /^Passwords: at least 14 characters .* cloud is no directory in which roster can set this/,
  )
  await tenant.settle()
  const policy = tenant.policy(everyone)
  tenant.graph.state.conditionalAccessPolicies.set(policy.id, { ...policy, state: 'disabled' })
  tenant.declare(['ana-li'], mfa)
  plans.push(await tenant.drift(), await tenant.plan())
  await tenant.settle()
  const ajv = new Ajv2020({ strict: false })
  formats.default(ajv)
  const schemaOf = (name: string): object =>
    JSON.parse(readFileSync(new URL(`../../../schema/${name}.schema.json`, import.meta.url), 'utf8')) as object
  const [plan, entry] = [ajv.compile(schemaOf('plan')), ajv.compile(schemaOf('ledger-entry'))]
  for (const each of plans) {
    plan(JSON.parse(JSON.stringify(each)))
    expect(plan.errors).toBe(null)
  }
  for (const each of await tenant.bench.ledger.read('acme')) {
    entry(each)
    expect(entry.errors).toBe(null)
  }
  expect(plans.map((each) => of(each).length)).toEqual([9, 1, 4])
})

describe('what others did', () => {
  test('a policy of somebody else’s that demands the same of everybody makes another one needless', async () => {
    tenant.declare(both, mfa)
    stranger({})
    const plan = await tenant.plan()
    expect(of(plan)).toEqual([])
    expect(messages(plan, 'policy-verified')).toEqual([
      'cloud enforces already what is asked of second factors: a second factor for everybody (2 people).',
    ])
  })

  test.each([
    ['one that only reports', { state: reportOnly }],
    [
      'one that is satisfied otherwise',
      { grantControls: { operator: 'OR', builtInControls: ['mfa', 'compliantDevice'] } },
    ],
    [
      'one for some applications',
      {
        conditions: {
          applications: { includeApplications: ['Office365'] },
          users: { includeUsers: ['All'] },
        },
      },
    ],
    [
      'one for risky sign-ins',
      {
        conditions: {
          signInRiskLevels: ['high'],
          applications: { includeApplications: ['All'] },
          users: { includeUsers: ['All'] },
        },
      },
    ],
  ])('%s holds no rule', async (_, more) => {
    tenant.declare(['ana-li'], mfa)
    stranger(more)
    expect(await tenant.planned()).toEqual(['create policy everyone', 'grant policy everyone/ana-li'])
  })

  test('whoever is left out of somebody else’s policy needs one; whoever is in a group it names does not', async () => {
    tenant.declare(both, undefined)
    await tenant.settle()
    const [ana, ben] = both.map((name) => idOf(`${name}@northwind.example`))
    const group = { id: crypto.randomUUID(), displayName: 'Everybody', mailEnabled: false, securityEnabled: true }
    tenant.graph.state.groups.set(group.id, group)
    tenant.graph.state.members.set(group.id, new Set([ana ?? '', ben ?? '']))
    stranger({
      conditions: {
        applications: { includeApplications: ['All'] },
        users: { includeGroups: [group.id], excludeUsers: [ben] },
      },
    })
    tenant.declare(both, mfa)
    expect(await tenant.planned()).toEqual(['create policy everyone', 'grant policy everyone/ben-osei'])
  })

  test('what somebody puts into roster’s policy besides, and whom they take out, is drift, and is put right', async () => {
    tenant.declare(both, mfa)
    await tenant.settle()
    const policy = tenant.policy(everyone)
    const [group] = policy.conditions.users.includeGroups
    const users = { ...policy.conditions.users, excludeUsers: [], excludeGroups: [group] }
    const changed = {
      ...policy,
      state: 'disabled',
      conditions: { ...policy.conditions, users, platforms: { includePlatforms: ['iOS'] } },
    }
    tenant.graph.state.conditionalAccessPolicies.set(policy.id, changed)
    tenant.graph.state.members.get(group ?? '')?.delete(idOf('ana-li@northwind.example'))
    expect((await tenant.drift()).operations.map(({ verb }) => verb)).toEqual(['update', 'grant'])
    expect(await tenant.planned()).toEqual(['grant policy everyone/ana-li', 'update policy everyone'])
    await tenant.settle()
    const { conditions, state } = tenant.policy(everyone)
    expect([state, conditions.users.excludeUsers]).toEqual([reportOnly, [idOf(emergency)]])
    expect(tenant.under(everyone)).toEqual(both)
  })

  test('a policy that is deleted by hand is made again, on its own group, and only reports', async () => {
    tenant.declare(both, mfa, { conditionalAccess: 'enforced' })
    await tenant.settle()
    tenant.graph.state.conditionalAccessPolicies.clear()
    await tenant.apply()
    expect(tenant.policy(everyone).state).toBe(reportOnly)
    expect(groupsOfPolicies()).toEqual([everyone])
  })

  test('SEC-13 a value that moves between plan and write is a conflict, and is not overwritten', async () => {
    tenant.declare(['ana-li'], office)
    await tenant.settle()
    tenant.declare(['ana-li'], { ipAllow: ['198.51.100.0/24'] })
    const [location] = [...tenant.graph.state.namedLocations.values()]
    const moved = [{ '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '192.0.2.0/24' }]
    const real = entraProvider({ fetch: tenant.graph.fetch, sleep: async () => {} })
    tenant.runWith({
      ...real,
      write: async (...given) => {
        tenant.graph.state.namedLocations.set(location?.id ?? '', {
          ...location,
          id: location?.id ?? '',
          ipRanges: moved,
        })
        return real.write(...given)
      },
    })
    const { tenants } = await tenant.apply()
    expect(tenants.map(({ exitCode }) => exitCode)).toEqual([6])
    expect([...tenant.graph.state.namedLocations.values()].map((each) => each['ipRanges'])).toEqual([moved])
  })
})

describe('trouble', () => {
  test.each([
    ['its location', 'POST', /namedLocations/],
    ['the policy itself', 'POST', /conditionalAccess\/policies/],
    ['its first person', 'PATCH', /members/],
  ])('REL-11 a run that dies before %s was made is finished by the next', async (_, method, path) => {
    tenant.declare(both, office)
    brokenAt(method, path)
    await tenant.apply().catch(() => undefined)
    mended()
    tenant.bench.at('2026-12-01T10:00:00Z')
    await tenant.settle()
    expect([tenant.policies().length, groupsOfPolicies(), locations()]).toEqual([1, [networks], [networks]])
    expect(tenant.under(networks)).toEqual(both)
  })

  test.each([
    ['policy', /conditionalAccess\/policies$/],
    ['location', /namedLocations$/],
    ['group', /groups\(uniqueName/],
  ])('REL-10 one %s is made where the answer to its creation is lost', async (_, path) => {
    tenant.declare(both, office)
    tenant.graph.misbehave({ lostAfter: { method: path.source.includes('groups') ? 'PATCH' : 'POST', path, times: 1 } })
    await tenant.settle()
    expect([tenant.policies().length, groupsOfPolicies(), locations()]).toEqual([1, [networks], [networks]])
  })

  test.each([1, 5, 30])('what is not to be seen for %i reads is waited for, and made once', async (lag) => {
    tenant.declare(both, { ...mfa, ...office })
    tenant.graph.misbehave({ lag })
    await tenant.apply()
    tenant.graph.misbehave({})
    tenant.graph.settle()
    tenant.bench.at('2026-12-01T10:00:00Z')
    await tenant.settle()
    expect([tenant.policies().length, groupsOfPolicies(), locations()]).toEqual([2, [everyone, networks], [networks]])
    expect([tenant.under(everyone), tenant.under(networks)]).toEqual([both, both])
  })

  test('where policies may not be read that is said, with the permission, and nothing about them is changed', async () => {
    tenant.declare(both, mfa)
    await tenant.settle()
    tenant.graph.misbehave({
      refuse: { path: /conditionalAccess/, status: 403, code: 'Authorization_RequestDenied', times: 1000 },
    })
    const plan = await tenant.plan()
    expect(of(plan)).toEqual([])
    const [told] = messages(plan, 'policy-advisory')
    expect(told).toMatch(/^whether 2 people are held to what is asked of second factors/)
    expect(told).toContain('Policy.Read.All')
  })

  test('where policies may not be written the refusal names the permission, and the people are made all the same', async () => {
    tenant.declare(both, mfa)
    tenant.graph.misbehave({
      refuse: {
        method: 'POST',
        path: /conditionalAccess/,
        status: 403,
        code: 'Authorization_RequestDenied',
        times: 1000,
      },
    })
    const { tenants } = await tenant.apply()
    expect(JSON.stringify(tenants)).toContain('Policy.ReadWrite.ConditionalAccess')
    expect(idOf('ana-li@northwind.example')).not.toBe('')
  })
})

describe('second factors', () => {
  test('whoever lacks what is asked is told, and nobody is looked at of whom nothing is asked', async () => {
    tenant.declare(both, undefined)
    await tenant.settle()
    const methods = (): number => tenant.graph.log.filter(({ url }) => url.includes('authentication/methods')).length
    expect(methods()).toBe(0)
    const [ana = '', ben = ''] = both.map((name) => idOf(`${name}@northwind.example`))
    const method = (type: string): { id: string } & Record<string, unknown> => ({
      '@odata.type': `#microsoft.graph.${type}AuthenticationMethod`,
      id: crypto.randomUUID(),
      createdDateTime: null,
    })
    tenant.graph.state.authenticationMethods.set(ana, [method('microsoftAuthenticator'), method('fido2')])
    tenant.graph.state.authenticationMethods.set(ben, [
      { ...method('phone'), phoneType: 'mobile', phoneNumber: '+1 5' },
    ])
    tenant.declare(both, { mfa: { required: 'all', minMethods: 2 } })
    const [broken] = messages(await tenant.plan(), 'security-violated')
    expect(broken).toMatch(
      /^A second factor is asked of 2 people in cloud .*; 1 person has not set it up: ben-osei: 1 of 2 methods: the backup is missing\.$/,
    )
    expect(methods()).toBe(2)
    tenant.declare(both, { mfa: { required: 'admins' } })
    await tenant.plan()
    expect(methods()).toBe(2)
  })
})
