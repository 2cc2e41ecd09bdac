import { describe, expect, test } from 'vitest'
import type { AccessAccount, AccessEntity, PlatformAccess } from '../../src/access/access.ts'
import { inForce } from '../../src/access/access.ts'
import { evaluate } from '../../src/access/evaluate.ts'
import { impactOf, pairsLost, rowsOf } from '../../src/access/impact.ts'
import type { AccessGroupChange } from '../../src/model/plan.ts'
import type { Scene } from './scene.ts'
import { access, account, at, entity, group, profile, role, scope } from './scene.ts'

const rules = profile('atlas')
const funds = [
  entity('fund-1', 'fund', { tags: ['apac', 'fund'], source: at('entities', 1) }),
  entity('fund-2', 'fund', { tags: ['apac', 'fund'], source: at('entities', 2) }),
  entity('fund-3', 'fund', { tags: ['emea', 'fund'], source: at('entities', 3) }),
]
const apac = group(
  'apac-funds',
  { by: 'tags', tags: ['apac', 'fund'], match: 'all' },
  { source: at('access-groups', 1) },
)
const either = group('either', { by: 'tags', tags: ['apac', 'fund'], match: 'any' }, { source: at('access-groups', 2) })
const named = group('named', { by: 'names', names: ['fund-1'] }, { source: at('access-groups', 3) })
const all = group('everything', { by: 'all' }, { source: at('access-groups', 4) })
const groups = [apac, either, named, all]

function person(n: number, accessGroup: string, rest: Partial<AccessAccount> = {}): AccessAccount {
  return account(`p${n}`, ['view-only'], { accessGroups: [accessGroup], source: at('users', n), ...rest })
}

function tenant(scene: Scene): PlatformAccess {
  return access(rules, { groups, entities: funds, ...scene })
}

function impact(before: PlatformAccess | undefined, after: PlatformAccess): readonly AccessGroupChange[] {
  return impactOf({ tenant: 'acme', before, after, full: after })
}

/** Change, cause, line, how many people, where, and the sentence. */
function told(changes: readonly AccessGroupChange[]): readonly string[] {
  return changes.map(
    ({ change, cause, source, summary, explicit }) =>
      `${change} ${cause}${explicit ? ' (explicit)' : ''} ${source.file.replace('tenants/acme/', '')}:${source.line} ${summary}`,
  )
}

function entitiesWith(id: string, tags: readonly string[]): readonly (typeof funds)[number][] {
  return funds.map((one) => (one.id === id ? { ...one, tags } : one))
}

describe('a tag that is edited', () => {
  const forty = Array.from({ length: 40 }, (_, n) => person(n + 1, 'apac-funds'))

  test('ATL-07 a tag taken off an entity: 40 people lose it by one cause, with the line of the entity', () => {
    const before = tenant({ accounts: forty })
    const after = tenant({ accounts: forty, entities: entitiesWith('fund-1', ['apac']) })
    const changes = impact(before, after)
    expect(told(changes)).toEqual(['lost tag entities.yaml:1 40 people lose view on fund-1: tag `fund` removed'])
    expect(changes[0]?.users).toHaveLength(40)
    expect(changes[0]?.entities).toEqual(['fund-1'])
    expect(changes[0]?.levels['data/entities']).toEqual({ from: 'view', to: 'none' })
    expect(pairsLost(changes)).toHaveLength(40)
  })

  test('ATL-07 where either of two tags is enough, one that is taken off takes nothing away', () => {
    const accounts = [person(1, 'either')]
    const before = tenant({ accounts })
    expect(impact(before, tenant({ accounts, entities: entitiesWith('fund-1', ['apac']) }))).toEqual([])
    const gone = impact(before, tenant({ accounts, entities: entitiesWith('fund-1', []) }))
    expect(told(gone)).toEqual(['lost tag entities.yaml:1 p1 loses view on fund-1: tags `apac`, `fund` removed'])
  })

  test('a tag that is added gives, and one that no access group looks for is of no account', () => {
    const accounts = [person(1, 'apac-funds')]
    const before = tenant({ accounts })
    const after = tenant({ accounts, entities: entitiesWith('fund-3', ['emea', 'fund', 'apac', 'new']) })
    expect(told(impact(before, after))).toEqual([
      'gained tag entities.yaml:3 p1 gains view on fund-3: tag `apac` added',
    ])
    expect(impact(before, tenant({ accounts, entities: entitiesWith('fund-3', ['fund']) }))).toEqual([])
  })

  test('two funds that lose their tags are two causes; people with other roles lose other levels', () => {
    const accounts = [person(1, 'apac-funds'), person(2, 'apac-funds'), person(3, 'apac-funds', { roles: ['edit'] })]
    const entities = funds.map((one) => (one.id === 'fund-3' ? one : { ...one, tags: ['fund'] }))
    expect(told(impact(tenant({ accounts }), tenant({ accounts, entities })))).toEqual([
      'lost tag entities.yaml:1 2 people lose view on fund-1: tag `apac` removed',
      'lost tag entities.yaml:1 p3 loses edit on fund-1: tag `apac` removed',
      'lost tag entities.yaml:2 2 people lose view on fund-2: tag `apac` removed',
      'lost tag entities.yaml:2 p3 loses edit on fund-2: tag `apac` removed',
    ])
  })
})

