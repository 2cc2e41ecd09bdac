import { expect, test } from 'vitest'
import type { LintFinding } from '../../src/access/lint-input.ts'
import { acknowledged, criticalHolders, lint } from '../../src/access/lint.ts'
import { noon, person, tenantFile } from '../language/compile/tenant.ts'
import { house, opened } from './questions-world.ts'

interface More {
  readonly tasks?: Readonly<Record<string, readonly string[]>>
}

function lintOf(files: Readonly<Record<string, string>>, { tasks = {} }: More = {}): readonly LintFinding[] {
  const { desired, full, evaluation } = opened(files)
  return lint({
    tenant: 'acme',
    production: desired.production,
    asOf: new Date(noon),
    evaluation,
    full,
    people: desired.people,
    critical: new Set(criticalHolders(evaluation)),
    tasks: new Map(Object.entries(tasks)),
  })
}

function of(findings: readonly LintFinding[], slug: LintFinding['slug']): readonly LintFinding[] {
  return findings.filter((one) => one.slug === slug)
}

const holding = (role: string, more = ''): string =>
  person('ana-li', `platforms: { home: { roles: [${role}], accessGroups: [blue] } }${more}`)

test('ALR-06 MSP-22 a role equal to another but for one key that cannot be used: the smaller role is named', () => {
  const files = house({
    'users.yaml': holding('host'),
    'roles.yaml': [
      // It opens no cupboard: to open one, cupboards must be seen.
      'host: { platform: rooms, name: Host, permissions: { data/rooms: view, action/cupboards.open: allow } }',
      '',
    ].join('\n'),
  })
  const [found] = of(lintOf(files), 'role-redundant')
  expect(found).toMatchObject({ about: 'host', severity: 'warning', users: ['ana-li'] })
  expect(found?.message).toBe('What can be used of the role `host` is what the role `visitor` gives.')
  expect(found?.fix).toContain('Give its people `visitor`')
})

test('ALR-06 a role that gives one key more than another: whoever does not need it gets the other', () => {
  const files = house({
    'users.yaml': holding('host'),
    'roles.yaml': 'host: { platform: rooms, name: Host, permissions: { data/rooms: view, data/cupboards: view } }\n',
  })
  const found = lintOf(files)
  expect(of(found, 'role-superset').map(({ message }) => message)).toEqual([
    'The role `host` gives what `visitor` gives, and `data/cupboards` besides.',
  ])
  expect(of(found, 'role-redundant')).toEqual([])
})

test('ALR-06 wildcards: a switch that grants everything, a scope and an access group of all', () => {
  const files = house({
    'users.yaml': person(
      'ana-li',
      'platforms: { home: { roles: [host, porter], accessGroups: [all-rooms], reason: keys } }',
    ),
    'roles.yaml': [
      'host: { platform: rooms, name: Host, janitor: true, permissions: {} }',
      'porter: { platform: rooms, name: Porter, permissions: { data/rooms: edit }, scope: { all: true } }',
      '',
    ].join('\n'),
    'access-groups.yaml': 'all-rooms: { platform: rooms, select: { all: true } }\n',
  })
  const found = lintOf(files)
  expect(of(found, 'broad-switch').map(({ about }) => about)).toEqual(['host'])
  expect(of(found, 'broad-scope').map(({ about }) => about)).toEqual(['porter'])
  expect(of(found, 'broad-group').map(({ about, users }) => [about, users])).toEqual([['all-rooms', ['ana-li']]])
})

test('ALR-06 MSP-22 what nobody holds, is in or selects by is told; what is used is not', () => {
  const files = house({
    'users.yaml': holding('host'),
    'roles.yaml': [
      'host: { platform: rooms, name: Host, permissions: { data/cupboards: full } }',
      'ghost: { platform: rooms, name: Ghost, permissions: { data/cupboards: full } }',
      '',
    ].join('\n'),
    'entities.yaml': [
      'kitchen: { platform: rooms, name: Kitchen, kind: room, tags: [blue, warm] }',
      'cellar: { platform: rooms, name: Cellar, kind: room }',
      '',
    ].join('\n'),
  })
  const found = lintOf(files)
  expect(of(found, 'role-unused').map(({ about }) => about)).toEqual(['ghost'])
  expect(of(found, 'access-group-unused').map(({ about }) => about)).toEqual(['named'])
  expect(of(found, 'tag-unused').map(({ about }) => about)).toEqual(['warm'])
})

