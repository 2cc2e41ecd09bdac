import { localWith } from '../crash.ts'
import { expect } from 'vitest'
import type { Bench } from '../bench.ts'
import { crowd, finding, person, standing, tenantOf, told } from '../bench.ts'

/** What is true of one gate. Throws where it is not, so that a broken gate can be shown to be noticed. */
export type Law = (bench: Bench) => Promise<void>

interface Case {
  readonly people: number
  readonly removed: number
  readonly limit: number
  readonly blocks: boolean
}

/** For each size the largest number that passes, and the first that does not (where there are so many). */
export function around(people: number, limit: number): readonly Case[] {
  const passes = { people, removed: Math.min(limit, people), limit, blocks: false }
  return limit < people ? [passes, { people, removed: limit + 1, limit, blocks: true }] : [passes]
}

function judged(made: Parameters<typeof finding>[0], gate: string, { removed, limit, blocks }: Case): void {
  expect(finding(made, gate)).toMatchObject({ gate, measured: removed, limit, result: blocks ? 'block' : 'pass' })
  if (blocks) expect(standing(made)).toBe('blocked 5')
}

/** So many people whose lines go away, or who expire. */
export function usersRemoved(sort: 'explicit' | 'derived', each: Case): Law {
  return async (bench) => {
    const keep = { nobody: {} }
    bench.tenant('acme', { tenant: tenantOf(), users: crowd(each.people), groups: keep })
    await bench.apply()
    const ended = (index: number): object => (index <= each.removed ? { ends: '2026-11-30' } : {})
    const left = Object.fromEntries(Object.entries(crowd(each.people)).slice(each.removed))
    bench.tenant('acme', { users: sort === 'explicit' ? left : crowd(each.people, (_, index) => ended(index)) })
    const made = await bench.plan()
    expect(made.operations).toHaveLength(each.removed)
    judged(made, 'usersRemoved', each)
  }
}

/** So many members of one group. */
export function groupMembersRemoved(sort: 'explicit' | 'derived', each: Case): Law {
  return async (bench) => {
    const files = (removed: number): void =>
      bench.tenant('acme', {
        tenant: tenantOf(),
        departments: { desk: { name: 'Desk' } },
        users: crowd(each.people, (_, index) =>
          index <= removed ? {} : sort === 'explicit' ? { groups: ['staff'] } : { department: 'desk' },
        ),
        groups: { staff: sort === 'explicit' ? {} : { members: { select: { departments: ['desk'] } } } },
      })
    files(0)
    await bench.apply()
    files(each.removed)
    judged(await bench.plan(), 'groupMembersRemoved', each)
  }
}

/** So many memberships of the tenant, in groups too small to be judged by themselves. */
export function membershipsRemoved(sort: 'explicit' | 'derived', each: Case): Law {
  return async (bench) => {
    const groups = Math.ceil(each.people / 9)
    const numbered = <T>(make: (n: number) => T): Record<string, T> =>
      Object.fromEntries(Array.from({ length: groups }, (_, n) => [`g${n}`, make(n)]))
    const files = (removed: number): void =>
      bench.tenant('acme', {
        tenant: tenantOf(),
        departments: numbered((n) => ({ name: `Department ${n}` })),
        users: crowd(each.people, (_, index) => {
          const group = `g${Math.floor((index - 1) / 9)}`
          if (index <= removed) return {}
          return sort === 'explicit' ? { groups: [group] } : { department: group }
        }),
        groups: numbered((n) => (sort === 'explicit' ? {} : { members: { select: { departments: [`g${n}`] } } })),
      })
    files(0)
    await bench.apply()
    files(each.removed)
    const made = await bench.plan()
    expect(finding(made, 'groupMembersRemoved')).toBeUndefined()
    judged(made, 'membershipsRemoved', each)
  }
}

export const leaversCountOnce: Law = async (bench) => {
  const files = (from: number): void =>
    bench.tenant('acme', {
      tenant: tenantOf(),
      users: Object.fromEntries(Object.entries(crowd(60, () => ({ groups: ['a', 'b', 'c'] }))).slice(from)),
      groups: { a: {}, b: {}, c: {} },
    })
  files(0)
  await bench.apply()
  files(6)
  const made = await bench.plan()
  expect(made.operations).toHaveLength(6 * 4)
  expect(finding(made, 'usersRemoved')).toMatchObject({ measured: 6, limit: 6, result: 'pass' })
  expect(finding(made, 'membershipsRemoved')).toBeUndefined()
  expect(finding(made, 'groupMembersRemoved')).toBeUndefined()
}

