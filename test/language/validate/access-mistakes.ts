import { on, person, tenant } from './platforms-world.ts'
import type { Files } from './workspace.ts'

const usual = '  desk: { platform: helpdesk, edition: it, tier: basic }\n  funds: { platform: funds }'
const role = (more: string): string => `extra: { platform: helpdesk, name: Extra work, ${more} }\n`
const people = (...lines: readonly string[]): Files => ({ 'users.yaml': lines.join('') })
const waiver = (more: string): Files => ({
  ...people(person('ana', 'title: x')),
  'policies.yaml': `security: { mfa: { minMethods: 2 } }\nwaivers: [{ user: ana, reason: key on order, approver: security, ${more} }]\n`,
})

/** For each rule about contracts with platforms a workspace that breaks it. */
const contracts: Readonly<Record<string, Files>> = {
  'unknown-platform': on({
    ...tenant('  desk: { platform: helpdsk }', 'defaults: { guard: { helpdesc: [system/passwords] } }'),
    'roles.yaml': '{}\n',
  }),
  'unknown-subscription': on({
    ...tenant(`${usual}\n  shared: { from: parent }`, 'applications: { crm: { subscription: dsk, role: agent } }'),
    ...people(person('ana', 'platforms: { dsek: { role: agent } }')),
  }),
  'unknown-application': on(people(person('ana', 'applications: [crm]'))),
  'unknown-identity-provider': on({
    ...tenant(usual, 'identityProviders: { okta: { issuer: "https://x.example" } }'),
    'policies.yaml': 'security: { sso: { provider: okat } }\n',
  }),
  'unknown-role': on({
    ...tenant(usual, 'applications: { crm: { subscription: desk, role: agnet } }'),
    ...people(person('ana', 'platforms: { desk: { role: admn } }')),
    'groups.yaml': 'all: { members: { select: { roles: [agents] } } }\n',
  }),
  'unknown-permission': on({
    ...tenant(usual, 'defaults: { guard: { helpdesk: [system/pasword] }, ceiling: { funds: { data/entitys: view } } }'),
    'roles.yaml': role('permissions: { data/tickets: view, remote/contrl: allow }, scope: { all: true }'),
    'departments.yaml': 'lab: { name: Lab, permissions: { helpdesk: { system/report: none } } }\n',
  }),
  'wrong-level': on({
    ...tenant(usual, 'defaults: { permissions: { helpdesk: { system/reports: view } } }'),
    'roles.yaml': role('permissions: { data/tickets: allow, remote/control: full }, scope: { all: true }'),
  }),
  'other-platform': on({
    'roles.yaml':
      'agent: { platform: helpdesk, name: Agent, permissions: { data/tickets: edit }, scope: { sites: [apac-1], accessGroups: [apac] } }\n',
    'access-groups.yaml':
      'apac: { platform: funds, select: { names: [amsterdam] } }\nsites: { platform: helpdesk, select: { all: true } }\n',
    ...people(person('ana', 'platforms: { funds: { role: agent, accessGroup: sites } }')),
  }),
  'not-offered': on(
    tenant(
      '  desk: { platform: helpdesk, edition: msp, tier: plus, addons: [copilto] }\n  second: { platform: helpdesk, edition: its }\n  third: { platform: helpdesk, edition: it, tier: plus, features: [longLogs], addons: [copilto] }\n  funds: { platform: funds, tier: pro }',
    ),
  ),
  'tier-too-low': on({
    ...tenant(
      '  desk: { platform: helpdesk, edition: it, tier: basic, features: [longLog, csvImport] }\n  plain: { platform: helpdesk, features: [longLog] }\n  funds: { platform: funds }',
    ),
    'policies.yaml': 'security: { sso: { required: true } }\n',
  }),
  'import-idle': on({ 'imports.yaml': 'hq: { directory: try, select: { all: true }, every: 1 days }\n' }),
  'owned-elsewhere': on({
    'imports.yaml':
      'hq: { directory: try, select: { locations: [Lab] }, every: 1 days, at: "06:00", owns: [title, phones.work] }\n',
    ...people(
      person('ana', 'location: Lab, title: Chief, phones: { work: "+31205550101", home: "+31205550102" }'),
      person('ben', 'location: Attic, title: Chief'),
    ),
  }),
  'seats-unused': on(
    tenant(
      '  desk: { platform: helpdesk }\n  funds: { platform: funds, billing: { anchor: 2026-11-01 }, seats: { purchased: 3 } }',
    ),
  ),
  capability: on({
    ...tenant(
      '  desk: { platform: helpdesk, delivery: scim, domainJoin: true, bulk: bulk }\n  funds: { platform: funds }',
      'defaults: { ceiling: { funds: { data/accountNumber: masked } } }',
    ),
    'roles.yaml': role('permissions: { data/tickets: view }, scope: { departments: [lab] }'),
    'departments.yaml': 'lab: { name: Lab }\n',
    'actions.yaml': 'out: { do: revokeSessions, select: { all: true }, reason: x, subscription: desk }\n',
  }),
  'operator-role': on(tenant('  desk: { platform: helpdesk, operatorRole: beginner }\n  funds: { platform: funds }')),
  'unfillable-name': on(
    tenant(
      '  desk: { platform: helpdesk }\n  funds: { platform: funds, delivery: groups, groups: { directory: try, names: { default: "{accessGroup}-{role}" } } }\n  more: { platform: funds, groups: { directory: try, names: { owner: "{accessGroup}", default: "{role}" } } }',
    ),
  ),
  'shared-group-name': on(
    tenant(
      '  desk: { platform: helpdesk }\n  funds: { platform: funds, delivery: groups, groups: { directory: try, names: { owner: funds-owners, default: funds-owners } } }',
    ),
  ),
  'only-one': on({
    ...tenant(
      `${usual}\n  more: { platform: funds, delivery: manual, groups: { directory: try, names: { default: "{role}" } } }`,
      'applications: { crm: { group: x, role: agent }, erp: { subscription: desk } }',
    ),
    'groups.yaml': 'x: {}\n',
    'roles.yaml':
      'reader: { platform: funds, name: Reader, preset: viewer, permissions: { data/entities: view } }\nagent: { platform: helpdesk, name: Agent, permissions: { data/tickets: edit }, scope: { all: true } }\n',
    'access-groups.yaml':
      'apac: { platform: funds, select: { all: true, tags: [apac], match: any } }\nnone: { platform: funds, select: {} }\nodd: { platform: funds, select: { names: [apac-1], match: all } }\n',
    ...people(person('ana', 'platforms: { desk: { role: agent, roles: [agent] } }')),
    'tests.yaml':
      'two: { user: ana, platform: helpdesk, permission: system/reports, is: none, atMost: none }\nnil: { user: ana, platform: helpdesk, permission: system/reports }\n',
    'acknowledgements.yaml':
      'two: { gate: usersRemoved, lint: unused, max: 1, reason: x, approver: security, expires: 2026-11-23 }\nnil: { reason: x, approver: security, expires: 2026-11-23 }\n',
  }),
}

