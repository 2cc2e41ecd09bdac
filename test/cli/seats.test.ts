import { describe, expect, test } from 'vitest'
import type { AgendaEntry } from '../../src/report/agenda.ts'
import type { ToldForecast } from '../../src/report/forecast.ts'
import type { DuplicateSeat, ToldPool } from '../../src/report/seats.ts'
import { documentOf, put, roster, tenantYaml, workspace } from './roster.ts'
import { deskTenant, deskUser, ofSeats, office, opening, recorded, seen } from './seats-world.ts'

const three = ['ana-li', 'ben-osei', 'eva-lo']

async function poolsIn(cwd: string, ...more: readonly string[]): Promise<readonly ToldPool[]> {
  const ended = await roster(['seats', '--json', ...more], { cwd })
  expect(ended.code, ended.stderr).toBe(0)
  return (documentOf(ended) as unknown as { readonly pools: readonly ToldPool[] }).pools
}

describe('roster seats', () => {
  test('UX-46 pools before anything was applied: what the files say is paid, and nobody is known to have a seat', async () => {
    const cwd = office({
      'tenants/acme/tenant.yaml': deskTenant('Acme', 4),
      'tenants/acme/users.yaml': three.map((id) => deskUser(id)).join(''),
    })
    const [pool] = await poolsIn(cwd, '--as-of', '2026-11-16')
    expect(pool).toMatchObject({
      tenant: 'acme',
      subscription: 'desk',
      purchased: 4,
      assigned: 0,
      free: 4,
      currency: 'USD',
      unitMinor: 18_900,
      recurringMinor: 75_600,
      cycle: { start: '2026-11-01', next: '2026-12-01', day: 15, days: 30, every: 'month' },
      holders: [],
    })
  })

  test('UX-46 who has a seat and since when, what is free, what it costs: as text, document and CSV', async () => {
    const cwd = office({
      'tenants/acme/tenant.yaml': deskTenant('Acme', 4, ['addons: [aiCopilot]']),
      'tenants/acme/users.yaml': three.map((id) => deskUser(id)).join(''),
    })
    await recorded(cwd, 'acme', [
      ofSeats(opening(three.slice(0, 2), { on: '2026-11-03', purchased: 4 })),
      ofSeats({ event: 'assign', on: '2026-11-10', user: 'eva-lo', address: 'eva-lo@acme.example' }),
    ])
    const words = ['seats', '--as-of', '2026-11-16']
    const [text, csv] = await Promise.all([roster(words, { cwd }), roster([...words, '--csv'], { cwd })])
    expect(text.stdout).toContain('acme: desk (it expert monthly)')
    expect(text.stdout).toContain('4 paid, 3 assigned, 1 free')
    expect(text.stdout).toContain('189.00 USD a seat, 756.00 USD each month')
    expect(text.stdout).toContain(
      'assigned to ana-li since 2026-11-03, ben-osei since 2026-11-03, eva-lo since 2026-11-10',
    )
    expect(csv.stdout.split('\r\n')[1]).toBe('"acme","desk","atera","4","3","1","0","USD","189.00","756.00","0",""')
  })

  test('ATE-37 two seats free for 31 days beyond what may be free: told with what they cost each month', async () => {
    const cwd = office({
      'tenants/acme/tenant.yaml': deskTenant('Acme', 5, ['seats: { purchased: 5, maxFree: 0 }']),
      'tenants/acme/users.yaml': three.map((id) => deskUser(id)).join(''),
    })
    await recorded(cwd, 'acme', [ofSeats(opening(three, { on: '2026-11-01', purchased: 5 }))])
    const [young] = await poolsIn(cwd, '--as-of', '2026-11-20')
    expect(young?.waste).toBeUndefined()
    const [old] = await poolsIn(cwd, '--as-of', '2026-12-02')
    expect(old?.waste).toEqual({ seats: 2, recurringMinor: 37_800 })
    const { stdout } = await roster(['seats', '--as-of', '2026-12-02'], { cwd })
    expect(stdout).toContain('2 seats paid and free for a whole cycle beyond maxFree: 378.00 USD each month.')
  })

  test('ATE-36 a price that is custom is «not priced» in text and null in the document, never 0', async () => {
    const tenant = deskTenant('Acme', 4).replace('edition: it', 'edition: msp').replace('expert', 'superpower')
    const cwd = office({
      'tenants/acme/tenant.yaml': tenant,
      'tenants/acme/users.yaml': deskUser('ana-li'),
    })
    const [pool] = await poolsIn(cwd, '--as-of', '2026-11-16')
    expect([pool?.unitMinor, pool?.recurringMinor]).toEqual([null, null])
    const [seats, forecast] = await Promise.all([
      roster(['seats', '--as-of', '2026-11-16'], { cwd }),
      roster(['seats', 'forecast', '--months', '2', '--as-of', '2026-11-16'], { cwd }),
    ])
    expect(seats.stdout).toContain('a seat is not priced (superpower)')
    expect(forecast.stdout).toContain('In all: not priced.')
    expect(seats.stdout + forecast.stdout).not.toMatch(/\b0\.00\b/)
  })

  test('ATE-40 an add-on is a line of its own; a seat costs the same with and without it', async () => {
    const users = { 'tenants/acme/users.yaml': deskUser('ana-li') }
    const [without, within] = [
      office({ ...users, 'tenants/acme/tenant.yaml': deskTenant('Acme', 2) }),
      office({ ...users, 'tenants/acme/tenant.yaml': deskTenant('Acme', 2, ['addons: [aiCopilot, appCenter]']) }),
    ]
    const [[plain], [added], text] = await Promise.all([
      poolsIn(without, '--as-of', '2026-11-16'),
      poolsIn(within, '--as-of', '2026-11-16'),
      roster(['seats', '--as-of', '2026-11-16'], { cwd: within }),
    ])
    expect([plain?.unitMinor, added?.unitMinor]).toEqual([18_900, 18_900])
    expect(added?.addons.map(({ addon }) => addon)).toEqual(['aiCopilot', 'appCenter'])
    expect(text.stdout).toMatch(/^ {2}add-on aiCopilot: not priced, apart from the seats\n {2}add-on appCenter: /m)
  })

  test('ATE-40 what an add-on costs that has no price is told beside every sum, and never counted as nothing', async () => {
    const cwd = office({
      'tenants/acme/users.yaml': deskUser('ana-li'),
      'tenants/acme/tenant.yaml': deskTenant('Acme', 2, ['addons: [aiCopilot]']),
    })
    const words = ['--months', '2', '--as-of', '2026-11-16']
    const [forecast, calendar] = await Promise.all([
      roster(['seats', 'forecast', ...words], { cwd }),
      roster(['calendar', ...words], { cwd }),
    ])
    expect(forecast.stdout).toContain('Not priced, and in no amount: aiCopilot.\n')
    expect(forecast.stdout).toContain('In all: 756.00 USD and what is not priced.')
    expect(calendar.stdout).toContain('a cycle of desk begins with 2 seats (aiCopilot not priced): 378.00 USD')
  })

  test('UX-47 an edited tier that no apply carried out yet counts alike in the forecast and in the calendar', async () => {
    const cwd = office({
      'tenants/acme/users.yaml': deskUser('ana-li'),
      'tenants/acme/tenant.yaml': deskTenant('Acme', 2).replace('tier: expert', 'tier: master'),
    })
    await recorded(cwd, 'acme', [ofSeats(opening(['ana-li'], { on: '2026-11-01', purchased: 2 }))])
    const words = ['--months', '2', '--as-of', '2026-11-16']
    const [forecast, calendar] = await Promise.all([
      roster(['seats', 'forecast', ...words], { cwd }),
      roster(['calendar', ...words], { cwd }),
    ])
    expect(forecast.stdout).toMatch(/^2026-12-01 .* 438\.00 USD/m)
    expect(calendar.stdout).toContain('a cycle of desk begins with 2 seats: 438.00 USD')
  })

  test('UX-49 an account that nobody declared and that has a seat is told by its address', async () => {
    const cwd = office({
      'tenants/acme/tenant.yaml': deskTenant('Acme', 2),
      'tenants/acme/users.yaml': deskUser('ana-li'),
    })
    await recorded(cwd, 'acme', [
      ofSeats(opening(['ana-li'], { on: '2026-11-01', purchased: 2 })),
      ofSeats({ event: 'assign', on: '2026-11-02', user: '~max@else.example', address: 'max@else.example' }),
    ])
    const [usual, stale] = await Promise.all([
      roster(['seats', '--as-of', '2026-11-16'], { cwd }),
      roster(['seats', '--stale', '60d', '--as-of', '2026-11-16', '--verbose'], { cwd }),
    ])
    expect(usual.stdout).toContain('max@else.example (not declared) since 2026-11-02')
    expect(stale.stdout).toMatch(/^ {4}\(not declared\) {2}max@else\.example/m)
    expect(usual.stdout + stale.stdout).not.toContain('~')
  })

  test('ATE-01 ten thousand things that are looked after change nothing about seats and cost', async () => {
    const files = {
      'tenants/acme/tenant.yaml': deskTenant('Acme', 2),
      'tenants/acme/users.yaml': deskUser('ana-li'),
    }
    const endpoints = Array.from(
      { length: 10_000 },
      (_, at) => `d${at}: { platform: atera, name: D${at}, kind: customer }\n`,
    )
    const [few, many] = [office(files), office({ ...files, 'tenants/acme/entities.yaml': endpoints.join('') })]
    const [without, within] = await Promise.all([few, many].map((cwd) => poolsIn(cwd, '--as-of', '2026-11-16')))
    expect(within).toEqual(without)
    expect(within?.[0]).toMatchObject({ purchased: 2, recurringMinor: 37_800 })
  })

  test('ATE-39 UX-49 who was not seen for 60 days is stale; of whom nothing is known is unknown, and never stale', async () => {
    const users = [...three, 'tom-berg', 'zoe-ng']
    const cwd = office({
      'tenants/acme/tenant.yaml': deskTenant('Acme', 5),
      'tenants/acme/users.yaml': users.map((id) => deskUser(id)).join(''),
    })
    await recorded(cwd, 'acme', [
      seen('acme', 'ana-li', { lastActivityAt: '2026-11-14T23:30:00Z' }),
      seen('acme', 'ben-osei', { lastActivityAt: '2026-09-17' }),
      seen('acme', 'eva-lo', { lastActivityAt: '2026-09-18' }),
      seen('acme', 'tom-berg'),
      ofSeats(opening(users, { on: '2026-06-01', purchased: 5 })),
    ])
    for (const written of ['60d', '60 days']) {
      const [pool] = await poolsIn(cwd, '--stale', written, '--as-of', '2026-11-16')
      expect(pool?.holders.map(({ user, activity, idleDays }) => [user, activity, idleDays])).toEqual([
        ['ana-li', 'active', 1],
        ['ben-osei', 'stale', 60],
        ['eva-lo', 'active', 59],
        ['tom-berg', 'unknown', undefined],
        ['zoe-ng', 'unknown', undefined],
      ])
    }
    const { stdout } = await roster(['seats', '--stale', '60d', '--as-of', '2026-11-16'], { cwd })
    expect(stdout).toContain('1 person not seen for 60 days or more; of 2 people it is unknown, which is not the same')
    expect(stdout).toMatch(/ben-osei +ben-osei@acme\.example +2026-06-01 +2026-09-17 +60/)
    expect(stdout).not.toMatch(/^ +(?:tom-berg|zoe-ng) /m)
  })

  test('UX-49 a login that has a paid seat in two tenants is told, whatever its spelling', async () => {
    const cwd = office({
      'tenants/acme/tenant.yaml': deskTenant('Acme', 2),
      'tenants/acme/users.yaml': deskUser('ana-li'),
      'tenants/bakery/tenant.yaml': deskTenant('Bakery', 2),
      'tenants/bakery/users.yaml': deskUser('ana-lee'),
    })
    await recorded(cwd, 'acme', [ofSeats(opening(['ana-li'], { on: '2026-11-01', purchased: 2 }))])
    const there = {
      ...opening([], { on: '2026-11-01', purchased: 2 }),
      assigned: { 'ana-lee': { address: 'Ana-Li@ACME.example' } },
    }
    await recorded(cwd, 'bakery', [ofSeats(there)])
    const { duplicates } = documentOf(await roster(['seats', '--json'], { cwd })) as unknown as {
      readonly duplicates: readonly DuplicateSeat[]
    }
    expect(duplicates).toEqual([
      {
        platform: 'atera',
        address: 'ana-li@acme.example',
        places: [
          { tenant: 'acme', subscription: 'desk', user: 'ana-li' },
          { tenant: 'bakery', subscription: 'desk', user: 'ana-lee' },
        ],
      },
    ])
    const { stdout } = await roster(['seats'], { cwd })
    expect(stdout).toContain('ana-li@acme.example on atera: ana-li of acme, ana-lee of bakery')
  })

  test('what cannot be asked is 64 with what to write, files with mistakes are 3, and no contract at all is an answer', async () => {
    const cwd = office({
      'tenants/acme/tenant.yaml': deskTenant('Acme', 2),
      'tenants/acme/users.yaml': deskUser('ana-li'),
    })
    const wrong = await Promise.all(
      [
        ['seats', '--stale', 'long'],
        ['seats', '--stale', '0d'],
        ['seats', '--platform', 'atrea'],
        ['seats', '--tenant', 'acne'],
        ['seats', 'forecast', '--months', '0'],
        ['calendar', '--months', '1.5'],
        ['seats', '--json', '--csv'],
      ].map((words) => roster(words, { cwd })),
    )
    expect(wrong.map(({ code }) => code)).toEqual(wrong.map(() => 64))
    expect(
      wrong
        .map(({ stderr }) => stderr)
        .slice(0, 6)
        .join(''),
    ).toMatch(/60d.*60d.*Did you mean atera\?.*Did you mean acme\?.*from 1 to 120.*from 1 to 120/s)
    put(cwd, 'tenants/acme/users.yaml', 'ana: { nme: x }\n')
    const broken = await Promise.all(
      [['seats'], ['seats', 'forecast'], ['calendar', '--json']].map((words) => roster(words, { cwd })),
    )
    expect(broken.map(({ code }) => code)).toEqual([3, 3, 3])
    const bare = workspace({ 'tenants/acme/tenant.yaml': tenantYaml('Acme') })
    expect((await roster(['seats'], { cwd: bare })).stdout).toBe('0 contracts with paid seats.\n')
    expect((await roster(['seats', 'forecast'], { cwd: bare })).stdout).toBe('No contract has paid seats.\n')
  })
})

