import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { workbook } from '../../sheets/workbooks.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { Desk, boss, hired, steps } from '../seats/desk.ts'
import { csv, facts, known, line, observe, schema } from './listing.ts'
import { technician } from '../accounts/technician.ts'

let desk: Desk
beforeEach(async () => {
  desk = new Desk({ purchased: 4 })
  desk.declare({ ...boss('ben-osei'), ...hired('ana-li') })
  await desk.there(['ben-osei', technician('ben-osei', 'admin')])
})
afterEach(() => desk.close())

const both = [line('ben-osei', 'Admin'), line('ana-li')]

/** What a plan has for somebody on the platform. */
function about(name: string, made: Plan): readonly string[] {
  return steps(made).filter((step) => step.includes(name))
}

describe('a list as products and spreadsheets write it', () => {
  const tabs = Buffer.from(`\uFEFF${csv(...both).replaceAll(',', '\t')}`, 'utf16le')
  const cells = csv(...both)
    .split('\r\n')
    .map((row) => row.split(','))

  test.each([
    ['plain', csv(...both)],
    ['a byte order mark, semicolons and columns that nobody asked for', semicolons()],
    ['UTF-16 with tabs', tabs],
    ['a workbook', workbook(cells)],
    [
      'other names of the columns, and other capitals',
      csv(...both).replace('Email,Role,Status', 'E-MAIL,Access level,Active'),
    ],
  ])('%s', async (_, file) => {
    const report = await observe(desk, file)
    expect(report).toMatchObject({ exitCode: 0, mistakes: [], rows: 2, matched: 2, unknown: [] })
    expect(await known(desk, 'ana-li')).toEqual({
      state: 'active',
      type: 'technician',
      login: 'ana-li@acme.example',
      roles: ['beginner'],
      accessGroups: [],
    })
  })

  function semicolons(): string {
    const rows = [['Region', 'Name', 'Email', 'Role', 'Status'], ...both.map((row) => ['EMEA', ...row.split(',')])]
    return `\uFEFF${rows.map((row) => row.join(';')).join('\r\n')}\r\n`
  }

  test('is one record in the ledger, with who read it and a checksum of the file', async () => {
    await observe(desk, csv(...both), { by: 'ben-osei' })
    const entries = (await desk.office.bench.entries()).filter(({ type }) => type === 'observed')
    expect(entries).toMatchObject([
      { type: 'observed', subscription: 'atera', rows: 2, by: 'ben-osei', missing: [], shows: ['state', 'roles'] },
    ])
    expect(await desk.office.bench.ledger.verify('acme')).toMatchObject({ faults: [] })
  })

  test('UX-32 the record, and the plan and the drift after it, follow the published schemas', async () => {
    await observe(desk, csv(...both), { purchased: 4 })
    await observe(desk, csv(both[0] ?? '', line('ana-li', 'Admin'), line('eve-unknown')), { purchased: 6 })
    for (const entry of await desk.office.bench.ledger.read('acme')) expect(schema('ledger-entry')(entry)).toEqual([])
    expect(schema('plan')(await desk.plan())).toEqual([])
    expect(schema('plan')(await desk.office.bench.drift())).toEqual([])
  })

  test('waits for nobody: while somebody else applies the tenant nothing is read, and it says who', async () => {
    const lease = await desk.office.bench.ledger.lock('acme')
    const report = await observe(desk, csv(...both))
    expect(report).toMatchObject({ exitCode: 8, rows: 0 })
    expect(report.held).toContain('acme')
    await lease.release()
  })

  test('is not taken down on a ledger that does not prove itself, nor on files with mistakes', async () => {
    await observe(desk, csv(...both))
    desk.office.bench.write('tenants/acme/roles.yaml', { admin: { platform: 'atera', name: 'Mine' } })
    expect(await observe(desk, csv(...both))).toMatchObject({
      exitCode: 3,
      mistakes: [],
      held: expect.stringContaining('roles.yaml') as string,
    })
    desk.office.bench.write('tenants/acme/roles.yaml', undefined)
    const folder = join(desk.office.bench.root, '.roster/ledger/acme')
    const [first = ''] = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
    const text = readFileSync(join(folder, first), 'utf8')
    writeFileSync(join(folder, first), text.replace('ben-osei', 'ben-oser'))
    const report = await observe(desk, csv(...both))
    expect(report).toMatchObject({ exitCode: 1, rows: 0 })
    expect(report.held).toContain('the ledger of acme is damaged')
  })
})

