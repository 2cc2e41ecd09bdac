import { afterEach, beforeEach, expect, test } from 'vitest'
import { paintPlan } from '../../../src/report/text.ts'
import { inkOf } from '../../../src/report/ink.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { postedOf } from '../../../src/reconciler/posted.ts'
import { leftAsIs } from '../../../src/reconciler/leave/leave.ts'
import { Bench, atRest, crowd, finding, person, restOf, standing, tenantOf, told } from '../bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = new Bench()
  bench.tenant('acme', {
    tenant: tenantOf(),
    users: {
      ...crowd(8),
      'ana-li': person('ana-li', { title: 'Lead', location: 'Rome', groups: ['vpn'] }),
      'ben-osei': person('ben-osei'),
    },
    groups: { vpn: {} },
  })
  expect((await bench.apply()).exitCode).toBe(0)
})
afterEach(() => bench.close())

const until = '2026-12-31'
const leave = (address: string, more: object = {}): object => ({ address, until, reason: 'being decided', ...more })
const leaves = (...all: readonly object[]): void =>
  bench.tenant('acme', { leave: Object.fromEntries(all.map((each, at) => [`l${at}`, each])) })

function shown(plan: Plan): string {
  return paintPlan(plan, { ink: inkOf(false), everything: false, zone: 'Europe/Berlin', zoneOf: () => 'Europe/Berlin' })
}

test('an object is left as it is until the day is over, and shown with the day and the reason', async () => {
  bench.live().setAttributes('ana-li', { title: 'Boss' })
  leaves(leave('acme/hq/user/ana-li'))
  const made = await bench.plan()
  expect(told(made.operations)).toEqual(['update user ana-li (waiting)'])
  expect(made.operations[0]).toMatchObject({
    waitingFor: 'left',
    effects: ['left as it is until 2026-12-31: being decided'],
  })
  expect(standing(made)).toBe('waiting 0')
  expect(shown(made)).toContain('left as it is until 2026-12-31: being decided')
  expect((await bench.apply()).exitCode).toBe(0)
  expect(bench.live().user('ana-li').attributes['title']).toBe('Boss')
})

test('the day counts to its end in the zone of the tenant; then it is planned again, and the entry is told', async () => {
  bench.live().setAttributes('ana-li', { title: 'Boss' })
  leaves(leave('acme/hq/user/ana-li'))
  expect(standing(await bench.at('2026-12-31T22:59:59Z').plan())).toBe('waiting 0')
  const after = await bench.at('2026-12-31T23:00:00Z').plan()
  expect(standing(after)).toBe('changes 2')
  expect(finding(after, 'leave-expired')).toMatchObject({ result: 'warn', scope: 'acme/hq/user/ana-li' })
})

test('of an update only the attributes that are named are left', async () => {
  bench.live().setAttributes('ana-li', { title: 'Boss', location: 'Oslo' })
  leaves(leave('acme/hq/user/ana-li', { only: ['Title'] }))
  const [operation] = (await bench.plan()).operations
  expect(operation).toMatchObject({
    status: 'planned',
    after: { attributes: { location: 'Rome' } },
    summary: 'Ana Li: location changes from Oslo to Rome',
    effects: ['title is left as it is until 2026-12-31: being decided'],
  })
  expect((await bench.apply()).exitCode).toBe(0)
  expect(bench.live().user('ana-li').attributes).toMatchObject({ title: 'Boss', location: 'Rome' })
})

test.for([
  ['somebody who was put in', 'acme/hq/membership/vpn/ben-osei', () => bench.live().join('vpn', 'ben-osei')],
  ['somebody who was taken out', 'acme/hq/membership/vpn/ana-li', () => bench.live().leave('vpn', 'ana-li')],
  ['a disabled account', 'acme/hq/user/ana-li', () => bench.live().editUser('ana-li', { state: 'disabled' })],
] as const)('%s is left, and drift tells it without an exit code', async ([, address, happens]) => {
  happens()
  expect(standing(await bench.drift())).toBe('changes 2')
  leaves(leave(address))
  const drift = await bench.drift()
  expect(drift.operations.map(({ address: of, waitingFor }) => [of, waitingFor])).toEqual([[address, 'left']])
  expect(standing(drift)).toBe('waiting 0')
  expect(shown(drift)).toContain('left as it is until 2026-12-31')
  expect((await bench.plan()).operations.every(({ status }) => status === 'waiting')).toBe(true)
})

test('what is left counts in no gate, and an approval of today does not reach beyond the day', async () => {
  bench.tenant('acme', { users: { ...crowd(8) }, groups: {} })
  const before = await bench.plan()
  leaves(leave('acme/hq/user/ana-li'), leave('acme/hq/user/ben-osei'), leave('acme/hq/membership/vpn/ana-li'))
  const made = await bench.plan()
  expect(finding(before, 'usersRemoved')?.measured).toBe(2)
  expect(finding(made, 'usersRemoved')).toBeUndefined()
  const other = before.operations.filter(({ address }) => !made.operations.some((each) => each.address === address))
  expect(other).toEqual([])
  expect(made.tenants[0]?.digest).not.toBe(before.tenants[0]?.digest)
  const at = '2026-12-01T09:00:00Z'
  const posted = postedOf(made, { repository: 'a/b', number: 1, head: 'h', base: 'b', postedAt: at })
  const left = made.operations.filter(({ waitingFor }) => waitingFor === 'left').map(({ fingerprint }) => fingerprint)
  expect(left.length).toBeGreaterThan(1)
  expect(posted.tenants[0]?.standing.filter((each) => left.includes(each))).toEqual([])
})

test('nothing but what is named is left', async () => {
  bench.live().setAttributes('ana-li', { title: 'Boss' })
  leaves(leave('acme/hq/user/ben-osei'), leave('acme/hq/membership/vpn/ana-li'))
  expect(told((await bench.plan()).operations)).toEqual(['update user ana-li'])
  bench.write('tenants/acme/leave.yaml', undefined)
  await bench.apply()
  expect(await restOf(bench)).toEqual(atRest)
})

test('a leave that forgot its end would be noticed', async () => {
  bench.live().setAttributes('ana-li', { title: 'Boss' })
  leaves(leave('acme/hq/user/ana-li'))
  const { operations } = await bench.plan()
  const forever = { id: 'l', address: 'acme/hq/user/ana-li', until, over: '2100-01-01T00:00:00Z', reason: 'r' }
  const source = { file: '', line: 1, via: [] }
  const planned = operations.map((each) => ({ ...each, status: 'planned', waitingFor: undefined })) as never
  const asOf = new Date('2027-06-01T00:00:00Z')
  expect(leftAsIs(planned, [{ ...forever, source }], asOf)[0]?.status).toBe('waiting')
  expect(leftAsIs(planned, [{ ...forever, source, over: '2026-12-31T23:00:00Z' }], asOf)[0]?.status).toBe('planned')
})
