import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Plan } from '../../../src/model/plan.ts'
import { digestOf } from '../../../src/reconciler/consent.ts'
import type { ApplyReport, Consent } from '../../../src/reconciler/run.ts'
import type { Desk } from './desk.ts'
import { accepted, boss, gone, helpDesk, titles } from './desk.ts'

let desk: Desk
beforeEach(async () => {
  desk = await helpDesk({ seats: { purchased: 2, autoPurchase: { upTo: 5 } } })
})
afterEach(() => desk.close())

const approved = (plan: Plan): Consent => ({ how: 'approved', plan, digest: digestOf(plan) })

function leaverAnd(...ids: readonly string[]): void {
  const newcomers = ids.map((id) => desk.with(id, { role: 'beginner' }))
  desk.declare(Object.assign({ ...boss(desk), ...gone(accepted) }, ...newcomers) as Readonly<Record<string, object>>)
}

/** What an apply under a consent says, which writes down nothing that was not there. */
async function refused(consent: Consent): Promise<ApplyReport['tenants'][number] | undefined> {
  const before = await desk.bench.entries()
  const { tenants } = await desk.bench.apply(consent)
  expect(await desk.bench.entries()).toEqual(before)
  return tenants[0]
}

test('a plan asks nobody for anything: no order, no record, however often', async () => {
  leaverAnd('ana-li')
  const before = await desk.bench.entries()
  await desk.plan()
  await desk.plan()
  expect(await desk.bench.entries()).toEqual(before)
})

test('what was approved is asked for, and nothing beside it', async () => {
  leaverAnd('ana-li')
  const plan = await desk.plan()
  leaverAnd('ana-li', 'eva-lo')
  expect(await refused(approved(plan))).toMatchObject({ exitCode: 6 })
  leaverAnd('ana-li')
  const { tenants } = await desk.bench.apply(approved(plan))
  expect(tenants[0]?.orders?.map(titles)).toEqual([['1 Disable Tom Berg', '2 Add Ana Li (after 1)']])
})

test('an approved plan whose steps were edited asks for nothing, digest or not', async () => {
  leaverAnd('ana-li', 'eva-lo')
  const plan = await desk.plan()
  const operations = plan.operations.map((operation) =>
    operation.kind === 'seat' && operation.verb === 'purchase'
      ? { ...operation, after: { purchased: operation.after.purchased + 5 } }
      : operation,
  )
  expect(operations).not.toEqual(plan.operations)
  expect((await refused(approved({ ...plan, operations })))?.held).toContain('the file was edited')
})

test('a seat more than was approved is asked for by nobody, though somebody had a seat when it was approved', async () => {
  leaverAnd('ana-li', 'eva-lo')
  const plan = await desk.plan()
  const bought = plan.operations.filter(({ kind }) => kind === 'seat').map(({ after }) => after)
  expect(bought).toEqual([{ purchased: 3 }])
  await desk.sim.show('zoe-null', {
    state: 'active',
    type: 'technician',
    login: 'zoe-null@acme.example',
    roles: ['beginner'],
    accessGroups: [],
  })
  await desk.sim.write([
    {
      type: 'seats',
      subscription: 'atera',
      events: [{ event: 'assign', on: '2026-12-01', user: 'zoe-null', address: 'zoe-null@acme.example' }],
    },
  ])
  expect((await refused(approved(plan)))?.held).toContain('not among the approved ones')
})

test('what is still to be done by hand stays approved beyond a day, and is asked for once', async () => {
  leaverAnd('ana-li')
  const plan = await desk.plan()
  const { tenants } = await desk.bench.apply(approved(plan))
  expect(tenants[0]?.orders?.map(({ order, isNew }) => [order, isNew])).toEqual([['atera-1', true]])
  await desk.attest('atera-1', [1])
  desk.bench.at('2026-12-02T20:00:00Z')
  const again = await desk.bench.apply(approved(plan))
  expect(again.tenants[0]).toMatchObject({ exitCode: 0, orders: [{ order: 'atera-1', isNew: false }] })
  expect(await desk.recorded('workOrder')).toHaveLength(1)
})
