import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DirectoryFault } from '../../src/model/fault.ts'
import type { Operation } from '../../src/model/operation.ts'
import type { Outcome } from '../../src/model/outcome.ts'
import { memoryOf, stateOf } from '../../src/reconciler/checkpoints/state.ts'
import { remember } from '../../src/reconciler/memory.ts'
import { atRest, Bench, crowd, finding, person, restOf, standing, tenantOf, told } from './bench.ts'
import { Crash } from './crash.ts'
import type { Weather } from './weather.ts'
import { cloud, quarter } from './weather.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const late = { settlesWithin: quarter }
const lost: Outcome = { status: 'failed', class: 'unknown', detail: 'the answer was lost' }

/** The directory shows late what was written; `more` changes how it does. */
function settling(more: Weather = {}): ReturnType<typeof cloud> {
  const made = cloud({ together: 20, parallel: 2, ...more, dialect: { ...late, ...more.dialect } })
  bench.providers = made.providers
  return made
}

/** Nothing of what is written from now on shows for so many readings. */
function lag(reads: number | undefined): void {
  bench.live().misbehave(reads === undefined ? undefined : { lagReads: reads })
}

function minutes(count: number): void {
  bench.now = new Date(bench.now.getTime() + count * 60_000)
}

/** Somebody who is there before anything lags. */
const eva = { eva: person('eva') }

const two = { users: { ...eva, ana: person('ana', { groups: ['staff'] }), ben: person('ben') }, groups: { staff: {} } }

async function statuses(): Promise<readonly string[]> {
  const report = await bench.apply()
  return (report.tenants[0]?.settled ?? [])
    .map(({ operation, outcome }) => `${operation.id} ${outcome.status}`)
    .toSorted()
}