export const groupsAreNotEmptied: Law = async (bench) => {
  const policies = { gates: { groupMembersRemoved: { explicit: { percent: 100, absolute: 1000 } } } }
  bench.write('library/policies.yaml', policies)
  const files = (groups: readonly string[]): void =>
    bench.tenant('acme', { tenant: tenantOf(), users: crowd(10, () => ({ groups })), groups: { staff: {} } })
  files(['staff'])
  await bench.apply()
  files([])
  expect(finding(await bench.plan(), 'groupMembersRemoved')).toMatchObject({ measured: 10, result: 'block' })
}

export const removalsAddUpOverADay: Law = async (bench) => {
  const files = (from: number): void =>
    bench.tenant('acme', {
      tenant: tenantOf(),
      users: Object.fromEntries(Object.entries(crowd(20)).slice(from)),
      groups: { nobody: {} },
    })
  files(0)
  await bench.apply()
  files(3)
  expect((await bench.apply()).exitCode).toBe(0)
  files(6)
  bench.at('2026-12-02T08:59:00Z')
  expect(finding(await bench.plan(), 'usersRemoved')).toMatchObject({
    measured: 6,
    limit: 5,
    result: 'block',
    message: expect.stringContaining('count as removed, 3 of them in the last 24 hours') as string,
  })
  bench.at('2026-12-02T09:01:00Z')
  expect(finding(await bench.plan(), 'usersRemoved')).toMatchObject({ measured: 3, limit: 5, result: 'pass' })
}

export const membersAddUpOverADay: Law = async (bench) => {
  const files = (removed: number): void =>
    bench.tenant('acme', {
      tenant: tenantOf(),
      users: crowd(12, (_, index) => (index <= removed ? {} : { groups: ['staff'] })),
      groups: { staff: {} },
    })
  files(0)
  await bench.apply()
  files(5)
  expect((await bench.apply()).exitCode).toBe(0)
  files(7)
  expect(finding(await bench.plan(), 'groupMembersRemoved')).toMatchObject({ measured: 7, limit: 6, result: 'block' })
}

/** An acknowledgement of usersRemoved, and whether it lifts ten leavers. */
export function acknowledged(max: number, expires: string, lifts: boolean): Law {
  return async (bench) => {
    bench.tenant('acme', { tenant: tenantOf(), users: crowd(12), groups: { nobody: {} } })
    await bench.apply()
    bench.tenant('acme', {
      users: { p012: person('p012') },
      acknowledgements: {
        closes: { gate: 'usersRemoved', max, reason: 'the site closes', approver: 'leads', expires },
      },
    })
    const made = await bench.plan()
    expect(finding(made, 'usersRemoved')).toMatchObject({
      measured: 11,
      result: lifts ? 'warn' : 'block',
      ...(lifts ? { acknowledgedBy: 'closes' } : {}),
    })
    const message = finding(made, 'usersRemoved')?.message ?? ''
    expect(message.includes('Split the change')).toBe(!lifts)
    expect(message.includes('Acknowledged by leads (closes): the site closes')).toBe(lifts)
    expect(standing(made)).toBe(lifts ? 'changes 2' : 'blocked 5')
  }
}

export const directoryRemoved: Law = async (bench) => {
  bench.tenant('acme', {
    tenant: { name: 'Acme', directories: { hq: local, lab: local } },
    users: { 'ana-li': person('ana-li') },
    groups: { nobody: { directory: 'hq' } },
  })
  await bench.apply()
  bench.tenant('acme', { tenant: { name: 'Acme', directories: { hq: local } } })
  const made = await bench.plan()
  expect(finding(made, 'scopeRemoved')).toMatchObject({ scope: 'acme', measured: 1, result: 'block' })
  expect(standing(made)).toBe('blocked 5')
  expect((await bench.apply()).exitCode).toBe(5)
  acknowledge(bench, 'scopeRemoved', 1)
  expect((await bench.apply()).exitCode).toBe(0)
  bench.write('tenants/acme/acknowledgements.yaml', undefined)
  expect(standing(await bench.plan())).toBe('noChange 0')
  expect(bench.live('acme', 'lab').states()).toEqual({ 'ana-li': 'active' })
}

export const tenantRemoved: Law = async (bench) => {
  for (const id of ['acme', 'bolt'])
    bench.tenant(id, { tenant: { name: id, directories: { hq: local } }, users: crowd(2) })
  await bench.apply()
  bench.write('tenants/bolt', undefined)
  const made = await bench.plan()
  expect(finding(made, 'scopeRemoved')).toMatchObject({ scope: 'bolt', measured: 2, result: 'block' })
  expect([standing(made, 'acme'), standing(made, 'bolt')]).toEqual(['noChange 0', 'blocked 5'])
  expect((await bench.apply()).exitCode).toBe(5)
  expect(bench.live('bolt').states()).toEqual({ p001: 'active', p002: 'active' })
}

