import { accessMistakes } from './access-mistakes.ts'
import type { Files } from './workspace.ts'
import { acme } from './workspace.ts'

const ana = 'ana-li: { name: { first: Ana, last: Li } }\n'
const ldap = (more: string) =>
  `provider: ldap, mode: additive, url: "ldaps://x", base: "dc=x", credentials: { read: { bindDn: cn=r, password: { env: R } } }${more}`
const profile = (more: string) => ({
  ...acme({}),
  'platforms/desk.yaml': `name: Desk\nversion: 2026-11-01\ncategories:\n  data: { levels: [none, view, edit] }\npermissions:\n  data/tickets: { name: Tickets, risk: basic }\n${more}`,
})

/** For each rule a workspace that breaks it. */
export const mistakes: Readonly<Record<string, Files>> = {
  ...accessMistakes,
  'unknown-licence': acme({
    'tenant.yaml':
      'name: Acme\ndirectories: { hq: { provider: local } }\nlicences: { office-e3: { directory: hq, sku: SPE_E3 } }\n',
    'templates.yaml': 'desk: { licences: [ofice-e3] }\n',
    'users.yaml': `${ana}ben-li: { name: { first: Ben }, licences: [office-e5], without: { licences: [visio] } }\n`,
  }),
  'licence-not-lent': acme({
    'tenant.yaml': `name: Acme\ndirectories: { hq: { ${ldap('')} } }\nlicences: { office-e3: { directory: hq, sku: SPE_E3 } }\n`,
  }),
  'licence-twice': acme({
    'tenant.yaml':
      'name: Acme\ndirectories: { hq: { provider: local } }\nlicences: { office: { directory: hq, sku: SPE_E3 }, office-e3: { directory: hq, sku: SPE_E3 } }\n',
  }),
  'licence-whole': acme({
    'tenant.yaml':
      'name: Acme\ndirectories: { hq: { provider: local } }\nlicences: { office-e3: { directory: hq, sku: SPE_E3, disabledPlans: [SWAY] } }\n',
  }),
  'licence-elsewhere': acme({
    'tenant.yaml':
      'name: Acme\ndirectories: { hq: { provider: local }, lab: { provider: local } }\nlicences: { office-e3: { directory: hq, sku: SPE_E3 } }\n',
    'users.yaml': 'ana-li: { name: { first: Ana, last: Li }, directories: [lab], licences: [office-e3] }\n',
  }),
  'leave-address': acme({
    'tenant.yaml': 'name: Acme\ndirectories: { hq: { provider: local } }\n',
    'leave.yaml': [
      'a: { address: other/hq/user/ana, until: 2026-12-31, reason: r }',
      'b: { address: acme/hq/account/ana, until: 2026-12-31, reason: r }',
      'c: { address: acme/hq/membership/vpn, until: 2026-12-31, reason: r }',
      'd: { address: acme/hq/membership/vpn/ana, only: [title], until: 2026-12-31, reason: r }',
      'e: { address: acme/lab/user/ana, until: 2026-12-31, reason: r }\n',
    ].join('\n'),
  }),
  'leave-long': acme({
    'tenant.yaml': 'name: Acme\ndirectories: { hq: { provider: local } }\n',
    'leave.yaml': 'a: { address: acme/hq/user/ana, until: 2050-12-31, reason: r }\n',
  }),
  'unknown-property': acme({
    'users.yaml': 'ana-li:\n  name: { first: Ana, last: Li }\n  manger: ben-osei\n  mobile: "+31"\n',
  }),
  'required-property': acme({ 'departments.yaml': 'desk: { parent: operations }\noperations: { name: Operations }\n' }),
  'text-not-quoted': acme({
    'users.yaml':
      'ana-li:\n  name: { first: Ana, last: Li }\n  employeeId: 0045123\n  title: 6e10\n  phones: { work: 0x1F, home: 1.10 }\n  location: true\n  address: { postalCode: 12345678901234567890 }\n',
  }),
  'wrong-type': acme({
    'tenant.yaml':
      'name: Acme\ndirectories:\n  cloud:\n    provider: entra\n    tenantId: 6c1e0000-0000-4000-8000-000000000001\n    credentials:\n      read: { secret: hunter2 }\n',
    'users.yaml':
      'ana-li: { name: Ana Li, groups: vpn, phones: ["+31"], urgent: "yes", posix: { uidNumber: "1001" } }\n',
    'groups.yaml': 'vpn: { members: [ana-li] }\n',
  }),
  'not-clearable': acme({
    'users.yaml':
      'ana-li: { name: { first: Ana }, username: null, groups: null }\nnull-li: { name: { first: Ana, last: Null } }\n',
  }),
  'not-allowed': acme({ 'users.yaml': 'ana-li: { name: { first: Ana }, state: suspend }\n' }),
  'wrong-form': acme({
    'tenant.yaml': 'name: Acme\ndeleteAfter: 30 day\ndomains: [Acme]\n',
    'users.yaml':
      'ana-li: { name: { first: Ana }, starts: 2026-02-30, email: zoë@acme.example, department: Service desk }\nben-li: { name: { first: Ben }, starts: 01.12.2026, ends: 2026/1/5 }\nben-lo: { name: { first: Ben, last: Lo }, starts: 1 Dec 2026 }\n',
  }),
  'duplicate-item': acme({
    'users.yaml': 'ana-li: { name: { first: Ana }, groups: [vpn, vpn] }\n',
    'groups.yaml': 'vpn: {}\n',
  }),
  'out-of-range': acme({ 'policies.yaml': 'gates: { usersRemoved: { explicit: { percent: 110 } } }\n' }),
  empty: acme({ 'users.yaml': 'ana-li: { name: {}, title: "" }\n' }),
  'policy-weaker': acme({
    'policies.yaml': 'security: { password: { minLength: 14 }, mfa: { methods: [totp] } }\n',
    'departments.yaml': 'desk: { name: Desk, security: { password: { minLength: 16 } } }\n',
    'users.yaml':
      'ana-li:\n  name: { first: Ana, last: Li }\n  department: desk\n  security: { password: { minLength: 15 }, mfa: { methods: [totp, sms] } }\n',
  }),
  'policy-contradiction': {
    ...acme({
      'policies.yaml': 'security:\n  mfa: { methods: [totp] }\n  ipAllow: [203.0.113.0/24]\n',
      'departments.yaml': 'desk: { name: Desk, security: { ipAllow: [198.51.100.0/24] } }\n',
      'users.yaml': 'ana-li: { name: { first: Ana }, security: { mfa: { methods: [sms] } } }\n',
    }),
    'library/policies.yaml': 'security: { mfa: { methods: [webauthn] } }\n',
  },
  'too-long': acme({ 'users.yaml': `ana-li: { name: { first: Ana }, employeeId: "${'7'.repeat(65)}" }\n` }),
  'unknown-user': acme({ 'users.yaml': `${ana}ben-osei: { name: { first: Ben }, manager: ana-lee }\n` }),
  'unknown-group': acme({
    'users.yaml': 'ana-li: { name: { first: Ana }, groups: [vpn-user] }\n',
    'groups.yaml': 'vpn-users: {}\n',
  }),
  'unknown-department': acme({ 'users.yaml': 'ana-li: { name: { first: Ana }, department: desk }\n' }),
  'unknown-template': acme({
    'users.yaml': 'ana-li: { name: { first: Ana }, template: technician }\n',
    'templates.yaml': 'technican: {}\n',
  }),
  'unknown-persona': acme({
    'tenant.yaml': 'name: Acme\ndefaults: { personas: { technician: {} } }\n',
    'users.yaml': 'ana-li: { name: { first: Ana }, persona: technicain }\n',
  }),
  'unknown-directory': acme({ 'users.yaml': 'ana-li: { name: { first: Ana }, directories: [tri] }\n' }),
  'unknown-approver': {
    ...acme({
      'acknowledgements.yaml':
        'site: { gate: usersRemoved, max: 3, reason: closes, approver: securty, expires: 2026-12-03T12:00:00Z }\n',
    }),
    'roster.yaml': 'version: 1\napprovers: { security: { forge: ["@msp/security"] } }\n',
  },
  'approver-form': { 'roster.yaml': 'version: 1\napprovers: { leads: { forge: [northwind-msp/leads] } }\n' },
  'login-twice': {
    ...acme({ 'users.yaml': 'ana-li: { name: { first: Ana } }\n' }),
    'roster.yaml': 'version: 1\nforgeAccounts: { ana-li: acme/ana-li, Ana-Li: acme/ana-li }\n',
  },
  'forge-account-unknown': {
    ...acme({ 'users.yaml': 'ana-li: { name: { first: Ana } }\n' }),
    'roster.yaml': 'version: 1\nforgeAccounts: { ana-work: acme/anna-li }\n',
  },
  'unknown-tenant': acme({ 'tenant.yaml': 'name: Acme\nparent: msp\n' }),
  'cross-tenant': {
    ...acme({ 'users.yaml': 'ana-li: { name: { first: Ana }, manager: zoe, department: bee/desk }\n' }),
    'tenants/bee/tenant.yaml': 'name: Bee\n',
    'tenants/bee/users.yaml': 'zoe: { name: { first: Zoe } }\n',
  },
  'parent-broken': {
    ...acme({ 'tenant.yaml': 'name: Acme\nparent: msp\n' }),
    'tenants/msp/tenant.yaml': 'name: MSP\n',
    'tenants/msp/library/templates.yaml': 'technician: { aplies: onCreate }\n',
  },
  'self-reference': acme({
    'tenant.yaml': 'name: Acme\nparent: acme\n',
    'users.yaml': 'ana-li: { name: { first: Ana }, manager: ana-li }\n',
  }),
  'manager-cycle': acme({
    'users.yaml':
      'a: { name: { first: A }, manager: b }\nb: { name: { first: B }, manager: c }\nc: { name: { first: C }, manager: b }\n',
  }),
  'department-cycle': acme({ 'departments.yaml': 'a: { name: A, parent: b }\nb: { name: B, parent: a }\n' }),
  'group-cycle': acme({
    'groups.yaml':
      'a: { members: { groups: [b] } }\nb: { members: { groups: [a] } }\nc: { members: { groups: [c] } }\n',
  }),
  'depends-cycle': acme({
    'tenant.yaml':
      'name: Acme\ndirectories:\n  a: { provider: local, dependsOn: [b] }\n  b: { provider: local, dependsOn: [a] }\n',
  }),
  'moved-from-exists': acme({ 'users.yaml': `${ana}ana-berg: { name: { first: Ana }, movedFrom: ana-li }\n` }),
  'moved-from-twice': acme({
    'users.yaml': 'a: { name: { first: A }, movedFrom: old }\nb: { name: { first: B }, movedFrom: old }\n',
  }),
  'reserved-id': acme({
    'tenant.yaml': 'name: Acme\ndirectories: { messages: { provider: local }, hq: { provider: local } }\n',
  }),
  'duplicate-id': acme({ 'users.yaml': ana, 'users.sales.yaml': ana, 'users/ana-li.yaml': 'name: { first: Ana }\n' }),
  'duplicate-username': acme({
    'users.yaml': 'a: { name: { first: A }, username: ana }\nb: { name: { first: B }, username: Ana }\n',
  }),
  'duplicate-upn': acme({
    'users.yaml':
      'a: { name: { first: A }, upn: ana@acme.example }\nb: { name: { first: B }, upn: ANA@acme.example }\n',
  }),
  'duplicate-email': acme({
    'users.yaml':
      'a: { name: { first: A }, email: ana@acme.example }\nb: { name: { first: B }, emails: [{ address: Ana@acme.example }] }\n',
  }),
  'duplicate-employee-id': acme({
    'users.yaml': 'a: { name: { first: A }, employeeId: "7a" }\nb: { name: { first: B }, employeeId: "7A" }\n',
  }),
  'duplicate-uid-number': acme({
    'users.yaml':
      'a: { name: { first: A }, posix: { uidNumber: 7 } }\nb: { name: { first: B }, posix: { uidNumber: 7 } }\n',
  }),
  'duplicate-gid-number': acme({ 'groups.yaml': 'a: { posix: { gidNumber: 7 } }\nb: { posix: { gidNumber: 7 } }\n' }),
  'duplicate-group-name': acme({ 'groups.yaml': 'vpn: {}\nother: { name: VPN }\n' }),
  lookalike: acme({
    'users.yaml': 'a: { name: { first: A }, username: paypal }\nb: { name: { first: B }, username: "рауpal" }\n',
  }),
  'name-missing': acme({ 'users.yaml': 'ana-li: { email: ana@acme.example }\n' }),
  'email-outside-domains': acme({
    'tenant.yaml': 'name: Acme\ndomains: [acme.example]\n',
    'users.yaml': 'ana-li: { name: { first: Ana }, email: ana@acme.exmple }\n',
  }),
  'ends-before-starts': acme({
    'users.yaml': 'ana-li: { name: { first: Ana }, starts: 2026-12-01, ends: 2025-12-31 }\n',
  }),
  'unknown-timezone': {
    ...acme({
      'tenant.yaml': 'name: Acme\ntimezone: Europe/Amsterdm\n',
      'users.yaml': 'ana-li: { name: { first: Ana }, profile: { timezone: "+01:00" } }\n',
    }),
  },
  'unknown-language': acme({ 'users.yaml': 'ana-li: { name: { first: Ana }, profile: { language: nl_NL } }\n' }),
  'unknown-country': acme({ 'users.yaml': 'ana-li: { name: { first: Ana }, address: { country: XX } }\n' }),
  'unknown-placeholder': acme({
    'tenant.yaml': 'name: Acme\nnaming: { username: "{fist}.{last}", upn: "{mail}@acme.example" }\n',
  }),
  'unknown-path': acme({
    'tenant.yaml':
      'name: Acme\ndirectories: { try: { provider: local, mapping: { title: titel, roomNumber: { from: room } } } }\n',
  }),
  'select-all-alone': acme({
    'users.yaml': ana,
    'groups.yaml': 'vpn: { members: { select: { all: true, users: [ana-li] } } }\n',
  }),
  'directory-needed': acme({
    'tenant.yaml': `name: Acme\ndirectories:\n  a: { provider: local, mode: additive }\n  b: { ${ldap('')} }\n`,
    'groups.yaml': 'vpn: {}\n',
  }),
  'member-elsewhere': acme({
    'tenant.yaml':
      'name: Acme\ndirectories: { hq: { provider: local, mode: additive }, try: { provider: local, mode: additive } }\n',
    'users.yaml': 'ana-li: { name: { first: Ana }, directories: [try], groups: [vpn] }\n',
    'groups.yaml': 'vpn: { directory: hq, members: { users: [ana-li] } }\n',
  }),
  'nested-across-directories': acme({
    'tenant.yaml': `name: Acme\ndirectories:\n  a: { provider: local, mode: additive }\n  b: { ${ldap('')} }\n`,
    'groups.yaml': 'inner: { directory: a }\nouter: { directory: b, members: { groups: [inner] } }\n',
  }),
  'nested-in-posix-group': acme({
    'tenant.yaml': `name: Acme\ndirectories:\n  b: { ${ldap(', groups: { base: ou=g, objectClass: posixGroup }')} }\n`,
    'groups.yaml': 'inner: {}\nouter: { members: { groups: [inner] } }\n',
  }),
  'duplicate-adoption': acme({
    'users.yaml': 'a: { name: { first: A }, adopt: { try: x-1 } }\nb: { name: { first: B }, adopt: { try: X-1 } }\n',
    'groups.yaml': 'vpn: { adopt: { try: x-1 } }\n',
  }),
  'adopt-elsewhere': acme({
    'tenant.yaml': `name: Acme\ndirectories:\n  a: { provider: local, mode: additive }\n  b: { ${ldap('')} }\n`,
    'users.yaml':
      'ana-li: { name: { first: Ana }, directories: [a], adopt: { b: 7f9c24e5-2c31-4b2f-8f6a-0d7a1c9e4b55 } }\nben-li: { name: { first: Ben }, adopt: { b: 0045123-7, c: x } }\n',
    'groups.yaml': 'vpn: { directory: a, adopt: { b: 7f9c24e5-2c31-4b2f-8f6a-0d7a1c9e4b56 } }\n',
  }),
  'not-in-directory': acme({
    'tenant.yaml': `name: Acme\ndirectories:\n  a: { provider: local, mode: additive }\n  b: { ${ldap('')} }\n`,
    'groups.yaml':
      'vpn: { directory: a, scope: universal, kind: distribution }\nall: { directory: b, kind: distribution }\n',
  }),
  'not-yet-supported': acme({
    'tenant.yaml': 'name: Acme\ndirectories: { e: { provider: okta, tenantId: x } }\n',
  }),
  'profile-name': profile('table: [data/tickts]\nreach: { from: roleScope, kinds: [site] }\n'),
  'profile-level': profile('builtInRoles:\n  agent:\n    name: Agent\n    permissions: { data/tickets: full }\n'),
  'profile-cycle': profile(
    'entityKinds:\n  site: { plural: sites, inside: folder }\n  folder: { plural: folders, inside: site }\n',
  ),
  'profile-contradiction': profile('builtInRoles:\n  agent: { name: Agent }\n'),
}
