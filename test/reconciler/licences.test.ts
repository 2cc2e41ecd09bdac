import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { remember } from '../../src/reconciler/memory.ts'
import { Bench, crowd, person, tenantOf, told } from './bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const office = { licences: { office: { directory: 'hq', sku: 'E3' } } }
const holding = { licences: ['office'] }
const planned = async (): Promise<readonly string[]> => told((await bench.plan()).operations)

function declare(users: object, directory: object = {}, more: object = office, files: object = {}): void {
  bench.tenant('acme', { tenant: tenantOf(directory, more), users, ...files })
}

/** What the header of the directory says besides its identity. */
function header(more: object): void {
  const { file } = bench.live()
  const [first = '{}', ...rest] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const fresh = { roster: 'local-directory', version: 1, identity: '6c1e0000-0000-4000-8000-000000000001' }
  mkdirSync(dirname(file), { recursive: true })
  const text = [JSON.stringify({ ...fresh, ...(JSON.parse(first) as object), ...more }), ...rest].join('\n')
  writeFileSync(file, text.endsWith('\n') ? text : `${text}\n`)
}

function units(purchased: number, more: object = {}): void {
  header({ licences: { E3: { purchased } }, ...more })
}

/** Who has one, by username. */
function holders(): readonly string[] {
  const people = bench.live().users() as readonly {
    readonly username?: string
    readonly licences?: readonly string[]
  }[]
  return people.flatMap(({ username = '', licences = [] }) => (licences.includes('E3') ? [username] : [])).toSorted()
}

function lend(username: string, licences: readonly string[]): void {
  bench.live().editUser(username, { licences } as object)
}

test('who leaves gives it back, urgently where they do, and before the account is deleted', async () => {
  units(3)
  declare({ ...crowd(3, () => holding), 'ana-li': person('ana-li') })
  await bench.apply()
  declare({ ...crowd(2, () => holding), p003: { state: 'absent', urgent: true }, 'ana-li': person('ana-li') })
  const plan = await bench.plan()
  expect(plan.operations.find(({ kind }) => kind === 'licence')).toMatchObject({
    id: 'acme/hq/licence/office/p003#revoke',
    urgent: true,
    summary: 'p003 gives back the licence office with the account',
    effects: ['its unit is free for somebody else'],
  })
  await bench.apply()
  expect(holders()).toEqual(['p001', 'p002'])
  lend('p003', ['E3'])
  bench.at('2027-01-15T09:00:00Z')
  const grace = (await bench.plan()).operations
  expect(grace.find(({ verb }) => verb === 'delete')?.needs).toEqual(['acme/hq/licence/office/p003#revoke'])
  await bench.apply()
  expect((await bench.drift()).operations).toEqual([])
})

test('an id that changes takes its licence along, in the ledger too', async () => {
  units(1)
  declare({ 'ana-li': person('ana-li', holding), 'ben-osei': person('ben-osei') })
  await bench.apply()
  declare({ 'ana-lu': { ...person('ana-li', holding), movedFrom: 'ana-li' }, 'ben-osei': person('ben-osei') })
  expect((await planned()).filter((line) => line.includes('licence'))).toEqual([])
  await bench.apply()
  expect((await bench.drift()).operations).toEqual([])
  declare({ 'ana-lu': person('ana-li'), 'ben-osei': person('ben-osei') })
  expect((await planned()).filter((line) => line.includes('licence'))).toEqual(['revoke licence office/ana-lu'])
})

test('more in use than were bought: what comes back first settles that', async () => {
  units(3)
  declare(crowd(5, (_, index) => (index <= 3 ? holding : {})))
  await bench.apply()
  units(2)
  declare(crowd(5, (_, index) => (index >= 3 ? holding : {})))
  expect(await planned()).toEqual([
    'grant licence office/p004',
    'grant licence office/p005 (blocked)',
    'revoke licence office/p001',
    'revoke licence office/p002',
  ])
  const grant = (await bench.plan()).operations.find(({ address }) => address.endsWith('p004'))
  expect(grant?.needs).toEqual(['acme/hq/licence/office/p001#revoke', 'acme/hq/licence/office/p002#revoke'])
  await bench.apply()
  expect(holders()).toEqual(['p003', 'p004'])
})

test('a grant that the directory took and does not show yet keeps its unit', async () => {
  units(1)
  declare({ ana: person('ana'), zoe: person('zoe') })
  await bench.apply()
  units(1, { faults: { lagReads: 50 } })
  declare({ ana: person('ana'), zoe: person('zoe', holding) })
  await bench.apply()
  declare({ ana: person('ana', holding), zoe: person('zoe', holding) })
  expect(await planned()).toEqual(['grant licence office/ana (blocked)', 'grant licence office/zoe (waiting)'])
})

