import { expect, test } from 'vitest'
import type { AccessAccount } from '../../../src/access/access.ts'
import { inForce } from '../../../src/access/access.ts'
import { acme } from '../validate/workspace.ts'
import { accessOn, desiredOf, noon, person, tenantFile } from './tenant.ts'

interface Spoken {
  readonly user: string
  readonly templates?: string
  readonly departments?: string
  readonly tenant?: string
  readonly asOf?: string
}

const contracts = [
  'subscriptions: { atlas: { platform: atlas }, spare: { platform: atlas } }',
  'applications: { crm: { subscription: spare, role: view-only }, mail: { group: mail-users } }',
].join('\n')

function accounts({
  user,
  templates = '',
  departments = '',
  tenant = '',
  asOf = noon,
}: Spoken): Readonly<Record<string, AccessAccount>> {
  const desired = desiredOf(
    acme({
      'tenant.yaml': tenantFile(`${contracts}\n${tenant}`),
      'users.yaml': person('ana-li', user),
      'templates.yaml': templates,
      'departments.yaml': departments,
      'groups.yaml': 'mail-users: {}\n',
      'access-groups.yaml': 'all-funds: { platform: atlas, select: { all: true } }\n',
    }),
    asOf,
  )
  return Object.fromEntries(accessOn(desired, 'atlas').accounts)
}

const analyst =
  'analyst: { platforms: { atlas: { role: view-only, accessGroup: all-funds, expires: 2027-03-31 } }, applications: [crm] }\n'

test('ATR-15 of a template the person’s own properties win, subscription by subscription; the rest is kept', () => {
  const found = accounts({ user: 'template: analyst, platforms: { atlas: { role: edit } }', templates: analyst })
  expect(found['atlas/ana-li']).toMatchObject({
    roles: ['edit'],
    accessGroups: ['all-funds'],
    until: '2027-03-31T22:00:00.000Z',
    route: 'own',
    source: { file: 'tenants/acme/users.yaml', path: ['platforms', 'atlas'] },
  })
  expect(found['spare/ana-li']).toMatchObject({ roles: ['view-only'], route: 'application' })
  expect(found['spare/ana-li']?.source).toEqual({
    file: 'tenants/acme/users.yaml',
    line: 1,
    via: ['template:analyst', 'application:crm'],
  })
})

test('an account says where it comes from: template, persona, department, application', () => {
  const routeOf = (spoken: Spoken): unknown => {
    const { route, source } = accounts(spoken)['atlas/ana-li'] ?? {}
    return [route, source?.file, source?.via]
  }
  const file = 'tenants/acme/templates.yaml'
  expect(routeOf({ user: 'template: analyst', templates: analyst })).toEqual(['template', file, ['template:analyst']])
  expect(
    routeOf({
      user: 'persona: desk',
      templates: analyst,
      tenant: 'defaults: { personas: { desk: { template: analyst } } }',
    }),
  ).toEqual(['persona', file, ['persona:desk', 'template:analyst']])
  expect(
    routeOf({ user: 'department: desk', templates: analyst, departments: 'desk: { name: Desk, template: analyst }\n' }),
  ).toEqual(['department', file, ['department:desk', 'template:analyst']])
})

test('`without` takes out what a template and its applications would give, and nothing that is said by a line', () => {
  const given = (user: string): readonly string[] => Object.keys(accounts({ user, templates: analyst }))
  expect(given('template: analyst')).toEqual(['atlas/ana-li', 'spare/ana-li'])
  expect(given('template: analyst, without: { platforms: [atlas] }')).toEqual(['spare/ana-li'])
  expect(given('template: analyst, without: { applications: [crm] }')).toEqual(['atlas/ana-li'])
  expect(given('template: analyst, applications: []')).toEqual(['atlas/ana-li'])
  expect(given('template: analyst, applications: [mail], without: { platforms: [atlas, spare] }')).toEqual([])
})

test('a template gives accounts whatever it says of `applies`: they are declared, and go with it', () => {
  const continuous = analyst.replace('analyst: {', 'analyst: { applies: continuous,')
  const [once, always] = [analyst, continuous].map((templates) =>
    Object.keys(accounts({ user: 'template: analyst', templates })),
  )
  expect(once).toEqual(always)
})

