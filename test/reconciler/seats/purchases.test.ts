import { afterEach, describe, expect, test } from 'vitest'
import { finding, person, standing } from '../bench.ts'
import { boss, Desk, hired, left, lineOf, steps } from './desk.ts'
import { technician } from '../accounts/technician.ts'

let desk: Desk
afterEach(() => desk.close())

/** Ben, who runs the desk, and Tom; two seats or as many as are said. */
async function office(seats: object = { purchased: 2 }): Promise<void> {
  desk = new Desk(seats)
  desk.declare({ ...boss('ben-osei'), ...hired('tom-berg') })
  await desk.there(['ben-osei', technician('ben-osei', 'admin')], ['tom-berg', technician('tom-berg')])
  await desk.work()
}

const crew = { ...boss('ben-osei'), ...hired('tom-berg') }

describe('seats that are there', () => {
  test('ATE-17 as many are free as are needed: people are added, and nothing is bought', async () => {
    await office({ purchased: 4 })
    desk.declare({ ...crew, ...hired('eva-lo'), ...hired('ana-li') })
    const made = await desk.plan()
    expect(steps(made)).toEqual(['create account ana-li (manual)', 'create account eva-lo (manual)'])
    expect(lineOf(made)).toMatchObject({ purchased: 4, assigned: 2, free: 2, delta: 0, nowMinor: 0 })
    await desk.work()
    expect((await desk.pool()).assigned.size).toBe(4)
  })

  test('ATE-07 a beginner uses a seat like anybody else', async () => {
    desk = new Desk({ purchased: 3 }, { operator: undefined })
    desk.declare({ ...hired('ana-li'), ...hired('eva-lo'), ...hired('tom-berg') })
    for (const id of ['ana-li', 'eva-lo', 'tom-berg']) await desk.there([id, technician(id)])
    await desk.apply()
    expect([...(await desk.pool()).assigned.keys()].toSorted()).toEqual(['ana-li', 'eva-lo', 'tom-berg'])
    expect(lineOf(await desk.plan())).toMatchObject({ assigned: 3, free: 0 })
  })

  test('ATE-31 a seat that is freed serves the next one in the same cycle, without a charge', async () => {
    await office()
    desk.declare({ ...boss('ben-osei'), ...left('tom-berg'), ...hired('eva-lo') })
    const made = await desk.plan()
    expect(steps(made)).toEqual([
      'create account eva-lo (manual) after disable tom-berg',
      'disable account tom-berg (manual)',
    ])
    const charged = (await desk.pool()).chargedMinor
    await desk.work()
    const pool = await desk.pool()
    expect([...pool.assigned.keys()].toSorted()).toEqual(['ben-osei', 'eva-lo'])
    expect([pool.purchased, pool.chargedMinor]).toEqual([2, charged])
  })

  test('ATE-31 nobody waits for anybody where a seat is free', async () => {
    await office({ purchased: 3 })
    desk.declare({ ...boss('ben-osei'), ...left('tom-berg'), ...hired('eva-lo') })
    expect(steps(await desk.plan())).toEqual(['create account eva-lo (manual)', 'disable account tom-berg (manual)'])
  })

  test('ATE-27 enabling somebody again needs a seat too', async () => {
    await office()
    desk.declare({ ...boss('ben-osei'), ...left('tom-berg'), ...hired('eva-lo') })
    await desk.work()
    desk.declare({ ...crew, ...hired('eva-lo') })
    const made = await desk.plan()
    expect(steps(made)).toEqual([
      'enable account tom-berg (blocked: seatPurchases) after purchase pool',
      'purchase seat pool (blocked: seatPurchases)',
    ])
    expect(standing(made)).toBe('blocked 5')
  })

  test('ATE-01 ATE-15 five hundred people who are served, and what they use, cost nothing', async () => {
    await office()
    const served = Object.fromEntries(
      Array.from({ length: 500 }, (_, at) => {
        const id = `c${String(at).padStart(3, '0')}-lee`
        return [id, person(id, { platforms: { atera: { as: 'endUser', at: 'north' } } })]
      }),
    )
    const entities = {
      acme: { platform: 'atera', name: 'Acme', kind: 'customer' },
      north: { platform: 'atera', name: 'North', kind: 'site', inside: 'acme' },
    }
    const before = lineOf(await desk.plan())
    desk.declare({ ...crew, ...served }, { entities })
    const made = await desk.plan()
    expect(made.operations.filter(({ kind, verb }) => kind === 'account' && verb === 'create')).toHaveLength(500)
    expect(lineOf(made)).toEqual(before)
    expect(made.operations.filter(({ kind }) => kind === 'seat')).toEqual([])
  })
})

