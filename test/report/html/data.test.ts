import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { accountKey } from '../../../src/access/access.ts'
import { LedgerUnavailable } from '../../../src/ledger/ledger.ts'
import type { ReportAccount, ReportData, ReportWay } from '../../../src/report/html/data.ts'
import type { Asked } from '../../../src/cli/inquiry.ts'
import { inTempFolder } from './temp.ts'
import { roster } from '../../cli/roster.ts'
import { acknowledged, home } from '../../cli/questions-world.ts'
import { gathered } from './gathered.ts'

const example = fileURLToPath(new URL('../../../examples/tenants/', import.meta.url))

describe('what a report says of access', () => {
  let data: ReportData
  let tenants: readonly Asked[]
  beforeAll(async () => {
    const folder = inTempFolder()
    cpSync(example, folder, { recursive: true })
    ;({ data, tenants } = await gathered(folder))
  })

  test('UX-39 every level of everybody is the one that the evaluator gives', () => {
    let compared = 0
    for (const [asked, account, user] of accountsIn(data, tenants)) {
      const platform = data.platforms[account.platform]
      const catalogue = data.catalogues[platform?.catalogue ?? -1]
      const key = accountKey(data.words[account.contract] ?? '', user)
      const evaluation = asked.now(catalogue?.platform ?? '')
      for (const [column, { key: permission }] of (catalogue?.keys ?? []).entries()) {
        const expected = evaluation.level(key, permission)
        expect(levelIn(data, account, column), `${user} ${permission}`).toBe(expected)
        compared += 1
      }
    }
    expect(compared).toBeGreaterThan(1500)
  })

  test('UX-39 the ways that are told reach exactly what is reached', () => {
    let ways = 0
    for (const [asked, account, user] of accountsIn(data, tenants)) {
      const platform = data.platforms[account.platform]
      const catalogue = data.catalogues[platform?.catalogue ?? -1]
      const { reach, access } = asked.now(catalogue?.platform ?? '')
      const key = accountKey(data.words[account.contract] ?? '', user)
      const reached = access.accounts.has(key) ? reach(key) : new Set<string>()
      if (reached === 'all') expect(account.reach).toBe(-1)
      else {
        const told = [
          ...(account.accessGroups ?? []).flatMap((group) => platform?.accessGroups[group]?.ways ?? []),
          ...account.roles.flatMap((role) => platform?.roles[role]?.ways ?? []),
        ]
        expect(entitiesIn(data, account, told)).toEqual(reached)
        ways += told.length
      }
    }
    expect(ways).toBeGreaterThan(50)
  })

  test('SEC-34 nothing that is not about access is in it: no telephone, no address, no number of a person', () => {
    const text = JSON.stringify(data)
    const written = readFileSync(join(example, 'tenants/acme/users.yaml'), 'utf8')
    const personal = [...written.matchAll(/(?:email|work|mobile|employeeId|postalCode): *"?([^\s",}]+)/g)].map(
      ([, value = '']) => value,
    )
    expect(personal.length).toBeGreaterThan(5)
    expect(personal.filter((value) => text.includes(value))).toEqual([])
  })

  test('the same files give the same report, byte for byte', async () => {
    const folder = inTempFolder()
    cpSync(example, folder, { recursive: true })
    expect(JSON.stringify((await gathered(folder)).data)).toBe(JSON.stringify(data))
  })
})

test('a ledger that cannot be read is not an empty one', async () => {
  const folder = inTempFolder()
  cpSync(example, folder, { recursive: true })
  const read = (): Promise<never> => Promise.reject(new LedgerUnavailable('the remote does not answer'))
  const { data } = await gathered(folder, { ledger: { read } })
  expect(data.tenants.map(({ unknown }) => unknown)).toEqual(data.tenants.map(() => 'the remote does not answer'))
  expect([data.pools, data.reviews, data.applies]).toEqual([[], [], []])
  const ended = await roster(['report', '--out', join(folder, 'report.html')], {
    cwd: home({ 'roster.yaml': 'version: 1\norganisation: Tests\nledger: { store: git }\n' }),
  })
  expect([ended.code, ended.stdout]).toEqual([
    4,
    expect.stringContaining('acme: what was applied, seats and reviews are unknown'),
  ])
})