test('windows run from the first moment of `starts` to the last of `ends` or `expires`, whichever comes first', () => {
  const spoken = (more: string): Spoken => ({
    user: `${more}platforms: { atlas: { role: edit, expires: 2026-12-10 } }`,
  })
  const windowOf = (more: string): unknown => {
    const { from, until } = accounts(spoken(more))['atlas/ana-li'] ?? {}
    return [from, until]
  }
  expect(windowOf('')).toEqual([undefined, '2026-12-10T23:00:00.000Z'])
  expect(windowOf('starts: 2026-12-05, ends: 2026-12-31, ')).toEqual([
    '2026-12-04T23:00:00.000Z',
    '2026-12-10T23:00:00.000Z',
  ])
  expect(windowOf('ends: 2026-12-03, ')).toEqual([undefined, '2026-12-03T23:00:00.000Z'])
})

test('what begins later or has ended is kept, and is not in force', () => {
  const at = (asOf: string): readonly number[] => {
    const desired = desiredOf(
      acme({
        'tenant.yaml': tenantFile(contracts),
        'groups.yaml': 'mail-users: {}\n',
        'users.yaml': person('ana-li', 'starts: 2026-12-05, platforms: { atlas: { role: edit, expires: 2026-12-10 } }'),
      }),
      asOf,
    )
    const access = accessOn(desired, 'atlas')
    return [access.accounts.size, inForce(access, new Date(asOf)).accounts.size]
  }
  expect(at('2026-12-04T22:59:59Z')).toEqual([1, 0])
  expect(at('2026-12-04T23:00:00Z')).toEqual([1, 1])
  expect(at('2026-12-10T22:59:59Z')).toEqual([1, 1])
  expect(at('2026-12-10T23:00:00Z')).toEqual([1, 0])
})

test('an account stands as its person does; who is absent has none', () => {
  const stateOf = (more: string): string | undefined =>
    accounts({ user: `${more}platforms: { atlas: { role: edit } }` })['atlas/ana-li']?.state
  expect(stateOf('')).toBe('active')
  expect(stateOf('state: suspended, ')).toBe('suspended')
  expect(stateOf('state: disabled, ')).toBe('disabled')
  expect(stateOf('ends: 2026-11-01, ')).toBe('disabled')
  expect(stateOf('state: absent, ')).toBeUndefined()
})

const portal = (audience: string, users: string): Readonly<Record<string, AccessAccount>> => {
  const desired = desiredOf(
    acme({
      'tenant.yaml': tenantFile(`audience: ${audience}\nsubscriptions: { portal: { platform: msp-portal } }`),
      'departments.yaml': 'sales: { name: Sales }\n',
      'entities.yaml': 'acme: { platform: msp-portal, name: Acme, kind: company }\n',
      'users.yaml': users,
    }),
  )
  return Object.fromEntries(accessOn(desired, 'msp-portal').accounts)
}

test('MSP-02 a persona of the platform brings its role and its sort of account, where nobody names another', () => {
  const found = portal(
    'client',
    [
      person('ana-li', 'persona: department-head, department: sales, platforms: { portal: {} }'),
      person('ben-osei', 'persona: end-user, platforms: { portal: { role: executive } }'),
      person('cid-ray', 'persona: end-user'),
    ].join(''),
  )
  expect(found['portal/ana-li']).toMatchObject({ type: 'clientUser', roles: ['department-head'] })
  expect(found['portal/ben-osei']).toMatchObject({ type: 'clientUser', roles: ['executive'] })
  const moved = portal('client', person('ana-li', 'persona: executive, platforms: { portal: {} }'))
  expect(moved['portal/ana-li']?.roles).toEqual(['executive'])
  // A persona alone is no account.
  expect(found['portal/cid-ray']).toBeUndefined()
})

test('people of the own team and clients have accounts of their own sort', () => {
  const found = portal('internal', person('ana-li', 'persona: account-manager, platforms: { portal: {} }'))
  expect(found['portal/ana-li']).toMatchObject({ type: 'internalUser', roles: ['account-manager'] })
})

test('ATE-15 an end user has the sort of account that `as` says, a place, and no role', () => {
  const desired = desiredOf(
    acme({
      'tenant.yaml': tenantFile('subscriptions: { desk: { platform: atera, edition: msp, tier: growth } }'),
      'entities.yaml':
        'bakery: { platform: atera, name: Bakery, kind: customer }\nshop: { platform: atera, name: Shop, kind: site, inside: bakery }\n',
      'users.yaml': person('ana-li', 'platforms: { desk: { as: endUser, at: shop } }'),
    }),
  )
  expect(accessOn(desired, 'atera').accounts.get('desk/ana-li')).toMatchObject({
    type: 'endUser',
    at: 'shop',
    roles: [],
  })
})