test('ALR-06 a guard takes from a preset what makes it larger: the smaller preset would do', () => {
  const tenant = tenantFile('subscriptions: { home: { platform: rooms, delivery: manual } }')
  const files = house({
    'tenant.yaml': `${tenant}defaults: { guard: { rooms: [data/cupboards] } }\n`,
    'users.yaml': holding('butler'),
    'roles.yaml': 'butler: { platform: rooms, name: Butler, preset: host }\n',
  })
  expect(of(lintOf(files), 'smaller-preset').map(({ fix }) => fix)).toEqual(['Write `preset: guest`.'])
})

test('MSP-09 an action on a page that the role cannot open is unreachable, and says what it needs', () => {
  const files = house({
    'users.yaml': holding('host'),
    'roles.yaml':
      'host: { platform: rooms, name: Host, permissions: { action/cupboards.open: allow, data/rooms: edit } }\n',
  })
  const found = of(lintOf(files), 'action-unreachable')
  expect(found.map(({ message }) => message)).toEqual([
    'The role `host` gives `action/cupboards.open`, which cannot be reached without `data/cupboards`.',
  ])
  expect(found[0]?.source.path).toEqual(['permissions', 'action/cupboards.open'])
})

test('MSP-22 overrides without an end, with a far one, and such as change nothing', () => {
  const override = (key: string, level: string, more: string): string =>
    `{ platform: rooms, permission: ${key}, level: ${level}, reason: covers${more} }`
  const overrides = [
    override('data/cupboards', 'none', ''),
    override('data/rooms', 'edit', ', expires: 2027-11-30'),
    override('action/rooms.create', 'allow', ', expires: 2026-12-20'),
  ]
  const found = lintOf(house({ 'users.yaml': holding('visitor', `, overrides: [${overrides.join(', ')}]`) }))
  expect(of(found, 'override-permanent').map(({ source }) => source.path)).toEqual([['overrides', 0]])
  expect(of(found, 'override-long').map(({ source }) => source.path)).toEqual([['overrides', 1]])
  expect(of(found, 'override-idle').map(({ source }) => source.path)).toEqual([['overrides', 0]])
})

test('MSP-22 what overrides leave of a role is another role: that one would do', () => {
  const files = house({
    'users.yaml': holding(
      'host',
      ', overrides: [{ platform: rooms, permission: data/cupboards, level: none, reason: shared }]',
    ),
    'roles.yaml': 'host: { platform: rooms, name: Host, permissions: { data/rooms: view, data/cupboards: full } }\n',
  })
  expect(of(lintOf(files), 'smaller-role').map(({ message, users }) => [message, users])).toEqual([
    ['What the overrides leave ana-li of the role `host` is what the role `visitor` gives.', ['ana-li']],
  ])
})

test('MSP-22 of several roles and access groups, those that add nothing', () => {
  const files = house({
    'users.yaml': person('ana-li', 'platforms: { home: { roles: [visitor, host], accessGroups: [blue, named] } }'),
    'roles.yaml': 'host: { platform: rooms, name: Host, permissions: { data/rooms: full } }\n',
  })
  expect(of(lintOf(files), 'assignment-idle').map(({ message }) => message)).toEqual([
    'The role `visitor` of ana-li adds nothing to the others.',
    'The access group `blue` of ana-li adds nothing to the others.',
  ])
})

test('ALR-13 the owner alone: a warning while trying out, an error in production; another account or exempt is right', () => {
  const subscription = 'subscriptions: { home: { platform: rooms, delivery: manual } }'
  const owner = (more: string): string =>
    person('ana-li', `platforms: { home: { roles: [owner], reason: founder } }${more}`)
  const severities = (tenant: string, users: string): readonly string[] =>
    of(lintOf(house({ 'tenant.yaml': tenantFile(tenant), 'users.yaml': users })), 'daily-account').map(
      ({ severity }) => severity,
    )
  expect(severities(subscription, owner(''))).toEqual(['warning'])
  expect(severities(`production: true\n${subscription}`, owner(''))).toEqual(['error'])
  expect(severities(subscription, owner(', dailyAccount: exempt'))).toEqual([])
  const everyday = person('ana-day', 'platforms: { home: { roles: [visitor] } }')
  expect(severities(subscription, owner(', dailyAccount: ana-day') + everyday)).toEqual([])
  const second = person('ana-day', 'dailyAccount: exempt, platforms: { home: { roles: [owner], reason: founder } }')
  expect(severities(subscription, owner(', dailyAccount: ana-day') + second)).toEqual(['warning'])
})