describe('what a directory took and does not show yet', () => {
  test.each([0, 1, 3, 10, 30])(
    'under a lag of %i readings nothing is made twice, and all comes to rest',
    async (reads) => {
      const { handOvers } = settling()
      bench.tenant('acme', { tenant: tenantOf(), users: eva })
      await bench.apply()
      lag(reads)
      bench.tenant('acme', two)
      expect((await bench.apply()).exitCode).toBe(0)
      const open = (await bench.plan()).operations
      expect(open.filter(({ status }) => status === 'planned')).toEqual([])
      expect(new Set(open.map(({ waitingFor }) => waitingFor))).toEqual(new Set(open.length === 0 ? [] : ['visible']))
      expect((await bench.drift()).operations).toEqual([])
      lag(undefined)
      expect((await bench.apply()).exitCode).toBe(0)
      expect(handOvers.flat().filter(({ verb }) => verb === 'create')).toHaveLength(4)
      expect(bench.live().users()).toHaveLength(3)
      expect(await restOf(bench)).toEqual(atRest)
    },
  )

  test('is accepted, and what needs it goes on in the same run', async () => {
    settling()
    bench.tenant('acme', { tenant: tenantOf(), users: eva })
    await bench.apply()
    lag(50)
    bench.tenant('acme', two)
    expect(await statuses()).toEqual([
      'acme/hq/group/staff#create accepted',
      'acme/hq/membership/staff/ana#grant accepted',
      'acme/hq/user/ana#create accepted',
      'acme/hq/user/ben#create accepted',
    ])
    const { accepted, objects } = remember(await bench.ledger.read('acme'))
    expect(accepted.get('acme/hq/user/ana#create')?.reference).toBe(bench.live().user('ana').id)
    expect(objects.get('acme/hq/user/ana')?.immutableId).toBe(bench.live().user('ana').id)
  })

  test('a seeded bug, a directory that says nothing of settling, is noticed: the same is asked for twice', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: eva })
    settling()
    await bench.apply()
    lag(50)
    bench.tenant('acme', { users: { ...eva, ben: person('ben') } })
    const { providers, handOvers } = cloud({ together: 20 })
    bench.providers = providers
    await bench.apply()
    expect(handOvers.flat().length).toBeGreaterThan(1)
  })

  test('is not made again because the files ask for something else of it by now', async () => {
    settling()
    bench.tenant('acme', { tenant: tenantOf(), users: eva })
    await bench.apply()
    lag(50)
    bench.tenant('acme', two)
    await bench.apply()
    minutes(5)
    bench.tenant('acme', { users: { ...two.users, ben: person('ben', { title: 'Lead' }) } })
    const plan = await bench.plan()
    expect(told(plan.operations)).toEqual([
      'create group staff (waiting)',
      'create user ana (waiting)',
      'create user ben (waiting)',
      'grant membership staff/ana (waiting)',
    ])
    const waiting = plan.operations.find(({ id }) => id === 'acme/hq/user/ben#create')
    expect(waiting?.effects).toEqual([
      'it may be there already and not show yet; from 2026-12-01T09:15:00.000Z on it is looked for again',
    ])
    expect((await bench.apply()).exitCode).toBe(0)
    lag(undefined)
    expect(told((await bench.plan()).operations)).toEqual(['update user ben'])
    await bench.apply()
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('that a thousand people are not shown yet is no population that fell', async () => {
    settling()
    bench.tenant('acme', { tenant: tenantOf(), users: crowd(5) })
    await bench.apply()
    lag(50)
    bench.tenant('acme', { users: crowd(60) })
    await bench.apply()
    const plan = await bench.plan()
    expect(standing(plan)).toBe('waiting 0')
    expect(finding(plan, 'population')).toBeUndefined()
    // What a later run looks at is not recorded as the state of what does not show.
    await bench.apply()
    expect((await bench.drift()).operations).toEqual([])
  })

  test('whoever is in a group and is not shown yet is no stranger there', async () => {
    settling()
    bench.tenant('acme', { tenant: tenantOf(), users: { ...eva, ben: person('ben') }, groups: { staff: {} } })
    await bench.apply()
    lag(50)
    bench.tenant('acme', two)
    await bench.apply()
    // The group shows its member before the directory shows the account.
    const ana = bench.live().user('ana').id
    bench.providers = cloud({
      dialect: late,
      reader: (reader) => ({
        observe: async function* (kinds) {
          for await (const page of reader.observe(kinds))
            yield page.map((each) => (each.kind === 'group' ? { ...each, members: [ana] } : each))
        },
      }),
    }).providers
    expect(told((await bench.plan()).operations)).toEqual(['create user ana (waiting)'])
  })

  test('a change that does not show is not asked for twice, and not undone', async () => {
    const { handOvers } = settling()
    bench.tenant('acme', { tenant: tenantOf(), ...two })
    await bench.apply()
    lag(50)
    bench.tenant('acme', {
      users: { ...eva, ana: person('ana', { title: 'Lead' }), ben: person('ben', { state: 'disabled' }) },
    })
    await bench.apply()
    const before = handOvers.length
    expect(told((await bench.plan()).operations)).toEqual([
      'disable user ben (waiting)',
      'revoke membership staff/ana (waiting)',
      'update user ana (waiting)',
    ])
    await bench.apply()
    expect(handOvers).toHaveLength(before)
    expect((await bench.drift()).operations).toEqual([])
    minutes(15)
    expect(told((await bench.plan()).operations)).toEqual([
      'disable user ben',
      'revoke membership staff/ana',
      'update user ana',
    ])
    lag(undefined)
    await bench.apply()
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('something made that never shows is missing once its time is over, and never made again without a word', async () => {
    settling()
    bench.tenant('acme', { tenant: tenantOf(), users: { ...eva, ben: person('ben') } })
    await bench.apply()
    lag(1000)
    bench.tenant('acme', two)
    await bench.apply()
    minutes(14)
    expect(standing(await bench.plan())).toBe('waiting 0')
    minutes(1)
    const plan = await bench.plan()
    expect(standing(plan)).toBe('unreadable 4')
    expect(finding(plan, 'recordedMissing')?.message).toContain('acme/hq/user/ana')
    const spec = {
      'they-are-gone': {
        gate: 'recordedMissing',
        max: 2,
        reason: 'somebody deleted both by hand',
        approver: 'leads',
        expires: '2026-12-02T09:00:00Z',
      },
    }
    bench.tenant('acme', { acknowledgements: spec })
    expect(told((await bench.plan()).operations)).toContain('create user ana')
  })

  test('a creation that the files give up meanwhile is still known', async () => {
    settling()
    bench.tenant('acme', { tenant: tenantOf(), users: { ...eva, ben: person('ben') } })
    await bench.apply()
    lag(1000)
    bench.tenant('acme', two)
    await bench.apply()
    bench.tenant('acme', { users: { ...eva, ben: person('ben') }, groups: {} })
    expect((await bench.apply()).exitCode).toBe(0)
    expect(standing(await bench.plan())).toBe('noChange 0')
    lag(undefined)
    expect(told((await bench.plan()).operations)).toContain('disable user ana')
  })
})

describe('REL-10 the answer to a creation is lost', () => {
  const one = { users: { ...eva, ben: person('ben') } }

  /** Creations are answered by nothing, after they were done or instead. */
  function silent(isDone: boolean, more: Weather = {}): ReturnType<typeof cloud> {
    return settling({
      ...more,
      apply: async (handOver, on) => {
        const outcomes = isDone || handOver.every(({ verb }) => verb !== 'create') ? await on.apply(handOver) : []
        return handOver.map((each, at) => (each.verb === 'create' ? lost : (outcomes[at] ?? lost)))
      },
    })
  }

  test('it is asked for once, and waited for', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: eva })
    settling()
    await bench.apply()
    lag(50)
    const { handOvers } = silent(true)
    bench.tenant('acme', one)
    expect(await statuses()).toEqual(['acme/hq/user/ben#create failed'])
    expect(handOvers.flat()).toHaveLength(1)
    for (let run = 0; run < 3; run += 1) {
      expect(told((await bench.plan()).operations)).toEqual(['create user ben (waiting)'])
      expect((await bench.apply()).exitCode).toBe(0)
      minutes(4)
    }
    expect(handOvers.flat()).toHaveLength(1)
    lag(undefined)
    expect((await bench.apply()).exitCode).toBe(0)
    expect(bench.live().users()).toHaveLength(2)
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('one that was never made is planned again once it would have shown', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: eva })
    settling()
    await bench.apply()
    silent(false)
    bench.tenant('acme', one)
    await bench.apply()
    settling()
    minutes(14)
    expect(told((await bench.plan()).operations)).toEqual(['create user ben (waiting)'])
    await bench.apply()
    minutes(1)
    expect(told((await bench.plan()).operations)).toEqual(['create user ben'])
    expect((await bench.apply()).exitCode).toBe(0)
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('one that may be asked for twice is asked for again at once', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: { ben: person('ben') } })
    const { handOvers } = silent(false, { dialect: { repeatable: ({ kind }) => kind === 'user' } })
    expect(await statuses()).toEqual(['acme/hq/user/ben#create failed'])
    expect(handOvers.length).toBe(3)
    settling({ dialect: { repeatable: () => true } })
    expect(told((await bench.plan()).operations)).toEqual(['create user ben'])
  })

  test('REL-11 a run that ends in the middle of it says nothing of whether it was made', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: eva })
    settling()
    await bench.apply()
    lag(50)
    settling({
      apply: async (handOver, on) => {
        await on.apply(handOver)
        throw new Crash('gone')
      },
    })
    bench.tenant('acme', one)
    await bench.apply()
    settling()
    expect(told((await bench.plan()).operations)).toEqual(['create user ben (waiting)'])
    await bench.apply()
    lag(undefined)
    await bench.apply()
    expect(bench.live().users()).toHaveLength(2)
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('where there never was a connection nothing was sent, and nothing is waited for', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: { ben: person('ben') } })
    const { providers } = settling()
    const local = providers.get('local')
    if (local === undefined) throw new Error('no provider')
    const write = (): Promise<never> => Promise.reject(new DirectoryFault('unreachable', 'nobody answers'))
    bench.providers = new Map([['local', { ...local, write }]])
    expect((await bench.apply()).exitCode).toBe(7)
    bench.providers = providers
    expect(told((await bench.plan()).operations)).toEqual(['create user ben'])
    expect((await bench.apply()).exitCode).toBe(0)
    expect(await restOf(bench)).toEqual(atRest)
  })
})

test('what is remembered of it is remembered over a checkpoint', async () => {
  bench.tenant('acme', { tenant: tenantOf(), users: { ben: person('ben') } })
  settling({ apply: (handOver: readonly Operation[]) => Promise.resolve(handOver.map(() => lost)) })
  await bench.apply()
  const memory = remember(await bench.ledger.read('acme'))
  expect(memory.announced.get('acme/hq/user/ben#create')).toBe('2026-12-01T09:00:00.000Z')
  expect(memoryOf(stateOf(memory))).toEqual(memory)
})

test('how much a plan asks of a directory that counts requests stands in it, and only where it asks anything', async () => {
  bench.tenant('acme', { tenant: tenantOf(), users: crowd(30) })
  settling({ reader: () => ({ effort: (operations) => ({ requests: operations.length * 2, seconds: 3 }) }) })
  expect((await bench.plan()).tenants[0]?.effort).toEqual([{ directory: 'hq', requests: 60, seconds: 3 }])
  await bench.apply()
  expect((await bench.plan()).tenants[0]).not.toHaveProperty('effort')
})
