import { expect, test } from 'vitest'
import { asks, diagnosed, people, tenantOn } from './asks.ts'

const entities =
  'apac-1: { platform: atlas, name: APAC I, kind: fund, tags: [apac, fund] }\ngp: { platform: atlas, name: GP, kind: company }\n'
const world = {
  ...tenantOn('atlas'),
  'entities.yaml': entities,
  'access-groups.yaml': 'apac: { platform: atlas, select: { tags: [apac, fund], match: all } }\n',
}
const group = (select: string): readonly string[] =>
  asks({ ...world, 'access-groups.yaml': `apac: { platform: atlas, select: ${select} }\n` })

test('ATL-02 tags are chosen by any or by all, and that is written', () => {
  expect(group('{ tags: [apac, fund] }')).toEqual(['access-groups.yaml:1 match-missing'])
  expect(group('{ tags: [apac, fund], match: any }')).toEqual([])
  expect(group('{ tags: [apac, fund], match: all }')).toEqual([])
})

test('ATL-03 an entity that is removed and still named is an error; one of another id than before follows it', () => {
  const listed = { 'access-groups.yaml': 'board: { platform: atlas, select: { names: [apac-1, gp] } }\n' }
  expect(asks({ ...world, ...listed })).toEqual([])
  const removed = { ...world, ...listed, 'entities.yaml': entities.split('\n')[0] ?? '' }
  expect(diagnosed(removed)).toMatchObject([
    { slug: 'unknown-entity', file: 'tenants/acme/access-groups.yaml', line: 1 },
  ])
  const moved = entities.replace('gp: { ', 'gp-co: { movedFrom: gp, ')
  expect(asks({ ...world, ...listed, 'entities.yaml': moved })).toEqual(['access-groups.yaml:1 unknown-entity'])
})

test('ATL-04 all entities, or some by tags: it cannot be both', () => {
  expect(group('{ all: true, tags: [apac], match: any }')).toEqual(['access-groups.yaml:1 only-one'])
  expect(group('{ names: [apac-1], tags: [apac], match: any }')).toEqual(['access-groups.yaml:1 only-one'])
  expect(group('{ all: true }')).toEqual([])
})

test('ATL-05 whoever is no administrator is in one access group at most, and is warned without one', () => {
  const user = (account: string) => diagnosed({ ...world, ...people({ ana: [account] }) })
  expect(user('{ role: view-only, accessGroup: apac }')).toEqual([])
  expect(user('{ role: view-only }')).toMatchObject([{ slug: 'access-group-missing', severity: 'warning' }])
  const two = {
    'access-groups.yaml': `${world['access-groups.yaml']}all: { platform: atlas, select: { all: true } }\n`,
  }
  const both = people({ ana: ['{ role: view-only, accessGroups: [apac, all] }'] })
  expect(asks({ ...world, ...two, ...both })).toEqual(['users.yaml:1 too-many-access-groups'])
})

test('ATL-05 a role of one’s own reaches by access groups too', () => {
  const roles = 'reader: { platform: atlas, name: Reader, permissions: { data/entities: view } }\n'
  const found = diagnosed({ ...world, 'roles.yaml': roles, ...people({ ana: ['{ role: reader }'] }) })
  expect(found).toMatchObject([{ slug: 'access-group-missing', severity: 'warning' }])
})

test('ATL-08 the administrator’s role is the product’s: a change of it is an error', () => {
  const roles = 'customer-admin: { platform: atlas, name: Boss, permissions: { data/entities: view } }\n'
  expect(asks({ ...world, 'roles.yaml': roles })).toEqual(['roles.yaml:1 built-in-role'])
})

test('ATL-09 an administrator with an access group is an error', () => {
  const admin = (account: string): readonly string[] => asks({ ...world, ...people({ ana: [account] }) })
  expect(admin('{ role: customer-admin, reason: owner, accessGroup: apac }')).toEqual([
    'users.yaml:1 access-group-forbidden',
  ])
  expect(admin('{ role: customer-admin, reason: owner }')).toEqual([])
})