const bad: readonly (readonly [what: string, file: string, where: string, message: string])[] = [
  [
    'the column of the address is missing',
    'Name,Role,Status\nAna,Admin,Active',
    '1 Email',
    'The column that says what people sign in with is missing',
  ],
  [
    'the column of the state is missing',
    'Email,Role\nana-li@acme.example,Admin',
    '1 Status',
    'it is called "Status" or "State" or "Active"',
  ],
  [
    'the column of the role is missing',
    'Email,Status\nana-li@acme.example,Active',
    '1 Role',
    'The column that says the role is missing',
  ],
  ['no row at all', csv(), '0 ', 'The list has no account in it.'],
  ['an empty file', '', '0 ', 'There is nothing in this sheet.'],
  [
    'two rows for one address',
    csv(...both, 'Ana,ANA-LI@acme.example ,Admin,Active'),
    '4 Email',
    'ana-li@acme.example stands in row 3 and in row 4.',
  ],
  [
    'a formula for an address',
    csv(line('ben-osei'), '"Eve","=HYPERLINK(""http://x"",""eve"")",Admin,Active'),
    '3 Email',
    'is a formula.',
  ],
  ['a formula for a name', csv('"=1+1",eve@acme.example,Admin,Active'), '2 Name', '"=1+1" is a formula.'],
  ['a formula for a role', csv('Eve,eve@acme.example,@SUM(A1),Active'), '2 Role', '"@SUM(A1)" is a formula.'],
  ['no address', csv('Eve,,Admin,Active'), '2 Email', 'There is no address.'],
  ['no real address', csv('Eve,eve,Admin,Active'), '2 Email', '"eve" is not an address.'],
  [
    'a state that the list does not have',
    csv(line('ana-li', 'Admin', 'Frozen')),
    '2 Status',
    '"Frozen" is not a state that this list has. It has Active, Enabled, Yes',
  ],
  ['no state', csv(line('ana-li', 'Admin', '')), '2 Status', 'The state is missing.'],
  [
    'a day that may be two',
    'Email,Role,Status,Last login\nana-li@acme.example,Admin,Active,01/02/2026',
    '2 Last login',
    '"01/02/2026" is not a date that can be told for certain.',
  ],
  [
    'a day that there is not',
    'Email,Role,Status,Last login\nana-li@acme.example,Admin,Active,2026-02-30',
    '2 Last login',
    '"2026-02-30" is not a date',
  ],
  [
    'half a ticket',
    'Email,Role,Status,Open tickets\nana-li@acme.example,Admin,Active,1.5',
    '2 Open tickets',
    '"1.5" is not a whole number.',
  ],
  [
    'a row that is too short',
    'Email,Role,Status\nana-li@acme.example,Admin',
    '2 ',
    'This row has 2 cells, the first row has 3.',
  ],
]

test.each(bad)('nothing is taken of a list with %s, and where it is wrong is told', async (_, file, where, message) => {
  const before = await facts(desk)
  const report = await observe(desk, file)
  expect(report.exitCode).toBe(3)
  const [first] = report.mistakes
  expect(`${first?.row} ${first?.column ?? ''}`).toBe(where)
  expect(`${first?.message} ${first?.fix}`).toContain(message)
  expect(await facts(desk)).toBe(before)
})

test('all mistakes come at once, in the order of the rows', async () => {
  const rows = ['Eve,,Admin,Active', line('ana-li', 'Admin', 'Frozen'), 'Max,max@acme.example,=1,Gone']
  const { mistakes } = await observe(desk, csv(...rows))
  expect(mistakes.map(({ row, column }) => `${row} ${column}`)).toEqual(['2 Email', '3 Status', '4 Status', '4 Role'])
})

