import { expect, test } from 'vitest'
import { evaluate } from '../../../src/access/evaluate.ts'
import type { DesiredGroup } from '../../../src/model/desired.ts'
import type { DesiredTenant } from '../../../src/language/compile/desired-tenant.ts'
import { acme } from '../validate/workspace.ts'
import { accessOn, desiredOf, person, tenantFile } from './tenant.ts'

interface Spoken {
  readonly users: string
  readonly names?: string
  readonly entities?: string
  readonly accessGroups?: string
  readonly groups?: string
  readonly asOf?: string
}

const entities = [
  'apac-1: { platform: atlas, name: APAC I, kind: fund, tags: [apac, fund] }',
  'apac-2: { platform: atlas, name: APAC II, kind: fund, tags: [apac] }',
  'emea-1: { platform: atlas, name: EMEA I, kind: fund, tags: [emea], privileged: true }',
  '',
].join('\n')
const accessGroups = [
  'apac: { platform: atlas, select: { tags: [apac], match: any } }',
  'everything: { platform: atlas, select: { all: true }, privileged: true }',
  '',
].join('\n')

function delivered(spoken: Spoken): DesiredTenant {
  const names = spoken.names ?? 'customer-admin: atlas-admins, default: "atlas-{accessGroup}-{role}"'
  return desiredOf(
    acme({
      'tenant.yaml': tenantFile(
        `subscriptions: { funds: { platform: atlas, delivery: groups, groups: { directory: hq, names: { ${names} } } } }`,
      ),
      'users.yaml': spoken.users,
      'entities.yaml': spoken.entities ?? entities,
      'access-groups.yaml': spoken.accessGroups ?? accessGroups,
      'groups.yaml': spoken.groups ?? '',
    }),
    spoken.asOf,
  )
}

function groupsOf({ groups }: DesiredTenant): readonly string[] {
  return [...groups.values()].map(({ name, members }) => `${name}: ${[...members.keys()].join(' ')}`).toSorted()
}

function groupIn({ groups }: DesiredTenant, id: string): DesiredGroup {
  const group = groups.get(id)
  if (group === undefined) throw new Error(`no group ${id}`)
  return group
}

const has = (id: string, what: string): string => person(id, `platforms: { funds: ${what} }`)

test('one directory group stands for each name that somebody’s role and access group fill', () => {
  const desired = delivered({
    users: [
      has('ana-li', '{ role: edit, accessGroup: apac }'),
      has('ben-osei', '{ role: edit, accessGroup: apac }'),
      has('cid-ray', '{ role: view-only, accessGroup: apac }'),
      has('dan-roe', '{ role: customer-admin, reason: head of funds }'),
      has('eva-lo', '{ role: view-only }'),
    ].join(''),
  })
  // Eva Lo has no access group, and so no data: there is nothing to pass on.
  expect(groupsOf(desired)).toEqual([
    'atlas-admins: dan-roe',
    'atlas-apac-edit: ana-li ben-osei',
    'atlas-apac-view-only: cid-ray',
  ])
  expect(groupIn(desired, 'atlas-apac-edit')).toMatchObject({
    directory: 'hq',
    subscription: 'funds',
    ownership: 'exclusive',
    privileged: false,
    source: { file: 'tenants/acme/tenant.yaml', via: ['subscription:funds'] },
  })
  expect(groupIn(desired, 'atlas-apac-edit').members.get('ana-li')).toEqual({
    route: 'access',
    source: { file: 'tenants/acme/users.yaml', line: 1, via: [] },
    onCreate: false,
    gives: 'edit on funds (apac)',
  })
  expect(desired.problems).toEqual([])
})

test('what somebody else reaches by a privileged access group stays an ordinary group; it names the entity it stands for', () => {
  const desired = delivered({
    users: has('ana-li', '{ role: edit, accessGroup: apac }') + has('bo-ek', '{ role: edit, accessGroup: everything }'),
    names: 'default: "{entity}"',
  })
  const { privileged, about } = groupIn(desired, 'apac-1')
  expect(privileged).toBe(false)
  expect(about?.file).toBe('tenants/acme/entities.yaml')
})

test('a group is privileged where the role, the access group or the entity behind its name is', () => {
  const users = `${has('ana-li', '{ role: edit, accessGroup: everything }')}${has('dan-roe', '{ role: customer-admin, reason: head of funds }')}`
  const desired = delivered({ users })
  expect(groupIn(desired, 'atlas-everything-edit').privileged).toBe(true)
  expect(groupIn(desired, 'atlas-admins').privileged).toBe(true)
  const byEntity = delivered({
    users: has('ana-li', '{ role: edit, accessGroup: europe }'),
    names: 'customer-admin: a, default: "{entity}"',
    accessGroups: 'europe: { platform: atlas, select: { tags: [emea], match: any } }\n',
  })
  expect(groupIn(byEntity, 'emea-1').privileged).toBe(true)
})

test('with {entity} the members of a group are those who reach the entity: exactly what the evaluator says', () => {
  const users = [
    has('ana-li', '{ role: edit, accessGroup: apac }'),
    has('ben-osei', '{ role: view-only, accessGroup: everything }'),
    has('dan-roe', '{ role: customer-admin, reason: head of funds }'),
  ].join('')
  const desired = delivered({ users, names: 'default: "fund {entity}"' })
  expect(groupsOf(desired)).toEqual([
    'fund apac-1: ana-li ben-osei dan-roe',
    'fund apac-2: ana-li ben-osei dan-roe',
    'fund emea-1: ben-osei dan-roe',
  ])
  const evaluation = evaluate(accessOn(desired, 'atlas'))
  for (const entity of ['apac-1', 'apac-2', 'emea-1'])
    for (const user of ['ana-li', 'ben-osei', 'dan-roe'])
      expect(groupIn(desired, `fund-${entity}`).members.has(user)).toBe(evaluation.reaches(`funds/${user}`, entity))
  const retagged = delivered({
    users,
    names: 'default: "fund {entity}"',
    entities: entities.replace('tags: [apac] ', 'tags: [old] '),
  })
  expect(groupsOf(retagged)[1]).toBe('fund apac-2: ben-osei dan-roe')
})