describe('entities that come and go', () => {
  const four = Array.from({ length: 4 }, (_, n) => person(n + 1, 'everything'))

  test('ATL-12 a new entity is gained by the four members of a group of all, at once', () => {
    const entities = [...funds, entity('fund-4', 'fund', { source: at('entities', 4) })]
    const changes = impact(tenant({ accounts: four }), tenant({ accounts: four, entities }))
    expect(told(changes)).toEqual(['gained entity entities.yaml:4 4 people gain view on fund-4: fund-4 is new'])
    expect(changes[0]?.users).toHaveLength(4)
  })

  test('ATL-12 a name added to the list is gained by the members, at the line of the group', () => {
    const accounts = [person(1, 'named')]
    const longer = { ...named, select: { by: 'names', names: ['fund-1', 'fund-2'] } as const }
    const changes = impact(tenant({ accounts }), tenant({ accounts, groups: [apac, either, longer, all] }))
    expect(told(changes)).toEqual([
      'gained accessGroup access-groups.yaml:3 p1 gains view on fund-2: access group named chooses differently',
    ])
  })

  test('ATL-06 a name taken out of the list is lost by exactly the members of that group', () => {
    const accounts = [person(1, 'named'), person(2, 'named'), person(3, 'everything'), person(4, 'apac-funds')]
    const longer = { ...named, select: { by: 'names', names: ['fund-1', 'fund-2'] } as const }
    const before = tenant({ accounts, groups: [apac, either, longer, all] })
    const changes = impact(before, tenant({ accounts }))
    expect(told(changes)).toEqual([
      'lost accessGroup access-groups.yaml:3 2 people lose view on fund-2: access group named chooses differently',
    ])
    const pairs = pairsLost(changes, { before: evaluate(before), after: evaluate(tenant({ accounts })) })
    expect(pairs.map(({ user, entity: id }) => `${user} ${id ?? '*'}`)).toEqual(['p1 fund-2', 'p2 fund-2'])
  })

  test('a fund that is removed is lost by its last line', () => {
    const accounts = [person(1, 'everything')]
    const changes = impact(tenant({ accounts }), tenant({ accounts, entities: funds.slice(0, 2) }))
    expect(told(changes)).toEqual(['lost entity entities.yaml:3 p1 loses view on fund-3: fund-3 removed'])
  })

  test('two containers of the same size that change places are noticed, though neither is reached itself', () => {
    const places = profile('atera')
    const scene = (first: string, second: string): PlatformAccess =>
      access(
        { ...places, reach: { from: 'roleScope', kinds: ['folder'] } },
        {
          roles: [role('desk', { permissions: { 'rmm/devices': 'allow' }, scope: scope(['north']) })],
          entities: [
            entity('north', 'customer'),
            entity('south', 'customer'),
            entity('one', 'site', { inside: first, source: at('entities', 3) }),
            entity('two', 'site', { inside: second, source: at('entities', 4) }),
            entity('f1', 'folder', { inside: 'one' }),
            entity('f2', 'folder', { inside: 'two' }),
          ],
          accounts: [account('ana-li', ['desk'], { type: 'technician' })],
        },
      )
    expect(told(impact(scene('north', 'south'), scene('south', 'north')))).toEqual([
      'lost entity entities.yaml:3 ana-li loses «Devices» on f1: one lies in south now',
      'gained entity entities.yaml:4 ana-li gains «Devices» on f2: two lies in north now',
    ])
  })

  test('ALR-08 a new account is gained by those whose role works on all, and not by the others', () => {
    const treasury = profile('atlar')
    const scene = (accounts: readonly string[]): PlatformAccess =>
      access(treasury, {
        roles: [
          role('all', {
            permissions: { 'data/accounts': 'view' },
            scope: { all: true, chosen: [], accessGroups: [], except: [] },
          }),
          role('one', {
            permissions: { 'data/accounts': 'view' },
            scope: { all: false, chosen: ['a1'], accessGroups: [], except: [] },
          }),
        ],
        entities: accounts.map((id, n) => entity(id, 'account', { source: at('entities', n + 1) })),
        accounts: [account('ana-li', ['all'], { type: 'member' }), account('ben-osei', ['one'], { type: 'member' })],
      })
    const changes = impact(scene(['a1']), scene(['a1', 'a2']))
    expect(told(changes)).toEqual([
      'gained entity entities.yaml:2 ana-li gains view of «Accounts and balances» on a2: a2 is new',
    ])
    expect(pairsLost(impact(scene(['a1', 'a2']), scene(['a1'])))).toEqual([
      { user: 'ana-li', platform: 'product', entity: 'a2', explicit: false },
    ])
  })
})