describe('roster report', () => {
  test('writes one file, for its owner alone, with what was applied and what would be', async () => {
    const folder = home({
      'tenants/acme/acknowledgements.yaml': acknowledged('first', 'gate: privilegedGain, max: 9'),
    })
    expect((await roster(['-C', folder, 'apply', '--auto-approve'])).code).toBe(0)
    const plan = join(folder, 'plan.json')
    writeFileSync(
      join(folder, 'tenants/acme/users.yaml'),
      readFileSync(join(folder, 'tenants/acme/users.yaml'), 'utf8').replace('role: keeper', 'role: visitor'),
    )
    expect((await roster(['-C', folder, 'plan', '--out', plan])).code).toBe(0)
    const out = join(folder, 'report.html')
    const { code, stdout } = await roster(['-C', folder, 'report', '--plan', plan, '--out', out, '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      formatVersion: '1.0',
      kind: 'reportFile',
      file: out,
      people: 3,
      tenants: 1,
      exitCode: 0,
      left: [],
    })
    expect(statSync(out).mode & 0o777).toBe(0o600)
    const data = dataIn(readFileSync(out, 'utf8'))
    expect(data.applies.map(({ result }) => result)).toEqual(['applied'])
    expect(data.plans.map(({ kind, tenants }) => [kind, tenants.length])).toEqual([['plan', 1]])
    const ana = data.people.find(({ id }) => id === 'ana-li')
    expect(ana?.history?.map(([, what]) => what).at(-1)).toContain('Ana Li joins main')
  })

  test('says what is wrong where it cannot be written, and with what is no plan', async () => {
    const folder = home()
    const nowhere = await roster(['-C', folder, 'report', '--out', join(folder, 'none/report.html')])
    expect([nowhere.code, nowhere.stderr]).toEqual([
      64,
      expect.stringContaining('Name a file in a folder that is there'),
    ])
    const noPlan = await roster(['-C', folder, 'report', '--plan', join(folder, 'roster.yaml')])
    expect([noPlan.code, noPlan.stderr]).toEqual([64, expect.stringContaining('is not a saved plan')])
  })

  test('files with mistakes make no report', async () => {
    const folder = home({ 'tenants/acme/users.yaml': 'ana-li: { nmae: x }\n' })
    const out = join(folder, 'report.html')
    expect((await roster(['-C', folder, 'report', '--out', out])).code).toBe(3)
    expect(statSync(out, { throwIfNoEntry: false })).toBeUndefined()
  })
})

function dataIn(page: string): ReportData {
  const [, json = ''] = /<script type="application\/json" id="report">(.*?)<\/script>/s.exec(page) ?? []
  return JSON.parse(json) as ReportData
}

function* accountsIn(data: ReportData, tenants: readonly Asked[]): Iterable<readonly [Asked, ReportAccount, string]> {
  for (const { tenant, id, accounts = [] } of data.people) {
    const asked = tenants[tenant]
    for (const account of accounts) if (asked !== undefined) yield [asked, account, id]
  }
}

/** As the page reads it. */
function levelIn({ code, levels }: ReportData, account: ReportAccount, column: number): string {
  const marks = levels[account.levels ?? -1]
  const at = marks === undefined ? 0 : code.alphabet.indexOf(marks.charAt(column))
  return code.levels[at % code.levels.length] ?? ''
}

function entitiesIn(
  data: ReportData,
  { platform, reach }: ReportAccount,
  ways: readonly ReportWay[],
): ReadonlySet<string> {
  if (reach === 0) return new Set()
  const entities = data.platforms[platform]?.entities ?? []
  return new Set(ways.flatMap(({ entities: numbers = [] }) => numbers.map((number) => entities[number]?.id ?? '')))
}