test('ATE-41 full administrators who only need a few tasks, or not even those', () => {
  const files = house({
    'users.yaml': person('ana-li', 'platforms: { home: { roles: [sales, rebuilder], reason: builds } }'),
    'roles.yaml': [
      'sales: { platform: rooms, name: Sales, janitor: true, permissions: { settings/keys: allow } }',
      'rebuilder: { platform: rooms, name: Rebuilder, janitor: true, tasks: [rebuild], permissions: {} }',
      '',
    ].join('\n'),
  })
  const found = lintOf(files, { tasks: { rebuilder: ['rebuild'] } })
  expect(of(found, 'switch-not-needed').map(({ about, users }) => [about, users])).toEqual([['sales', ['ana-li']]])
  const [tasks] = of(found, 'full-admin-for-tasks')
  expect([tasks?.about, tasks?.users]).toEqual(['rebuilder', ['ana-li']])
  expect(tasks?.message).toContain('only for rebuild: no smaller role can do that')
})

test('ATL-11 ATL-12 an entity whose maker does not reach it: what is missing, and none where it is there', () => {
  const made = (group: string, kitchen: string): readonly LintFinding[] =>
    of(
      lintOf(
        house({
          'users.yaml': person('ana-li', `platforms: { home: { roles: [maker], accessGroups: [${group}] } }`),
          'roles.yaml': 'maker: { platform: rooms, name: Maker, permissions: { action/rooms.create: allow } }\n',
          'entities.yaml': [
            `kitchen: { platform: rooms, name: Kitchen, kind: room, createdBy: ana-li${kitchen} }`,
            'cellar: { platform: rooms, name: Cellar, kind: room }',
            '',
          ].join('\n'),
          'access-groups.yaml': [
            'blue: { platform: rooms, select: { tags: [blue, sky], match: all } }',
            'named: { platform: rooms, select: { names: [cellar] } }',
            '',
          ].join('\n'),
        }),
      ),
      'entity-inherits',
    )
  expect(made('blue', ', tags: [sky]').map(({ severity, mend }) => [severity, mend])).toMatchObject([
    ['error', { sort: 'tags', entity: 'kitchen', tags: ['blue'] }],
  ])
  expect(made('named', '').map(({ mend }) => mend)).toMatchObject([{ sort: 'name', entity: 'kitchen', group: 'named' }])
  expect(made('blue', ', tags: [blue, sky]')).toEqual([])
})

test('ALR-09 names of roles that differ in case or signs only look alike', () => {
  const files = house({
    'users.yaml': holding('host'),
    'roles.yaml': [
      'host: { platform: rooms, name: Cellar Master, permissions: { data/rooms: full } }',
      'other: { platform: rooms, name: cellar-master, permissions: { data/rooms: edit } }',
      '',
    ].join('\n'),
  })
  expect(of(lintOf(files), 'role-name-alike').map(({ about }) => about)).toEqual(['other'])
})

test('an acknowledgement lifts findings of its name, while it holds and for as many as it says', () => {
  const found = lintOf(house({ 'users.yaml': holding('visitor') }))
  const lifted = (expires: string, max: number): number => {
    const acknowledgement = {
      id: 'known',
      lint: 'access-group-unused',
      max,
      reason: 'soon',
      approver: 'leads',
      expires,
    }
    return acknowledged(found, [acknowledgement], new Date(noon)).filter((one) => one.acknowledgedBy === 'known').length
  }
  expect(of(found, 'access-group-unused').length).toBe(1)
  expect([
    lifted('2026-12-02T00:00:00Z', 1),
    lifted('2026-12-02T00:00:00Z', 0),
    lifted('2026-11-30T00:00:00Z', 1),
    lifted('2027-01-31T00:00:00Z', 1),
  ]).toEqual([1, 0, 0, 0])
})
