import { describe, expect, test } from 'vitest'
import { asks, diagnosed, people, tenantOn } from './asks.ts'

const client = tenantOn('msp-portal', 'audience: client')
const internal = tenantOn('msp-portal', 'audience: internal')

test('MSP-01 the own team and the people of clients are two populations', () => {
  const as = (tenant: typeof client, type: string, role: string): readonly string[] =>
    asks({ ...tenant, ...people({ ana: [`{ as: ${type}, role: ${role} }`] }) })
  expect(as(client, 'internalUser', 'technician')).toEqual(['users.yaml:1 account-audience'])
  expect(as(internal, 'clientUser', 'end-user')).toEqual(['users.yaml:1 account-audience'])
  expect(as(internal, 'internalUser', 'technician')).toEqual([])
  expect(as(client, 'clientUser', 'end-user')).toEqual([])
})

test('MSP-02 a persona is of one audience and brings a role; a department head has a department', () => {
  const persona = (tenant: typeof client, name: string, more = ''): readonly string[] =>
    asks({
      ...tenant,
      'departments.yaml': 'lab: { name: Lab }\n',
      ...people({ ana: ['{}', `persona: ${name}${more}`] }),
    })
  expect(persona(client, 'technician')).toEqual(['users.yaml:1 persona-audience'])
  expect(persona(internal, 'executive')).toEqual(['users.yaml:1 persona-audience'])
  expect(persona(internal, 'technician')).toEqual([])
  expect(persona(client, 'department-head')).toEqual(['users.yaml:1 account-value-missing'])
  expect(persona(client, 'department-head', ', department: lab')).toEqual([])
  const nobody = tenantOn('msp-portal', 'audience: internal')
  expect(asks({ ...nobody, ...people({ ana: ['{}', 'persona: cook'] }) })).toEqual(['users.yaml:1 role-missing'])
})

test('MSP-02 personas of a platform need no declaration of the tenant’s beside its own', () => {
  const declared = tenantOn('msp-portal', 'audience: internal\ndefaults: { personas: { cook: {} } }')
  expect(asks({ ...declared, ...people({ ana: ['{}', 'persona: technician'] }) })).toEqual([])
  const misspelt = diagnosed({ ...declared, ...people({ ana: ['{ role: technician }', 'persona: technicain'] }) })
  expect(misspelt).toMatchObject([{ slug: 'unknown-persona', fix: 'Did you mean `technician`?' }])
})

test('MSP-03 an address in other capital letters is the same login', () => {
  const users =
    'a: { name: { first: A, last: A }, email: a@x.example, platforms: { it: { role: technician } } }\nb: { name: { first: B, last: B }, email: A@X.example, platforms: { it: { role: technician } } }\n'
  expect(asks({ ...internal, 'users.yaml': users })).toEqual(['users.yaml:2 duplicate-email'])
})

describe('MSP-04 overrides', () => {
  const override = (more: string): readonly string[] =>
    asks({
      ...internal,
      ...people({ ana: ['{ role: technician }', `overrides: [{ platform: msp-portal, ${more} }]`] }),
    })

  test('have a reason, and grants have an end', () => {
    expect(override('permission: feature/mobileApp, level: none')).toEqual(['users.yaml:1 required-property'])
    expect(override('permission: feature/api, level: allow, reason: x')).toEqual(['users.yaml:1 override-without-end'])
    expect(override('permission: feature/api, level: allow, reason: x, expires: 2026-12-20')).toEqual([])
    expect(override('permission: feature/mobileApp, level: none, reason: x')).toEqual([])
  })

  test('name a permission that there is, at a level that it has', () => {
    expect(override('permission: feature/mobileApps, level: none, reason: x')).toEqual([
      'users.yaml:1 unknown-permission',
    ])
    expect(override('permission: data/tickets, level: full, reason: x, expires: 2026-12-20')).toEqual([
      'users.yaml:1 wrong-level',
    ])
  })
})

