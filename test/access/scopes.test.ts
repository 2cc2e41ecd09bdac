import { describe, expect, test } from 'vitest'
import { evaluate } from '../../src/access/evaluate.ts'
import { impactOf } from '../../src/access/impact.ts'
import { provenance } from '../../src/access/provenance.ts'
import type { Platform } from '../../src/generated/platform.ts'
import { access, account, at, entity, group, profile, role, scope } from './scene.ts'

const technician = { type: 'technician' }
const sites = [
  entity('northwind', 'customer'),
  entity('amsterdam', 'site', { inside: 'northwind' }),
  entity('rotterdam', 'site', { inside: 'northwind' }),
  entity('servers', 'folder', { inside: 'amsterdam' }),
  entity('desks', 'folder', { inside: 'amsterdam' }),
  entity('bakery', 'customer'),
]
const ids = sites.map(({ id }) => id)

describe('roles with scopes', () => {
  const rules = profile('atera')
  const scoped = role('l2', {
    permissions: {
      'rmm/devices': 'allow',
      'rmm/scripts': 'allow',
      'ticketing/all': 'allow',
      'system/reports': 'allow',
    },
    scope: scope(['amsterdam'], { except: ['servers'] }),
  })
  const full = role('shadow-admin', { flags: ['fullAdminAccess'] })
  const world = evaluate(
    access(rules, {
      entities: sites,
      roles: [scoped, full, role('unscoped', { permissions: { 'rmm/devices': 'allow', 'system/reports': 'allow' } })],
      accounts: ['l2', 'shadow-admin', 'unscoped', 'admin', 'beginner'].map((id) => account(id, [id], technician)),
    }),
  )
  const where = (user: string, key: string): readonly string[] =>
    ids.map((id) => `${id} ${world.level(`main/${user}`, key, id)}`).filter((line) => !line.endsWith(' none'))

  test('ATE-13 in a folder that a role leaves out devices stay listed, everything else is gone', () => {
    expect(world.level('main/l2', 'rmm/devices', 'servers')).toBe('listed')
    expect(world.level('main/l2', 'ticketing/all', 'servers')).toBe('none')
    expect(where('l2', 'rmm/devices')).toEqual(['amsterdam allow', 'servers listed', 'desks allow'])
    const why = provenance(world, 'main/l2', 'rmm/devices', 'servers')
    expect([why.level, why.value, why.where]).toEqual(['listed', 'allow', 'leftOut'])
    expect(why.cuts.map(({ by, to }) => [by, to])).toEqual([['leftOut', 'listed']])
    expect(why.paths.map((path) => path.map(({ kind, id }) => `${kind} ${id}`))).toEqual([
      ['account main', 'role l2', 'scope amsterdam', 'container servers', 'except servers'],
    ])
    expect(world.reach('main/l2')).toEqual(new Set(['amsterdam', 'desks']))
  })

  test('ATE-12 a role works where its scope says; without one nowhere, unless it has full admin access', () => {
    expect(where('unscoped', 'rmm/devices')).toEqual([])
    expect(world.value('main/unscoped', 'system/reports')).toBe('allow')
    expect(where('shadow-admin', 'rmm/devices')).toEqual(ids.map((id) => `${id} allow`))
    expect(world.reach('main/shadow-admin')).toBe('all')
    expect(where('l2', 'rmm/scripts')).toEqual(['amsterdam allow', 'servers listed', 'desks allow'])
  })

  test('an Admin has everything everywhere, a Beginner nothing', () => {
    expect(world.keys.filter((key) => world.level('main/admin', key, 'bakery') === 'allow')).toHaveLength(21)
    expect(world.keys.filter((key) => world.level('main/beginner', key, 'bakery') !== 'none')).toEqual([])
  })

  test('nothing that everybody starts from gives a Beginner anything', () => {
    const base = [{ permissions: { 'system/mobile': 'allow' as const }, source: at('tenant') }]
    const some = evaluate(
      access(rules, {
        base,
        roles: [full],
        accounts: ['beginner', 'shadow-admin'].map((id) => account(id, [id], technician)),
      }),
    )
    expect(some.value('main/beginner', 'system/mobile')).toBe('none')
    expect(some.value('main/shadow-admin', 'system/mobile')).toBe('allow')
  })

  test('what the product forces on an Admin stands, whatever is asked', () => {
    const override = { key: 'ticketing/autoAssign', level: 'none' as const, reason: 'because', source: at('users', 4) }
    const guards = [{ keys: ['ticketing/autoAssign'], source: at('tenant') }]
    const accounts = [
      account('admin', ['admin'], { ...technician, overrides: [override] }),
      account('other', ['shadow-admin'], { ...technician, overrides: [override] }),
    ]
    const asked = evaluate(access(rules, { guards, roles: [full], accounts }))
    expect(asked.value('main/admin', 'ticketing/autoAssign')).toBe('allow')
    expect(asked.value('main/other', 'ticketing/autoAssign')).toBe('none')
    expect(provenance(asked, 'main/admin', 'ticketing/autoAssign').decider?.layer).toBe('forced')
  })

  test('a scope belongs to its role: where two reach, an explicit none of one of them wins; elsewhere each stands alone', () => {
    const roles = [
      role('here', { permissions: { 'rmm/devices': 'allow', 'rmm/scripts': 'none' }, scope: scope(['amsterdam']) }),
      role('there', { permissions: { 'rmm/scripts': 'allow' }, scope: scope(['northwind']) }),
    ]
    const two = evaluate(
      access(rules, { entities: sites, roles, accounts: [account('both', ['here', 'there'], technician)] }),
    )
    const level = (key: string, id: string): string => two.level('main/both', key, id)
    expect(['amsterdam', 'rotterdam', 'bakery'].map((id) => level('rmm/scripts', id))).toEqual([
      'none',
      'allow',
      'none',
    ])
    expect(['amsterdam', 'rotterdam', 'bakery'].map((id) => level('rmm/devices', id))).toEqual([
      'allow',
      'none',
      'none',
    ])
    expect(two.level('main/both', 'rmm/scripts')).toBe('allow')
    expect(two.value('main/both', 'rmm/scripts')).toBe('none')
  })

  test('a scope of all with an exception reaches what is to come, and not what is left out', () => {
    const roles = [
      role('most', { permissions: { 'rmm/devices': 'allow' }, scope: scope([], { all: true, except: ['servers'] }) }),
    ]
    const accounts = [account('ana-li', ['most'], technician)]
    const [was, is] = [sites, [...sites, entity('new-co', 'customer')]].map((entities) =>
      access(rules, { entities, roles, accounts }),
    )
    if (was === undefined || is === undefined) throw new Error('two states')
    expect(evaluate(was).reach('main/ana-li')).toEqual(new Set(ids.filter((id) => id !== 'servers')))
    expect(evaluate(is).level('main/ana-li', 'rmm/devices', 'new-co')).toBe('allow')
    expect(impactOf({ tenant: 'acme', before: was, after: is, full: is }).map(({ entities }) => entities)).toEqual([
      ['new-co'],
    ])
  })
})