test('several ways into one group are told together, and the last to end counts', () => {
  const desired = delivered({
    users: has('ana-li', '{ role: edit, accessGroup: apac, expires: 2026-12-31 }'),
    names: 'customer-admin: a, default: "fund-users-{subscription}"',
  })
  expect(groupIn(desired, 'fund-users-funds').members.get('ana-li')).toMatchObject({
    gives: 'edit on funds (apac)',
    until: '2026-12-31',
  })
})

test('who has not begun is in with a start of their own; who has ended is out and known', () => {
  const users = [
    has('ana-li', '{ role: edit, accessGroup: apac, expires: 2026-11-30 }'),
    person('ben-osei', 'starts: 2026-12-24, platforms: { funds: { role: edit, accessGroup: apac } }'),
    person('cid-ray', 'ends: 2026-12-10, platforms: { funds: { role: edit, accessGroup: apac, expires: 2026-12-31 } }'),
    person('dan-roe', 'state: disabled, platforms: { funds: { role: edit, accessGroup: apac } }'),
    person('eva-lo', 'state: suspended, platforms: { funds: { role: edit, accessGroup: apac } }'),
    person('tom-berg', 'state: absent, platforms: { funds: { role: edit, accessGroup: apac } }'),
  ].join('')
  const { members, ended = new Map<string, never>() } = groupIn(delivered({ users }), 'atlas-apac-edit')
  expect([...members.keys()]).toEqual(['ben-osei', 'cid-ray', 'eva-lo'])
  expect(members.get('cid-ray')?.until).toBe('2026-12-10')
  expect([...ended.keys()]).toEqual(['ana-li', 'dan-roe'])
  expect(ended.get('ana-li')?.until).toBe('2026-11-30')
})

test('two names that would give one id are a mistake at the subscription, and so is the name of a declared group', () => {
  const taken = delivered({
    users: has('ana-li', '{ role: edit, accessGroup: apac }'),
    groups: 'atlas-apac-edit: {}\n',
  })
  expect(taken.problems.map(({ message }) => message)).toEqual([
    'access on `funds` asks for a directory group atlas-apac-edit, and groups.yaml declares `atlas-apac-edit`: the two would be one. Change `groups.names` of the subscription, or the other name.',
  ])
  expect(taken.problems[0]?.source).toMatchObject({
    file: 'tenants/acme/tenant.yaml',
    path: ['subscriptions', 'funds'],
  })
  const named = delivered({
    users: has('ana-li', '{ role: edit, accessGroup: apac }'),
    groups: 'friends: { name: Atlas-APAC-edit, members: { users: [ana-li] } }\n',
  })
  expect(named.problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('atlas-apac-edit, and groups.yaml declares `friends`: the two would be one'),
  ])
  const same = delivered({
    users: `${has('ana-li', '{ role: edit, accessGroup: apac }')}${has('ben-osei', '{ role: view-only, accessGroup: apac }')}`,
    names: 'edit: "Fund users", view-only: "fund users", default: x',
  })
  expect(same.problems).toHaveLength(1)
  expect(same.problems[0]?.message).toContain('asks for a directory group fund users')
})

test('access that reaches the product through a directory in which the person has no account is a mistake at their line', () => {
  const desired = delivered({
    users: person('ana-li', 'directories: [], platforms: { funds: { role: edit, accessGroup: apac } }'),
  })
  expect(desired.problems).toHaveLength(1)
  expect(desired.problems[0]?.message).toContain('ana-li has no account there')
})

test('where roles have scopes, {entity} is what the scope of that role reaches', () => {
  const desired = desiredOf(
    acme({
      'tenant.yaml': tenantFile(
        'audience: internal\nsubscriptions: { portal: { platform: atria, delivery: groups, groups: { directory: hq, names: { default: "{entity} {role}" } } } }',
      ),
      'roles.yaml': [
        'onboard: { platform: atria, name: Onboarding, permissions: { module/users: allow, data/users: view }, scope: { departments: [sales] } }',
        'tenders: { platform: atria, name: Tenders, permissions: { module/services: allow, data/services: view }, scope: { customers: [bakery] } }',
        '',
      ].join('\n'),
      'departments.yaml': 'sales: { name: Sales }\n',
      'entities.yaml': [
        'bakery: { platform: atria, name: Bakery, kind: customer }',
        'mail: { platform: atria, name: Mail, kind: service, inside: bakery }',
        '',
      ].join('\n'),
      'users.yaml': [
        person('ana-li', 'upn: ana@acme.example, platforms: { portal: { as: administrator, role: onboard } }'),
        person('eva-lo', 'upn: eva@acme.example, platforms: { portal: { as: administrator, role: tenders } }'),
        person('ben-osei', 'department: sales'),
        person('cid-ray'),
      ].join(''),
    }),
  )
  expect(groupsOf(desired)).toEqual(['bakery tenders: eva-lo', 'mail tenders: eva-lo', 'user:ben-osei onboard: ana-li'])
})