describe('seats that are bought', () => {
  test('ATE-17 one free, two to be added: one purchase, and it comes before who needs it', async () => {
    await office({ purchased: 3, autoPurchase: { upTo: 1 } })
    desk.declare({ ...crew, ...hired('eva-lo'), ...hired('ana-li') })
    const made = await desk.plan()
    expect(steps(made)).toEqual([
      'create account ana-li (manual)',
      'create account eva-lo (manual) after purchase pool',
      'purchase seat pool (manual)',
    ])
    const bought = made.operations.find(({ kind }) => kind === 'seat')
    expect(bought).toMatchObject({
      address: 'acme/atera/seat/pool',
      before: { purchased: 3 },
      after: { purchased: 4 },
      reason: 'seat',
      derived: true,
      summary: 'buy 1 seat on Atera (3 -> 4) for Eva Lo',
      effects: ['94.50 USD now (15 of 30 days left), 189.00 USD each month'],
    })
    expect(finding(made, 'seatPurchases')).toMatchObject({ result: 'pass', measured: 1, limit: 1 })
    await desk.work()
    const pool = await desk.pool()
    expect([pool.purchased, pool.assigned.size]).toEqual([4, 4])
    expect(finding(await desk.plan(), 'seats-not-declared')?.message).toBe(
      '4 seats are paid on Atera and the files say 3: write 4 into subscriptions.atera.seats.purchased.',
    )
  })

  test('ATE-20 the charge is for the rest of the cycle: 94.50 on day 15 of 30, and a whole price on the first day', async () => {
    await office({ purchased: 2, autoPurchase: { upTo: 1 } })
    desk.declare({ ...crew, ...hired('eva-lo') })
    const figures = { unitMinor: 18_900, currency: 'USD', recurringBeforeMinor: 37_800, recurringMinor: 56_700 }
    expect(lineOf(await desk.plan())).toMatchObject({ nowMinor: 9_450, ...figures })
    desk.at('2026-12-16T09:00:00Z')
    expect(lineOf(await desk.plan())).toMatchObject({ nowMinor: 18_900, cycle: { day: 0, days: 31 } })
    desk.at('2026-12-15T09:00:00Z')
    expect(lineOf(await desk.plan())).toMatchObject({ nowMinor: 630, cycle: { day: 29, days: 30 } })
    const before = (await desk.pool()).chargedMinor
    await desk.work()
    expect((await desk.pool()).chargedMinor - before).toBe(630)
  })

  test('ATE-17 without leave nothing is bought: who needs a seat is blocked, and the plan says what to do', async () => {
    await office()
    desk.declare({ ...crew, ...hired('eva-lo') })
    const made = await desk.plan()
    expect(steps(made)).toEqual([
      'create account eva-lo (blocked: seatPurchases) after purchase pool',
      'purchase seat pool (blocked: seatPurchases)',
    ])
    expect(finding(made, 'seatPurchases')).toMatchObject({ result: 'block', measured: 1, limit: 0 })
    expect(finding(made, 'seatPurchases')?.message).toBe(
      'buy 1 seat on Atera (2 -> 3) for Eva Lo: 94.50 USD now. That is 1 above the 2 that the files say; autoPurchase allows 0. Write 3 into subscriptions.atera.seats.purchased, disable somebody in the same change, or add an acknowledgement (gate: seatPurchases, max: 1).',
    )
    await expect(desk.apply()).rejects.toThrow('autoPurchase allows 0')
  })

  test('ATE-17 an acknowledgement lets it happen, as far as it goes', async () => {
    await office()
    const allowed = (max: number): object => ({
      seat: { gate: 'seatPurchases', max, reason: 'agreed', approver: 'leads', expires: '2026-12-03T09:00:00Z' },
    })
    desk.declare({ ...crew, ...hired('eva-lo'), ...hired('ana-li') }, { acknowledgements: allowed(1) })
    expect(standing(await desk.plan())).toBe('blocked 5')
    desk.declare({ ...crew, ...hired('eva-lo'), ...hired('ana-li') }, { acknowledgements: allowed(2) })
    const made = await desk.plan()
    expect(finding(made, 'seatPurchases')).toMatchObject({ result: 'warn', acknowledgedBy: 'seat' })
    expect(steps(made)).toContain('purchase seat pool (manual)')
  })

  test('ATE-30 ATE-31 nothing is bought to get around what somebody has to accept: whoever waits for the seat waits', async () => {
    await office({ purchased: 2, autoPurchase: { unlimited: true } })
    desk.declare({ ...boss('ben-osei'), ...left('tom-berg', { leaving: { reason: 'left' } }), ...hired('eva-lo') })
    const made = await desk.plan()
    expect(steps(made)).toContain('disable account tom-berg (blocked: destroys personalReports)')
    expect(steps(made)).toContain(
      'create account eva-lo (blocked: needs acme/atera/account/tom-berg#disable) after disable tom-berg',
    )
    expect(made.operations.filter(({ kind }) => kind === 'seat')).toEqual([])
  })
})

describe('the cheaper order', () => {
  test('UX-46 ATE-21 the plan says what it would cost to add first', async () => {
    await office()
    desk.declare({ ...boss('ben-osei'), ...left('tom-berg'), ...hired('eva-lo') })
    expect(lineOf(await desk.plan()).cheaper).toEqual({
      summary: 'disable Tom Berg first, then add Eva Lo: no charge; added first it would cost 94.50 USD',
      insteadMinor: 9_450,
    })
  })

  test('UX-46 seats now and after, the charge of this cycle and the new price of a month', async () => {
    await office({ purchased: 2, autoPurchase: { unlimited: true } })
    desk.declare({ ...crew, ...hired('eva-lo'), ...hired('ana-li') })
    expect(lineOf(await desk.plan())).toMatchObject({
      tenant: 'acme',
      platform: 'atera',
      subscription: 'atera',
      pool: 'seats',
      purchased: 2,
      assigned: 2,
      free: 0,
      after: { purchased: 4, assigned: 4, free: 0 },
      delta: 2,
      nowMinor: 18_900,
      recurringBeforeMinor: 37_800,
      recurringMinor: 75_600,
      cycle: { start: '2026-11-16', next: '2026-12-16', day: 15, days: 30, every: 'month' },
    })
  })
})
