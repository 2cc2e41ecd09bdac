import { expect, test } from 'vitest'
import { asks, diagnosed, people, tenantOn } from './asks.ts'

const desk = tenantOn('atera', '', 'edition: msp, tier: growth')
const sites =
  'northwind: { platform: atera, name: Northwind, kind: customer }\namsterdam: { platform: atera, name: Amsterdam, kind: site, inside: northwind }\n'
const role = (id: string, more: string): string => `${id}: { platform: atera, name: ${id} work, ${more} }\n`
const first = role('first', 'permissions: { rmm/devices: allow }, scope: { sites: [amsterdam] }')
const world = { ...desk, 'entities.yaml': sites, 'roles.yaml': first }

test('this product has no SCIM, and its technicians are made one by one: asking for more is an error', () => {
  expect(asks(tenantOn('atera', '', 'delivery: scim'))).toEqual(['tenant.yaml:3 capability'])
  expect(asks(tenantOn('atera', '', 'delivery: manual'))).toEqual([])
  expect(asks(tenantOn('atera', '', 'bulk: bulk'))).toEqual(['tenant.yaml:3 capability'])
})

test('ATE-03 a role file for the built-in administrator is an error, whatever it says', () => {
  const admin = (more: string): readonly string[] => asks({ ...world, 'roles.yaml': role('admin', more) })
  expect(admin('permissions: { system/billing: none }')).toEqual(['roles.yaml:1 built-in-role'])
  expect(admin('scope: { all: true }')).toEqual(['roles.yaml:1 built-in-role'])
})

test('ATE-04 to leave an administrator out of automatic assignment is an error that proposes a role of one’s own', () => {
  const override = 'overrides: [{ platform: atera, permission: ticketing/autoAssign, level: none, reason: busy }]'
  const [found, ...others] = diagnosed({ ...world, ...people({ ana: ['{ role: admin, reason: runs it }', override] }) })
  expect(others).toEqual([])
  expect(found).toMatchObject({
    slug: 'forced-permission',
    fix: 'Remove the override; instead, give a custom role with fullAdminAccess.',
  })
  // What is proposed is right.
  const own = role('chief', 'fullAdminAccess: true, permissions: { ticketing/autoAssign: none }')
  const instead = { ...world, 'roles.yaml': first + own, ...people({ ana: ['{ role: chief, reason: runs it }'] }) }
  expect(asks(instead)).toEqual([])
})

test('ATE-05 the administrator cannot be limited to sites; a role of one’s own with full admin access can', () => {
  const scoped = 'scope: { sites: [amsterdam] }'
  expect(asks({ ...world, 'roles.yaml': role('admin', scoped) })).toEqual(['roles.yaml:1 built-in-role'])
  expect(asks({ ...world, 'roles.yaml': role('chief', `fullAdminAccess: true, ${scoped}`) })).toEqual([])
})

test('ATE-07 what a beginner works on is said at the contract; it is a site or a customer, and nobody limits the administrator', () => {
  const scopes = (text: string): readonly string[] =>
    asks({ ...world, ...tenantOn('atera', '', `edition: msp, tier: growth, scopes: ${text}`) })
  expect(scopes('{ beginner: { sites: [amsterdam] } }')).toEqual([])
  expect(scopes('{ beginner: { customers: [northwind], except: { folders: [] } } }')).toEqual([])
  expect(scopes('{ beginner: { all: true } }')).toEqual([])
  expect(scopes('{ beginner: { sites: [amsterdm] } }')).toEqual(['tenant.yaml:3 unknown-entity'])
  expect(scopes('{ beginner: { sites: [northwind] } }')).toEqual(['tenant.yaml:3 wrong-kind'])
  expect(scopes('{ beginner: { stes: [amsterdam] } }')).toEqual(['tenant.yaml:3 unknown-property'])
  expect(scopes('{ beginner: { all: true, sites: [amsterdam] } }')).toEqual(['tenant.yaml:3 select-all-alone'])
  expect(scopes('{ admin: { sites: [amsterdam] } }')).toEqual(['tenant.yaml:3 built-in-role'])
  expect(scopes('{ begginer: { sites: [amsterdam] } }')).toEqual(['tenant.yaml:3 unknown-role'])
  // A role of one’s own says it where it is declared.
  const [own] = diagnosed({ ...world, ...tenantOn('atera', '', 'scopes: { first: { sites: [amsterdam] } }') })
  expect(own).toMatchObject({ slug: 'unknown-role', fix: 'Write `scope:` at the role in roles.yaml.' })
})

test('ATE-10 200 roles are fine on the lowest tier; a technician has one', () => {
  const many = Array.from({ length: 200 }, (_, at) =>
    role(`role-${at}`, 'permissions: { rmm/devices: allow }, scope: { all: true }'),
  )
  const lowest = tenantOn('atera', '', 'edition: msp, tier: pro')
  expect(asks({ ...lowest, 'roles.yaml': many.join('') })).toEqual([])
  expect(asks({ ...world, ...people({ ana: ['{ roles: [first, beginner] }'] }) })).toEqual([
    'users.yaml:1 too-many-roles',
  ])
})