test('ATL-09 what a template gives counts as well: the access group of an administrator has to go', () => {
  const files = {
    ...world,
    'templates.yaml': 'clerk: { platforms: { it: { role: edit, accessGroup: apac } } }\n',
    ...people({ ana: ['{ role: customer-admin, reason: owner }', 'template: clerk'] }),
  }
  expect(asks(files)).toEqual(['users.yaml:1 access-group-forbidden'])
  const promoted = people({ ana: ['{ role: customer-admin, reason: owner, accessGroups: [] }', 'template: clerk'] })
  expect(asks({ ...files, ...promoted })).toEqual([])
})

test('ATL-10 whoever is named as maker of an entity may make some, by their role or by an override', () => {
  const made = `${entities}new: { platform: atlas, name: New, kind: fund, tags: [apac, fund], createdBy: ana }\n`
  const by = (account: string, more?: string): readonly string[] =>
    asks({ ...world, 'entities.yaml': made, ...people({ ana: more === undefined ? [account] : [account, more] }) })
  expect(by('{ role: view-only, accessGroup: apac }')).toEqual(['entities.yaml:3 creator-may-not'])
  expect(by('{ role: edit, accessGroup: apac }')).toEqual([])
  expect(by('{ role: customer-admin, reason: owner }')).toEqual([])
  const override = (level: string): string =>
    `overrides: [{ platform: atlas, permission: action/entities.create, level: ${level}, reason: x, expires: 2026-12-20 }]`
  expect(by('{ role: view-only, accessGroup: apac }', override('allow'))).toEqual([])
  expect(by('{ role: edit, accessGroup: apac }', override('none'))).toEqual(['entities.yaml:3 creator-may-not'])
})

test('ATL-10 a department and a guard count; whoever has left made theirs while they could', () => {
  const made = `${entities}new: { platform: atlas, name: New, kind: fund, tags: [apac, fund], createdBy: ana }\n`
  const account = '{ role: edit, accessGroup: apac }'
  const departments = 'lab: { name: Lab, permissions: { atlas: { action/entities.create: none } } }\n'
  const files = { ...world, 'entities.yaml': made, 'departments.yaml': departments }
  expect(asks({ ...files, ...people({ ana: [account, 'department: lab'] }) })).toEqual([
    'entities.yaml:3 creator-may-not',
  ])
  const guarded = tenantOn('atlas', 'defaults: { guard: { atlas: [action/entities.create] } }')
  expect(asks({ ...files, ...guarded, ...people({ ana: [account] }) })).toEqual(['entities.yaml:3 creator-may-not'])
  expect(asks({ ...files, ...people({ ana: ['{}', 'department: lab, state: absent'] }) })).toEqual([])
})

test('names of directory groups are given for administrators too, who have no access group', () => {
  const names = (more: string): readonly string[] =>
    asks(tenantOn('atlas', '', `delivery: groups, groups: { directory: try, names: { ${more} } }`))
  expect(names('default: "atlas-{accessGroup}-{role}"')).toEqual(['tenant.yaml:3 unfillable-name'])
  expect(names('customer-admin: atlas-admins, default: "atlas-{accessGroup}-{role}"')).toEqual([])
  expect(names('customer-admn: atlas-admins, default: "{role}-{entty}"')).toEqual([
    'tenant.yaml:3 unknown-role',
    'tenant.yaml:3 unknown-placeholder',
  ])
  expect(names('customer-admin: atlas-admins, default: Atlas-Admins')).toEqual(['tenant.yaml:3 shared-group-name'])
  expect(names('customer-admin: atlas-admins, edit: atlas-admins, default: "{role}"')).toEqual([
    'tenant.yaml:3 shared-group-name',
  ])
  expect(names('customer-admin: "x-{role}", default: "x-{role}"')).toEqual([])
  expect(names('edit: atlas-edit')).toEqual(['tenant.yaml:3 required-property'])
  expect(asks(tenantOn('atlas', '', 'groups: { directory: tyr, names: { default: x } }'))).toEqual([
    'tenant.yaml:3 unknown-directory',
  ])
})