describe('what is one’s own', () => {
  const before = tenant({ accounts: [person(1, 'apac-funds'), person(2, 'apac-funds')] })

  test('another access group: what is gained and what is lost, at the person’s line; what went away is explicit', () => {
    const after = tenant({ accounts: [person(1, 'everything'), person(2, 'apac-funds')] })
    expect(told(impact(before, after))).toEqual([
      'gained own users.yaml:1 p1 gains view on everything in Ontra Atlas, what is to come included: access group everything instead of apac-funds',
    ])
    expect(told(impact(after, before))).toEqual([
      'lost own (explicit) users.yaml:1 p1 loses view on everything in Ontra Atlas, what is to come included: access group apac-funds instead of everything',
    ])
  })

  test('an editor who becomes administrator gains everything and loses nothing on what they reached', () => {
    const one = tenant({
      accounts: [person(1, 'apac-funds', { roles: ['edit'] })],
      entities: [...funds, entity('gp-co', 'company', { links: [{ to: 'fund-1' }] })],
    })
    const promoted = {
      ...one,
      accounts: new Map([['main/p1', account('p1', ['customer-admin'], { source: at('users', 1) })]]),
    }
    const changes = impact(one, promoted)
    expect(new Set(changes.map(({ change }) => change))).toEqual(new Set(['gained']))
    expect(changes.every(({ privileged }) => privileged)).toBe(true)
    expect(evaluate(promoted).reach('main/p1')).toBe('all')
  })

  test('an account that is gone is explicit; a person who is gone, or not active, is a leaver', () => {
    const without = tenant({ accounts: [person(2, 'apac-funds')] })
    const input = { tenant: 'acme', before, after: without, full: without }
    const gone = impactOf(input)
    expect(told(gone)[0]).toMatch(/^lost own \(explicit\) users.yaml:1 .*: account on main removed$/)
    expect(impactOf({ ...input, isPresent: (user) => user !== 'p1' }).map(({ cause }) => cause)).toEqual(
      gone.map(() => 'leaver'),
    )
    const suspended = tenant({ accounts: [person(1, 'apac-funds', { state: 'suspended' }), person(2, 'apac-funds')] })
    expect(impact(before, suspended).map(({ cause, explicit }) => [cause, explicit])).toEqual(
      gone.map(() => ['leaver', true]),
    )
  })

  test('what a template gave goes by the template, and is derived', () => {
    const given = { route: 'template' as const, source: at('templates', 5) }
    const some = [1, 2, 3].map((n) => person(n, 'apac-funds', given))
    const fewer = some.map((one) => ({ ...one, accessGroups: ['named'] }))
    expect(told(impact(tenant({ accounts: some }), tenant({ accounts: fewer })))).toEqual([
      'lost template templates.yaml:5 3 people lose view on fund-2: access group named instead of apac-funds',
    ])
  })

  test('time: a start, an end, and the end of an own permission', () => {
    const override = {
      key: 'action/entities.create',
      level: 'allow' as const,
      reason: 'covers leave',
      until: '2026-12-01T00:00:00Z',
      source: at('users', 9),
    }
    const full = tenant({
      accounts: [
        person(1, 'apac-funds', { until: '2026-12-01T00:00:00Z' }),
        person(2, 'apac-funds', { from: '2026-12-01T00:00:00Z' }),
        person(3, 'apac-funds', { overrides: [override] }),
      ],
    })
    const [was, is] = ['2026-11-20', '2026-12-02'].map((day) => inForce(full, new Date(`${day}T00:00:00Z`)))
    if (was === undefined || is === undefined) throw new Error('two days')
    const changes = impactOf({ tenant: 'acme', before: was, after: is, full })
    expect(
      [
        ...new Set(changes.map(({ users, change, cause, explicit }) => [users, change, cause, explicit].join())),
      ].toSorted(),
    ).toEqual(['p1,lost,expiry,false', 'p2,gained,start,false', 'p3,lost,expiry,false'])
    expect(told(changes).filter((line) => line.includes('p3'))).toEqual([
      'lost expiry users.yaml:9 p3 loses «Create entities» in Ontra Atlas: the time of an own permission is over',
    ])
  })
})