/** For each rule about roles a workspace that breaks it. */
const roles: Readonly<Record<string, Files>> = {
  'built-in-role': on({
    'roles.yaml':
      'admin: { platform: helpdesk, name: Chief, permissions: { system/reports: allow } }\nbeginner: { platform: helpdesk, name: Start, scope: { sites: [amsterdam] } }\n',
  }),
  'duplicate-role-name': {
    ...on({
      'roles.yaml':
        'one: { platform: helpdesk, name: Second Line, permissions: { data/tickets: edit }, scope: { all: true } }\ntwo: { platform: helpdesk, name: second line, permissions: { data/tickets: edit }, scope: { all: true } }\nboss: { platform: helpdesk, name: ADMIN, permissions: { data/tickets: edit }, scope: { all: true } }\nshared: { platform: funds, name: Reader, preset: viewer }\n',
    }),
    'library/roles.yaml': 'reader: { platform: funds, name: Reader, preset: viewer }\n',
  },
  'name-says-nothing': on({
    'roles.yaml': ['test', 'L2', 'New role 3', 'L2 technician', '管理']
      .map(
        (name, at) =>
          `r${at}: { platform: helpdesk, name: ${name}, permissions: { data/tickets: edit }, scope: { all: true } }\n`,
      )
      .join(''),
  }),
  'role-gives-nothing': on({
    'roles.yaml': 'r: { platform: funds, name: Reader }\ns: { platform: helpdesk, name: Desk }\n',
  }),
  'unknown-preset': on({
    'roles.yaml':
      'r: { platform: funds, name: Reader, preset: vewer }\ns: { platform: helpdesk, name: Desk, preset: x }\n',
  }),
  'unknown-task': on({ 'roles.yaml': role('fullAccess: true, tasks: [customer.create]') }),
  'task-needs-flag': on({
    'roles.yaml': role(
      'permissions: { data/tickets: view }, scope: { all: true }, tasks: [customers.create], fullAcess: true',
    ),
  }),
  'sees-nothing': on({ 'roles.yaml': role('permissions: { system/reports: allow, data/tickets: none }') }),
  'scope-missing': on({ 'roles.yaml': role('permissions: { data/tickets: view }') }),
  'scope-unused': on({
    'roles.yaml':
      'r: { platform: helpdesk, name: Reports, permissions: { system/reports: allow, data/tickets: none }, scope: { all: true } }\ns: { platform: funds, name: Reader, preset: viewer, scope: { funds: [apac-1] } }\n',
  }),
  'not-excludable': on({
    'roles.yaml': role('permissions: { data/tickets: view }, scope: { all: true, except: { sites: [amsterdam] } }'),
  }),
  'not-a-child': {
    ...on({
      'entities.yaml': 'bakery: { platform: helpdesk, name: Bakery, kind: customer, tenant: bakery }\n',
      'roles.yaml': '{}\n',
    }),
    'tenants/bakery/tenant.yaml': 'name: Bakery\n',
  },
  'too-many-holders': on({
    'roles.yaml':
      'chief: { platform: helpdesk, name: Chief, permissions: { data/tickets: edit }, scope: { all: true }, maxAssignees: 1 }\n',
    ...people(
      person('ana', 'platforms: { desk: { role: chief }, funds: { role: owner } }'),
      person('ben', 'platforms: { desk: { role: chief }, funds: { role: owner } }'),
      person('cid', 'platforms: { funds: { role: owner } }'),
    ),
  }),
}

