import { expect, test } from 'vitest'
import { acme, loaded, told, workspace } from './workspace.ts'

const slugs = (found: ReturnType<typeof told>) => found.map(({ slug }) => slug)

test('a tenant is read from one file, several files and a folder together', () => {
  const { tenants, diagnostics } = loaded(
    workspace(
      acme({
        'users.yaml': '# people\nana-li: { name: { first: Ana } }\n',
        'users.sales.yaml': 'ben-osei: { name: { first: Ben } }\n',
        'users/cid.yaml': 'name: { first: Cid }\nmanager: ana-li\n',
      }),
    ),
  )
  expect(diagnostics).toEqual([])
  const users = tenants.get('acme')?.users
  expect([...(users?.keys() ?? [])].toSorted()).toEqual(['ana-li', 'ben-osei', 'cid'])
  expect(users?.get('ana-li')).toMatchObject({ file: 'tenants/acme/users.yaml', line: 2 })
  expect(users?.get('cid')).toMatchObject({ file: 'tenants/acme/users/cid.yaml', line: 1, spec: { manager: 'ana-li' } })
})

test('a mistake in a file of one entry is placed without its id above it', () => {
  const found = told(acme({ 'users/cid.yaml': 'name: { first: Cid }\nmanager: nobody\ntitel: x\n' }))
  expect(found).toMatchObject([
    { file: 'tenants/acme/users/cid.yaml', line: 2, column: 10, slug: 'unknown-user' },
    { file: 'tenants/acme/users/cid.yaml', line: 3, column: 1, slug: 'unknown-property' },
  ])
})

test('templates resolve in the tenant, then in its parent, then in the workspace', () => {
  const template = (title: string) => `technician: { attributes: { title: ${title} } }\n`
  const { tenants, diagnostics } = loaded(
    workspace({
      ...acme({
        'tenant.yaml': 'name: Acme\nparent: msp\n',
        'templates.yaml': template('own'),
        'users.yaml': 'ana: { name: { first: A }, template: clerk }\nben: { name: { first: B }, template: guest }\n',
        'policies.yaml': 'gates: { usersRemoved: { explicit: { absolute: 1 } } }\n',
      }),
      'tenants/msp/tenant.yaml': 'name: MSP\n',
      'tenants/msp/library/templates.yaml': `${template('parent')}clerk: {}\n`,
      'tenants/msp/library/policies.yaml': 'gates: { usersRemoved: { explicit: { absolute: 2 } } }\n',
      'library/templates.yaml': `${template('workspace')}clerk: { applies: continuous }\nguest: {}\n`,
      'library/policies.yaml': 'gates: { usersRemoved: { explicit: { absolute: 3 } } }\n',
    }),
  )
  expect(diagnostics).toEqual([])
  const documents = tenants.get('acme')
  expect(documents?.templates.get('technician')?.spec.attributes?.title).toBe('own')
  expect(documents?.templates.get('clerk')?.file).toBe('tenants/msp/library/templates.yaml')
  expect(documents?.templates.get('guest')?.file).toBe('library/templates.yaml')
  expect(documents?.policies.map(({ spec }) => spec.gates?.usersRemoved?.explicit?.absolute)).toEqual([3, 2, 1])
})

test('what a library template names is judged in the tenants that use it', () => {
  const files = {
    'library/templates.yaml': 'desk: { groups: [vpn] }\n',
    'tenants/acme/tenant.yaml': 'name: Acme\n',
    'tenants/acme/users.yaml': 'ana: { name: { first: Ana }, template: desk }\n',
    'tenants/bee/tenant.yaml': 'name: Bee\n',
  }
  const { tenants, diagnostics } = loaded(workspace(files))
  expect(diagnostics).toMatchObject([
    { slug: 'unknown-group', file: 'library/templates.yaml', line: 1, tenant: 'acme' },
  ])
  expect(tenants.get('bee')).toBeDefined()
})

test('REL-14 a mistake in a tenant stops that tenant and no other', () => {
  const { tenants, diagnostics } = loaded(
    workspace({ ...acme({ 'users.yaml': 'ana: { nme: x }\n' }), 'tenants/bee/tenant.yaml': 'name: Bee\n' }),
  )
  expect(tenants.get('acme')).toBeUndefined()
  expect(tenants.get('bee')?.tenant.spec.name).toBe('Bee')
  expect(new Set(diagnostics.map(({ tenant }) => tenant))).toEqual(new Set(['acme']))
})