export const nothingDesired: Law = async (bench) => {
  bench.tenant('acme', { tenant: tenantOf(), users: crowd(3) })
  await bench.apply()
  bench.write('tenants/acme/users.yaml', undefined)
  acknowledge(bench, 'usersRemoved', 100)
  const made = await bench.plan()
  expect(finding(made, 'nothingDesired')).toMatchObject({ scope: 'acme/hq', measured: 3, result: 'block' })
  expect((await bench.apply()).exitCode).toBe(5)
  expect(Object.values(bench.live().states())).toEqual(['active', 'active', 'active'])
}

/** Somebody gains privileged access by this route, and only an acknowledgement lets them. */
export function privilegedGain(route: keyof typeof routes): Law {
  return async (bench) => {
    routes[route](bench, false)
    await bench.apply()
    bench.at('2026-12-04T10:00:00Z')
    routes[route](bench, true)
    const made = await bench.plan()
    expect(told(made.operations).join()).toContain('grant membership')
    expect(finding(made, 'privilegedGain')).toMatchObject({ measured: 1, limit: 0, result: 'block' })
    expect(standing(made)).toBe('blocked 5')
    acknowledge(bench, 'privilegedGain', 1, '2026-12-05T09:00:00Z')
    expect(standing(await bench.plan())).toBe('changes 2')
    expect((await bench.apply()).exitCode).toBe(0)
  }
}

/** One acknowledgement of one is no licence for one after the other. */
export const privilegedGainsAddUp: Law = async (bench) => {
  const holding = (...ids: readonly string[]): void =>
    bench.tenant('acme', {
      tenant: tenantOf(),
      users: { ...crowd(3), ...Object.fromEntries(ids.map((id) => [id, person(id, { groups: ['admins'] })])) },
      groups: { admins },
    })
  holding()
  await bench.apply()
  acknowledge(bench, 'privilegedGain', 1)
  holding('p001')
  expect((await bench.apply()).exitCode).toBe(0)
  holding('p001', 'p002')
  expect(finding(await bench.plan(), 'privilegedGain')).toMatchObject({ measured: 2, result: 'block' })
}

/** People whose disabling is blocked keep nothing back from the gates: what they would lose counts. */
export const blockedLeaversCount: Law = async (bench) => {
  bench.tenant('acme', {
    tenant: tenantOf(),
    users: crowd(40, () => ({ groups: ['vpn'] })),
    groups: { vpn: {} },
  })
  await bench.apply()
  bench.tenant('acme', { tenant: tenantOf(), users: crowd(4, () => ({ groups: ['vpn'] })), groups: { vpn: {} } })
  const cannot = { cannot: 'it has no such switch' }
  const providers = localWith({
    reader: ({ capabilities }) => ({ capabilities: { ...capabilities, 'user.disable': cannot } }),
  })
  const made = await bench.plan({ providers })
  expect(finding(made, 'membershipsRemoved')).toMatchObject({ measured: 36, result: 'block' })
}

const local = { provider: 'local', mode: 'authoritative' }
const admins = { privileged: true }

/** Ways into a privileged group; each before and after. */
export const routes = {
  'own line': (bench: Bench, after: boolean): void =>
    bench.tenant('acme', {
      tenant: tenantOf(),
      users: { ...crowd(2), 'ana-li': person('ana-li', after ? { groups: ['admins'] } : {}) },
      groups: { admins },
    }),
  'line of the group': (bench: Bench, after: boolean): void =>
    bench.tenant('acme', {
      tenant: tenantOf(),
      users: crowd(3),
      groups: { admins: { ...admins, ...(after ? { members: { users: ['p001'] } } : {}) } },
    }),
  template: (bench: Bench, after: boolean): void =>
    bench.tenant('acme', {
      tenant: tenantOf(),
      users: { ...crowd(2), 'ana-li': person('ana-li', { template: 'desk' }) },
      groups: { admins },
      templates: { desk: { applies: 'continuous', ...(after ? { groups: ['admins'] } : {}) } },
    }),
  selection: (bench: Bench, after: boolean): void =>
    bench.tenant('acme', {
      tenant: tenantOf(),
      departments: { desk: { name: 'Desk' } },
      users: { ...crowd(2), 'ana-li': person('ana-li', after ? { department: 'desk' } : {}) },
      groups: { admins: { ...admins, members: { select: { departments: ['desk'] } } } },
    }),
  'group in it': (bench: Bench, after: boolean): void =>
    bench.tenant('acme', {
      tenant: tenantOf(),
      users: { ...crowd(2), 'ana-li': person('ana-li', { groups: ['desk'] }) },
      groups: { desk: {}, admins: { ...admins, ...(after ? { members: { groups: ['desk'] } } : {}) } },
    }),
  'group in a group in it': (bench: Bench, after: boolean): void => {
    bench.tenant('acme', {
      tenant: tenantOf(),
      users: { ...crowd(2), 'ana-li': person('ana-li', after ? { groups: ['inner'] } : {}) },
      groups: { inner: {}, outer: { members: { groups: ['inner'] } }, admins: nestedIn('outer') },
    })
    if (!after) acknowledge(bench, 'privilegedGain', 2)
    else bench.write('tenants/acme/acknowledgements.yaml', undefined)
  },
  'group that somebody else put in it': (bench: Bench, after: boolean): void => {
    bench.tenant('acme', {
      tenant: tenantOf(),
      users: { ...crowd(2), 'ana-li': person('ana-li', after ? { groups: ['desk'] } : {}) },
      groups: { desk: {}, admins: { ...admins, members: { ownership: 'additive' } } },
    })
    if (after) bench.live().join('admins', 'group:desk')
  },
} as const