describe('what many share', () => {
  const clerks = (permissions: Readonly<Record<string, 'view' | 'edit' | 'none'>>): Scene => ({
    roles: [role('clerk', { permissions, source: at('roles', 12) })],
    accounts: [1, 2, 3].map((n) => person(n, 'named', { roles: ['clerk'], department: 'desk' })),
  })
  const before = tenant(clerks({ 'data/entities': 'view' }))

  test('a role definition', () => {
    expect(told(impact(before, tenant(clerks({ 'data/entities': 'edit' }))))).toEqual([
      'gained role roles.yaml:12 3 people go from view to edit of «Entities» on fund-1: role clerk changed',
    ])
    expect(told(impact(before, tenant(clerks({ 'data/entities': 'none' }))))).toEqual([
      'lost role roles.yaml:12 3 people lose view of «Entities» on fund-1: role clerk changed',
    ])
  })

  test('a department, a guard, a ceiling, the company default, the rules of the platform', () => {
    const layer = { permissions: { 'data/entities': 'edit' } as const, source: at('departments', 4) }
    expect(told(impact(before, { ...before, departments: new Map([['desk', layer]]) }))).toEqual([
      'gained department departments.yaml:4 3 people go from view to edit of «Entities» on fund-1: permissions of the department desk changed',
    ])
    expect(told(impact(before, { ...before, guards: [{ keys: ['data/entities'], source: at('tenant', 6) }] }))).toEqual(
      ['lost tenant tenant.yaml:6 3 people lose view of «Entities» on fund-1: guard on data/entities'],
    )
    const low = { permissions: { 'data/entities': 'listed' } as const, source: at('tenant', 7) }
    expect(told(impact(before, { ...before, ceilings: [low] }))).toEqual([
      'lost tenant tenant.yaml:7 3 people go from view to listed of «Entities» on fund-1: ceiling of data/entities changed',
    ])
    const base = { permissions: { 'module/reports': 'allow' } as const, source: at('tenant', 8) }
    expect(told(impact(before, { ...before, base: [base] }))).toEqual([
      'gained tenant tenant.yaml:8 3 people gain «Reports» in Ontra Atlas: company default of module/reports changed',
    ])
    const { 'data/entities': entities, ...others } = rules.permissions ?? {}
    if (entities === undefined) throw new Error('no such key')
    const stricter = {
      ...rules,
      permissions: { ...others, 'data/entities': { ...entities, atMost: 'listed' as const } },
    }
    expect(impact(before, { ...before, rules: stricter }).map(({ cause }) => cause)).toEqual(['platform'])
  })

  test('of two edits in one change each has its own rows', () => {
    const both = {
      ...tenant(clerks({ 'data/entities': 'edit' })),
      base: [{ permissions: { 'module/reports': 'allow' } as const, source: at('tenant', 8) }],
    }
    expect(impact(before, both).map(({ cause, levels }) => [cause, ...Object.keys(levels)])).toEqual([
      ['role', 'data/entities'],
      ['tenant', 'module/reports'],
    ])
  })
})