test.for([
  ['roster.yaml', { 'roster.yaml': 'version: 2\n' }],
  ['library/templates.yaml', { 'library/templates.yaml': 'technician: { aplies: onCreate }\n' }],
] as const)('a mistake in %s stops all', ([file, files]) => {
  const { shared, diagnostics } = loaded(workspace({ ...files, 'tenants/bee/tenant.yaml': 'name: Bee\n' }))
  expect(shared).toBeUndefined()
  expect(diagnostics).toMatchObject([{ file }])
  expect(diagnostics[0]?.tenant).toBeUndefined()
})

test('a mistake in the library of a tenant stops it and those it serves, and nobody else', () => {
  const { tenants, diagnostics } = loaded(
    workspace({
      ...acme({ 'tenant.yaml': 'name: Acme\nparent: msp\n' }),
      'tenants/bee/tenant.yaml': 'name: Bee\n',
      'tenants/msp/tenant.yaml': 'name: MSP\n',
      'tenants/msp/library/templates.yaml': 'technician: { aplies: onCreate }\n',
    }),
  )
  expect([...tenants].map(([id, documents]) => [id, documents !== undefined])).toEqual([
    ['acme', false],
    ['bee', true],
    ['msp', false],
  ])
  expect(diagnostics.map(({ slug, tenant }) => `${tenant} ${slug}`)).toEqual([
    'acme parent-broken',
    'msp unknown-property',
  ])
})

test('parts of roster.yaml for later versions are named as such', () => {
  const found = told({ 'roster.yaml': 'version: 1\nledger: { store: postgres }\nprivacy: { redact: [phones] }\n' })
  expect(found.map(({ slug, line }) => [slug, line])).toEqual([
    ['not-yet-supported', 2],
    ['not-yet-supported', 3],
  ])
})

test('all mistakes of all files are told at once, in the order of the files', () => {
  const found = told({
    ...acme({
      'tenant.yaml': 'name: Acme\ndeleteAfter: soon\n',
      'users.yaml': 'ana: { name: { first: A }, manager: nobody, state: gone }\nben: { nme: B }\n',
      'groups.yaml': 'vpn: { owner: nobody, knd: security }\n',
    }),
    'tenants/bee/tenant.yaml': 'nme: Bee\n',
  })
  const places = found.map(({ file, line, slug }) => `${file}:${line} ${slug}`)
  expect(places).toMatchInlineSnapshot(`
    [
      "tenants/acme/groups.yaml:1 directory-needed",
      "tenants/acme/groups.yaml:1 unknown-user",
      "tenants/acme/groups.yaml:1 unknown-property",
      "tenants/acme/tenant.yaml:2 wrong-form",
      "tenants/acme/users.yaml:1 unknown-user",
      "tenants/acme/users.yaml:1 not-allowed",
      "tenants/acme/users.yaml:2 name-missing",
      "tenants/acme/users.yaml:2 unknown-property",
      "tenants/bee/tenant.yaml:1 required-property",
      "tenants/bee/tenant.yaml:1 unknown-property",
    ]
  `)
})

test('a file that cannot be read leads to no mistakes about what it would have declared', () => {
  const found = told(
    acme({
      'users.yaml': 'ana: { name: { first: A\n',
      'groups.yaml': 'vpn: { owner: ana, members: { users: [ana] } }\n',
    }),
  )
  expect(new Set(found.map(({ file }) => file))).toEqual(new Set(['tenants/acme/users.yaml']))
})

test('SEC-21 names from the prototype of objects are ids of nobody', () => {
  const found = told(acme({ 'users.yaml': 'ana: { name: { first: A }, manager: constructor, template: tostring }\n' }))
  expect(slugs(found)).toEqual(['unknown-user', 'unknown-template'])
  expect(Object.keys(Object.prototype)).toEqual([])
})

test('SEC-17 a tenant that refers to another is told so, but not to which', () => {
  const found = told({
    ...acme({ 'users.yaml': 'ana: { name: { first: A }, manager: zoe }\n' }),
    'tenants/secret-client/tenant.yaml': 'name: Secret\n',
    'tenants/secret-client/users/zoe.yaml': 'name: { first: Zoe }\n',
  })
  expect(slugs(found)).toEqual(['cross-tenant'])
  expect(JSON.stringify(found)).not.toContain('secret-client')
})

test('very many mistakes of a file are told in short', () => {
  const people = Array.from({ length: 5_000 }, (_, n) => `p${n}: { name: { first: P }, manager: nobody-${n} }\n`)
  const before = process.cpuUsage()
  const found = told(acme({ 'users.yaml': people.join('') }))
  const { user, system } = process.cpuUsage(before)
  expect(found).toHaveLength(200)
  expect(found.at(-1)?.message).toMatch(/And 4800 more in this file\.$/)
  expect((user + system) / 1e6).toBeLessThan(3)
})
