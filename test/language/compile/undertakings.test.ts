import { expect, test } from 'vitest'
import { acme } from '../validate/workspace.ts'
import { desiredOf, person, tenantFile } from './tenant.ts'

const approvers = 'version: 1\napprovers: { security: { forge: ["@x/security"] } }\n'
const people = [
  person('ana-li', 'department: desk, manager: ben-osei, platforms: { pay: { role: payer, reason: treasury } }'),
  person('ben-osei', 'department: desk, state: absent'),
  person('cid-ray', 'department: lab, template: technician, platforms: { pay: { role: looker, expires: 2026-11-30 } }'),
  person('dan-roe', 'groups: []'),
].join('')
const tenant = tenantFile(
  'parent: msp\nsubscriptions: { pay: { platform: atlar } }\nidentityProviders: { okta: { protocol: saml, issuer: "https://acme.okta.example", certificateExpires: 2027-05-01 } }',
)

const files = {
  'roster.yaml': approvers,
  'library/policies.yaml': [
    'separationOfDuties: { pay-alone: { sets: [{ permissions: { atlar: [action/payments.create] } }, { permissions: { atlar: [action/payments.approve] } }] } }',
    'reviews: { quarterly: { every: 3 months, due: 14 days, reviewers: manager, select: { all: true } } }',
    'checklists: { leaver: [{ step: disable }] }',
    'offboarding: leaver',
    '',
  ].join('\n'),
  'tenants/msp/tenant.yaml': 'name: MSP\n',
  'tenants/msp/library/policies.yaml':
    'reviews: { quarterly: { every: 2 years, due: 1 years, reviewers: security, select: { all: true } } }\n',
  ...acme({
    'tenant.yaml': tenant,
    'users.yaml': people,
    'departments.yaml': 'desk: { name: Desk }\nlab: { name: Lab }\n',
    'groups.yaml':
      'tools: {}\nmates: { members: { select: { groups: [tools] } } }\nholders: { members: { select: { roles: [payer, looker] } } }\n',
    'templates.yaml': 'technician: { groups: [tools], onboarding: joiner }\n',
    'roles.yaml': [
      'payer: { platform: atlar, name: Payer, permissions: { data/accounts: view, action/payments.create: allow }, scope: { all: true } }',
      'looker: { platform: atlar, name: Looker, preset: viewer, scope: { all: true } }',
      '',
    ].join('\n'),
    'policies.yaml': [
      'separationOfDuties: { two-hats: { sets: [{ roles: { atlar: [payer] } }, { roles: { atlar: [looker] } }], effect: warn, reason: nobody pays alone } }',
      'waivers:',
      '  - { rule: separationOfDuties.two-hats, user: ana-li, reason: holidays, approver: security, expires: 2026-12-15 }',
      'checklists: { leaver: [{ step: disable }, { step: returnLaptop, assignee: manager, title: Collect the laptop }], joiner: [{ step: welcomeMail }, { step: setUpMfa, done: mfaEnrolled }] }',
      '',
    ].join('\n'),
    'actions.yaml': [
      'reset-desk: { do: resetPassword, select: { departments: [desk] }, reason: shared password found }',
      'tell-payers: { do: notify, select: { roles: [payer, looker] }, reason: new limits, subject: Limits, message: They are lower. }',
      'tell-gone: { do: notify, select: { states: [absent] }, reason: goodbye, subject: Bye, message: Bye. }',
      '',
    ].join('\n'),
    'tests.yaml': 'no-pay: { user: cid-ray, platform: atlar, permission: settings/users, is: none }\n',
  }),
}

test('an action names the people it is for, as they are selected on the day; who is absent only when asked for', () => {
  const { actions } = desiredOf(files)
  expect(actions.map(({ id, users }) => [id, users])).toEqual([
    ['reset-desk', ['ana-li']],
    ['tell-payers', ['ana-li']],
    ['tell-gone', ['ben-osei']],
  ])
  expect(actions[1]).toMatchObject({ do: 'notify', subject: 'Limits', reason: 'new limits' })
})