test('ATE-12 a role of one’s own says on which sites it holds, or that it holds on all', () => {
  const missing = diagnosed({ ...world, 'roles.yaml': role('second', 'permissions: { rmm/devices: allow }') })
  expect(missing).toMatchObject([{ slug: 'scope-missing', severity: 'warning' }])
  for (const said of ['scope: { all: true }', 'scope: { customers: [northwind] }', 'fullAdminAccess: true'])
    expect(asks({ ...world, 'roles.yaml': role('second', `permissions: { rmm/devices: allow }, ${said}`) })).toEqual([])
})

test('ATE-15 a role on an end user is an error, and so is one without a site', () => {
  const user = (account: string): readonly string[] => asks({ ...world, ...people({ eva: [account] }) })
  expect(user('{ as: endUser, at: amsterdam }')).toEqual([])
  expect(user('{ as: endUser, at: amsterdam, role: first }')).toEqual(['users.yaml:1 role-not-for-type'])
  expect(user('{ as: endUser }')).toEqual(['users.yaml:1 account-place'])
  expect(user('{ as: endUser, at: northwind }')).toEqual(['users.yaml:1 wrong-kind'])
})

test.for([
  ['email', 'ana: { name: { first: Ana, last: Li }, platforms: { it: { role: first } } }\n'],
  ['name.first', 'ana: { name: { last: Li }, email: a@x.example, platforms: { it: { role: first } } }\n'],
  ['name.last', 'ana: { name: { first: Ana }, email: a@x.example, platforms: { it: { role: first } } }\n'],
  ['role', 'ana: { name: { first: Ana, last: Li }, email: a@x.example, platforms: { it: {} } }\n'],
] as const)('ATE-18 a technician without %s is an error at the person', ([path, users]) => {
  const found = diagnosed({ ...world, 'users.yaml': users })
  expect(found).toMatchObject([{ slug: path === 'role' ? 'role-missing' : 'account-value-missing', line: 1 }])
  expect(found[0]?.message).toContain(path === 'role' ? 'no role' : `\`${path}\``)
})

test('ATE-22 nobody comes in by the domain of their address; end users come in by CSV, technicians one by one', () => {
  expect(asks(tenantOn('atera', '', 'domainJoin: true'))).toEqual(['tenant.yaml:3 capability'])
  expect(asks(tenantOn('atera', '', 'bulk: csv'))).toEqual([])
  expect(asks(tenantOn('atera', '', 'bulk: bulk'))).toEqual(['tenant.yaml:3 capability'])
})

test('ATE-24 what is imported by CSV with a lower tier is added one by one: that is no error', () => {
  expect(asks(tenantOn('atera', '', 'edition: it, tier: professional, features: [csvImport], bulk: csv'))).toEqual([])
})

test('ATE-26 single sign-on that a policy requires is of the highest tier', () => {
  const policy = { 'policies.yaml': 'security: { sso: { required: true } }\n' }
  const found = diagnosed({ ...tenantOn('atera', '', 'edition: msp, tier: growth'), ...policy })
  expect(found).toMatchObject([{ slug: 'tier-too-low', file: 'tenants/acme/policies.yaml', line: 1, column: 30 }])
  expect(found[0]?.message).toMatch(/superpower.*growth.*not priced/)
  expect(asks({ ...tenantOn('atera', '', 'edition: msp, tier: superpower'), ...policy })).toEqual([])
})

test('ATE-41 tasks that no permission gives ask for full admin access; billing has a switch of its own', () => {
  const asking = (more: string): readonly string[] => asks({ ...world, 'roles.yaml': role('sales', more) })
  expect(asking('permissions: { system/billing: allow }, tasks: [customers.create]')).toEqual([
    'roles.yaml:1 task-needs-flag',
  ])
  expect(asking('permissions: { system/billing: allow }, tasks: [psaOnly]')).toEqual(['roles.yaml:1 task-needs-flag'])
  expect(asking('fullAdminAccess: true, tasks: [customers.create, subscription.change, psaOnly]')).toEqual([])
  expect(asking('permissions: { system/billing: allow }')).toEqual([])
})

test.for([
  ['sso', 'it', 'master', 'enterprise'],
  ['sso', 'msp', 'power', 'superpower'],
  ['longAuditLog', 'it', 'master', 'enterprise'],
  ['longAuditLog', 'msp', 'power', 'superpower'],
  ['privateRepositories', 'it', 'master', 'enterprise'],
  ['privateRepositories', 'msp', 'power', 'superpower'],
])('ATE-42 %s of the edition %s is not in %s, and in %s', ([feature = '', edition = '', lower = '', tier = '']) => {
  const found = diagnosed(tenantOn('atera', '', `edition: ${edition}, tier: ${lower}, features: [${feature}]`))
  expect(found).toMatchObject([{ slug: 'tier-too-low' }])
  expect(found[0]?.message).toContain(`needs the tier ${tier}`)
  expect(found[0]?.message).toContain(`What it costs more is not known: ${tier} is not priced.`)
  expect(asks(tenantOn('atera', '', `edition: ${edition}, tier: ${tier}, features: [${feature}]`))).toEqual([])
})
