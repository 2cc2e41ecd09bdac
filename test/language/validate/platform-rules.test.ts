import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Platform } from '../../../src/generated/platform.ts'
import { wordsOfRoles, wordsOfScopes } from '../../../src/language/validate/platform-access.ts'
import { platformProblems } from '../../../src/language/validate/platform-rules.ts'
import { told } from './workspace.ts'

/** A small product, in which every part of a profile is used once. */
const sample = {
  name: 'Helpdesk',
  version: '2026-11-01',
  categories: {
    data: { levels: ['none', 'view', 'edit'] },
    remote: { levels: ['none', 'allow'], whenExcluded: 'listed' },
  },
  entityKinds: {
    customer: { plural: 'customers' },
    site: { plural: 'sites', inside: 'customer' },
    folder: { plural: 'folders', inside: 'site', excludable: true },
    person: { plural: 'persons', stakeholder: true },
  },
  reach: { from: 'roleScope', kinds: ['customer', 'site'] },
  permissions: {
    'data/tickets': { name: 'Tickets', risk: 'basic', scoped: 'reach' },
    'data/persons': { name: 'Persons', risk: 'elevated', scoped: 'neighbours', stakeholders: true, atMost: 'view' },
    'remote/control': { name: 'Control', risk: 'critical', scoped: 'reach', needs: 'data/tickets', tier: 'remote' },
  },
  table: ['data/tickets'],
  roleFlags: { everything: { name: 'Everything', risk: 'critical', grants: 'everything' } },
  needsFlag: { 'customers.create': 'everything' },
  roles: {
    scope: { whenMissing: 'warn', exclude: ['folder'] },
    presets: { reader: { name: 'Reader', permissions: { 'data/tickets': 'view' } } },
  },
  builtInRoles: {
    admin: { name: 'Admin', administrator: true, grants: 'everything', forced: { 'remote/control': 'allow' } },
    beginner: { name: 'Beginner', grants: 'nothing' },
    agent: { name: 'Agent', permissions: { 'data/tickets': 'edit' } },
  },
  accountTypes: {
    technician: { seats: 1, roles: { min: 1, max: 1 }, required: ['email', 'name.first', 'role'] },
    endUser: { roles: { min: 0, max: 0 }, at: { kind: 'site' } },
  },
  lifecycle: {
    technician: { created: { state: 'invited', role: 'beginner' }, end: 'disabled' },
    endUser: { created: { role: 'declared' }, end: 'deleted' },
  },
  capabilities: {
    create: { technician: ['single'] },
    delete: ['endUser'],
    syncIn: { endUser: ['entra'] },
    operator: { createTechnician: 'admin' },
  },
  effects: [{ verb: 'create', of: 'endUser', by: 'csv', drops: ['department'] }],
  invariants: { 'always-an-admin': { role: 'admin', atLeast: 1 } },
  editions: { it: ['low', 'high'], msp: ['pro'] },
  tierGates: { remote: { it: 'high', msp: 'pro', otherwise: 'fallback' } },
  prices: [
    {
      from: '2026-01-01',
      currency: 'USD',
      per: 'month',
      seats: [
        { edition: 'it', tier: 'low', annual: '1.00' },
        { edition: 'msp', tier: 'pro' },
      ],
    },
    { from: '2027-01-01', currency: 'USD', per: 'month', seats: [{ edition: 'it', tier: 'low', annual: '2.00' }] },
  ],
  personas: { desk: { audience: 'internal', role: 'agent', as: 'technician', requires: ['department'] } },
  entityCreation: { permission: 'data/tickets', inherits: ['tags'] },
  workOrders: [
    { verb: 'create', of: 'technician', title: 'Add', steps: ['Admin > New'], verify: 'attest' },
    { verb: 'create', of: 'role', title: 'Add', steps: ['Admin > Roles'], verify: 'attest' },
    { verb: 'purchase', of: 'seat', title: 'Buy', steps: ['Admin > Subscription'], verify: 'export' },
  ],
  exports: {
    people: { types: ['technician'], columns: { login: ['Email'], state: ['Status'] }, states: { active: ['Active'] } },
  },
} as const satisfies Platform

/** The sample with one value, or without it. */
function but(path: string, value?: unknown): Platform {
  const copy = structuredClone(sample) as unknown as Record<string, unknown>
  const steps = path.split(' ')
  const last = steps.pop() ?? ''
  let here = copy
  for (const step of steps) here = here[step] as Record<string, unknown>
  if (value === undefined) delete here[last]
  else here[last] = value
  return copy as unknown as Platform
}

test.each([['-1.00'], ['189'], ['189.0'], ['189,00'], ['custom'], ['1e3.00']])(
  'an amount is digits with two after the point, not %s',
  (amount) => {
    const price = `prices: [{ from: 2026-01-01, currency: USD, per: month, seats: [{ edition: it, tier: low, annual: "${amount}" }] }]`
    const files = {
      'platforms/desk.yaml': `name: Desk\nversion: 2026-11-01\ncategories: {}\neditions: { it: [low] }\n${price}\n`,
    }
    expect(told(files)).toMatchObject([{ slug: 'wrong-form', severity: 'error', line: 5 }])
    expect(told({ 'platforms/desk.yaml': files['platforms/desk.yaml'].replace(amount, '189.00') })).toEqual([])
  },
)