test('a selection by roles takes whoever holds one of them by now, and by groups whom a template put in', () => {
  const { groups } = desiredOf(files)
  expect([...(groups.get('holders')?.members.keys() ?? [])]).toEqual(['ana-li'])
  expect([...(desiredOf(files, '2026-11-30T12:00:00Z').groups.get('holders')?.members.keys() ?? [])]).toEqual([
    'ana-li',
    'cid-ray',
  ])
  expect([...(groups.get('mates')?.members.keys() ?? [])]).toEqual(['cid-ray'])
})

test('separation of duties of all policies holds; waivers hold until their last day', () => {
  const { separation, waivers } = desiredOf(files)
  expect(separation.map(({ id, atMost, effect }) => [id, atMost, effect])).toEqual([
    ['pay-alone', 1, 'enforce'],
    ['two-hats', 1, 'warn'],
  ])
  expect(separation[1]).toMatchObject({
    sets: [
      { permissions: {}, roles: { atlar: ['payer'] } },
      { permissions: {}, roles: { atlar: ['looker'] } },
    ],
    reason: 'nobody pays alone',
    source: { file: 'tenants/acme/policies.yaml', path: ['separationOfDuties', 'two-hats'] },
  })
  expect(waivers).toEqual([
    {
      rule: 'separationOfDuties.two-hats',
      user: 'ana-li',
      reason: 'holidays',
      approver: 'security',
      until: '2026-12-15T23:00:00.000Z',
      source: { file: 'tenants/acme/policies.yaml', line: 1, via: [], path: ['waivers', 0] },
    },
  ])
  expect(desiredOf(files, '2026-12-15T22:59:59Z').waivers).toHaveLength(1)
  expect(desiredOf(files, '2026-12-15T23:00:00Z').waivers).toEqual([])
})

test('a review that is handed down cannot be put off further in; its people are those of the tenant', () => {
  expect(desiredOf(files).reviews).toEqual([
    {
      id: 'quarterly',
      every: '3 months',
      due: '14 days',
      reviewers: 'manager',
      onTimeout: 'escalate',
      users: ['ana-li', 'cid-ray', 'dan-roe'],
      source: { file: 'library/policies.yaml', line: 1, via: [], path: ['reviews', 'quarterly'] },
    },
  ])
})

test('a checklist is the innermost of its name; steps that roster does not know are for people', () => {
  const { checklists, offboarding, people } = desiredOf(files)
  expect(offboarding).toBe('leaver')
  expect(checklists.get('leaver')).toEqual([
    { step: 'disable', by: 'roster' },
    { step: 'returnLaptop', assignee: 'manager', title: 'Collect the laptop', by: 'person' },
  ])
  expect(checklists.get('joiner')).toEqual([
    { step: 'welcomeMail', by: 'roster' },
    { step: 'setUpMfa', done: 'mfaEnrolled', by: 'person' },
  ])
  expect(people.get('cid-ray')).toMatchObject({ template: 'technician', onboarding: 'joiner' })
})

test('tests of access, and who vouches for people, are taken over with their places', () => {
  const { tests, identityProviders } = desiredOf(files)
  expect(tests).toEqual([
    {
      id: 'no-pay',
      user: 'cid-ray',
      platform: 'atlar',
      permission: 'settings/users',
      expects: { how: 'is', level: 'none' },
      source: { file: 'tenants/acme/tests.yaml', line: 1, via: [] },
    },
  ])
  expect(identityProviders.get('okta')).toEqual({
    protocol: 'saml',
    issuer: 'https://acme.okta.example',
    certificateExpires: '2027-05-01',
    source: { file: 'tenants/acme/tenant.yaml', line: 1, via: [], path: ['identityProviders', 'okta'] },
  })
})
