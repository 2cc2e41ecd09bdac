import { afterEach, describe, expect, test } from 'vitest'
import type { SeatEvent } from '../../../src/model/seats.ts'
import { finding } from '../bench.ts'
import { boss, Desk, hired, left, lineOf, steps } from './desk.ts'
import { technician } from '../accounts/technician.ts'

let desk: Desk
afterEach(() => desk.close())

const crew = { ...boss('ben-osei'), ...hired('tom-berg') }

async function office(seats: object): Promise<void> {
  desk = new Desk(seats)
  desk.declare(crew)
  await desk.there(['ben-osei', technician('ben-osei', 'admin')], ['tom-berg', technician('tom-berg')])
  await desk.work()
}

describe('seats that nobody has', () => {
  test('ATE-37 two that are free for 31 days are told, with what they cost', async () => {
    await office({ purchased: 4, maxFree: 0 })
    desk.at('2026-12-16T09:00:00Z')
    await desk.work()
    expect(finding(await desk.plan(), 'seats-free')).toBeUndefined()
    desk.at('2027-01-01T09:00:00Z')
    const made = await desk.plan()
    expect(lineOf(made).waste).toEqual({ seats: 2, recurringMinor: 37_800 })
    expect(finding(made, 'seats-free')).toMatchObject({ result: 'warn', measured: 2, limit: 0 })
    expect(finding(made, 'seats-free')?.message).toBe(
      '2 seats on Atera stayed free for a whole cycle beyond the 0 that may (maxFree): 378.00 USD each month. Write 2 into subscriptions.atera.seats.purchased: they are given back with the next cycle.',
    )
    desk.redeclare({ ...crew, ...hired('eva-lo') }, { purchased: 4, maxFree: 1 })
    expect(finding(await desk.plan(), 'seats-free')).toBeUndefined()
  })

  test('ATE-37 what is given back already is no waste', async () => {
    await office({ purchased: 4 })
    desk.at('2027-01-02T09:00:00Z')
    expect(finding(await desk.plan(), 'seats-free')?.measured).toBe(2)
    desk.redeclare(crew, { purchased: 2 })
    expect(finding(await desk.plan(), 'seats-free')).toBeUndefined()
  })
})

describe('a platform that shows other seats than the ledger', () => {
  const shown = (more: Partial<Extract<SeatEvent, { event: 'observe' }>> = {}): SeatEvent => ({
    event: 'observe',
    on: '2026-12-01',
    purchased: 3,
    assigned: {
      'ben-osei': { address: 'ben-osei@acme.example' },
      'tom-berg': { address: 'tom-berg@acme.example' },
    },
    ...more,
  })

  test('ATE-38 nothing is bought until somebody looked into it; everything else goes on', async () => {
    await office({ purchased: 2, autoPurchase: { unlimited: true } })
    await desk.note(shown())
    desk.declare({ ...boss('ben-osei'), ...left('tom-berg'), ...hired('eva-lo'), ...hired('ana-li') })
    const made = await desk.plan()
    expect(finding(made, 'seat-drift')).toMatchObject({ result: 'warn', scope: 'acme/atera' })
    expect(finding(made, 'seat-drift')?.message).toContain('3 paid (ledger: 2)')
    expect(lineOf(made).drift).toMatchObject({ purchased: { ledger: 2, platform: 3 } })
    expect(steps(made)).toEqual([
      'create account ana-li (manual) after disable tom-berg',
      'create account eva-lo (blocked: seatDrift) after purchase pool',
      'disable account tom-berg (manual)',
      'purchase seat pool (blocked: seatDrift)',
    ])
    await desk.work()
    expect([...(await desk.pool()).assigned.keys()].toSorted()).toEqual(['ana-li', 'ben-osei'])
  })

  test('ATE-38 accepted, it counts: the seat that is there is used', async () => {
    await office({ purchased: 2 })
    await desk.note(shown(), shown({ accepted: 'bought by the boss' }))
    desk.declare({ ...crew, ...hired('eva-lo') })
    const made = await desk.plan()
    expect(finding(made, 'seat-drift')).toBeUndefined()
    expect(steps(made)).toEqual(['create account eva-lo (manual)'])
    expect(finding(made, 'seats-not-declared')).toMatchObject({ measured: 3, limit: 2 })
  })
})

describe('days to come', () => {
  test('UX-46 people who begin within 30 days and find no seat are told before anything is bought', async () => {
    await office({ purchased: 3, autoPurchase: { upTo: 1 } })
    const soon = { ...hired('eva-lo', { starts: '2026-12-20' }), ...hired('ana-li', { starts: '2026-12-20' }) }
    desk.declare({ ...crew, ...soon })
    const made = await desk.plan()
    expect(finding(made, 'seats-running-out')).toMatchObject({ result: 'warn', measured: 1 })
    expect(finding(made, 'seats-running-out')?.message).toBe(
      'on 2026-12-20 Ana Li and Eva Lo begin on Atera: 1 seat would be bought (164.61 USD, then 189.00 USD each month). Free a seat before, or write 4 into subscriptions.atera.seats.purchased.',
    )
    expect(made.operations.filter(({ kind }) => kind === 'seat')).toEqual([])
    desk.redeclare({ ...crew, ...soon }, { purchased: 3 })
    expect(finding(await desk.plan(), 'seats-running-out')?.message).toContain('autoPurchase does not cover it')
  })

  test('UX-46 who ends before makes room, and what begins later than that is not told yet', async () => {
    await office({ purchased: 2 })
    const eva = (starts: string): Readonly<Record<string, object>> => hired('eva-lo', { starts })
    desk.declare({ ...boss('ben-osei'), ...hired('tom-berg', { ends: '2026-12-19' }), ...eva('2026-12-20') })
    expect(finding(await desk.plan(), 'seats-running-out')).toBeUndefined()
    desk.declare({ ...boss('ben-osei'), ...hired('tom-berg', { ends: '2026-12-20' }), ...eva('2026-12-20') })
    expect(finding(await desk.plan(), 'seats-running-out')).toMatchObject({ measured: 1 })
    desk.declare({ ...crew, ...eva('2027-01-20') })
    expect(finding(await desk.plan(), 'seats-running-out')).toBeUndefined()
  })
})