/** For each rule about accounts a workspace that breaks it. */
const accounts: Readonly<Record<string, Files>> = {
  'unknown-account-type': on(people(person('ana', 'platforms: { desk: { as: enduser, at: amsterdam } }'))),
  'seat-elsewhere': {
    ...on({
      'tenant.yaml':
        'name: Acme\nparent: msp\ndirectories: { try: { provider: local } }\nsubscriptions: { desk: { from: parent }, funds: { platform: funds } }\n',
      'entities.yaml': 'amsterdam: { platform: helpdesk, name: Amsterdam, kind: site }\n',
      'access-groups.yaml': '{}\n',
      'roles.yaml': '{}\n',
      ...people(
        person('ana', 'platforms: { desk: { role: beginner } }'),
        person('eva', 'platforms: { desk: { as: endUser, at: amsterdam } }'),
        person('tom', 'platforms: { desk: { as: technician, role: beginner } }'),
      ),
    }),
    'tenants/msp/tenant.yaml':
      'name: MSP\nsubscriptions: { desk: { platform: helpdesk, billing: { anchor: 2026-11-01 }, seats: { purchased: 3 } } }\n',
  },
  'reclaim-contradiction': on({
    ...people(
      person(
        'ana',
        'platforms: { desk: { role: agent, reclaimEmail: { from: ana, renameOldTo: ben@acme.example, reason: x } } }',
      ),
      person(
        'ben',
        'template: desk, platforms: { desk: { role: agent, reclaimEmail: { from: long-gone, renameOldTo: BEN@acme.example, reason: x } } }',
      ),
    ),
    'templates.yaml':
      'desk: { platforms: { desk: { reclaimEmail: { from: long-gone, renameOldTo: old@acme.example, reason: x } } } }\n',
  }),
  'role-missing': on(
    people(
      person('ana', 'platforms: { desk: {} }'),
      person('ben', 'platforms: { funds: { accessGroup: apac } }'),
      person('cid', 'persona: clerk, platforms: { funds: { accessGroup: apac } }'),
    ),
  ),
  'too-many-roles': on(people(person('ana', 'platforms: { desk: { roles: [agent, beginner] } }'))),
  'role-not-for-type': on(people(person('ana', 'platforms: { desk: { as: endUser, at: amsterdam, role: agent } }'))),
  'account-audience': on(people(person('ana', 'platforms: { funds: { as: staff, role: owner } }'))),
  'persona-audience': on(people(person('ana', 'persona: partner, platforms: { funds: { accessGroup: apac } }'))),
  'account-place': on(
    people(
      person('ana', 'platforms: { desk: { as: endUser } }'),
      person('ben', 'platforms: { desk: { role: agent, at: amsterdam } }'),
    ),
  ),
  'account-value-missing': on(
    people(
      'ana: { name: { first: Ana }, platforms: { desk: { role: agent } } }\n',
      'ben: { displayName: Ben, persona: head, platforms: { funds: { accessGroup: apac } } }\n',
    ),
  ),
  'access-group-forbidden': on(
    people(
      person('ana', 'platforms: { funds: { role: owner, accessGroup: apac } }'),
      person('ben', 'platforms: { funds: { roles: [view, owner], accessGroups: [apac] } }'),
    ),
  ),
  'access-group-missing': on(people(person('ana', 'platforms: { funds: { role: edit } }'))),
  'too-many-access-groups': on({
    'access-groups.yaml':
      'apac: { platform: funds, select: { all: true } }\nemea: { platform: funds, select: { names: [] } }\n',
    ...people(person('ana', 'platforms: { funds: { role: view, accessGroups: [apac, emea] } }')),
  }),
  'reason-missing': on({
    'roles.yaml':
      'agent: { platform: helpdesk, name: Agent, permissions: { data/tickets: edit }, scope: { all: true }, requires: { reason: true } }\n',
    ...people(
      person('ana', 'platforms: { desk: { role: admin } }'),
      person('ben', 'platforms: { desk: { role: agent } }'),
    ),
  }),
  'certification-missing': on({
    'roles.yaml':
      'agent: { platform: helpdesk, name: Agent, permissions: { data/tickets: edit }, scope: { all: true }, requires: { certifications: [first-aid] } }\n',
    ...people(person('ana', 'platforms: { desk: { role: agent } }')),
  }),
  'certification-expired': on({
    'roles.yaml':
      'agent: { platform: helpdesk, name: Agent, permissions: { data/tickets: edit }, scope: { all: true }, requires: { certifications: [first-aid] } }\n',
    ...people(
      person('ana', 'certifications: [{ name: first-aid, expires: 2026-11-21 }], platforms: { desk: { role: agent } }'),
    ),
  }),
  'forced-permission': on(
    people(
      person(
        'ana',
        'platforms: { desk: { role: admin, reason: x } }, overrides: [{ platform: helpdesk, permission: system/autoAssign, level: none, reason: x }]',
      ),
    ),
  ),
  'override-without-end': on(
    people(
      person(
        'ana',
        'platforms: { desk: { role: agent } }, overrides: [{ platform: helpdesk, permission: system/reports, level: allow, reason: x }]',
      ),
    ),
  ),
  'override-without-account': on(
    people(person('ana', 'overrides: [{ platform: helpdesk, permission: system/reports, level: none, reason: x }]')),
  ),
  'override-expired': on(
    people(
      person(
        'ana',
        'platforms: { desk: { role: agent } }, overrides: [{ platform: helpdesk, permission: system/reports, level: allow, reason: x, expires: 2026-11-21 }]',
      ),
    ),
  ),
}

