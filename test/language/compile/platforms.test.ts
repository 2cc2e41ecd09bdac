import { expect, test } from 'vitest'
import type { AccessRole } from '../../../src/access/access.ts'
import { evaluate } from '../../../src/access/evaluate.ts'
import { acme } from '../validate/workspace.ts'
import { accessOn, desiredOf, person, tenantFile } from './tenant.ts'

const funds = acme({
  'tenant.yaml': tenantFile(
    [
      'subscriptions: { atlas: { platform: atlas } }',
      'defaults: { permissions: { atlas: { module/reports: allow } }, guard: { atlas: [action/documents.download] }, ceiling: { atlas: { data/bank.accountNumber: masked } } }',
    ].join('\n'),
  ),
  'departments.yaml': 'desk: { name: Desk, permissions: { atlas: { data/sensitive: view } } }\nlab: { name: Lab }\n',
  'entities.yaml': [
    'apac-1: { platform: atlas, name: APAC I, kind: fund, tags: [apac, fund], createdBy: ana-li }',
    'apac-2: { platform: atlas, name: APAC II, kind: fund, tags: [apac, fund], links: [{ to: gp-co, type: owner }] }',
    'gp-co: { platform: atlas, name: GP Co, kind: company, tags: [apac], privileged: true }',
    '',
  ].join('\n'),
  'access-groups.yaml': [
    'apac: { platform: atlas, select: { tags: [apac], match: any } }',
    'board: { platform: atlas, name: Board pack, select: { names: [apac-1, gp-co] } }',
    'everything: { platform: atlas, select: { all: true }, privileged: true }',
    '',
  ].join('\n'),
  'users.yaml': person(
    'ana-li',
    'department: desk, platforms: { atlas: { role: edit, accessGroup: apac } }, overrides: [{ platform: atlas, permission: action/entities.create, level: allow, reason: covers leave, expires: 2026-12-20 }]',
  ),
})

test('ATL-01 an access group names a set of entities: by tags, by name, or all', () => {
  const access = accessOn(desiredOf(funds), 'atlas')
  expect([...access.entities.keys()]).toEqual(['apac-1', 'apac-2', 'gp-co'])
  expect(
    [...access.groups.values()].map(({ id, name, select, privileged }) => ({ id, name, select, privileged })),
  ).toEqual([
    { id: 'apac', name: 'apac', select: { by: 'tags', tags: ['apac'], match: 'any' }, privileged: false },
    { id: 'board', name: 'Board pack', select: { by: 'names', names: ['apac-1', 'gp-co'] }, privileged: false },
    { id: 'everything', name: 'everything', select: { by: 'all' }, privileged: true },
  ])
  expect(access.entities.get('apac-2')).toEqual({
    id: 'apac-2',
    name: 'APAC II',
    kind: 'fund',
    tags: ['apac', 'fund'],
    links: [{ to: 'gp-co', type: 'owner' }],
    privileged: false,
    source: { file: 'tenants/acme/entities.yaml', line: 2, via: [] },
  })
  // Ana Li belongs to the group by tag, which has three.
  expect(evaluate(access).reach('atlas/ana-li')).toEqual(new Set(['apac-1', 'apac-2', 'gp-co']))
  expect(access.entities.get('apac-1')?.createdBy).toBe('ana-li')
  expect(access.entities.get('gp-co')?.privileged).toBe(true)
})

test('an account has the role and the access group of its line, and what else is said of the person there', () => {
  expect([...accessOn(desiredOf(funds), 'atlas').accounts]).toEqual([
    [
      'atlas/ana-li',
      {
        user: 'ana-li',
        subscription: 'atlas',
        type: 'user',
        state: 'active',
        roles: ['edit'],
        accessGroups: ['apac'],
        department: 'desk',
        route: 'own',
        source: { file: 'tenants/acme/users.yaml', line: 1, via: [], path: ['platforms', 'atlas'] },
        overrides: [
          {
            key: 'action/entities.create',
            level: 'allow',
            reason: 'covers leave',
            until: '2026-12-20T23:00:00.000Z',
            source: { file: 'tenants/acme/users.yaml', line: 1, via: [], path: ['overrides', 0] },
          },
        ],
      },
    ],
  ])
})

test('ATL-05 a person reaches the entities of their access group at the level of their role, and nothing without a group', () => {
  const files = {
    ...funds,
    'tenants/acme/users.yaml': [
      person(
        'ana-li',
        'platforms: { atlas: { role: view-only, accessGroup: board } }, overrides: [{ platform: atlas, permission: action/entities.create, level: allow, reason: maker, expires: 2027-01-01 }]',
      ),
      person('ben-osei', 'platforms: { atlas: { role: view-only } }'),
    ].join(''),
  }
  const evaluation = evaluate(accessOn(desiredOf(files), 'atlas'))
  expect(evaluation.reach('atlas/ana-li')).toEqual(new Set(['apac-1', 'gp-co']))
  expect(evaluation.level('atlas/ana-li', 'data/entities', 'gp-co')).toBe('view')
  expect(evaluation.level('atlas/ana-li', 'data/entities', 'apac-2')).toBe('none')
  expect(evaluation.reach('atlas/ben-osei')).toEqual(new Set())
})