describe('ways to an entity', () => {
  const rules = profile('atlas')
  const groups = [
    group('by-tag', { by: 'tags', tags: ['apac', 'fund'], match: 'any' }, { source: at('access-groups', 3) }),
    group('by-name', { by: 'names', names: ['fund-2', 'fund-1'] }, { source: at('access-groups', 9) }),
  ]
  const entities = [
    entity('fund-1', 'fund', { tags: ['new', 'apac'], source: at('entities', 7) }),
    entity('fund-2', 'fund'),
  ]
  const person = account('ana-li', ['view-only'], { accessGroups: ['by-tag', 'by-name'], source: at('users', 5) })

  test('ATR-13 why: the layer that decided, and two independent ways, each hop with its file, line and path', () => {
    const why = provenance(
      evaluate(access(rules, { groups, entities, accounts: [person] })),
      'main/ana-li',
      'data/entities',
      'fund-1',
    )
    expect([why.level, why.where, why.decider?.layer, why.decider?.name]).toEqual([
      'view',
      'inReach',
      'roles',
      'view-only',
    ])
    expect(
      why.paths.map((path) =>
        path.map(({ kind, id, source }) =>
          [kind, id, source.file.split('/').at(-1), source.line, source.path?.join('.')].join(' '),
        ),
      ),
    ).toEqual([
      [
        'account main users.yaml 5 ',
        'accessGroup by-tag users.yaml 5 accessGroups.0',
        'tag apac entities.yaml 7 tags.1',
      ],
      [
        'account main users.yaml 5 ',
        'accessGroup by-name users.yaml 5 accessGroups.1',
        'name fund-1 access-groups.yaml 9 select.names.1',
      ],
    ])
  })

  test('either way alone is enough, and without both there is nothing', () => {
    const without = (...kept: readonly string[]): string =>
      evaluate(access(rules, { groups, entities, accounts: [{ ...person, accessGroups: kept }] })).level(
        'main/ana-li',
        'data/entities',
        'fund-1',
      )
    expect([without('by-tag'), without('by-name'), without()]).toEqual(['view', 'view', 'none'])
  })

  test('who has no access, and what is not there, has no way', () => {
    const world = evaluate(access(rules, { groups, entities, accounts: [{ ...person, state: 'disabled' }] }))
    expect(provenance(world, 'main/ana-li', 'data/entities', 'fund-1')).toMatchObject({
      level: 'none',
      where: 'noAccess',
      paths: [],
    })
    expect(provenance(world, 'main/nobody', 'data/entities').where).toBe('noAccess')
    const active = evaluate(access(rules, { groups, entities, accounts: [person] }))
    expect(provenance(active, 'main/ana-li', 'data/entities', 'fund-9')).toMatchObject({
      level: 'none',
      where: 'outOfReach',
      paths: [],
    })
    expect(provenance(active, 'main/ana-li', 'area/ctaPage')).toMatchObject({ level: 'view', where: 'everywhere' })
  })
})

