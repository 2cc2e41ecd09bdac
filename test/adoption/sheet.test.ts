import { expect, test } from 'vitest'
import { tenantOf } from '../reconciler/bench.ts'
import { addPerson, benchOf, filesIn, importedSheet, planned, textOf } from './importing.ts'

test('UX-09 a sheet becomes people, departments and groups, in short', async () => {
  const bench = benchOf(tenantOf({}, { naming: { username: '{first}.{last}' }, domains: ['acme.example'] }))
  bench.tenant('acme', { groups: { 'vpn-users': { name: 'VPN users' } } })
  const sheet = [
    'First name;Surname;E-mail;Dept;Reports to;Employee number;Groups;Phone;End date',
    'Ana;Li;ana.li@acme.example;Service desk;;0045123;VPN users;+31205550101;2027-06-30',
    '"Zoë";"O""Brien, Jr";zoe@acme.example;Service desk;ana.li@acme.example;;"VPN users, vpn-users";;',
  ]
  const adoption = await importedSheet(bench, `\ufeff${sheet.join('\r\n')}\r\n`)
  expect(adoption.problems).toEqual([])
  const { 'tenant.yaml': _, 'groups.yaml': __, ...files } = filesIn(bench)
  expect(files).toMatchInlineSnapshot(`
    {
      "departments.yaml": "# yaml-language-server: $schema=../../schema/departments.schema.json
    service-desk:
      name: Service desk
    ",
      "users.yaml": "# yaml-language-server: $schema=../../schema/users.schema.json
    ana-li:
      name: { first: Ana, last: Li }
      email: ana.li@acme.example
      department: service-desk
      phones: { work: "+31205550101" }
      employeeId: "0045123"
      groups: [vpn-users]
      ends: "2027-06-30"
    zoe-o-brien-jr:
      name: { first: Zoë, last: 'O"Brien, Jr' }
      email: zoe@acme.example
      department: service-desk
      manager: ana-li
      groups: [vpn-users]
    ",
    }
  `)
  const before = filesIn(bench)
  const again = await importedSheet(bench, sheet.join('\n'))
  expect([again.files, again.known.people]).toEqual([[], 2])
  expect(filesIn(bench)).toEqual(before)
})

test('UX-01 MSP-18 a sheet of the people that a directory holds leaves nothing to plan', async () => {
  const bench = benchOf(tenantOf())
  const live = bench.live()
  addPerson(live, 'ana.li', { email: 'ana.li@acme.example', employeeId: '0045123' })
  addPerson(live, 'ben.osei', { email: 'ben.osei@acme.example' })
  live.addGroup('VPN users', ['ana.li'])
  const sheet =
    'username,first name,last name,email,employee id,groups\nana.li,Ana,Li,ana.li@acme.example,0045123,VPN users\nben.osei,Ben,Osei,ben.osei@acme.example,,\n'
  const refused = await importedSheet(bench, sheet)
  expect(refused.problems).toEqual([
    { row: 2, message: expect.stringContaining('There is no group "VPN users"') as unknown },
  ])
  expect(refused.files).toEqual([])
  const adoption = await importedSheet(bench, sheet, { createGroups: true })
  expect(adoption.declared.groups).toEqual(['vpn-users'])
  expect(await planned(bench)).toEqual([])
})

test('UX-09 every bad row is named with its number, and nothing is written', async () => {
  const bench = benchOf(tenantOf({}, { domains: ['acme.example'] }))
  bench.tenant('acme', { users: { 'ana-li': { name: { first: 'Ana' }, email: 'ana@acme.example' } } })
  const before = filesIn(bench)
  const adoption = await importedSheet(
    bench,
    [
      'id,username,first name,email,manager,ends,groups,country,deparment',
      'ben,ben,Ben,ben@acme.example,ana@acme.example,2027-06-31,,NL,x',
      'eva,eva,,eva@acme.example,,,,NL,',
      'con,tom,Tom,tom@elsewhere.example,nobody,,Nowhere,Netherlands,',
      'ivo,ben,Ivo,ivo@acme.example,,,,,',
      'uma,u:ma,Uma,uma@acme.example,,,,,',
      'zed,zed,Ze\u0007d,zed@acme.example,,,,,',
    ].join('\n'),
  )
  expect(adoption.problems.map(({ row, message }) => `${row}: ${message}`)).toMatchInlineSnapshot(`
    [
      "1: There is no column "deparment". Did you mean department? Else delete the column.",
      "2: The ends "2027-06-31" cannot be used. No calendar has that day. Write a day of the calendar as year-month-day, for example "2026-12-01".",
      "3: There is no name. Fill in first name and last name, or display name.",
      "4: \`con\` is the name of a device on Windows; a file of this name cannot exist there. Choose another id, for example \`con-1\`.",
      "4: The country "Netherlands" cannot be used. Country, as two capital letters (ISO 3166-1). For example "NL".",
      "4: There is nobody "nobody" who could be the manager. Name a username, an e-mail address or an id.",
      "4: The e-mail address tom@elsewhere.example is outside the domains of the tenant (acme.example). Correct it, or add a column guest with yes.",
      "4: There is no group "Nowhere". --create-groups declares new ones.",
      "5: The username "ben" belongs to row 2 already. Every person needs their own.",
      "6: The username "u:ma" cannot be used. Name to log in with, on one line, without any of " / \\ [ ] : ; | = , + * ? < >. Default: made by the tenant's "naming". For example "ana.li".",
      "7: The first name cannot be used: it holds a control character (U+0007).",
    ]
  `)
  expect(adoption.files).toEqual([])
  expect(filesIn(bench)).toEqual(before)
})

test('UX-09 5,000 rows with a byte order mark and semicolons, in parts', async () => {
  const bench = benchOf(tenantOf({}, { naming: { username: '{first}.{last}' } }))
  const rows = Array.from({ length: 5000 }, (_, index) => {
    const number = String(index + 1).padStart(4, '0')
    return `Person;N${number};p${number}@acme.example;Team ${index % 20};"All;Team ${index % 20}"`
  })
  const sheet = `\ufeffFirst name;Last name;E-mail;Department;Groups\r\n${rows.join('\r\n')}\r\n`
  const adoption = await importedSheet(bench, sheet, { createGroups: true })
  expect(adoption.problems).toEqual([])
  expect([
    adoption.declared.users.length,
    adoption.declared.groups.length,
    adoption.declared.departments.length,
  ]).toEqual([5000, 21, 20])
  expect(adoption.files.filter(({ path }) => path.includes('/users.')).length).toBe(50)
  expect(textOf(bench, 'users.050.yaml')).toContain('p5000@acme.example')
  expect((await bench.plan()).operations.filter(({ kind, verb }) => kind === 'user' && verb === 'create').length).toBe(
    5000,
  )
  expect((await importedSheet(bench, sheet, { createGroups: true })).files).toEqual([])
  const broken = await importedSheet(bench, sheet.replaceAll(';p4', ';p 4'), { createGroups: true })
  expect(broken.problems.length).toBe(1000)
  expect(broken.problems[0]?.row).toBe(4001)
})

test('UX-09 unknown columns are named with the nearest known one, doubled ones with both', async () => {
  const bench = benchOf(tenantOf())
  const adoption = await importedSheet(bench, 'First name,usrname,Given name\nAna,ana,Ana\n')
  expect(adoption.problems.map(({ message }) => message)).toEqual([
    'There is no column "usrname". Did you mean username? Else delete the column.',
    'The columns First name and Given name both hold the first name. Delete one of them.',
  ])
})
