import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tenantOf } from '../reconciler/bench.ts'
import { addPerson, benchOf, filesIn, imported, planned, textOf } from './importing.ts'

test('UX-01 a directory is declared so that the next plan changes nothing', async () => {
  const bench = benchOf(tenantOf())
  const live = bench.live()
  addPerson(live, 'ana.li', { email: 'ana.li@acme.example', title: 'Clerk', 'phones.work': '0045123' })
  addPerson(live, 'ben.osei', {}, { references: { manager: 'id-ana.li' } })
  addPerson(live, 'eva.lo', {}, { state: 'disabled' })
  live.addGroup('VPN users', ['ana.li', 'ben.osei'])
  live.addGroup('Staff', ['ana.li', 'eva.lo'])
  live.put({ id: 'id-Staff', add: ['id-VPN users'] })
  const adoption = await imported(bench)
  expect(adoption.leftAlone).toEqual([])
  expect(await planned(bench)).toEqual([])
  expect(filesIn(bench)).toMatchInlineSnapshot(`
    {
      "groups.yaml": "# yaml-language-server: $schema=../../schema/groups.schema.json
    staff:
      name: Staff
      members: { groups: [vpn-users] }
      adopt: { hq: id-Staff }
    vpn-users:
      name: VPN users
      adopt: { hq: id-VPN users }
    ",
      "tenant.yaml": "name: Acme
    directories:
      hq:
        provider: local
        mode: authoritative
    ",
      "users.yaml": "# yaml-language-server: $schema=../../schema/users.schema.json
    ana.li:
      name: { first: Ana, last: Li }
      email: ana.li@acme.example
      title: Clerk
      phones: { work: "0045123" }
      groups: [staff, vpn-users]
      adopt: { hq: id-ana.li }
    ben.osei:
      name: { first: Ben, last: Osei }
      manager: ana.li
      groups: [vpn-users]
      adopt: { hq: id-ben.osei }
    eva.lo:
      name: { first: Eva, last: Lo }
      groups: [staff]
      state: suspended
      adopt: { hq: id-eva.lo }
    ",
    }
  `)
  const before = filesIn(bench)
  expect((await imported(bench)).files).toEqual([])
  expect(filesIn(bench)).toEqual(before)
  expect(textOf(bench, 'users.yaml')).toContain('"0045123"')
})

test.each(['additive', 'authoritative', 'observe'])(
  'UX-02 ATR-18 in a directory that is %s, five of a hundred are declared and the others stay unmanaged',
  async (mode) => {
    const bench = benchOf(tenantOf({ mode }))
    const live = bench.live()
    for (let number = 1; number <= 100; number += 1) {
      const container = number <= 5 ? 'people/Sales' : 'people'
      addPerson(live, `p${number}.x`, {}, { container })
    }
    live.addGroup(
      'All',
      live.users().map(({ username = '' }) => username),
    )
    live.addGroup('Others', ['p50.x'])
    bench.tenant('acme', { tenant: tenantOf({ mode, users: { placement: 'department' } }) })
    live.put(
      ...live
        .users()
        .slice(0, 5)
        .map((user) => ({
          ...user,
          attributes: { ...user.attributes, 'department.name': 'Sales', department: 'sales' },
        })),
    )
    const adoption = await imported(bench, { select: ['people/Sales'] })
    expect(adoption.declared.users).toEqual(['p1.x', 'p2.x', 'p3.x', 'p4.x', 'p5.x'])
    expect(adoption.declared.groups).toEqual(['all'])
    expect(textOf(bench, 'groups.yaml')).toContain('ownership: additive')
    const plan = await bench.plan()
    expect(await planned(bench)).toEqual([])
    if (mode !== 'observe') expect(plan.unmanaged.length).toBe(95 + 1)
    expect(adoption.atRisk).toBe(mode === 'authoritative' ? 95 : 0)
  },
)

test('UX-02 the other half can follow, and the first apply keeps everybody where they are', async () => {
  const bench = benchOf(tenantOf({ mode: 'additive' }))
  const live = bench.live()
  for (const name of ['ana.li', 'ben.osei', 'eva.lo', 'tom.berg'])
    addPerson(live, name, { email: `${name}@acme.example` })
  live.addGroup('Staff', ['ana.li', 'ben.osei', 'eva.lo', 'tom.berg'])
  await imported(bench, { select: ['username=a*', 'username=ben.osei'] })
  const before = live.text()
  expect((await bench.apply()).exitCode).toBe(0)
  const second = await imported(bench)
  expect(second.declared.users).toEqual(['eva.lo', 'tom.berg'])
  expect(second.known).toEqual({ people: 2, groups: 1 })
  expect(await planned(bench)).toEqual([])
  expect((await bench.apply()).exitCode).toBe(0)
  expect(live.text()).toBe(before)
  expect(await planned(bench)).toEqual([])
  expect((await imported(bench)).files).toEqual([])
})