describe('a sixth product, with nothing but its profile', () => {
  const rules: Platform = {
    name: 'Lighthouse',
    version: '2026-11-01',
    categories: {
      lamp: { levels: ['none', 'view', 'full'], whenExcluded: 'view' },
      horn: { levels: ['none', 'allow'] },
    },
    entityKinds: {
      coast: { plural: 'coasts' },
      tower: { plural: 'towers', inside: 'coast', excludable: true },
      keeper: { plural: 'keepers', stakeholder: true },
    },
    reach: { from: 'roleScope', kinds: ['coast', 'keeper'] },
    permissions: {
      'lamp/light': { name: 'Light', risk: 'basic', scoped: 'reach' },
      'lamp/keepers': { name: 'Keepers', risk: 'elevated', scoped: 'neighbours', stakeholders: true },
      'horn/blow': { name: 'Blow the horn', risk: 'critical', scoped: 'reach' },
      'horn/fog': { name: 'Report fog', risk: 'basic' },
    },
    builtInRoles: { warden: { name: 'Warden', administrator: true, grants: 'everything' } },
  }
  const world = evaluate(
    access(rules, {
      roles: [
        role('watch', {
          permissions: { 'lamp/light': 'full', 'horn/blow': 'allow', 'lamp/keepers': 'view' },
          scope: scope(['north'], { except: ['rock'] }),
        }),
      ],
      entities: [
        entity('north', 'coast', { links: [{ to: 'olaf' }] }),
        entity('rock', 'tower', { inside: 'north' }),
        entity('cape', 'tower', { inside: 'north' }),
        entity('olaf', 'keeper'),
        entity('una', 'keeper'),
      ],
      accounts: [account('ana-li', ['watch']), account('ben-osei', ['warden'])],
    }),
  )

  test('levels, scopes, what is left out, and people around all go by the profile', () => {
    const of = (user: string, key: string): readonly string[] =>
      ['north', 'rock', 'cape', 'olaf', 'una'].map((id) => world.level(`main/${user}`, key, id))
    expect(of('ana-li', 'lamp/light')).toEqual(['full', 'view', 'full', 'none', 'none'])
    expect(of('ana-li', 'horn/blow')).toEqual(['allow', 'none', 'allow', 'none', 'none'])
    expect(of('ana-li', 'lamp/keepers')).toEqual(['none', 'none', 'none', 'view', 'none'])
    expect(of('ben-osei', 'lamp/light')).toEqual(['full', 'full', 'full', 'full', 'full'])
    expect(world.value('main/ben-osei', 'horn/fog')).toBe('allow')
    expect(world.pairs).toBe(4 + 6)
  })
})
