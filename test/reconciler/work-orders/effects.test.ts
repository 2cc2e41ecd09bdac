import { afterEach, describe, expect, test } from 'vitest'
import { finding } from '../bench.ts'
import { waits } from '../accounts/sim.ts'
import type { Desk } from './desk.ts'
import { accepted, boss, gone, helpDesk, titles } from './desk.ts'
import { technician } from '../accounts/technician.ts'

let desk: Desk
afterEach(() => desk.close())

const entities = {
  nw: { platform: 'atera', name: 'Northwind', kind: 'customer' },
  ams: { platform: 'atera', name: 'Amsterdam', kind: 'site', inside: 'nw' },
}
const departments = { sales: { name: 'Sales' } }

/** So many people of a customer, in a department. */
function endUsers(count: number): Readonly<Record<string, object>> {
  const people = Array.from({ length: count }, (_, at) =>
    desk.with(`u${at + 1}-x`, { as: 'endUser', at: 'ams' }, { department: 'sales', phones: { work: `03012345${at}` } }),
  )
  return Object.assign({}, ...people) as Readonly<Record<string, object>>
}

function declareEndUsers(more: Readonly<Record<string, object>> = {}): void {
  const tom = desk.with('tom-berg', { role: 'beginner' })
  desk.declare({ ...boss(desk), ...tom, ...endUsers(3), ...more }, { entities, departments })
}

describe('many at once', () => {
  test('ATE-22 end users of a place are one step with one sheet, technicians one step each', async () => {
    desk = await helpDesk({ bulk: 'csv', seats: { purchased: 4 } })
    declareEndUsers({ ...desk.with('ana-li', { role: 'beginner' }), ...desk.with('eva-lo', { role: 'beginner' }) })
    const [order] = await desk.orders()
    expect(titles(order).slice(0, 3)).toEqual(['1 Add Ana Li', '2 Add Eva Lo', '3 Import end users into Amsterdam'])
    expect(order?.steps[2]?.operations).toHaveLength(3)
    expect(order?.steps.map(({ sheet }) => sheet !== undefined)).toEqual([false, false, true, false, false, false])
    expect(order?.steps[2]?.sheet).toEqual({
      columns: ['E-mail', 'First name', 'Last name', 'Phone (work)', 'Site'],
      rows: [1, 2, 3].map((n) => [`u${n}-x@acme.example`, `U${n}`, 'X', `03012345${n - 1}`, 'Amsterdam']),
    })
  })

  test('ATE-23 whoever is imported gets no mail and loses the department: said, and a step for each to set it again', async () => {
    desk = await helpDesk({ bulk: 'csv' })
    declareEndUsers()
    const made = await desk.plan()
    const creations = made.operations.filter(({ kind, verb }) => kind === 'account' && verb === 'create')
    expect(creations.map(({ effects }) => effects)).toEqual(
      [1, 2, 3].map((n) => [`U${n} X gets no mail`, 'lost on the way, to be set afterwards: department']),
    )
    const [order] = await desk.orders()
    expect(titles(order)).toEqual([
      '1 Import end users into Amsterdam',
      '2 Set the department of U1 X on Atera: Sales (after 1)',
      '3 Set the department of U2 X on Atera: Sales (after 1)',
      '4 Set the department of U3 X on Atera: Sales (after 1)',
    ])
    await desk.attest('atera-1', [1])
    expect(await desk.waiting()).toHaveLength(3)
    expect((await desk.orders()).map((each) => [each.order, each.isNew])).toEqual([['atera-1', false]])
    await desk.attest('atera-1', [2, 4])
    expect(await desk.waiting()).toEqual(['create workOrder set.department/u2-x (manual)'])
    await desk.attest('atera-1', [3])
    expect(await desk.waiting()).toEqual([])
  })

  test('ATE-23 added one at a time they get their mail and lose nothing', async () => {
    desk = await helpDesk()
    declareEndUsers()
    const [order] = await desk.orders()
    expect(titles(order)).toEqual([1, 2, 3].map((n) => `${n} Add the end user U${n} X`))
    expect(order?.steps.map(({ effects }) => effects)).toEqual(
      [1, 2, 3].map((n) => [`U${n} X is told by mail (u${n}-x@acme.example)`]),
    )
  })

  test.each([
    ['it', 'professional', 'expert'],
    ['it', 'expert', undefined],
    ['it', 'enterprise', undefined],
    ['msp', 'pro', 'growth'],
    ['msp', 'growth', undefined],
    ['msp', 'superpower', undefined],
  ])('ATE-24 %s %s: an import, or one at a time and why', async (edition, tier, needed) => {
    desk = await helpDesk({ bulk: 'csv', edition, tier })
    declareEndUsers()
    const told = finding(await desk.plan(), 'bulk-fallback')
    expect(told?.message).toBe(
      needed === undefined
        ? undefined
        : `3 accounts are made one at a time on Atera: an import (bulk: csv) needs ${needed}, and the contract has ${tier}.`,
    )
    const [order] = await desk.orders()
    expect(order?.steps.some(({ sheet }) => sheet !== undefined)).toBe(needed === undefined)
    expect(order?.steps).toHaveLength(needed === undefined ? 4 : 3)
  })
})