describe('roster seats forecast', () => {
  test('UX-47 two changes in the middle of cycles: steps, the charge of each cycle, and a word before seats are bought', async () => {
    const joiners = ['kim-ro', 'lee-vo', 'max-im'].map((id) => deskUser(id, 'starts: 2027-02-15'))
    const cwd = office({
      'tenants/acme/tenant.yaml': deskTenant('Acme', 3, ['seats: { purchased: 3, autoPurchase: { upTo: 2 } }']),
      'tenants/acme/users.yaml': [
        deskUser('ana-li'),
        deskUser('ben-osei'),
        deskUser('eva-lo', 'ends: 2026-12-16'),
        ...joiners,
      ].join(''),
    })
    await recorded(cwd, 'acme', [
      ...three.map((user) => seen('acme', user)),
      ofSeats(opening(three, { on: '2026-11-01', purchased: 3 })),
    ])
    const words = ['seats', 'forecast', '--months', '5', '--as-of', '2026-11-20']
    const [json, text, csv] = await Promise.all([
      roster([...words, '--json'], { cwd }),
      roster(words, { cwd }),
      roster([...words, '--csv'], { cwd }),
    ])
    const [pool] = (documentOf(json) as unknown as { readonly pools: readonly ToldForecast[] }).pools
    expect(pool?.steps).toEqual([
      { on: '2026-11-20', paid: 3, assigned: 3 },
      { on: '2026-12-01', paid: 3, assigned: 3 },
      { on: '2026-12-17', paid: 3, assigned: 2 },
      { on: '2027-01-01', paid: 3, assigned: 2 },
      { on: '2027-02-01', paid: 3, assigned: 2 },
      { on: '2027-02-15', paid: 5, assigned: 5 },
      { on: '2027-03-01', paid: 5, assigned: 5 },
    ])
    // Day 14 of 28: half of 189.00 for each of two seats.
    expect(pool?.shortages).toEqual([
      { on: '2027-02-15', begin: 3, free: 1, bought: 2, short: 0, chargedMinor: 18_900 },
    ])
    expect(pool?.cycles.map(({ chargedMinor }) => chargedMinor)).toEqual([56_700, 56_700, 56_700, 75_600, 94_500])
    expect(text.stdout).toContain(
      'On Mon 15 Feb 2027 3 people begin and 1 seat is free: 2 seats would be bought, 189.00 USD.',
    )
    expect(text.stdout).toMatch(/^3 \|%+=+%*#*$/m)
    expect(text.stdout).toContain('In all: 3,402.00 USD.')
    expect(csv.stdout.split('\r\n')[4]).toBe('"acme","desk","2027-02-01","3","2","5","5","2","USD","756.00","945.00"')
  })

  test('UX-47 where nothing may be bought unasked, people wait, and what to do is said', async () => {
    const cwd = office({
      'tenants/acme/tenant.yaml': deskTenant('Acme', 1),
      'tenants/acme/users.yaml': [deskUser('ana-li'), deskUser('ben-osei', 'starts: 2026-12-10')].join(''),
    })
    await recorded(cwd, 'acme', [
      seen('acme', 'ana-li'),
      ofSeats(opening(['ana-li'], { on: '2026-11-01', purchased: 1 })),
    ])
    const { stdout } = await roster(['seats', 'forecast', '--months', '2', '--as-of', '2026-11-20'], { cwd })
    expect(stdout).toContain(
      'On Thu 10 Dec 2026 1 person begins and 0 seats are free: 1 person would have to wait: raise seats.purchased, or allow more with seats.autoPurchase.',
    )
    expect(stdout).not.toContain('would be bought')
  })

  test('UX-47 seats that are given back, and a number that was edited and not applied yet, are in the forecast', async () => {
    const cwd = office({
      'tenants/acme/tenant.yaml': deskTenant('Acme', 3),
      'tenants/acme/users.yaml': deskUser('ana-li'),
    })
    await recorded(cwd, 'acme', [
      seen('acme', 'ana-li'),
      ofSeats(opening(['ana-li'], { on: '2026-11-01', purchased: 5 }), {
        event: 'reduce',
        on: '2026-11-05',
        id: 'r1',
        count: 1,
        effective: '2026-12-01',
      }),
    ])
    const asked = async (): Promise<readonly (readonly [string, number])[]> => {
      const ended = await roster(['seats', 'forecast', '--months', '3', '--json', '--as-of', '2026-11-20'], { cwd })
      const [pool] = (documentOf(ended) as unknown as { readonly pools: readonly ToldForecast[] }).pools
      return (pool?.cycles ?? []).map(({ start, purchased }) => [start, purchased])
    }
    expect(await asked()).toEqual([
      ['2026-11-01', 5],
      ['2026-12-01', 3],
      ['2027-01-01', 3],
    ])
  })

  test('UX-47 a contract that is charged by the year: every year that begins in the time asked for', async () => {
    const cwd = office({
      'platforms/yearly.yaml': yearly,
      'tenants/acme/tenant.yaml': deskTenant('Acme', 2)
        .replace('platform: atera', 'platform: yearly')
        .replace('cycle: monthly, anchor: 2026-11-01', 'cycle: annual, anchor: 2026-02-01'),
      'tenants/acme/users.yaml': deskUser('ana-li', 'platforms: { desk: { role: member } }'),
    })
    const words = ['seats', 'forecast', '--json', '--as-of', '2026-11-20', '--months']
    const ended = await Promise.all(['2', '12'].map((months) => roster([...words, months], { cwd })))
    expect(ended.map(({ code, stderr, stdout }) => [code, stderr + (code === 0 ? '' : stdout)])).toEqual([
      [0, ''],
      [0, ''],
    ])
    const pools = ended.map((one) => (documentOf(one) as unknown as { readonly pools: readonly ToldForecast[] }).pools)
    expect(pools.map(([pool]) => pool?.cycles.map(({ start }) => start))).toEqual([
      ['2026-02-01'],
      ['2026-02-01', '2027-02-01'],
    ])
    // 10.00 a month for two seats and twelve months.
    expect(pools[1]?.[0]?.cycles[1]?.chargedMinor).toBe(24_000)
    const calendar = await roster(['calendar', '--as-of', '2026-11-20'], { cwd })
    expect(calendar.stdout).toContain('a cycle of desk begins with 2 seats: 240.00 USD')
  })
})

const yearly = `name: Yearly
version: 2026-11-01
categories: { data: { levels: [none, view] } }
permissions: { data/things: { name: Things, risk: basic } }
roles: { custom: false }
builtInRoles: { member: { name: Member, grants: everything } }
accountTypes: { member: { seats: 1, roles: { min: 1, max: 1 } } }
capabilities: { deliveries: [manual] }
billing: { cycles: [annual], terms: [annual], proration: daily }
editions: { it: [expert] }
prices: [{ from: 2026-01-01, currency: USD, per: month, seats: [{ edition: it, tier: expert, annual: "10.00" }] }]
`

describe('roster calendar', () => {
  test('UX-47 starts, ends, exceptions, cycles with what they cost, reviews and deletions: what time brings, offline', async () => {
    const cwd = office({
      'tenants/acme/tenant.yaml': [
        deskTenant('Acme', 3).trimEnd(),
        'deleteAfter: 30 days',
        'identityProviders: { okta: { protocol: saml, issuer: "https://x.okta.example", certificateExpires: 2027-01-20 } }',
        '',
      ].join('\n'),
      'tenants/acme/users.yaml': [
        deskUser('ana-li'),
        deskUser('ben-osei', 'platforms: { desk: { role: beginner, expires: 2026-12-24 } }'),
        deskUser('eva-lo', 'starts: 2026-12-07, ends: 2027-01-31'),
      ].join(''),
      'tenants/acme/policies.yaml':
        'reviews: { quarterly: { every: 3 months, due: 14 days, starts: 2026-12-01, reviewers: manager, onTimeout: escalate, select: { all: true } } }\n',
    })
    await recorded(cwd, 'acme', [
      ofSeats(opening(['ana-li', 'ben-osei'], { on: '2026-11-01', purchased: 3 })),
      { type: 'verified', address: 'acme/main/user/old-one', immutableId: '7', object: gone },
      { type: 'intent', operation: disabling },
      {
        type: 'outcome',
        operation: 'acme/main/user/old-one#disable',
        fingerprint: disabling.fingerprint,
        status: 'applied',
      },
    ])
    const words = ['calendar', '--as-of', '2026-11-20']
    const [json, text] = await Promise.all([roster([...words, '--json'], { cwd }), roster(words, { cwd })])
    const { entries, until } = documentOf(json) as unknown as {
      readonly entries: readonly AgendaEntry[]
      readonly until: string
    }
    expect(until).toBe('2027-02-20')
    const told = entries.filter(({ event }) => event !== 'delete').map(({ date, event, about }) => [date, event, about])
    expect(told).toEqual([
      ['2026-12-01', 'cycle', 'desk'],
      ['2026-12-01', 'review', 'quarterly'],
      ['2026-12-07', 'start', 'eva-lo'],
      ['2026-12-15', 'review', 'quarterly'],
      ['2026-12-24', 'end', 'ben-osei'],
      ['2027-01-01', 'cycle', 'desk'],
      ['2027-01-20', 'lapse', 'okta'],
      ['2027-01-31', 'end', 'eva-lo'],
      ['2027-02-01', 'cycle', 'desk'],
    ])
    // The grace begins when the ledger says that it was disabled: today, whatever day that is.
    expect(entries.filter(({ event }) => event === 'delete').length).toBeLessThanOrEqual(1)
    expect(text.stdout).toContain('a cycle of desk begins with 3 seats: 567.00 USD')
    expect(text.stdout).toContain('last day of Ben Osei (ben-osei): desk')
    expect(text.stdout).toContain('first day of Eva Lo (eva-lo): main, desk')
    const today = await roster(['calendar', '--months', '2', '--csv'], { cwd })
    expect(today.stdout).toMatch(
      /"delete","old-one","the account of old-one in main may be deleted: the grace is over"/,
    )
  })
})

const gone = {
  kind: 'user',
  username: 'old.one',
  container: '',
  state: 'active',
  attributes: {},
  references: {},
} as const

const disabling = {
  id: 'acme/main/user/old-one#disable',
  address: 'acme/main/user/old-one',
  tenant: 'acme',
  directory: 'main',
  kind: 'user',
  verb: 'disable',
  status: 'planned',
  reason: 'undeclared',
  derived: false,
  summary: 'Old One leaves',
  risk: 'high',
  escalation: false,
  sensitive: [],
  needs: [],
  effects: [],
  source: { file: 'tenants/acme/users.yaml', line: 1, via: [] },
  reversible: true,
  urgent: false,
  fingerprint: '0'.repeat(64),
  before: { immutableId: '7', state: 'active', container: '' },
  after: { state: 'disabled', container: '' },
} as const