describe('what a list says of an account', () => {
  const wide = 'Email,Role,Status,Last login,First login,Invited on,Open tickets'
  const read = async (cells: string): Promise<Awaited<ReturnType<typeof known>>> => {
    const { mistakes } = await observe(desk, `${wide}\nana-li@acme.example,Beginner,Active,${cells}`)
    expect(mistakes).toEqual([])
    return known(desk, 'ana-li')
  }

  test('days, moments and counts are kept; a day of an invitation is its first moment in the zone of the tenant', async () => {
    expect(await read('2026-11-30,2026-11-20T08:30:00+01:00,2026-11-18,4')).toMatchObject({
      lastActivityAt: '2026-11-30',
      firstLoginAt: '2026-11-20T07:30:00.000Z',
      invitedAt: '2026-11-17T23:00:00.000Z',
      open: { openTickets: 4 },
    })
  })

  test('ATE-39 what a list does not say of the last activity is unknown, and not long ago', async () => {
    for (const nothing of ['', '-', 'Never', 'N/A']) {
      const account = await read(`${nothing},,,`)
      expect(account).not.toHaveProperty('lastActivityAt')
      expect(account).not.toHaveProperty('open')
    }
  })

  test('a moment without its offset counts as its day: nobody knows whose clock it was', async () => {
    expect(await read('2026-11-30 17:45,,,')).toMatchObject({ lastActivityAt: '2026-11-30' })
  })

  test('what it does not say stays as it was known', async () => {
    const before = {
      ...technician('ben-osei', 'admin'),
      resends: 1,
      lastActivityAt: '2026-11-01',
      open: { pendingTickets: 2 },
    }
    await desk.there(['ben-osei', before])
    await observe(desk, csv(...both))
    expect(await known(desk, 'ben-osei')).toEqual(before)
  })
})

describe('whose an account is', () => {
  test('whoever the ledger knows by the address, whatever its capitals', async () => {
    await observe(desk, csv(line('ben-osei', 'Admin'), 'Ana,Ana-Li@Acme.Example,Beginner,Active'))
    await observe(desk, csv(line('ben-osei', 'Admin'), 'Ana,ANA-LI@acme.example,Beginner,Active'))
    const ids = [...(await desk.memory()).accounts.keys()]
    expect(ids.toSorted()).toEqual(['acme/atera/account/ana-li', 'acme/atera/account/ben-osei'])
  })

  test('an address that nobody has is a stranger: listed, and left alone', async () => {
    const report = await observe(desk, csv(...both, 'Zed,zed@else.example,Admin,Active'))
    expect(report).toMatchObject({ exitCode: 0, matched: 2, unknown: ['zed@else.example'] })
    const made = await desk.plan()
    expect(made.unmanaged).toContain('acme/atera/account/~zed@else.example')
    expect(about('zed', made)).toEqual([])
  })

  test('somebody with an address of ours and no account in the files is a stranger too: nobody is disabled for being seen', async () => {
    const report = await observe(desk, csv(...both, 'Zoe,zoe-null@acme.example,Admin,Active'))
    expect(report.unknown).toEqual(['zoe-null@acme.example'])
    expect(about('zoe', await desk.plan())).toEqual([])
  })

  test('a stranger who is declared later keeps the account and the seat: no second one is made', async () => {
    await observe(desk, csv(...both, 'Kim,kim-roe@acme.example,Beginner,Active'))
    expect([...(await desk.pool()).assigned.keys()].toSorted()).toEqual(['ana-li', 'ben-osei', '~kim-roe@acme.example'])
    desk.declare({ ...boss('ben-osei'), ...hired('ana-li'), ...hired('kim-roe') })
    expect(about('kim', await desk.plan())).toEqual([])
    await desk.apply()
    const { accounts } = await desk.memory()
    expect([...accounts.keys()].filter((address) => address.includes('kim'))).toEqual(['acme/atera/account/kim-roe'])
    expect([...(await desk.pool()).assigned.keys()].toSorted()).toEqual(['ana-li', 'ben-osei', 'kim-roe'])
    const before = await facts(desk)
    await desk.apply()
    expect(await facts(desk)).toBe(before)
  })

  test('a role that no file declares is kept under its name, and the plan sets it right', async () => {
    await observe(desk, csv(line('ben-osei', 'Admin'), line('ana-li', 'Super; Beginner')))
    expect((await known(desk, 'ana-li'))?.roles).toEqual(['~Super', 'beginner'])
  })
})
