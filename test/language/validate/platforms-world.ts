import type { Files } from './workspace.ts'
import { acme } from './workspace.ts'

/** The day on which what has run out is judged in these tests. */
export const today = new Date('2026-11-22T09:00:00Z')

/** Two invented products: one with accounts at sites and roles with a scope, one with access groups. */
export const products: Files = {
  'platforms/helpdesk.yaml': `name: Helpdesk
version: 2026-11-01
categories:
  data: { levels: [none, view, edit] }
  remote: { levels: [none, allow] }
  system: { levels: [none, allow] }
entityKinds:
  customer: { plural: customers }
  site: { plural: sites, inside: customer }
  folder: { plural: folders, inside: site, excludable: true }
reach: { from: roleScope, kinds: [customer, site] }
permissions:
  data/tickets: { name: Tickets, risk: basic, scoped: reach }
  remote/control: { name: Control, risk: elevated, scoped: reach }
  system/passwords: { name: Passwords, risk: critical }
  system/autoAssign: { name: Automatic assignment, risk: basic }
  system/reports: { name: Reports, risk: basic }
roleFlags:
  fullAccess: { name: Full access, risk: critical, grants: everything }
needsFlag: { customers.create: fullAccess }
roles:
  custom: true
  scope: { whenMissing: warn, exclude: [folder] }
builtInRoles:
  admin: { name: Admin, administrator: true, grants: everything, accessGroups: forbidden, forced: { system/autoAssign: allow }, instead: a role of your own with fullAccess }
  beginner: { name: Beginner, grants: nothing, editable: [scope] }
accountTypes:
  technician: { seats: 1, roles: { min: 1, max: 1 }, accessGroups: { max: 0 }, required: [email, name.first, name.last, role] }
  endUser: { roles: { min: 0, max: 0 }, accessGroups: { max: 0 }, at: { kind: site, required: true }, required: [email] }
capabilities:
  deliveries: [manual]
  create: { technician: [single], endUser: [single, csv] }
  actions: [resetPassword]
  operator: { createTechnician: admin }
editions:
  it: [basic, plus, top]
  msp: [pro, super]
tierGates:
  csvImport: { it: plus, msp: super, otherwise: fallback }
  sso: { it: top, msp: super }
  longLog: { it: plus, msp: super }
prices:
  - from: 2026-01-01
    currency: USD
    per: month
    seats:
      - { edition: it, tier: basic, annual: "149.00", monthly: "169.00" }
      - { edition: it, tier: plus, annual: "189.00", monthly: "229.00" }
      - { edition: it, tier: top }
    addons: { copilot: {} }
`,
  'platforms/funds.yaml': `name: Funds
version: 2026-11-01
categories:
  data: { levels: [none, listed, masked, view, edit] }
  action: { levels: [none, allow] }
entityKinds:
  fund: { plural: funds, tagged: true }
  person: { plural: persons, stakeholder: true }
reach: { from: accessGroup, kinds: [fund, person] }
permissions:
  data/entities: { name: Entities, risk: basic, scoped: reach }
  data/accountNumber: { name: Account number, risk: elevated, scoped: reach }
  action/create: { name: Create entities, risk: elevated }
  action/pay: { name: Pay, risk: elevated }
  action/approve: { name: Approve, risk: elevated }
roles:
  presets:
    viewer: { name: Viewer, permissions: { data/entities: view } }
builtInRoles:
  owner: { name: Owner, administrator: true, grants: everything, accessGroups: forbidden, maxAssignees: 2 }
  edit: { name: Edit, accessGroups: required, permissions: { data/entities: edit, action/create: allow } }
  view: { name: View, accessGroups: required, permissions: { data/entities: view } }
accountTypes:
  user: { audience: client, roles: { min: 1, max: 2 }, accessGroups: { max: 1, whenMissing: warn }, required: [name.first] }
  staff: { audience: internal, roles: { min: 1 } }
capabilities: { deliveries: [groups, manual], mask: false }
personas:
  bookkeeper: { audience: client, role: view, as: user }
  head: { audience: client, role: view, as: user, requires: [department] }
  partner: { audience: internal, role: view, as: staff }
entityCreation: { permission: action/create, inherits: [tags, names] }
`,
}

const roster = 'version: 1\napprovers: { security: { forge: ["@msp/security"] } }\n'

const usual = {
  'tenant.yaml': `name: Acme
audience: client
directories: { try: { provider: local, mode: authoritative } }
subscriptions:
  desk: { platform: helpdesk, edition: it, tier: basic }
  funds: { platform: funds }
`,
  'entities.yaml': `northwind: { platform: helpdesk, name: Northwind, kind: customer }
amsterdam: { platform: helpdesk, name: Amsterdam, kind: site, inside: northwind }
servers: { platform: helpdesk, name: Servers, kind: folder, inside: amsterdam }
apac-1: { platform: funds, name: APAC I, kind: fund, tags: [apac, fund] }
apac-2: { platform: funds, name: APAC II, kind: fund, tags: [apac] }
`,
  'access-groups.yaml': 'apac: { platform: funds, select: { tags: [apac], match: any } }\n',
  'roles.yaml':
    'agent: { platform: helpdesk, name: Agent, permissions: { data/tickets: edit }, scope: { sites: [amsterdam] } }\n',
}

/** A workspace of two products and one tenant that is right, but for what is written here. */
export function on(files: Files): Files {
  return { ...products, 'roster.yaml': roster, ...acme({ ...usual, ...files }) }
}

/** tenant.yaml with other subscriptions, or more besides. */
export function tenant(subscriptions: string, more = ''): Files {
  return {
    'tenant.yaml': `name: Acme\naudience: client\ndirectories: { try: { provider: local, mode: authoritative } }\nsubscriptions:\n${subscriptions}\n${more}`,
  }
}

/** A person with the values that every product asks for. */
export function person(id: string, more: string): string {
  return `${id}: { name: { first: ${id}, last: Li }, email: ${id}@acme.example, ${more} }\n`
}