function nestedIn(group: string): object {
  return { ...admins, members: { groups: [group] } }
}

export function acknowledge(bench: Bench, gate: string, max: number, expires = '2026-12-02T09:00:00Z'): void {
  bench.write('tenants/acme/acknowledgements.yaml', {
    once: { gate, max, reason: 'agreed', approver: 'leads', expires },
  })
}

/** A directory that shows so many fewer people or groups than after the last apply. */
export function population(kind: 'user' | 'group', lost: number, blocks: boolean): Law {
  return async (bench) => {
    const groups = Object.fromEntries(Object.keys(crowd(10)).map((id) => [`g-${id}`, {}]))
    bench.tenant('acme', {
      tenant: tenantOf({ mode: 'additive' }),
      users: { p001: person('p001') },
      groups: { own: {} },
    })
    for (const id of Object.keys(crowd(9))) bench.live().addUser(`x-${id}`)
    for (const name of Object.keys(groups).slice(0, 9)) bench.live().addGroup(name)
    await bench.apply()
    for (const id of Object.keys(crowd(lost)))
      if (kind === 'user') bench.live().removeUser(`x-${id}`)
      else bench.live().removeGroup(`g-${id}`)
    const made = await bench.plan()
    expect(standing(made)).toBe(blocks ? 'unreadable 4' : 'noChange 0')
    expect(finding(made, 'population')?.measured).toBe(blocks ? lost : undefined)
    if (!blocks) return
    bench.write('tenants/acme/users.yaml', { 'ana-li': person('ana-li') })
    expect((await bench.plan()).operations).toEqual([])
    expect((await bench.apply()).exitCode).toBe(4)
    acknowledge(bench, 'population', lost)
    expect(standing(await bench.plan())).toBe('changes 2')
  }
}

export const recordedMissing: Law = async (bench) => {
  bench.tenant('acme', {
    tenant: tenantOf(),
    users: crowd(20),
    groups: { staff: { members: { select: { all: true } } } },
  })
  await bench.apply()
  const before = bench.live().user('p007')
  bench.live().removeUser('p007')
  const made = await bench.plan()
  expect(finding(made, 'recordedMissing')).toMatchObject({ scope: 'acme/hq', measured: 1, result: 'block' })
  expect(standing(made)).toBe('unreadable 4')
  expect(made.operations).toEqual([])
  acknowledge(bench, 'recordedMissing', 1)
  expect(told((await bench.plan()).operations)).toEqual(['create user p007', 'grant membership staff/p007'])
  expect((await bench.apply()).exitCode).toBe(0)
  expect(bench.live().user('p007').id).not.toBe(before.id)
}

export const disabledElsewhere: Law = async (bench) => {
  bench.tenant('acme', { tenant: tenantOf(), users: crowd(4) })
  await bench.apply()
  for (const name of ['p001', 'p002']) bench.live().editUser(name, { state: 'disabled' })
  acknowledge(bench, 'disabledElsewhere', 1)
  expect(told((await bench.plan()).operations)).toEqual(['enable user p001 (blocked)', 'enable user p002 (blocked)'])
  acknowledge(bench, 'disabledElsewhere', 2)
  expect(told((await bench.plan()).operations)).toEqual(['enable user p001', 'enable user p002'])
}

export const orderCycle: Law = async (bench) => {
  const files = (ana: string, ben: string): void =>
    bench.tenant('acme', {
      tenant: tenantOf(),
      users: { 'ana-li': person('ana-li', { username: ana }), 'ben-osei': person('ben-osei', { username: ben }) },
    })
  files('desk1', 'desk2')
  await bench.apply()
  files('desk2', 'desk1')
  const made = await bench.plan()
  expect(finding(made, 'order-cycle')).toMatchObject({ result: 'block', measured: 2 })
  expect(finding(made, 'order-cycle')?.message).toContain('acme/hq/user/ana-li#rename')
  expect((await bench.apply()).exitCode).toBe(5)
  expect(Object.keys(bench.live().states())).toEqual(['desk1', 'desk2'])
}