test('a profile whose names all lead somewhere has no mistakes', () => {
  expect(platformProblems(sample)).toEqual([])
  expect(platformProblems({ name: 'Bare', version: '2026-11-01', categories: {} })).toEqual([])
})

const unknown: readonly (readonly [place: string, value: unknown, at: string, nearest: string | undefined])[] = [
  ['permissions dta/tickets', { name: 'T', risk: 'basic' }, 'permissions dta/tickets', 'data'],
  ['permissions remote/control needs', 'data/ticket', 'permissions remote/control needs', 'data/tickets'],
  ['permissions remote/control tier', 'remot', 'permissions remote/control tier', 'remote'],
  ['table', ['data/tickets', 'data/tockets'], 'table 1', 'data/tickets'],
  [
    'builtInRoles agent permissions',
    { 'data/tikets': 'edit' },
    'builtInRoles agent permissions data/tikets',
    'data/tickets',
  ],
  ['builtInRoles admin forced', { 'data/x': 'view' }, 'builtInRoles admin forced data/x', undefined],
  [
    'roles presets reader permissions',
    { 'data/ticket': 'view' },
    'roles presets reader permissions data/ticket',
    'data/tickets',
  ],
  ['entityCreation permission', 'data/tickts', 'entityCreation permission', 'data/tickets'],
  ['entityKinds site inside', 'custommer', 'entityKinds site inside', 'customer'],
  ['reach kinds', ['customer', 'sight'], 'reach kinds 1', undefined],
  ['roles scope exclude', ['foldr'], 'roles scope exclude 0', 'folder'],
  ['accountTypes endUser at kind', 'sit', 'accountTypes endUser at kind', 'site'],
  ['needsFlag customers.create', 'everthing', 'needsFlag customers.create', 'everything'],
  ['lifecycle technician created role', 'begginer', 'lifecycle technician created role', 'beginner'],
  ['lifecycle guest', {}, 'lifecycle guest', undefined],
  ['invariants always-an-admin role', 'admn', 'invariants always-an-admin role', 'admin'],
  ['capabilities create', { technicain: ['single'] }, 'capabilities create technicain', 'technician'],
  ['capabilities delete', ['endUser', 'endUsr'], 'capabilities delete 1', 'endUser'],
  ['capabilities syncIn', { enduser: ['entra'] }, 'capabilities syncIn enduser', 'endUser'],
  ['capabilities operator', { createTechnician: 'adminn' }, 'capabilities operator createTechnician', 'admin'],
  ['capabilities operator', { creatTechnician: 'admin' }, 'capabilities operator creatTechnician', 'createTechnician'],
  ['personas desk role', 'agnt', 'personas desk role', 'agent'],
  ['personas desk as', 'technican', 'personas desk as', 'technician'],
  ['personas desk requires', ['departmet'], 'personas desk requires 0', 'department'],
  ['accountTypes technician required', ['email', 'name.frst'], 'accountTypes technician required 1', 'name.first'],
  ['effects 0 of', 'endUsers', 'effects 0 of', 'endUser'],
  ['effects 0 drops', ['departmnt'], 'effects 0 drops 0', 'department'],
  ['workOrders 1 of', 'roles', 'workOrders 1 of', 'role'],
  ['tierGates remote', { itt: 'high' }, 'tierGates remote itt', 'it'],
  ['tierGates remote it', 'hihg', 'tierGates remote it', 'high'],
  ['tierGates remote otherwise', 'fallbck', 'tierGates remote otherwise', 'fallback'],
  ['prices 0 seats 0 edition', 'itt', 'prices 0 seats 0 edition', 'it'],
  ['prices 0 seats 0 tier', 'pro', 'prices 0 seats 0 tier', undefined],
]

test.each(unknown)('a name that leads nowhere is told with the nearest: %s: %j', (place, value, at, near) => {
  const [problem, ...others] = platformProblems(but(place, value)).filter(({ slug }) => slug === 'profile-name')
  expect(others).toEqual([])
  expect(problem?.path.join(' ')).toBe(at)
  expect(problem?.fix).toContain(near === undefined ? 'There are: ' : `Did you mean \`${near}\`?`)
})

describe('levels', () => {
  test.each([
    [['none', 'edit', 'view']],
    [['view', 'edit']],
    [['none', 'view', 'view']],
    [['none', 'view', 'allow']],
    [['allow', 'none']],
  ])('are one of the two scales, lowest first: not %j', (levels) => {
    const problems = platformProblems(but('categories data levels', levels))
    expect(problems.map(({ slug, path }) => `${slug} ${path.join(' ')}`)).toContain(
      'profile-level categories data levels',
    )
  })

  test.each([[['none', 'allow']], [['none', 'full']], [['none', 'listed', 'masked', 'view', 'edit', 'full']]])(
    'may be %j',
    (levels) => {
      const problems = platformProblems(but('categories remote levels', levels))
      expect(problems.filter(({ path }) => path[0] === 'categories')).toEqual([])
    },
  )

  test.each([
    ['builtInRoles agent permissions data/tickets', 'full'],
    ['builtInRoles admin forced remote/control', 'view'],
    ['roles presets reader permissions data/tickets', 'allow'],
    ['permissions data/persons atMost', 'listed'],
  ])('MSP-09 a level that the category of a key does not have is a mistake: %s: %s', (place, level) => {
    expect(platformProblems(but(place, level))).toEqual([
      expect.objectContaining({ slug: 'profile-level', path: place.split(' '), target: 'value' }),
    ])
  })
})