describe('what is privileged comes first', () => {
  const change = (scene: (isAfter: boolean) => Scene): readonly AccessGroupChange[] =>
    impact(tenant(scene(false)), tenant(scene(true)))
  const secret = entity('secret', 'fund', { tags: ['apac', 'fund'], privileged: true })

  test('by any route: role, role definition, access group, tag, entity, department, critical permission', () => {
    const routes: readonly ((isAfter: boolean) => Scene)[] = [
      (isAfter) => ({ accounts: [person(1, 'named', isAfter ? { roles: ['customer-admin'], accessGroups: [] } : {})] }),
      (isAfter) => ({
        roles: [role('strong', { privileged: true, permissions: { 'data/entities': isAfter ? 'edit' : 'view' } })],
        accounts: [person(1, 'named', { roles: ['strong'] })],
      }),
      (isAfter) => ({
        groups: [named, { ...either, privileged: true }],
        accounts: [person(1, isAfter ? 'either' : 'named')],
      }),
      (isAfter) => ({
        groups: [{ ...apac, privileged: true }],
        entities: isAfter ? funds : entitiesWith('fund-1', []),
        accounts: [person(1, 'apac-funds')],
      }),
      (isAfter) => ({
        entities: [...funds, { ...secret, tags: isAfter ? secret.tags : [] }],
        accounts: [person(1, 'apac-funds')],
      }),
      (isAfter) => ({ entities: isAfter ? [...funds, secret] : funds, accounts: [person(1, 'everything')] }),
      (isAfter) => ({
        departments: new Map([
          [
            'desk',
            { permissions: isAfter ? { 'area/userManagement': 'view' as const } : {}, source: at('departments') },
          ],
        ]),
        accounts: [person(1, 'named', { department: 'desk' })],
      }),
      (isAfter) => ({
        base: [{ permissions: isAfter ? { 'area/accountSettings': 'edit' as const } : {}, source: at('tenant') }],
        roles: [role('clerk')],
        accounts: [person(1, 'named', { roles: ['clerk'] })],
      }),
    ]
    for (const route of routes) {
      const changes = change(route)
      expect(changes.map(({ privileged }) => privileged)).toContain(true)
      expect(changes[0]?.privileged).toBe(true)
    }
  })

  test('something new that nobody marked is none for who reaches everything, but is for who comes to reach it', () => {
    const treasury = profile('atlar')
    const bank = (id: string): AccessEntity => entity(id, 'account')
    const made = (accounts: readonly AccessAccount[], entities: readonly AccessEntity[]): PlatformAccess =>
      access(treasury, {
        roles: [
          role('approver', {
            permissions: { 'action/payments.approve': 'allow', 'data/payments': 'view' },
            scope: scope([], { all: true }),
          }),
          role('here', {
            permissions: { 'action/payments.approve': 'allow', 'data/payments': 'view' },
            scope: scope(['b2']),
          }),
        ],
        entities,
        accounts,
      })
    const owners = [account('p1', ['owner']), account('p2', ['approver'])]
    const changes = impact(made(owners, [bank('b1')]), made(owners, [bank('b1'), bank('b2')]))
    expect(changes.map(({ privileged, users, entities }) => [privileged, users, entities])).toEqual([
      [false, ['p1'], ['b2']],
      [false, ['p2'], ['b2']],
    ])
    const gone = impact(made(owners, [bank('b1'), bank('b2')]), made(owners, [bank('b1')]))
    expect(gone.map(({ privileged }) => privileged)).toEqual([false, false])
    const marked = impact(made(owners, [bank('b1')]), made(owners, [bank('b1'), { ...bank('b2'), privileged: true }]))
    expect(marked.map(({ privileged }) => privileged)).toEqual([true, true])
    const chosen = impact(
      made([account('p1', ['here'])], [bank('b1')]),
      made([account('p1', ['here'])], [bank('b1'), bank('b2')]),
    )
    expect(chosen.map(({ privileged }) => privileged)).toEqual([true])
    const both = impact(made([account('p1', [])], [bank('b1')]), made(owners, [bank('b1'), bank('b2')]))
    expect(both.some(({ privileged, users }) => privileged && users.includes('p1'))).toBe(true)
    expect(both.some(({ privileged, users }) => privileged && users.includes('p2'))).toBe(true)
  })

  test('an ordinary gain is not', () => {
    const changes = change((isAfter) => ({
      groups: [named, { ...either, privileged: true }, apac],
      accounts: [person(1, isAfter ? 'apac-funds' : 'named')],
    }))
    expect(changes.map(({ privileged }) => privileged)).toEqual([false])
  })
})

