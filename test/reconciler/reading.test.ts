import { hidingSome } from '../providers/local/hiding.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Misbehaviour } from '../../src/providers/local/misbehaviour.ts'
import { localProvider } from '../../src/providers/local/provider.ts'
import { Bench, crowd, finding, person, standing, tenantOf, told } from './bench.ts'
import { localWith } from './crash.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

async function settled(): Promise<void> {
  bench.tenant('acme', {
    tenant: tenantOf(),
    users: crowd(30, () => ({ groups: ['staff'] })),
    groups: { staff: {}, vpn: {} },
  })
  await bench.apply()
  // There is something to create and something to remove.
  bench.tenant('acme', {
    users: { 'ana-li': person('ana-li'), ...Object.fromEntries(Object.entries(crowd(30)).slice(2)) },
  })
}

describe('REL-01 a reading that is not complete is never an empty one', () => {
  const hiding = (atLeast: number): Misbehaviour =>
    hidingSome(
      bench
        .live()
        .users()
        .map(({ id }) => id),
      atLeast,
    )
  const lies: Readonly<Record<string, Misbehaviour | (() => Misbehaviour)>> = {
    'a page of people cut short': { pageSize: 10, cut: { kind: 'user', page: 2 } },
    'the first page cut short': { cut: { kind: 'user', page: 1 } },
    'groups cut short': { cut: { kind: 'group', page: 1 } },
    'an empty answer that says it is complete': { empty: true },
    'a right that hides a part': () => hiding(20),
    'a right that hides a few': () => hiding(0),
    'throttled for good': { throttle: { reads: 1000, retryAfterMs: 1 } },
  }
  test.each(Object.keys(lies))('%s: 4, nothing removed, nothing created', async (lie) => {
    await settled()
    const told = lies[lie]
    bench.live().misbehave(typeof told === 'function' ? told() : told)
    const before = bench.live().text()
    const made = await bench.plan()
    expect(standing(made)).toBe('unreadable 4')
    expect(made.operations).toEqual([])
    expect(made.findings.some(({ result }) => result === 'block')).toBe(true)
    const report = await bench.apply()
    expect(report.exitCode).toBe(4)
    expect(bench.live().text()).toBe(before)
    bench.live().misbehave(undefined)
    expect(standing(await bench.plan())).toMatch(/changes 2|blocked 5/)
  })

  test('a single recorded account that is hidden is enough', async () => {
    await settled()
    const { id } = bench.live().user('p017')
    bench.providers = localWith({
      reader: (reader) => ({
        observe: async function* (kinds) {
          for await (const page of reader.observe(kinds)) yield page.filter(({ immutableId }) => immutableId !== id)
        },
        find: async (ids) => {
          const found = new Map(await reader.find(ids))
          found.delete(id)
          return found
        },
        completeness: () =>
          reader.completeness().map((each) => (each.kind === 'user' ? { ...each, count: each.count - 1 } : each)),
      }),
    })
    const made = await bench.plan()
    expect([standing(made), finding(made, 'recordedMissing')?.measured]).toEqual(['unreadable 4', 1])
    expect((await bench.apply()).exitCode).toBe(4)
  })

  test('one that moved out of the listing is found by its id, and brought back', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: crowd(30) })
    await bench.apply()
    bench.live().editUser('p003', { container: 'elsewhere' })
    expect(told((await bench.plan()).operations)).toEqual(['rename user p003'])
    expect((await bench.drift()).operations.map(({ summary }) => summary)).toEqual([
      expect.stringContaining('was moved from people to elsewhere'),
    ])
  })

  test('members that cannot be read: nothing is granted or revoked there', async () => {
    await settled()
    bench.live().misbehave({ unreadable: ['members'] })
    const made = await bench.plan()
    expect(told(made.operations).filter((line) => line.includes('membership'))).toEqual([])
    expect(finding(made, 'members-unknown')?.result).toBe('warn')
  })

  test('an attribute that cannot be read is neither absent nor another', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: crowd(3, () => ({ title: 'A' })) })
    await bench.apply()
    bench.live().misbehave({ unreadable: ['title'] })
    const made = await bench.plan()
    expect(made.operations).toEqual([])
    expect(made.findings.filter(({ slug }) => slug === 'attribute-unknown')).toHaveLength(3)
    expect((await bench.drift()).operations).toEqual([])
  })

  test('REL-07 the first reading may be empty', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: crowd(2) })
    expect(standing(await bench.plan())).toBe('changes 2')
  })
})

describe('REL-23 clocks', () => {
  const skewed = (seconds: number): void => {
    bench.providers = localWith({ serverTime: () => new Date(bench.now.getTime() - seconds * 1000) })
  }
  const files = (more: object): void =>
    bench.tenant('acme', { tenant: tenantOf(), users: { ...crowd(5), 'ana-li': person('ana-li', more) } })

  test.each([
    [60, undefined],
    [61, 'warn'],
    [-61, 'warn'],
    [300, 'warn'],
    [3600, 'warn'],
  ])('%i s apart, nothing depends on time: %s', async (seconds, result) => {
    files({})
    skewed(seconds)
    expect(finding(await bench.plan(), 'clock-skew')?.result).toBe(result)
    expect((await bench.apply()).exitCode).toBe(0)
  })

  test.each([
    ['an expiry', { ends: '2026-11-30' }],
    ['a deletion', undefined],
  ])('over 300 s %s is refused', async (_, more) => {
    files({})
    await bench.apply()
    if (more === undefined) {
      bench.tenant('acme', { users: crowd(5) })
      await bench.apply()
      bench.at('2027-01-01T09:00:00Z')
    } else files(more)
    skewed(300)
    expect(standing(await bench.plan())).toBe('changes 2')
    skewed(301)
    const made = await bench.plan()
    expect([standing(made), finding(made, 'clock-skew')?.result]).toEqual(['blocked 5', 'block'])
    const before = bench.live().text()
    expect((await bench.apply()).exitCode).toBe(5)
    expect(bench.live().text()).toBe(before)
  })

  test('over 300 s a start is refused', async () => {
    files({ starts: '2026-11-30' })
    skewed(301)
    expect(standing(await bench.plan())).toBe('blocked 5')
  })
})

test('SEC-17 each directory is read with a cache of its own; whoever writes is given none', async () => {
  const given: Record<string, string | undefined>[] = []
  bench.providers = new Map([
    [
      'local',
      {
        ...localProvider,
        read: async (connection) => {
          given.push({ read: connection.cache })
          return localProvider.read(connection)
        },
        write: async (connection, context) => {
          given.push({ write: connection.cache })
          return localProvider.write(connection, context)
        },
      },
    ],
  ])
  bench.tenant('acme', { tenant: tenantOf(), users: crowd(1) })
  await bench.plan({ cache: '/caches/roster/one' })
  await bench.plan()
  await bench.apply({ how: 'autoApprove' }, { cache: '/caches/roster/one' })
  const place = '/caches/roster/one/acme/hq'
  expect(given.slice(0, 2)).toEqual([{ read: place }, { read: undefined }])
  expect(given.filter((each) => 'write' in each)).toEqual([{ write: undefined }])
})