describe('circles', () => {
  test('a kind of entity does not lie inside itself', () => {
    const [problem] = platformProblems(but('entityKinds customer inside', 'folder'))
    expect(problem).toMatchObject({
      slug: 'profile-cycle',
      path: ['entityKinds', 'customer', 'inside'],
      message: 'Each lies inside the next: `customer` → `folder` → `site` → `customer`.',
    })
  })

  test('a key does not need itself', () => {
    const [problem] = platformProblems(but('permissions data/tickets needs', 'data/tickets'))
    expect(problem).toMatchObject({ slug: 'profile-cycle', message: '`data/tickets` needs itself.' })
  })
})

const contradictions: readonly (readonly [what: string, place: string, value: unknown, at: string])[] = [
  ['two kinds of one plural', 'entityKinds site plural', 'customers', 'entityKinds site plural'],
  ['a plural that every scope has', 'entityKinds site plural', 'departments', 'entityKinds site plural'],
  ['a switch that every role has', 'roleFlags privileged', { name: 'P', risk: 'basic' }, 'roleFlags privileged'],
  ['two keys for stakeholders', 'permissions data/tickets stakeholders', true, 'permissions data/persons stakeholders'],
  ['reach without kinds', 'reach', { from: 'accessGroup' }, 'reach'],
  ['a role that says nothing', 'builtInRoles agent permissions', undefined, 'builtInRoles agent'],
  [
    'nothing, and permissions',
    'builtInRoles beginner permissions',
    { 'data/tickets': 'view' },
    'builtInRoles beginner permissions',
  ],
  [
    'an administrator with access groups',
    'builtInRoles admin accessGroups',
    'required',
    'builtInRoles admin accessGroups',
  ],
  ['left out, and not excludable', 'roles scope exclude', ['site'], 'roles scope exclude 0'],
  ['more than at most', 'accountTypes technician roles', { min: 2, max: 1 }, 'accountTypes technician roles'],
  [
    'more groups than at most',
    'accountTypes technician accessGroups',
    { min: 1, max: 0 },
    'accountTypes technician accessGroups',
  ],
  ['served, with a seat', 'accountTypes technician platformAccess', false, 'accountTypes technician platformAccess'],
  ['a sort of account called role', 'accountTypes role', {}, 'accountTypes role'],
  ['deleted, and cannot be', 'lifecycle technician end', 'deleted', 'lifecycle technician end'],
  ['prices out of order', 'prices 1 from', '2025-01-01', 'prices 1 from'],
  ['two lists of one day', 'prices 1 from', '2026-01-01', 'prices 1 from'],
  ['a seat that is created', 'workOrders 2 verb', 'create', 'workOrders 2 verb'],
  ['an account that is bought', 'workOrders 0 verb', 'purchase', 'workOrders 0 verb'],
  ['states without a column', 'exports people columns', { login: ['Email'] }, 'exports people states'],
  [
    'one name of two columns',
    'exports people columns',
    { login: ['Email'], state: ['Status'], role: ['E-mail'] },
    'exports people columns role 0',
  ],
  [
    'one word for two states',
    'exports people states',
    { active: ['Active'], disabled: ['Off', 'ACTIVE'] },
    'exports people states disabled 1',
  ],
  ['two prices of one seat', 'prices 0 seats 1', { edition: 'it', tier: 'low' }, 'prices 0 seats 1'],
]

test.each(contradictions)('what cannot be is told: %s', (_what, place, value, at) => {
  const problems = platformProblems(but(place, value))
  expect(problems.map(({ slug, path }) => `${slug} ${path.join(' ')}`)).toEqual([`profile-contradiction ${at}`])
})

test('keys that follow what is reached ask for something that is', () => {
  const paths = platformProblems(but('reach')).map(({ path }) => path.join(' '))
  expect(paths).toEqual(['data/tickets', 'data/persons', 'remote/control'].map((key) => `permissions ${key} scoped`))
})

test('the words that a profile may not use are those of roles.yaml', () => {
  const file = new URL('../../../schema/roles.schema.json', import.meta.url)
  const { $defs } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly $defs: Readonly<Record<'role' | 'scope', { readonly properties: object }>>
  }
  expect([...wordsOfRoles].toSorted()).toEqual(Object.keys($defs.role.properties).toSorted())
  expect([...wordsOfScopes].toSorted()).toEqual(Object.keys($defs.scope.properties).toSorted())
})
