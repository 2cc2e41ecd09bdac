import { expect, test } from 'vitest'
import { evaluate } from '../../../src/access/evaluate.ts'
import { accountKey } from '../../../src/access/access.ts'
import { acme } from '../validate/workspace.ts'
import { accessOn, desiredOf, person, tenantFile } from './tenant.ts'

function portal(departments: string): ReturnType<typeof accessOn> {
  const desired = desiredOf({
    'tenants/bakery/tenant.yaml': 'name: Bakery\nparent: acme\n',
    'tenants/bakery/departments.yaml': 'ovens: { name: Ovens }\n',
    ...acme({
      'tenant.yaml': tenantFile('audience: internal\nsubscriptions: { portal: { platform: atria } }'),
      'departments.yaml': 'sales: { name: Sales }\nlab: { name: Lab, parent: sales }\n',
      'entities.yaml': 'bakery-co: { platform: atria, name: Bakery, kind: customer, tenant: bakery }\n',
      'roles.yaml': `desk: { platform: atria, name: Password desk, permissions: { module/users: allow, action/users.resetPassword: allow }, scope: { departments: [${departments}] } }\nfield: { platform: atria, name: Field, permissions: { module/users: allow, data/users: view }, scope: { tenants: [bakery], users: [ben-osei] } }\n`,
      'users.yaml': [
        person(
          'ana-li',
          'upn: ana@acme.example, platforms: { portal: { as: administrator, role: desk, reason: first line } }',
        ),
        person('ben-osei', 'department: sales'),
        person('cid-ray', 'department: lab'),
        person('dan-roe', 'department: lab'),
        person('eva-lo', 'department: lab, state: absent'),
        person('tom-berg'),
      ].join(''),
    }),
  })
  return accessOn(desired, 'atria')
}

test('ATR-05 an administrator works on the people of the departments that the role names; one more adds exactly its people', () => {
  const pairs = (departments: string): readonly string[] => {
    const evaluation = evaluate(portal(departments))
    const ana = accountKey('portal', 'ana-li')
    const reached = ['ana-li', 'ben-osei', 'cid-ray', 'dan-roe', 'eva-lo', 'tom-berg'].filter((user) =>
      evaluation.reaches(ana, `user:${user}`),
    )
    for (const user of reached)
      expect(evaluation.level(ana, 'action/users.resetPassword', `user:${user}`)).toBe('allow')
    return reached
  }
  expect(pairs('sales')).toEqual(['ben-osei'])
  expect(pairs('sales, lab')).toEqual(['ben-osei', 'cid-ray', 'dan-roe'])
})

test('people are entities in their department, and that in the tenant; of children only what roles name', () => {
  const { entities, roles } = portal('sales, bakery/ovens')
  const placed = [...entities.values()].map(({ id, kind, inside = '-' }) => `${id} ${kind} in ${inside}`)
  expect(placed).toEqual([
    'bakery-co customer in -',
    'tenant:acme tenant in -',
    'department:sales department in tenant:acme',
    'department:lab department in tenant:acme',
    'user:ana-li user in tenant:acme',
    'user:ben-osei user in department:sales',
    'user:cid-ray user in department:lab',
    'user:dan-roe user in department:lab',
    'user:tom-berg user in tenant:acme',
    'tenant:bakery tenant in -',
    'department:bakery/ovens department in tenant:bakery',
  ])
  expect(roles.get('desk')?.scope?.chosen).toEqual(['department:sales', 'department:bakery/ovens'])
  expect(roles.get('field')?.scope?.chosen).toEqual(['user:ben-osei', 'tenant:bakery', 'bakery-co'])
})