describe('what disabling somebody brings about', () => {
  test('ATE-30 what would be erased is saved first: the step lifts the block, and the disabling is in the next order', async () => {
    desk = await helpDesk()
    desk.declare({ ...boss(desk), ...gone({ urgent: true }) })
    expect(await desk.waiting()).toEqual([
      'create workOrder save.personalReports/tom-berg (manual)',
      'disable account tom-berg (blocked: destroys personalReports)',
    ])
    const [order] = await desk.orders()
    expect(titles(order)).toEqual(['1 Save the personal reports of Tom Berg on Atera'])
    expect(order?.steps[0]).toMatchObject({ due: '2026-12-01', verify: 'attest', who: 'Ben Osei' })
    await desk.attest('atera-1', [1])
    const made = await desk.plan()
    expect(waits(made.operations)).toEqual(['disable account tom-berg (manual)'])
    expect(finding(made, 'effect-destroys')).toBeUndefined()
    expect((await desk.orders()).map(titles)).toEqual([['1 Disable Tom Berg']])
    await desk.attest('atera-2', [1])
    expect(await desk.waiting()).toEqual([])
  })

  test('ATE-30 whoever comes back and leaves again has other reports to save', async () => {
    desk = await helpDesk()
    desk.declare({ ...boss(desk), ...gone() })
    await desk.orders()
    await desk.attest('atera-1', [1])
    await desk.orders()
    await desk.attest('atera-2', [1])
    await desk.sim.show('tom-berg', technician('tom-berg', 'beginner'))
    expect(await desk.waiting()).toEqual([
      'create workOrder save.personalReports/tom-berg (manual)',
      'disable account tom-berg (blocked: destroys personalReports)',
    ])
  })

  test('ATE-29 what stays without anybody is counted on the step, and handed over in an order of its own afterwards', async () => {
    desk = await helpDesk()
    desk.declare({ ...boss(desk), ...gone({ leaving: { ...accepted.leaving, reassignTo: 'ben-osei' } }) })
    const [order] = await desk.orders()
    expect(order?.steps[0]?.effects).toEqual(
      expect.arrayContaining([
        '4 open tickets have nobody afterwards',
        '1 pending tickets have nobody afterwards',
        'what becomes of API keys is not known: look at those of Tom Berg',
      ]) as readonly string[],
    )
    await desk.attest('atera-1', [1])
    const [handover] = await desk.orders()
    expect([handover?.order, titles(handover)]).toEqual([
      'roster-1',
      ['1 hand over to Ben Osei on Atera: open tickets and pending tickets'],
    ])
    await desk.attest('roster-1', [1])
    expect(await desk.waiting()).toEqual([])
  })
})
