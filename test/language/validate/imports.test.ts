import { expect, test } from 'vitest'
import { asks, diagnosed } from './access/asks.ts'
import { person } from './platforms-world.ts'
import type { Files } from './workspace.ts'

const tenant = (directories: string): Files => ({
  'tenant.yaml': `name: Acme\ndirectories: { ${directories} }\nsubscriptions: { it: { platform: atera }, funds: { platform: atlas } }\n`,
  'entities.yaml': 'ams: { platform: atera, name: Amsterdam, kind: site }\n',
})
const world = tenant('up: { provider: local }')
const upstream = (more: string, start = 'directory: up, select: { all: true }, every: 1 days'): Files => ({
  'imports.yaml': `azure: { ${start}, ${more} }\n`,
})
/** What is told besides the warning that nothing runs imports yet. */
const told = (files: Files): readonly string[] => {
  const all = asks({ ...world, ...files })
  expect(all).toContain('imports.yaml:1 import-idle')
  return all.filter((one) => one !== 'imports.yaml:1 import-idle')
}
const eva = person('eva', 'title: Baker, platforms: { it: { as: endUser, at: ams } }')
const ana = person('ana', 'title: Chief, platforms: { it: { role: beginner } }')

test('ATE-25 a title that an upstream directory owns is an error at the person’s line, which names the owner', () => {
  const files = { ...world, ...upstream('as: endUser, owns: [title]'), 'users.yaml': ana + eva }
  const found = diagnosed(files).filter(({ slug }) => slug !== 'import-idle')
  expect(found).toMatchObject([
    { slug: 'owned-elsewhere', severity: 'error', file: 'tenants/acme/users.yaml', line: 2 },
  ])
  expect(found[0]?.message).toBe(
    '`title` of `eva`, an endUser, is what the directory `up` says: the import `azure` owns it (tenants/acme/imports.yaml:1).',
  )
  expect(found[0]?.fix).toContain('change it in `up`')
  // Without the line nothing is wrong, and whoever has another sort of account says their title themselves.
  expect(
    told({ ...upstream('as: endUser, owns: [title]'), 'users.yaml': ana + eva.replace('title: Baker, ', '') }),
  ).toEqual([])
})

test.for([
  ['{ all: true }', ['ana', 'eva', 'kim']],
  ['{ users: [ana, kim] }', ['ana', 'kim']],
  ['{ departments: [bakery] }', ['eva', 'kim']],
  ['{ departments: [bakery], states: [active] }', ['eva']],
  ['{ locations: [Leiden] }', ['ana', 'eva']],
  ['{ templates: [shop] }', ['eva']],
  ['{ groups: [till] }', ['ana', 'eva']],
  ['{ roles: [beginner] }', ['ana']],
  ['{ personas: [clerk] }', ['kim']],
] as const)('ATE-25 the people whom an import selects by %s', ([select, selected]) => {
  const files = {
    'users.yaml':
      person('ana', 'title: A, location: Leiden, groups: [till], platforms: { it: { role: beginner } }') +
      person('eva', 'title: B, template: shop') +
      person('kim', 'title: C, department: bakery, persona: clerk, state: suspended'),
    'templates.yaml': 'shop: { attributes: { department: bakery, location: Leiden }, groups: [till] }\n',
    'departments.yaml': 'bakery: { name: Bakery }\n',
    'groups.yaml': 'till: {}\n',
    ...upstream('owns: [title]', `directory: up, select: ${select}, every: 1 days`),
  }
  const at = ['ana', 'eva', 'kim'].flatMap((id, line) =>
    (selected as readonly string[]).includes(id) ? [`users.yaml:${line + 1} owned-elsewhere`] : [],
  )
  expect(told(files)).toEqual(at)
})

test('what is owned is a path of users.yaml, whole groups of them included', () => {
  expect(told(upstream('owns: [title, phones.work, address, manager, department]'))).toEqual([])
  expect(told(upstream('owns: [titel]'))).toEqual(['imports.yaml:1 unknown-path'])
  expect(told(upstream('owns: [department.name, groups, state]'))).toEqual(Array(3).fill('imports.yaml:1 unknown-path'))
  const phones = { 'users.yaml': person('ana', 'phones: { work: "+31205550101" }') }
  expect(told({ ...upstream('owns: [phones]'), ...phones })).toEqual(['users.yaml:1 owned-elsewhere'])
  expect(told({ ...upstream('owns: [phones.mobile]'), ...phones })).toEqual([])
})

test('the sort of account is one that a platform of the tenant takes from such a directory; an embedded one stands in', () => {
  expect(told(upstream('as: endUser'))).toEqual([])
  expect(told(upstream('as: technician'))).toEqual(['imports.yaml:1 capability'])
  expect(told(upstream('as: endUsr'))).toEqual(['imports.yaml:1 unknown-account-type'])
  const ldap =
    'up: { provider: ldap, mode: observe, url: "ldaps://x", base: "dc=x", credentials: { read: { bindDn: cn=r, password: { env: R } } } }'
  const found = diagnosed({ ...tenant(ldap), ...upstream('as: endUser') }).filter(({ slug }) => slug !== 'import-idle')
  expect(found).toMatchObject([{ slug: 'capability', fix: 'It takes them from `entra`.' }])
})

test('an import names a directory, a selection, a rhythm and how many may be gone at once', () => {
  expect(told(upstream('at: "06:00", maxRemovals: { percent: 10, absolute: 3 }'))).toEqual([])
  expect(told(upstream('at: "6:00"'))).toEqual(['imports.yaml:1 wrong-form'])
  expect(told(upstream('maxRemovals: { percent: 130 }'))).toEqual(['imports.yaml:1 out-of-range'])
  expect(told(upstream('owns: []', 'directory: upp, select: { all: true }, every: 1 days'))).toEqual([
    'imports.yaml:1 unknown-directory',
  ])
  expect(told(upstream('owns: []', 'directory: up, select: { departments: [x] }, every: 1 days'))).toEqual([
    'imports.yaml:1 unknown-department',
  ])
  expect(told(upstream('owns: []', 'directory: up, select: { all: true }, every: 0 days'))).toEqual([
    'imports.yaml:1 out-of-range',
  ])
  expect(asks({ ...world, 'imports.yaml': 'azure: { directory: up }\n' })).toEqual(
    Array(2).fill('imports.yaml:1 required-property'),
  )
})

test('nothing runs an import yet, and that is said at each', () => {
  const found = diagnosed({ ...world, ...upstream('owns: []') })
  expect(found).toMatchObject([{ slug: 'import-idle', severity: 'warning', line: 1 }])
  expect(found[0]?.fix).toContain('by hand who comes and who goes')
  expect(asks({ ...world, 'imports/azure.yaml': 'directory: up\nselect: { all: true }\nevery: 1 days\n' })).toEqual([
    'imports/azure.yaml:1 import-idle',
  ])
})