/** For each rule about entities, access groups and duties a workspace that breaks it. */
const things: Readonly<Record<string, Files>> = {
  'unknown-entity': on({
    'access-groups.yaml': 'apac: { platform: funds, select: { names: [apac-1, apac-3] } }\n',
    'entities.yaml':
      'apac-1: { platform: funds, name: APAC I, kind: fund, links: [{ to: gp }] }\nrotterdam: { platform: helpdesk, name: R, kind: site, inside: northwnd }\n',
  }),
  'unknown-access-group': on(people(person('ana', 'platforms: { funds: { role: edit, accessGroup: apca } }'))),
  'unknown-kind': on({
    'entities.yaml':
      'a: { platform: funds, name: A, kind: fnud }\namsterdam: { platform: helpdesk, name: A, kind: site }\n',
  }),
  'wrong-kind': on({
    'entities.yaml':
      'amsterdam: { platform: helpdesk, name: A, kind: site, inside: servers }\nservers: { platform: helpdesk, name: S, kind: folder }\nnorthwind: { platform: helpdesk, name: N, kind: customer, inside: amsterdam }\napac-1: { platform: funds, name: A, kind: fund, tags: [apac] }\n',
    'roles.yaml': role('permissions: { data/tickets: view }, scope: { sites: [northwind] }'),
    ...people(person('ana', 'platforms: { desk: { as: endUser, at: northwind } }')),
  }),
  'not-tagged': on({ 'entities.yaml': 'amsterdam: { platform: helpdesk, name: A, kind: site, tags: [x] }\n' }),
  'duplicate-entity-name': on({
    'entities.yaml':
      'amsterdam: { platform: helpdesk, name: Amsterdam, kind: site }\nagain: { platform: helpdesk, name: AMSTERDAM, kind: site }\n',
  }),
  'creator-may-not': on({
    'entities.yaml':
      'apac-1: { platform: funds, name: A, kind: fund, tags: [apac], createdBy: ana }\namsterdam: { platform: helpdesk, name: A, kind: site }\n',
    ...people(person('ana', 'platforms: { funds: { role: view, accessGroup: apac } }')),
  }),
  'match-missing': on({ 'access-groups.yaml': 'apac: { platform: funds, select: { tags: [apac, fund] } }\n' }),
  'unknown-tag': on({ 'access-groups.yaml': 'apac: { platform: funds, select: { tags: [apca], match: all } }\n' }),
  'entity-missing': on({
    ...people(person('ana', 'title: x')),
    'tests.yaml': 't: { user: ana, platform: funds, permission: data/entities, is: none }\n',
  }),
  'separation-empty': on({
    'policies.yaml':
      'separationOfDuties:\n  pay: { sets: [{ permissions: { funds: [action/pay] } }, { roles: { funds: [edit] } }], atMost: 2 }\n  nil: { sets: [{}, { permissions: { funds: [action/pay] } }] }\n',
  }),
  'unknown-rule': on(waiver('rule: security.mfa.minMethod, value: 1, expires: 2026-12-15')),
  'waiver-value': on({
    ...people(person('ana', 'title: x')),
    'policies.yaml': [
      'security: { mfa: { minMethods: 2 }, session: { idle: 15 minutes } }',
      'separationOfDuties: { pay: { sets: [{ permissions: { funds: [action/pay] } }, { permissions: { funds: [action/approve] } }] } }',
      'waivers:',
      ...[
        'security.mfa.minMethods',
        'security.mfa.minMethods, value: many',
        'security.session.idle, value: 10 minutes',
        'security.password.minLength, value: 8',
        'separationOfDuties.pay, value: 1',
      ].map((rule) => `  - { rule: ${rule}, user: ana, reason: x, approver: security, expires: 2026-12-15 }`),
      '',
    ].join('\n'),
  }),
  'waiver-expired': on(waiver('rule: security.mfa.minMethods, value: 1, expires: 2026-11-21')),
  'waiver-long': on(waiver('rule: security.mfa.minMethods, value: 1, expires: 2027-11-23')),
  'unknown-checklist': on({
    'policies.yaml': 'checklists: { leaver: [{ step: disable }] }\noffboarding: leavr\n',
    'templates.yaml': 'technician: { onboarding: joiner }\n',
  }),
  'unknown-step': on({ 'policies.yaml': 'checklists: { leaver: [{ step: returnLaptop, by: roster }] }\n' }),
}

/** For each rule about access on platforms a workspace that breaks it. */
export const accessMistakes: Readonly<Record<string, Files>> = { ...contracts, ...roles, ...accounts, ...things }
