import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ObservedLicence } from '../../src/model/observed.ts'
import type { Operation } from '../../src/model/operation.ts'
import type { Reader } from '../../src/providers/provider.ts'
import { Bench, crowd, finding, person, standing, tenantOf, told } from './bench.ts'
import { lastApply, planBack, takeBack } from './revert/stage.ts'
import type { Weather } from './weather.ts'
import { cloud } from './weather.ts'

let bench: Bench
/** Username -> services that are switched off for it. */
let off: Map<string, readonly string[]>
beforeEach(() => {
  bench = new Bench()
  off = new Map()
})
afterEach(() => bench.close())

const services = ['EXCHANGE', 'SWAY', 'YAMMER']
const holding = { licences: ['office'] }

/** A directory whose licences are made of services; `inherited`: usernames of those who have one through a group. */
function lends(purchased: number, inherited: readonly string[] = [], more: Weather = {}): void {
  header({ licences: { E3: { purchased } } })
  const { providers } = cloud({
    ...more,
    apply: async (handOver, on) => {
      for (const operation of handOver) switchOff(operation)
      return on.apply(handOver)
    },
    reader: (reader) => ({ licences: () => withServices(reader, inherited) }),
  })
  bench.providers = providers
}

async function withServices(reader: Reader, inherited: readonly string[]) {
  const read = (await reader.licences?.()) ?? { pools: [] }
  if ('unreadable' in read) return read
  const idOf = (username: string): string => bench.live().user(username).id
  const extra = {
    plans: services,
    inherited: inherited.map(idOf),
    disabledPlans: Object.fromEntries([...off].map(([username, plans]) => [idOf(username), plans])),
  }
  return {
    pools: read.pools.map((pool): ObservedLicence => {
      const holders = [...new Set([...pool.holders, ...extra.inherited])]
      return { ...pool, ...extra, holders }
    }),
  }
}

