import { expect, test } from 'vitest'
import { compileTenant } from '../../../src/language/compile/compile.ts'
import type { Person } from '../../../src/model/desired.ts'
import type { Files } from '../validate/workspace.ts'
import { acme, loaded, workspace } from '../validate/workspace.ts'

function people(files: Files, asOf = '2026-12-01T09:00:00Z'): ReadonlyMap<string, Person> {
  const { tenants, diagnostics } = loaded(workspace(files))
  expect(diagnostics).toEqual([])
  const documents = tenants.get('acme')
  if (documents === undefined) throw new Error('no acme')
  return compileTenant(documents, { asOf: new Date(asOf), timezone: 'UTC', usernames: new Map() }).people
}

const layers: Files = {
  'library/policies.yaml': 'security:\n  password: { minLength: 12, maxAge: 2 years, lockout: { attempts: 10 } }\n',
  'tenants/msp/tenant.yaml': 'name: MSP\n',
  'tenants/msp/library/policies.yaml': 'security: { password: { history: 24, lockout: { duration: 30 minutes } } }\n',
  ...acme({
    'tenant.yaml':
      'name: Acme\nparent: msp\ndefaults: { attributes: { department: staff } }\ndirectories: { try: { provider: local } }\n',
    'policies.yaml': 'security: { password: { minLength: 14 } }\n',
    'departments.yaml':
      'staff: { name: Staff }\ndesk: { name: Desk, security: { password: { minLength: 16 } } }\nnight: { name: Night desk, parent: desk }\n',
    'templates.yaml': 'technician: { attributes: { department: desk } }\n',
    'users.yaml': [
      'ana: { name: { first: Ana } }',
      'ben: { name: { first: Ben }, template: technician }',
      'cid: { name: { first: Cid }, department: desk, security: { password: { maxAge: 3 months } } }',
      'dan: { name: { first: Dan }, department: night }',
      '',
    ].join('\n'),
  }),
}

test('MSP-12 rules of library, parent, tenant, department and user meet in each person, with the place each comes from', () => {
  const found = people(layers)
  const told = (id: string): readonly string[] =>
    Object.entries(found.get(id)?.security?.rules ?? {}).map(([name, value]) => {
      const source = Object.entries(found.get(id)?.security?.from ?? {}).find(([each]) => each === name)?.[1]
      return `${name} ${String(value)} ${source?.file.replace('tenants/', '')}:${source?.line} ${source?.via.join()}`
    })
  expect(told('cid').toSorted()).toEqual([
    'password.history 24 msp/library/policies.yaml:1 policies',
    'password.lockout.attempts 10 library/policies.yaml:1 policies',
    'password.lockout.duration 1800 msp/library/policies.yaml:1 policies',
    'password.maxAge 7776000 acme/users.yaml:3 user:cid',
    'password.minLength 16 acme/departments.yaml:2 department:desk',
  ])
  expect(found.get('ana')?.security?.rules['password.minLength']).toBe(14)
  expect(found.get('ben')?.security?.rules['password.minLength']).toBe(16)
})

test('a department gives its rules to its own people, not to those of departments below it', () => {
  expect(people(layers).get('dan')?.security?.rules['password.minLength']).toBe(14)
})

test('nobody is asked anything where nothing is said, and rules are no attributes of the account', () => {
  const ana = people(acme({ 'users.yaml': 'ana: { name: { first: Ana } }\n' })).get('ana')
  expect(ana?.security).toBeUndefined()
  expect(Object.keys(people(layers).get('cid')?.values ?? {}).filter((path) => path.startsWith('security'))).toEqual([])
})

test('people of whom the same is asked share one value', () => {
  const found = people(layers)
  expect(found.get('ana')?.security).not.toBeUndefined()
  const again = people({
    ...layers,
    'tenants/acme/users.yaml': 'ana: { name: { first: Ana } }\neva: { name: { first: Eva } }\n',
  })
  expect(again.get('ana')?.security).toBe(again.get('eva')?.security)
})

const held: Files = acme({
  'tenant.yaml': 'name: Acme\ndirectories: { try: { provider: local } }\nsubscriptions: { pay: { platform: atlar } }\n',
  'policies.yaml': 'security: { session: { idle: 60 minutes }, mfa: { required: all, minMethods: 2 } }\n',
  'departments.yaml': 'desk: { name: Desk, security: { session: { idle: 30 minutes } } }\n',
  'roles.yaml':
    'payer: { platform: atlar, name: Payer, preset: viewer, scope: { all: true }, security: { session: { idle: 15 minutes } } }\n',
  'users.yaml': [
    'ana: { name: { first: Ana, last: Li }, email: ana@acme.example, guest: true, platforms: { pay: { role: payer } } }',
    'ben: { name: { first: Ben, last: Osei }, email: ben@acme.example, guest: true, department: desk, platforms: { pay: { role: payer, expires: 2026-11-30 } } }',
    'cid: { name: { first: Cid } }',
    '',
  ].join('\n'),
})

test('MSP-07 of tenant, role, department and user the shortest session counts; a role that is no longer held asks nothing', () => {
  const found = people(held)
  const idle = (id: string): unknown => [
    found.get(id)?.security?.rules['session.idle'],
    found.get(id)?.security?.from['session.idle']?.via,
  ]
  expect(idle('ana')).toEqual([900, ['role:payer']])
  expect(idle('ben')).toEqual([1800, ['department:desk']])
  expect(idle('cid')).toEqual([3600, ['policies']])
})

test('MSP-06 a waiver puts its value in the place of a rule for one person, until its last day', () => {
  const waivers =
    'waivers: [{ rule: security.mfa.minMethods, user: cid, value: 1, reason: key on order, approver: security, expires: 2026-12-15 }]\n'
  const files = {
    ...held,
    'roster.yaml': 'version: 1\napprovers: { security: { forge: ["@x/security"] } }\n',
    'tenants/acme/policies.yaml': `${held['tenants/acme/policies.yaml'] ?? ''}${waivers}`,
  }
  const asked = (asOf: string): readonly unknown[] =>
    ['ana', 'cid'].map((id) => people(files, asOf).get(id)?.security?.rules['mfa.minMethods'])
  expect(asked('2026-12-15T23:59:59Z')).toEqual([2, 1])
  expect(asked('2026-12-16T00:00:00Z')).toEqual([2, 2])
})