test('many lose it at once and no gate asks, a first look takes it from nobody, strangers lose it after that', async () => {
  units(60)
  declare(crowd(30))
  await bench.apply()
  bench.live().addUser('stranger', { state: 'disabled' })
  lend('stranger', ['E3'])
  for (let at = 1; at <= 25; at += 1) lend(`p${String(at).padStart(3, '0')}`, ['E3'])
  declare(crowd(30), {}, {})
  await bench.apply()
  declare(crowd(30))
  // The ledger let the licence go meanwhile: this is a first look again.
  expect(await planned()).toEqual([])
  await bench.apply()
  const plan = await bench.plan()
  expect(plan.tenants[0]?.status).toBe('changes')
  expect(plan.operations).toHaveLength(26)
  expect(plan.operations.map(({ summary }) => summary)).toContain('stranger (stranger) gives back the licence office')
  await bench.apply()
  expect(holders()).toEqual([])
})

test('what is protected, cannot be asked for or is only looked at stays as it is', async () => {
  units(5)
  declare({ ana: person('ana', holding), ben: person('ben', holding), eva: person('eva') })
  await bench.apply()
  bench.live().addUser('svc-mail')
  lend('svc-mail', ['E3'])
  declare({ ana: person('ana', holding), ben: person('ben', holding), eva: person('eva') }, { protect: ['**/svc-*'] })
  expect((await planned()).filter((line) => line.includes('licence'))).toEqual([])
  declare({ ana: person('ana'), ben: person('ben', holding), eva: person('eva', holding) }, { mode: 'observe' })
  expect(await planned()).toEqual([])
  header({ faults: { cannot: { 'licence.grant': 'no', 'licence.revoke': 'not here' } } })
  declare({ ana: person('ana'), ben: person('ben', holding), eva: person('eva', holding) }, { protect: ['**/svc-*'] })
  expect(await planned()).toEqual(['grant licence office/eva (blocked)', 'revoke licence office/ana (blocked)'])
})

test('a licence that the directory does not have is told with those that it has, and blocks who was to get it', async () => {
  header({ licences: { E5: { purchased: 5 }, F1: { purchased: 1 } } })
  declare({ ana: person('ana', holding), ben: person('ben') })
  const { operations, findings } = await bench.plan()
  const why = 'hq has no licence E3 (it has E5, F1)'
  expect(operations.find(({ kind }) => kind === 'licence')).toMatchObject({ status: 'blocked', blockedBy: why })
  expect(findings).toContainEqual({
    slug: 'licence-unknown',
    scope: 'acme/hq/licence/office',
    result: 'warn',
    message: `${why}; nobody is given the licence office, and nobody loses it.`,
  })
})

test('a plan says how many units there are, now and after it, and nothing of what could not be read', async () => {
  units(4)
  declare(crowd(3, () => holding))
  const line = { tenant: 'acme', platform: 'hq', subscription: 'office', pool: 'licence', delta: 0, currency: null }
  expect((await bench.plan()).seats).toMatchObject([
    { ...line, purchased: 4, assigned: 0, free: 4, after: { purchased: 4, assigned: 3, free: 1 } },
  ])
  units(4, { faults: { unreadable: ['licences'] } })
  expect((await bench.plan()).seats).toEqual([])
})

test('the first day with a licence stays approved for longer than a day', async () => {
  units(4)
  declare({ ana: person('ana', holding), eva: person('eva', { ...holding, starts: '2026-12-10' }) })
  await bench.apply()
  const approved = await bench.plan()
  bench.at('2026-12-10T09:00:00Z')
  const report = await bench.apply({ how: 'approved', plan: approved, digest: approved.digest })
  expect(report.exitCode).toBe(0)
  expect(holders()).toEqual(['ana', 'eva'])
})

test('the ledger knows who has it, who got it from roster and what came with an account, and forgets what is let go', async () => {
  units(4)
  const templates = { templates: { desk: { licences: ['office'] } } }
  declare({ ana: person('ana', { template: 'desk' }), eva: person('eva', holding) }, {}, office, templates)
  await bench.apply()
  const at = 'acme/hq/licence/office'
  const known = remember(await bench.ledger.read('acme'))
  expect([known.members.get(at), known.granted.get(at)]).toEqual([new Set(['ana', 'eva']), new Set(['ana', 'eva'])])
  expect(known.promised.get('acme/hq/user/ana')).toEqual(new Set(['licence:office']))
  expect(known.declared.has('licence/office/eva')).toBe(true)
  declare({ ana: person('ana'), eva: person('eva') }, {}, {}, { templates: { desk: {} } })
  await bench.apply()
  const left = remember(await bench.ledger.read('acme'))
  expect([left.members.has(at), left.granted.has(at)]).toEqual([false, false])
  expect(holders()).toEqual(['ana', 'eva'])
})
