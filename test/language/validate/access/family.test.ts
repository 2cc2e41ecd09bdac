import { expect, test } from 'vitest'
import { told } from '../workspace.ts'
import { person, products, today } from '../platforms-world.ts'
import type { Files } from '../workspace.ts'

const msp = {
  'tenants/msp/tenant.yaml':
    'name: MSP\naudience: internal\nsubscriptions: { desk: { platform: helpdesk, edition: it, tier: top } }\n',
  'tenants/msp/entities.yaml':
    'bakery-co: { platform: helpdesk, name: Bakery, kind: customer, tenant: bakery }\nmill-co: { platform: helpdesk, name: Mill, kind: customer, tenant: mill }\n',
}
const bakery = 'name: Bakery\nparent: msp\n'
const world = {
  ...products,
  ...msp,
  'tenants/bakery/tenant.yaml': `${bakery}subscriptions: { desk: { from: parent, entity: bakery-co } }\n`,
  'tenants/bakery/departments.yaml': 'ovens: { name: Ovens }\n',
  'tenants/mill/tenant.yaml': 'name: Mill\nparent: msp\nsubscriptions: { desk: { from: parent } }\n',
}
const asks = (more: Files): readonly string[] =>
  told({ ...world, ...more }, today).map(({ file, line, slug }) => `${file.replace('tenants/', '')}:${line} ${slug}`)

test('a customer has the contract of its parent: people there are judged by the same rules', () => {
  const users = person('ana', 'platforms: { desk: { role: beginner } }') + person('ben', 'platforms: { desk: {} }')
  expect(asks({ 'tenants/bakery/users.yaml': users })).toEqual(['bakery/users.yaml:2 role-missing'])
})

test('what the parent’s contract says, the customer does not say again', () => {
  const contract = (settings: string): readonly string[] =>
    asks({ 'tenants/bakery/tenant.yaml': `${bakery}subscriptions: { ${settings} }\n` })
  expect(contract('desk: { from: parent, tier: top }')).toEqual(['bakery/tenant.yaml:3 only-one'])
  expect(contract('dsk: { from: parent }')).toEqual(['bakery/tenant.yaml:3 unknown-subscription'])
  expect(contract('desk: {}')).toEqual(['bakery/tenant.yaml:3 required-property'])
  expect(contract('desk: { from: parent, entity: mill-co }')).toEqual(['bakery/tenant.yaml:3 cross-tenant'])
  expect(contract('desk: { from: parent, entity: bakry-co }')).toEqual(['bakery/tenant.yaml:3 unknown-entity'])
})

const people = `name: Portal
version: 2026-11-01
categories: { action: { levels: [none, allow] } }
entityKinds: { user: { plural: users, people: true } }
reach: { from: roleScope, kinds: [user] }
permissions: { action/reset: { name: Reset passwords, risk: elevated, scoped: reach } }
roles: { scope: { whenMissing: error } }
`

test('a parent’s role works on tenants that it serves, and on departments of theirs; on no others', () => {
  const scoped = (scope: string): readonly string[] =>
    asks({
      'platforms/portal.yaml': people,
      'tenants/other/tenant.yaml': 'name: Other\n',
      'tenants/msp/users.yaml': person('ana', 'title: x'),
      'tenants/msp/roles.yaml': `reset: { platform: portal, name: Resetter, permissions: { action/reset: allow }, scope: ${scope} }\n`,
    })
  expect(scoped('{ tenants: [bakery, mill], departments: [bakery/ovens], users: [ana] }')).toEqual([])
  expect(scoped('{ tenants: [bakery, other] }')).toEqual(['msp/roles.yaml:1 not-a-child'])
  expect(scoped('{ departments: [bakery/oven] }')).toEqual(['msp/roles.yaml:1 unknown-department'])
  expect(scoped('{ departments: [other/lab] }')).toEqual(['msp/roles.yaml:1 not-a-child'])
  expect(scoped('{ departments: [ovens] }')).toEqual(['msp/roles.yaml:1 cross-tenant'])
  expect(scoped('{ users: [ann] }')).toEqual(['msp/roles.yaml:1 unknown-user'])
})

test('ATR-02 a role, an entity and an access group of another tenant are errors', () => {
  const other = {
    'tenants/mill/roles.yaml':
      'miller: { platform: helpdesk, name: Miller, permissions: { data/tickets: view }, scope: { all: true } }\n',
    'tenants/mill/access-groups.yaml': 'mills: { platform: funds, select: { all: true } }\n',
    'tenants/mill/entities.yaml': 'mill-1: { platform: funds, name: Mill, kind: fund }\n',
  }
  const users = person('ana', 'platforms: { desk: { role: miller }, funds: { role: view, accessGroup: mills } }')
  const own = 'apac: { platform: funds, select: { names: [mill-1] } }\n'
  const found = asks({
    ...other,
    'tenants/bakery/tenant.yaml': `${bakery}subscriptions: { desk: { from: parent }, funds: { platform: funds } }\n`,
    'tenants/bakery/users.yaml': users,
    'tenants/bakery/access-groups.yaml': own,
  })
  expect(found).toEqual([
    'bakery/access-groups.yaml:1 cross-tenant',
    'bakery/users.yaml:1 cross-tenant',
    'bakery/users.yaml:1 cross-tenant',
  ])
})

test('ATR-16 a template of another tenant is an error, and one of the same name does not leak', () => {
  const template = (role: string): string => `clerk: { platforms: { desk: { role: ${role} } } }\n`
  const users = person('ana', 'template: clerk')
  const named = asks({ 'tenants/mill/templates.yaml': template('beginner'), 'tenants/bakery/users.yaml': users })
  expect(named).toEqual(['bakery/users.yaml:1 cross-tenant'])
  const both = asks({
    'tenants/mill/templates.yaml': template('admin'),
    'tenants/bakery/templates.yaml': template('beginner'),
    'tenants/bakery/users.yaml': users,
  })
  // The administrator’s role would ask for a reason.
  expect(both).toEqual([])
})

test('a role of a library is judged with the library, and what it names in each tenant that uses it', () => {
  const role = (more: string): Files => ({
    'library/roles/agent.yaml': `platform: helpdesk\nname: Agent\n${more}`,
  })
  expect(asks(role('permissions: { data/tikets: view }\n'))).toEqual(['library/roles/agent.yaml:3 unknown-permission'])
  const scoped = role('permissions: { data/tickets: view }\nscope: { customers: [bakery-co] }\n')
  expect(asks(scoped)).toEqual([])
  const used = { ...scoped, 'tenants/bakery/users.yaml': person('ana', 'platforms: { desk: { role: agent } }') }
  expect(asks(used)).toEqual(['library/roles/agent.yaml:4 cross-tenant'])
})