test('UX-01 what cannot be declared without a change is left alone, with the reason', async () => {
  const bench = benchOf(tenantOf({ protect: ['people/svc-*'] }))
  const live = bench.live()
  addPerson(live, 'ana.li')
  live.addUser('nameless', { attributes: { 'name.first': 'No', 'name.last': 'Display' } })
  addPerson(live, 'ben.osei', {}, { container: 'people/elsewhere' })
  addPerson(live, 'eva.lo', { 'name.first': 'E\u0007va' })
  addPerson(live, 'svc-backup')
  addPerson(live, 'printer', {}, { notManageable: 'a contact' })
  live.addGroup('Staff', ['ana.li', 'eva.lo'])
  live.addGroup('Built-in', ['ana.li'], { notManageable: 'a built-in group' })
  const adoption = await imported(bench)
  expect(adoption.leftAlone.map(({ kind, name, why }) => `${kind} ${name}: ${why}`)).toMatchInlineSnapshot(`
    [
      "person printer: a contact",
      "person svc-backup: protected by people/svc-*",
      "group Built-in: a built-in group",
      "person ben.osei: declared it would be moved to people; to leave users where they lie: users: { placement: keep } in tenant.yaml",
      "person eva.lo: its name.first cannot be declared: it holds a control character (U+0007)",
      "person nameless: declared it would get another displayName; to leave it to the directory: mapping: { displayName: null }",
    ]
  `)
  expect(adoption.declared.users).toEqual(['ana.li'])
  expect(textOf(bench, 'groups.yaml')).toContain('ownership: additive')
  expect(await planned(bench)).toEqual([])
})

test('UX-01 odd names, and ids that they get', async () => {
  const bench = benchOf(tenantOf())
  const live = bench.live()
  const names = [
    'con',
    'Иван.Петров',
    'ana.li',
    'ANA-LI',
    '__proto__',
    'constructor',
    'a'.repeat(80),
    '0045123',
    'ünal@acme.example',
    '名前',
  ]
  for (const [index, username] of names.entries()) {
    const shown = `Li, "Ana" \\ #${index}: [x] {y}`
    live.addUser(username, {
      id: `id-${index}`,
      attributes: {
        'name.first': "O'Neil, J\\r",
        'name.last': `Nr. ${index}`,
        displayName: shown,
        title: 'NO',
        employeeId: `6e1${index}`,
      },
    })
  }
  const adoption = await imported(bench)
  expect(adoption.leftAlone).toEqual([])
  expect(adoption.declared.users).toMatchInlineSnapshot(`
    [
      "0045123",
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "ana-li",
      "ana.li",
      "con-2",
      "constructor-2",
      "ivan.petrov",
      "mingqian",
      "proto",
      "unal",
    ]
  `)
  expect(await planned(bench)).toEqual([])
  expect((await imported(bench)).files).toEqual([])
})

test('UX-08 existing files keep their comments, quotes, order and line ends', async () => {
  const bench = benchOf(tenantOf())
  const live = bench.live()
  addPerson(live, 'ana.li', { email: 'ana.li@acme.example' })
  addPerson(live, 'ben.osei', { email: 'ben.osei@acme.example' })
  live.addGroup('Staff', ['ana.li', 'ben.osei'])
  const text = [
    '# our people',
    'ana-li:   # she was first',
    '    name: { first: \'Ana\', last: "Li" }',
    '    username: ana.li',
    '    email: ana.li@acme.example',
    '',
    '# the end',
    '',
  ].join('\r\n')
  writeFileSync(join(bench.root, 'tenants/acme/users.yaml'), text)
  const adoption = await imported(bench)
  expect(adoption.known).toEqual({ people: 1, groups: 0 })
  const after = textOf(bench, 'users.yaml')
  for (const line of text.split('\r\n')) expect(after).toContain(`${line}\r\n`)
  expect(after.replaceAll('\r\n', '')).not.toContain('\n')
  expect(after).toContain('ben.osei:')
  expect(textOf(bench, 'groups.yaml')).toContain('users: [ana-li]')
  expect(await planned(bench)).toEqual([])
})