test('defaults, guard and ceiling of the tenant and permissions of departments stand with the place that says them', () => {
  const { base, guards, ceilings, departments } = accessOn(desiredOf(funds), 'atlas')
  const source = (word: string): object => ({
    file: 'tenants/acme/tenant.yaml',
    line: 1,
    via: [],
    path: ['defaults', word, 'atlas'],
  })
  expect(base).toEqual([{ permissions: { 'module/reports': 'allow' }, source: source('permissions') }])
  expect(guards).toEqual([{ keys: ['action/documents.download'], source: source('guard') }])
  expect(ceilings).toEqual([{ permissions: { 'data/bank.accountNumber': 'masked' }, source: source('ceiling') }])
  expect([...departments]).toEqual([
    [
      'desk',
      {
        permissions: { 'data/sensitive': 'view' },
        source: { file: 'tenants/acme/departments.yaml', line: 1, via: [], path: ['permissions', 'atlas'] },
      },
    ],
  ])
})

const child = {
  'tenants/msp/tenant.yaml': [
    'name: MSP',
    'directories: { own: { provider: local, mode: authoritative } }',
    'subscriptions: { atlas: { platform: atlas, operator: ops, delivery: groups, groups: { directory: own, names: { default: "x-{role}", customer-admin: "x-admin" } } } }',
    'defaults: { guard: { atlas: [action/reports.export] }, ceiling: { atlas: { data/sensitive: view } }, permissions: { atlas: { module/reports: allow } } }',
    '',
  ].join('\n'),
  'tenants/msp/users.yaml': 'ops: { name: { first: Ops } }\n',
  ...acme({
    'tenant.yaml': tenantFile(
      'parent: msp\nsubscriptions: { atlas: { from: parent } }\ndefaults: { guard: { atlas: [action/documents.download] } }',
    ),
    'users.yaml': person('ana-li', 'platforms: { atlas: { role: customer-admin, reason: head of funds } }'),
  }),
}

test('a parent hands down its contract, guard and ceiling, and neither its defaults nor its directory groups', () => {
  const desired = desiredOf(child)
  const { base, guards, ceilings } = accessOn(desired, 'atlas')
  expect(base).toEqual([])
  expect(guards.map(({ keys, source }) => [keys, source.file, source.via])).toEqual([
    [['action/reports.export'], 'tenants/msp/tenant.yaml', ['parent:msp']],
    [['action/documents.download'], 'tenants/acme/tenant.yaml', []],
  ])
  expect(ceilings.map(({ source }) => source.file)).toEqual(['tenants/msp/tenant.yaml'])
  expect(desired.subscriptions.get('atlas')).toMatchObject({
    platform: 'atlas',
    delivery: 'manual',
    settings: { operator: 'ops', from: 'parent' },
  })
  expect(desired.subscriptions.get('atlas')?.settings.groups).toBeUndefined()
})

function roles(
  text: string,
  platform: string,
): (id: string) => Pick<AccessRole, 'risk' | 'requires' | 'permissions'> & AccessRole {
  const desired = desiredOf(
    acme({
      'tenant.yaml': tenantFile(`subscriptions: { it: { platform: ${platform}, edition: msp, tier: growth } }`).replace(
        ', edition: msp, tier: growth',
        platform === 'atera' ? ', edition: msp, tier: growth' : '',
      ),
      'roles.yaml': text,
      'entities.yaml': `main: { platform: ${platform}, name: Main, kind: ${platform === 'atera' ? 'customer' : 'account'} }\n`,
    }),
  )
  return (id) => {
    const role = accessOn(desired, platform).roles.get(id)
    if (role === undefined) throw new Error(`no role ${id}`)
    return role
  }
}

test('ALR-05 a preset is spelt out as the permissions it stands for, always the same', () => {
  const role = roles(
    'desk-viewer: { platform: atlar, name: Desk viewer, preset: viewer, scope: { all: true } }\nown: { platform: atlar, name: Payer, permissions: { action/payments.create: allow }, scope: { accounts: [main] } }\n',
    'atlar',
  )
  expect(role('desk-viewer').preset).toBe('viewer')
  expect(role('desk-viewer').permissions).toEqual({
    'data/accounts': 'view',
    'data/transactions': 'view',
    'data/payments': 'view',
    'report/cashflow': 'allow',
  })
  expect(role('desk-viewer').scope).toEqual({ all: true, chosen: [], accessGroups: [], except: [] })
  expect(role('own').permissions).toEqual({ 'action/payments.create': 'allow' })
  expect(role('own').scope).toEqual({ all: false, chosen: ['main'], accessGroups: [], except: [] })
})

test('ALR-02 the risk of a role is that of the riskiest thing it gives; what it refuses has none', () => {
  const role = roles(
    [
      'low: { platform: atera, name: Tickets, permissions: { ticketing/autoAssign: allow, system/passwords: none }, scope: { all: true } }',
      'high: { platform: atera, name: Vault, permissions: { ticketing/autoAssign: allow, system/passwords: allow }, scope: { all: true } }',
      'full: { platform: atera, name: Full admin, permissions: { ticketing/autoAssign: none }, fullAdminAccess: true, scope: { all: true } }',
      '',
    ].join('\n'),
    'atera',
  )
  expect([role('low').risk, role('low').requires.reason]).toEqual(['basic', false])
  expect([role('high').risk, role('high').requires.reason]).toEqual(['critical', true])
  expect([role('full').risk, role('full').flags]).toEqual(['critical', ['fullAdminAccess']])
  expect([role('admin').administrator, role('admin').grants, role('admin').privileged]).toEqual([
    true,
    'everything',
    true,
  ])
  const nothing = Object.values(role('beginner').permissions)
  expect(nothing.length).toBeGreaterThan(20)
  expect(new Set(nothing)).toEqual(new Set(['none']))
})

test('a platform that the tenant has no contract for and says nothing about is not looked at', () => {
  expect([...desiredOf(acme({ 'tenant.yaml': tenantFile('') })).access.keys()]).toEqual([])
})