describe('rows and pairs', () => {
  const before = tenant({ accounts: [person(1, 'apac-funds'), person(2, 'named')] })
  const after = tenant({ accounts: [person(1, 'named'), person(2, 'named', { roles: ['restricted-view-only'] })] })
  const changes = impact(before, after)

  test('rows are the groups one by one, as far as they go', () => {
    const { gained, lost, omitted } = rowsOf(changes, 100_000)
    expect(omitted).toBe(0)
    expect(gained).toEqual([])
    expect(lost.filter(({ user }) => user === 'p1').every(({ entity: id }) => id === 'fund-2')).toBe(true)
    expect(lost.find(({ user, key }) => user === 'p2' && key === 'data/documents.sensitive')).toMatchObject({
      entity: 'fund-1',
      level: 'view',
      other: 'listed',
      cause: 'own',
    })
    const few = rowsOf(changes, 3)
    expect(few.lost).toHaveLength(3)
    expect(few.omitted).toBe(lost.length - 3)
  })

  test('a pair is lost if nothing is left of it', () => {
    const states = { before: evaluate(before), after: evaluate(after) }
    expect(pairsLost(changes, states)).toEqual([
      { user: 'p1', platform: 'product', entity: 'fund-2', explicit: true },
      { user: 'p2', platform: 'product', explicit: true },
    ])
    expect(
      pairsLost(changes)
        .map(({ user, entity: id }) => `${user} ${id ?? '*'}`)
        .toSorted(),
    ).toEqual(['p1 fund-2', 'p2 *', 'p2 fund-1'])
    expect(states.before.pairs).toBe(2 + 1 + 1 + 1)
  })

  test('of who reached everything each entity that is lost counts', () => {
    const [was, is] = [tenant({ accounts: [person(1, 'everything')] }), tenant({ accounts: [person(1, 'named')] })]
    const lost = pairsLost(impact(was, is), { before: evaluate(was), after: evaluate(is) })
    expect(lost.map(({ entity: id }) => id ?? '').toSorted()).toEqual(['fund-2', 'fund-3'])
  })

  test('nothing changes between what is equal, whatever the lines', () => {
    const moved = tenant({ accounts: [person(1, 'apac-funds', { source: at('users', 70) }), person(2, 'named')] })
    expect(impact(before, moved)).toEqual([])
    expect(impact(before, structuredClone(before))).toEqual([])
  })

  test('the first time everything is gained, by the lines of the people', () => {
    expect(impact(undefined, before).map(({ change, cause, users }) => [change, cause, ...users].join(' '))).toContain(
      'gained own p1',
    )
  })
})