test('UX-01 what defaults, departments and patterns give is not written again', async () => {
  const bench = benchOf(
    tenantOf(
      {},
      {
        naming: { username: '{first}.{last}', upn: '{username}@acme.example' },
        defaults: { attributes: { address: { country: 'NL' } } },
      },
    ),
  )
  bench.tenant('acme', {
    departments: { desk: { name: 'Service desk', template: 'technician', attributes: { location: 'Amsterdam' } } },
    templates: {
      technician: { applies: 'continuous', attributes: { title: 'Technician' }, groups: ['vpn-users', 'printers'] },
    },
    groups: { 'vpn-users': { name: 'VPN users' }, printers: { name: 'Printers' } },
  })
  const live = bench.live()
  const desk = {
    'address.country': 'NL',
    department: 'desk',
    'department.name': 'Service desk',
    location: 'Amsterdam',
    title: 'Technician',
  }
  const upn = (username: string) => ({ upn: `${username}@acme.example` })
  addPerson(live, 'ana.li', { ...desk, ...upn('ana.li') })
  addPerson(live, 'ben.osei', { ...desk, location: 'Utrecht', title: 'Lead', ...upn('ben.osei') })
  const { title: _, 'address.country': __, ...less } = desk
  addPerson(live, 'eva.lo', { ...less, ...upn('eva') })
  live.addUser('ana.li2', {
    attributes: {
      'name.first': 'Ana',
      'name.last': 'Li',
      displayName: 'Ana Li',
      'address.country': 'NL',
      ...upn('ana.li2'),
    },
  })
  live.addGroup('VPN users', ['ana.li', 'ben.osei', 'eva.lo'])
  live.addGroup('Printers', ['ana.li'])
  const adoption = await imported(bench)
  expect(adoption.leftAlone).toEqual([])
  expect(textOf(bench, 'users.yaml')).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=../../schema/users.schema.json
    ana.li:
      name: { first: Ana, last: Li }
      username: ana.li
      department: desk
      adopt: { hq: id-ana.li }
    ana.li2:
      name: { first: Ana, last: Li }
      username: ana.li2
      adopt: { hq: id-ana.li2 }
    ben.osei:
      name: { first: Ben, last: Osei }
      title: Lead
      department: desk
      location: Utrecht
      without: { groups: [printers] }
      adopt: { hq: id-ben.osei }
    eva.lo:
      name: { first: Eva, last: Lo }
      upn: eva@acme.example
      title: null
      department: desk
      address: { country: null }
      without: { groups: [printers] }
      adopt: { hq: id-eva.lo }
    "
  `)
  expect(await planned(bench)).toEqual([])
})

test('people who report to each other, to themselves or to strangers, and groups inside each other', async () => {
  const bench = benchOf(tenantOf())
  const live = bench.live()
  addPerson(live, 'ana.li', {}, { references: { manager: 'id-ben.osei' } })
  addPerson(live, 'ben.osei', {}, { references: { manager: 'id-ana.li' } })
  addPerson(live, 'eva.lo', {}, { references: { manager: 'id-eva.lo' } })
  addPerson(live, 'tom.berg', {}, { references: { manager: 'id-svc' } })
  live.addUser('svc', { notManageable: 'protected' })
  live.addGroup('One', ['ana.li'])
  live.addGroup('Two', ['ben.osei'])
  live.put({ id: 'id-One', add: ['id-Two'] }, { id: 'id-Two', add: ['id-One'] })
  const adoption = await imported(bench)
  expect(adoption.notes.map(({ about, message }) => `${about}: ${message}`)).toMatchInlineSnapshot(`
    [
      "eva.lo: manager stays as it is: the account names itself",
      "tom.berg: manager stays as it is: whoever it names is not declared",
      "ana.li: manager stays as it is: they would report to each other in a circle",
      "one: its member two stays as it is: the groups would contain each other",
    ]
  `)
  expect(adoption.declared.users.length).toBe(4)
  expect(await planned(bench)).toEqual([])
})

test('of several directories the entries name theirs, and values that only one may have go to the first', async () => {
  const bench = benchOf({
    name: 'Acme',
    directories: { hq: { provider: 'local', mode: 'authoritative' }, lab: { provider: 'local', mode: 'additive' } },
  })
  const live = bench.live('acme', 'lab')
  addPerson(live, 'ana.li', { email: 'desk@acme.example', employeeId: '7' })
  addPerson(live, 'ben.osei', { email: 'Desk@acme.example', employeeId: '7' })
  live.addGroup('Staff', ['ana.li'])
  const adoption = await imported(bench, { directory: 'lab' })
  expect(adoption.notes.map(({ about, message }) => `${about}: ${message}`)).toMatchInlineSnapshot(`
    [
      "ben.osei: email stays as it is: Desk@acme.example belongs to ana.li already",
      "ben.osei: employeeId stays as it is: 7 belongs to ana.li already",
    ]
  `)
  expect(filesIn(bench)['users.yaml']).toContain('directories: [lab]')
  expect(filesIn(bench)['groups.yaml']).toContain('directory: lab')
  expect(await planned(bench)).toEqual([])
})

test('a listing that breaks off is no directory: nothing is declared', async () => {
  const bench = benchOf(tenantOf())
  const live = bench.live()
  addPerson(live, 'ana.li')
  addPerson(live, 'ben.osei')
  live.misbehave({ pageSize: 1, cut: { kind: 'user', page: 2 } })
  const before = filesIn(bench)
  await expect(imported(bench)).rejects.toMatchObject({ name: 'DirectoryFault' })
  expect(filesIn(bench)).toEqual(before)
})

test('UX-01 an attribute that the mapping leaves alone stands in nobody’s way', async () => {
  const bench = benchOf(tenantOf({ mapping: { displayName: null } }))
  const live = bench.live()
  live.addUser('nameless', { attributes: { 'name.first': 'No', 'name.last': 'Display' } })
  addPerson(live, 'ana.li', { displayName: 'Somebody else' })
  const adoption = await imported(bench)
  expect([adoption.declared.users, adoption.leftAlone]).toEqual([['ana.li', 'nameless'], []])
  expect(await planned(bench)).toEqual([])
  const before = live.text()
  expect((await bench.apply()).exitCode).toBe(0)
  expect(live.text()).toBe(before)
})
