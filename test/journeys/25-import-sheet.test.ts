import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Import } from '../../src/generated/import.ts'
import { workbook } from '../sheets/workbooks.ts'
import { Newcomer, trouble } from './newcomer.ts'

const size = 5000
const header = [
  'Employee ID',
  'First name',
  'Surname',
  'E-mail',
  'Job title',
  'Dept',
  'Reports to',
  'Groups',
  'Last day',
  'Phone',
  'Office',
]
const titles = ['Clerk', '0045', 'NO', 'Lead: "second line"', 'A; B', 'two\nlines', 'C:\\x', "it's", '#1', '2026-12-01']

/** One row for each of 5,000 people. */
function rows(): string[][] {
  return Array.from({ length: size }, (_, at) => {
    const number = String(at).padStart(4, '0')
    return [
      number,
      ['Zoë', 'Иван', 'Ana', 'Ben'][at % 4] ?? '',
      `O'Neil ${number}`,
      `p${number}@lab.example`,
      titles[at % titles.length] ?? '',
      ['Sales, EMEA', 'R&D', 'Büro "Süd"'][at % 3] ?? '',
      at === 0 ? '' : `p${String(Math.floor(at / 10)).padStart(4, '0')}@lab.example`,
      at % 2 === 0 ? 'Staff' : 'Staff; VPN users',
      at % 100 === 0 ? '2031-12-31' : '',
      `0045${number}`,
      at % 7 === 0 ? 'Room 7' : '',
    ]
  })
}

/** As a spreadsheet in Europe writes it: with a byte order mark and semicolons. */
function csv(lines: readonly (readonly string[])[]): string {
  const cell = (text: string): string => (/[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return `\uFEFF${[header, ...lines].map((line) => `${line.map(cell).join(';')}\r\n`).join('')}`
}

/** Texts of a workbook stand in XML. */
function xlsx(lines: readonly (readonly string[])[]): Uint8Array {
  const cell = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return workbook([header, ...lines].map((line) => line.map(cell)))
}

const tenant = (mode: string): string => `name: Lab
domains: [lab.example]
naming: { username: "{employeeId}", upn: "{username}@lab.example" }
directories:
  main: { provider: local, mode: ${mode} }
`

const groups = `# Ours since 2019.
staff: { name: Staff } # everybody
vpn: { name: "VPN users" }
`

async function newcomer(mode = 'authoritative'): Promise<Newcomer> {
  const me = new Newcomer()
  await me.begins(tenant(mode))
  me.write('tenants/lab/groups.yaml', groups)
  return me
}

test('UX-09 a sheet of 5,000 people becomes their directory', { timeout: 300_000 }, async () => {
  const me = await newcomer()
  me.write('people.csv', csv(rows()))
  const from = ['--from', join(me.folder, 'people.csv')]
  expect((await me.imports(...from)).declared.users.length).toBe(size)
  // Both groups were there: not one byte of their file is another.
  expect(me.read('tenants/lab/groups.yaml')).toBe(groups)
  await me.does('fmt', '--check')
  await me.does('apply', '--tenant', 'lab', '--auto-approve')
  expect(trouble(await me.plans())).toEqual([])
  const declared = me.files()
  me.write('people.xlsx', xlsx(rows()))
  for (const name of ['people.csv', 'people.xlsx']) {
    const again = await me.imports('--from', join(me.folder, name))
    expect([again.problems, again.known.people, again.files]).toEqual([[], size, []])
  }
  expect(me.files()).toEqual(declared)
})

/** A directory that holds these people already, as somebody else applied them. */
async function inhabited(lines: readonly (readonly string[])[]): Promise<Newcomer> {
  const me = await newcomer()
  me.write('all.csv', csv(lines))
  await me.imports('--from', join(me.folder, 'all.csv'))
  await me.does('apply', '--tenant', 'lab', '--auto-approve')
  const other = await newcomer()
  cpSync(join(me.folder, '.roster/local'), join(other.folder, '.roster/local'), { recursive: true })
  return other
}

test(
  'UX-02 UX-09 half of the people of a directory come by sheet, and the other half stays as it is',
  { timeout: 300_000 },
  async () => {
    const people = rows().slice(0, 600)
    const me = await inhabited(people)
    const before = readFileSync(join(me.folder, '.roster/local/lab/main.json'), 'utf8')
    me.write('half.xlsx', xlsx(people.slice(0, 300)))
    expect((await me.imports('--from', join(me.folder, 'half.xlsx'))).declared.users.length).toBe(300)
    // As many as fit into one file: there are no parts.
    expect(Object.keys(me.files())).toEqual(['departments.yaml', 'groups.yaml', 'tenant.yaml', 'users.yaml'])
    for (const mode of ['observe', 'authoritative', 'additive']) {
      me.write('tenants/lab/tenant.yaml', tenant(mode))
      const plan = await me.plans()
      expect([mode, trouble(plan)]).toEqual([mode, []])
      if (mode !== 'observe') expect(plan.unmanaged.length).toBe(300)
    }
    await me.does('apply', '--tenant', 'lab', '--auto-approve')
    await me.does('plan', '--tenant', 'lab', '--detailed-exitcode')
    me.write('all.csv', csv(people))
    const rest = await me.imports('--from', join(me.folder, 'all.csv'))
    expect([rest.known.people, rest.declared.users.length]).toEqual([300, 300])
    await me.does('plan', '--tenant', 'lab', '--detailed-exitcode')
    expect(readFileSync(join(me.folder, '.roster/local/lab/main.json'), 'utf8')).toBe(before)
  },
)

/** What is wrong in which row: the number that a spreadsheet shows -> the column and the cell. None of them is anybody's manager but the first. */
const spoilt: Readonly<Record<number, readonly [column: string, text: string]>> = {
  2: ['Phone', 'x'.repeat(300)],
  1040: ['E-mail', 'no address'],
  1041: ['E-mail', 'somebody@elsewhere.example'],
  1042: ['E-mail', 'p0001@lab.example'],
  1043: ['Employee ID', '0001'],
  1044: ['Groups', 'Staff; Ghosts'],
  1045: ['Reports to', 'nobody@lab.example'],
  1046: ['Reports to', 'p1044@lab.example'],
  1047: ['Last day', '31.12.2031'],
  1048: ['Last day', '2031-02-30'],
  1049: ['Job title', 'bell\u0007'],
  1050: ['Dept', 'x'.repeat(300)],
  1051: ['Phone', 'x'.repeat(300)],
  [size + 1]: ['Last day', 'soon'],
}

test('UX-09 of a sheet with bad rows nothing is written, and each of them is named', { timeout: 300_000 }, async () => {
  const lines = rows()
  for (const [row, [column, text]] of Object.entries(spoilt))
    (lines[Number(row) - 2] ?? [])[header.indexOf(column)] = text
  for (const bare of [1, 2]) (lines[1050] ?? [])[bare] = ''
  lines[1051]?.push('one cell too many')
  const me = await newcomer()
  const before = me.files()
  for (const [name, file] of [
    ['bad.csv', csv(lines)],
    ['bad.xlsx', xlsx(lines.map((line) => line.map((text) => text.replace('\u0007', '\u00AD'))))],
  ] as const) {
    me.write(name, file)
    const { code, stdout } = await me.roster('import', '--tenant', 'lab', '--from', join(me.folder, name), '--json')
    expect([code, me.files()]).toEqual([3, before])
    const named = (JSON.parse(stdout) as Import).problems.map(({ row }) => row)
    expect([...new Set(named)]).toEqual([...Object.keys(spoilt).map(Number), 1052, 1053].toSorted((a, b) => a - b))
  }
})