function switchOff(operation: Operation): void {
  if (operation.kind !== 'licence') return
  const { user, disabledPlans = [] } = operation.after ?? operation.before
  if (operation.verb === 'grant') off.set(user, disabledPlans)
  else off.delete(user)
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

/** The licence, without these services. */
function declare(users: object, disabledPlans: readonly string[] | undefined, directory: object = {}): void {
  const licence = { directory: 'hq', sku: 'E3', ...(disabledPlans === undefined ? {} : { disabledPlans }) }
  const cloudy = { provider: 'entra', tenantId: '6c1e0000-0000-4000-8000-000000000001', ...directory }
  bench.tenant('acme', { tenant: tenantOf(cloudy, { licences: { office: licence } }), users })
}

async function licenceLines(): Promise<readonly string[]> {
  const { operations } = await bench.plan()
  return operations.filter(({ kind }) => kind === 'licence').map(({ summary }) => summary)
}

describe('services of a licence that are switched off', () => {
  test('are switched off with the licence, and said so', async () => {
    lends(5)
    declare({ ana: person('ana', holding) }, ['YAMMER', 'SWAY'])
    const grant = (await bench.plan()).operations.find(({ kind }) => kind === 'licence')
    expect(grant).toMatchObject({
      summary: 'Ana gets the licence office without SWAY, YAMMER',
      before: null,
      after: { licence: 'office', sku: 'E3', user: 'ana', disabledPlans: ['SWAY', 'YAMMER'] },
    })
    await bench.apply()
    expect(off.get('ana')).toEqual(['SWAY', 'YAMMER'])
    expect(standing(await bench.plan())).toBe('noChange 0')
    expect((await bench.drift()).operations).toEqual([])
  })

  test('a change of them is a change of the licence that somebody has: it needs no unit, and is taken back', async () => {
    lends(1)
    declare({ ana: person('ana', holding) }, ['SWAY'])
    await bench.apply()
    declare({ ana: person('ana', holding) }, ['YAMMER'])
    const change = (await bench.plan()).operations.find(({ kind }) => kind === 'licence')
    expect(change).toMatchObject({
      verb: 'grant',
      status: 'planned',
      summary: 'Ana keeps the licence office, now without YAMMER',
      before: { disabledPlans: ['SWAY'] },
      after: { disabledPlans: ['YAMMER'] },
    })
    expect((await bench.plan()).seats).toMatchObject([{ assigned: 1, free: 0, after: { assigned: 1, free: 0 } }])
    await bench.apply()
    expect(off.get('ana')).toEqual(['YAMMER'])
    const back = await lastApply(bench)
    expect((await planBack(bench, back)).operations.map(({ summary }) => summary)).toEqual([
      'Ana keeps the licence office, again without SWAY',
    ])
    await takeBack(bench, back)
    expect(off.get('ana')).toEqual(['SWAY'])
    off.set('ana', ['EXCHANGE'])
    expect((await planBack(bench, back)).operations).toEqual([])
  })

  test('none is asked for: all are switched on; nothing is said of them: they stay as they are', async () => {
    lends(2)
    declare({ ana: person('ana', holding) }, ['SWAY'])
    await bench.apply()
    declare({ ana: person('ana', holding) }, undefined)
    expect(await licenceLines()).toEqual([])
    declare({ ana: person('ana', holding) }, [])
    expect(await licenceLines()).toEqual(['Ana keeps the licence office, now with all of its services'])
  })

  test('whoever only got other services of one they had does not owe it to roster', async () => {
    lends(2)
    declare({ ana: person('ana') }, ['SWAY'], { mode: 'additive' })
    await bench.apply()
    bench.live().editUser('ana', { licences: ['E3'] } as object)
    declare({ ana: person('ana', holding) }, ['SWAY'], { mode: 'additive' })
    await bench.apply()
    expect(off.get('ana')).toEqual(['SWAY'])
    declare({ ana: person('ana') }, ['SWAY'], { mode: 'additive' })
    expect(await licenceLines()).toEqual([])
  })

  test('one that the licence does not have is a mistake in the file, with those that it has', async () => {
    lends(2)
    declare({ ana: person('ana', holding) }, ['YAMER'])
    const plan = await bench.plan()
    expect(standing(plan)).toBe('invalid 3')
    expect(plan.diagnostics[0]?.message).toBe(
      'hq: the licence E3 has no service YAMER (it has EXCHANGE, SWAY, YAMMER); write `disabledPlans` as the directory calls them',
    )
    expect(plan.diagnostics[0]?.file).toBe('tenants/acme/tenant.yaml')
  })
})

describe('a unit that comes through a group', () => {
  test('counts as one that is in use, and nobody is given a second', async () => {
    lends(1)
    declare({ ana: person('ana'), ben: person('ben') }, undefined)
    await bench.apply()
    lends(1, ['ana'])
    declare({ ana: person('ana', holding), ben: person('ben', holding) }, undefined)
    expect(told((await bench.plan()).operations)).toEqual(['grant licence office/ben (blocked)'])
  })

  test('is not taken back from one, and said so once', async () => {
    lends(5)
    declare(
      crowd(3, () => holding),
      undefined,
    )
    await bench.apply()
    lends(5, ['p002', 'p003'])
    declare(crowd(3), undefined)
    const plan = await bench.plan()
    expect(told(plan.operations)).toEqual(['revoke licence office/p001'])
    expect(finding(plan, 'licence-inherited')).toMatchObject({
      result: 'warn',
      measured: 2,
      message:
        'P002, P003 have the licence office through a group of hq: it is not taken back from each by themselves. Take them out of that group, or take the licence from the group.',
    })
    await bench.apply()
    expect((await bench.drift()).operations).toEqual([])
  })

  test('has its services from there: none are changed', async () => {
    lends(5)
    declare({ ana: person('ana', holding) }, undefined)
    await bench.apply()
    lends(5, ['ana'])
    declare({ ana: person('ana', holding) }, ['SWAY'])
    expect(await licenceLines()).toEqual([])
  })

  test('a seeded bug, a directory that does not tell which come through groups, is noticed', async () => {
    lends(5)
    declare(
      crowd(3, () => holding),
      undefined,
    )
    await bench.apply()
    lends(5)
    declare(crowd(3), undefined)
    expect(told((await bench.plan()).operations)).toHaveLength(3)
  })
})

describe('what an account needs before it is given a licence', () => {
  const needs = { dialect: { licencesNeed: 'address.country' } }
  const home = { address: { country: 'DE' } }

  test('is missing: nobody is given one, and the plan says what to write', async () => {
    lends(5, [], needs)
    declare({ ana: person('ana', holding), ben: person('ben', { ...holding, ...home }) }, undefined)
    const plan = await bench.plan()
    const grants = plan.operations.filter(({ kind }) => kind === 'licence')
    expect(grants.map(({ status, blockedBy }) => [status, blockedBy])).toEqual([
      [
        'blocked',
        'Ana has no address.country, and hq gives no licence without one; write address.country of ana in users.yaml',
      ],
      ['planned', undefined],
    ])
  })

  test('is set by the same plan: it comes first', async () => {
    lends(5, [], needs)
    declare({ ana: person('ana') }, undefined)
    await bench.apply()
    declare({ ana: person('ana', { ...holding, ...home }) }, undefined)
    const grant = (await bench.plan()).operations.find(({ kind }) => kind === 'licence')
    expect([grant?.status, grant?.needs]).toEqual(['planned', ['acme/hq/user/ana#update']])
    declare({ ana: person('ana', { ...holding, ...home, title: 'Lead' }) }, undefined)
    await bench.apply()
    declare({ ana: person('ana', { ...home, title: 'Clerk' }), ben: person('ben', { ...holding, ...home }) }, undefined)
    expect((await bench.plan()).operations.find(({ id }) => id.endsWith('/ben#grant'))?.needs).toContain(
      'acme/hq/user/ben#create',
    )
  })

  test('could not be read: it is not taken for missing', async () => {
    lends(5, [], needs)
    declare({ ana: person('ana', home) }, undefined)
    await bench.apply()
    bench.live().misbehave({ unreadable: ['address.country'] })
    declare({ ana: person('ana', holding) }, undefined)
    expect(
      (await bench.plan()).operations.filter(({ kind }) => kind === 'licence').map(({ status }) => status),
    ).toEqual(['planned'])
  })
})