describe('rules of sign-in', () => {
  const approvers = { 'roster.yaml': 'version: 1\napprovers: { security: { forge: ["@msp/security"] } }\n' }
  const policy = 'security: { mfa: { minMethods: 2 } }\n'
  const waiver = (expires: string, rule = 'mfa.minMethods', value = '1'): string =>
    `waivers: [{ rule: security.${rule}, user: ana, value: ${value}, reason: key on order, approver: security, expires: ${expires} }]\n`
  const person = (security: string) => people({ ana: ['{ role: technician }', `security: ${security}`] })

  test('MSP-06 a person’s weaker value is an error, and none with a waiver, until that ends', () => {
    const weaker = { ...internal, ...person('{ mfa: { minMethods: 1 } }') }
    expect(asks({ ...weaker, 'policies.yaml': policy })).toEqual(['users.yaml:1 policy-weaker'])
    expect(asks({ ...weaker, 'policies.yaml': policy + waiver('2026-11-22') }, approvers)).toEqual([])
    expect(asks({ ...weaker, 'policies.yaml': policy + waiver('2026-11-21') }, approvers)).toEqual([
      'policies.yaml:2 waiver-expired',
      'users.yaml:1 policy-weaker',
    ])
  })

  test('a waiver allows as much as it says, to whom it names', () => {
    const three = policy.replace('2', '3')
    const files = { ...internal, 'policies.yaml': three + waiver('2026-12-15', 'mfa.minMethods', '2') }
    expect(asks({ ...files, ...person('{ mfa: { minMethods: 2 } }') }, approvers)).toEqual([])
    expect(asks({ ...files, ...person('{ mfa: { minMethods: 1 } }') }, approvers)).toEqual([
      'users.yaml:1 policy-weaker',
    ])
    const other = people({
      ana: ['{ role: technician }'],
      ben: ['{ role: technician }', 'security: { mfa: { minMethods: 1 } }'],
    })
    expect(asks({ ...files, ...other }, approvers)).toEqual(['users.yaml:2 policy-weaker'])
  })

  const role = (security: string): string =>
    `field: { platform: msp-portal, name: Field work, permissions: { module/tickets: allow, data/tickets: view }, scope: { all: true }, security: ${security} }\n`

  test('MSP-06 a role’s weaker value is an error where somebody holds it without a waiver', () => {
    const files = {
      ...internal,
      'roles.yaml': role('{ mfa: { minMethods: 1 } }'),
      ...people({ ana: ['{ role: field }'] }),
    }
    expect(asks({ ...files, 'policies.yaml': policy })).toEqual(['roles.yaml:1 policy-weaker'])
    expect(asks({ ...files, 'policies.yaml': policy + waiver('2026-12-15') }, approvers)).toEqual([])
  })

  test('MSP-07 networks of two layers with nothing in common are an error that names both', () => {
    const roles = role('{ ipAllow: [203.0.113.0/24] }')
    const departments = 'lab: { name: Lab, security: { ipAllow: [198.51.100.0/24] } }\n'
    const files = { ...internal, 'roles.yaml': roles, 'departments.yaml': departments }
    const [found, ...others] = diagnosed({ ...files, ...people({ ana: ['{ role: field }', 'department: lab'] }) })
    expect(others).toEqual([])
    expect(found).toMatchObject({ slug: 'policy-contradiction', file: 'tenants/acme/departments.yaml', line: 1 })
    expect(found?.message).toContain('the role `field` (tenants/acme/roles.yaml:1)')
    expect(found?.message).toContain('the department `lab` (tenants/acme/departments.yaml:1)')
    expect(asks({ ...files, ...people({ ana: ['{ role: field }'] }) })).toEqual([])
  })

  test('MSP-07 a role and the policy, and a role and its holder, contradict each other', () => {
    const roles = role('{ ipAllow: [203.0.113.0/24] }')
    const networks = 'security: { ipAllow: [198.51.100.0/24] }\n'
    expect(diagnosed({ ...internal, 'roles.yaml': roles, 'policies.yaml': networks })).toMatchObject([
      { slug: 'policy-contradiction', file: 'tenants/acme/roles.yaml' },
    ])
    const own = people({ ana: ['{ role: field }', 'security: { ipAllow: [198.51.100.0/24] }'] })
    expect(asks({ ...internal, 'roles.yaml': roles, ...own })).toContain('users.yaml:1 policy-contradiction')
  })

  test('MSP-23 a second factor of administrators is asked of everybody; only a waiver lets somebody off', () => {
    const none = '{ mfa: { required: none } }'
    expect(asks({ ...internal, 'policies.yaml': `security: ${none}\n` })).toEqual(['policies.yaml:1 policy-weaker'])
    expect(asks({ ...internal, 'roles.yaml': role(none) })).toEqual(['roles.yaml:1 policy-weaker'])
    expect(asks({ ...internal, ...person(none) })).toEqual(['users.yaml:1 policy-weaker'])
    const waived = waiver('2026-12-15', 'mfa.required', 'none')
    expect(asks({ ...internal, ...person(none), 'policies.yaml': waived }, approvers)).toEqual([])
  })
})

test('MSP-09 a level that the category does not have is an error', () => {
  const permissions = (more: string): readonly string[] =>
    asks({
      ...internal,
      'roles.yaml': `field: { platform: msp-portal, name: Field work, permissions: { data/knowledge: view, ${more} } }\n`,
    })
  expect(permissions('module/tickets: view')).toEqual(['roles.yaml:1 wrong-level'])
  expect(permissions('module/knowledge: allow, report/tickets.view: edit')).toContain('roles.yaml:1 wrong-level')
  expect(permissions('data/auditTrail: edit, module/knowledge: allow')).toEqual([])
})

test('MSP-15 a role that asks for a certification is not for whom it has run out', () => {
  const roles =
    'field: { platform: msp-portal, name: Field work, permissions: { data/auditTrail: view }, requires: { certifications: [first-aid] } }\n'
  const holding = (expires: string): readonly string[] =>
    asks({
      ...internal,
      'roles.yaml': roles,
      ...people({ ana: ['{ role: field }', `certifications: [{ name: first-aid${expires} }]`] }),
    })
  expect(holding(', expires: 2026-11-21')).toEqual(['users.yaml:1 certification-expired'])
  expect(holding(', expires: 2026-11-22')).toEqual([])
  expect(holding('')).toEqual([])
})
