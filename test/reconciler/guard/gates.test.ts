import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Bench, crowd, finding, person, standing, tenantOf } from '../bench.ts'
import * as laws from './laws.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const sizes = [3, 10, 50, 500]
const table = (limit: (people: number) => number): readonly ReturnType<typeof laws.around>[number][] =>
  sizes.flatMap((people) => laws.around(people, limit(people)))

describe('REL-03 usersRemoved', () => {
  test.each(table((n) => Math.max(5, n / 10)))('explicit: %j', (each) => laws.usersRemoved('explicit', each)(bench))
  test.each(table((n) => Math.max(3, Math.floor(n / 20))))('derived: %j', (each) =>
    laws.usersRemoved('derived', each)(bench),
  )
  test('removals of the last 24 hours count', () => laws.removalsAddUpOverADay(bench))
  test('what a leaver would lose counts where the leaver cannot be disabled', () => laws.blockedLeaversCount(bench))
  test('SEC-07 privileged gains of the last 24 hours count', () => laws.privilegedGainsAddUp(bench))
})

describe('REL-03 groupMembersRemoved', () => {
  const judged = sizes.filter((n) => n >= 10)
  test.each(judged.flatMap((n) => laws.around(n, n / 2)))('explicit: %j', (each) =>
    laws.groupMembersRemoved('explicit', each)(bench),
  )
  test.each(judged.flatMap((n) => laws.around(n, (n * 3) / 10)))('derived: %j', (each) =>
    laws.groupMembersRemoved('derived', each)(bench),
  )
  test('a group is not emptied, whatever the limit says', () => laws.groupsAreNotEmptied(bench))
  test('a group of fewer than ten is not judged', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: crowd(9, () => ({ groups: ['staff'] })), groups: { staff: {} } })
    await bench.apply()
    bench.tenant('acme', { users: crowd(9) })
    expect(finding(await bench.plan(), 'groupMembersRemoved')).toBeUndefined()
  })
  test('removals of the last 24 hours count', () => laws.membersAddUpOverADay(bench))
})

describe('REL-03 membershipsRemoved', () => {
  test.each(table((n) => Math.max(10, n / 5)))('explicit: %j', (each) =>
    laws.membershipsRemoved('explicit', each)(bench),
  )
  test.each(table((n) => Math.max(5, n / 10)))('derived: %j', (each) => laws.membershipsRemoved('derived', each)(bench))
  test('what leavers leave counts with the leavers', () => laws.leaversCountOnce(bench))
})

describe('REL-04 acknowledgements', () => {
  test('lift up to their max', () => laws.acknowledged(11, '2026-12-02T09:00:00Z', true)(bench))
  test('do not lift more', () => laws.acknowledged(10, '2026-12-02T09:00:00Z', false)(bench))
  test('lift for 72 hours', () => laws.acknowledged(11, '2026-12-04T09:00:00Z', true)(bench))
  test('do not lift for longer', () => laws.acknowledged(11, '2026-12-04T09:00:01Z', false)(bench))
  test('do not lift once they are over', () => laws.acknowledged(11, '2026-12-01T09:00:00Z', false)(bench))
  test('that lift nothing are named', async () => {
    await laws.acknowledged(11, '2026-12-04T09:00:01Z', false)(bench)
    expect(finding(await bench.plan(), 'acknowledgement-too-long')?.result).toBe('warn')
    bench.at('2026-12-05T09:00:00Z')
    expect(finding(await bench.plan(), 'acknowledgement-expired')?.result).toBe('warn')
  })
})

describe('scopeRemoved', () => {
  test('a directory that goes from tenant.yaml', () => laws.directoryRemoved(bench))
  test('a tenant whose folder goes', () => laws.tenantRemoved(bench))
})

test('nothingDesired is never lifted', () => laws.nothingDesired(bench))

describe('SEC-07 privilegedGain', () => {
  test.each(Object.keys(laws.routes) as (keyof typeof laws.routes)[])('by %s', (route) =>
    laws.privilegedGain(route)(bench),
  )
})

describe('REL-02 population', () => {
  test.each(['user', 'group'] as const)('a fifth fewer %ss is not believed', (kind) =>
    laws.population(kind, 2, true)(bench),
  )
  test.each(['user', 'group'] as const)('less than a fifth is (%ss)', (kind) => laws.population(kind, 1, false)(bench))
})

test('recordedMissing: nothing is concluded, and never a creation without an acknowledgement', () =>
  laws.recordedMissing(bench))
test('disabledElsewhere: as many as an acknowledgement covers, or none', () => laws.disabledElsewhere(bench))
test('order-cycle: two people who swap names', () => laws.orderCycle(bench))

test('REL-07 the first apply of an authoritative directory says what it would remove, and removes nothing', async () => {
  bench.tenant('acme', { tenant: tenantOf(), users: { 'ana-li': person('ana-li') }, groups: { vpn: {} } })
  bench.live().addUser('stranger')
  bench.live().addGroup('vpn', ['stranger'])
  bench.live().addUser('ana-li', {
    attributes: { email: 'ana-li@acme.example', displayName: 'Ana Li', 'name.first': 'Ana', 'name.last': 'Li' },
  })
  const made = await bench.plan()
  expect(made.findings.filter(({ slug }) => slug === 'would-remove')).toHaveLength(2)
  expect(standing(made)).toBe('noChange 0')
  expect((await bench.apply()).exitCode).toBe(0)
  expect(bench.live().states()).toEqual({ 'ana-li': 'active', stranger: 'active' })
  const second = await bench.plan()
  expect(second.operations.map(({ verb }) => verb)).toEqual(['revoke', 'disable'])
})
