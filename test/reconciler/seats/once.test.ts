import { afterEach, describe, expect, test } from 'vitest'
import { attest } from '../../../src/reconciler/work-orders/attest.ts'
import { csv, line, observe } from '../observed/listing.ts'
import { boss, Desk, hired, left, lineOf, steps } from './desk.ts'
import { technician } from '../accounts/technician.ts'

let desk: Desk
afterEach(() => desk.close())

/** Ben, who runs the desk, and Tom. */
async function office(seats: object = { purchased: 2 }, more: object = {}): Promise<void> {
  desk = new Desk(seats, more)
  desk.declare(crew)
  await desk.there(['ben-osei', technician('ben-osei', 'admin')], ['tom-berg', technician('tom-berg')])
  await desk.work()
}

const crew = { ...boss('ben-osei'), ...hired('tom-berg') }
const all = csv(line('ben-osei', 'Admin'), line('tom-berg'))

async function holders(): Promise<readonly string[]> {
  return [...(await desk.pool()).assigned.keys()].toSorted()
}

describe('a list that is read between an order and an attestation', () => {
  test('a purchase that it shows and somebody accepted is not counted again when it is attested', async () => {
    await office()
    desk.redeclare(crew, { purchased: 3 })
    await desk.apply()
    await observe(desk, all, { purchased: 3, accepted: 'bought this morning' })
    await desk.attest('atera-1', 1)
    expect(await desk.pool()).toMatchObject({ purchased: 3 })
  })

  test('what was asked for and is shown is counted and charged once, whether somebody says so afterwards or not', async () => {
    for (const isAttested of [true, false]) {
      await office()
      desk.declare({ ...boss('ben-osei'), ...left('tom-berg'), ...hired('eva-lo') })
      desk.redeclare(
        { ...boss('ben-osei'), ...left('tom-berg'), ...hired('eva-lo'), ...hired('ana-li') },
        { purchased: 3 },
      )
      await desk.apply()
      const before = (await desk.pool()).chargedMinor
      const crewNow = csv(
        line('ben-osei', 'Admin'),
        line('tom-berg', 'Beginner', 'Disabled'),
        line('eva-lo'),
        line('ana-li'),
      )
      expect(await observe(desk, crewNow, { purchased: 3 })).not.toHaveProperty('seatDrift')
      if (isAttested) for (const step of [1, 2, 3, 4]) await desk.attest('atera-1', step)
      await desk.work()
      expect(await holders()).toEqual(['ana-li', 'ben-osei', 'eva-lo'])
      const { purchased, chargedMinor } = await desk.pool()
      expect([purchased, chargedMinor - before]).toEqual([3, 9450])
      if (isAttested) desk.close()
    }
  })

  test('what nobody asked for stays a difference', async () => {
    await office()
    await observe(desk, all)
    desk.declare({ ...crew, ...hired('eva-lo') })
    desk.redeclare(crew, { purchased: 3 })
    await desk.apply()
    const { seatDrift } = await observe(
      desk,
      csv(line('ben-osei', 'Admin'), line('tom-berg', 'Beginner', 'Disabled')),
      { purchased: 4 },
    )
    expect(seatDrift).toMatchObject({ missing: ['tom-berg'], purchased: { ledger: 2, platform: 4 } })
  })

  test('of a purchase that it shows in part, the rest is counted and charged', async () => {
    await office()
    desk.redeclare(crew, { purchased: 5 })
    await desk.apply()
    await observe(desk, all, { purchased: 4, accepted: 'two of three are there' })
    const before = (await desk.pool()).chargedMinor
    await desk.attest('atera-1', 1)
    const after = await desk.pool()
    // The first of December is day 15 of 30: half of 189.00.
    expect([after.purchased, after.chargedMinor - before]).toEqual([5, 9450])
  })

  test('somebody who works by then is not taken back to the invitation', async () => {
    await office({ purchased: 3 })
    desk.declare({ ...crew, ...hired('eva-lo') })
    await desk.apply()
    await observe(desk, csv(line('ben-osei', 'Admin'), line('tom-berg'), line('eva-lo')))
    await desk.attest('atera-1', 1)
    expect((await desk.memory()).accounts.get('acme/atera/account/eva-lo')?.account.state).toBe('active')
    expect(steps(await desk.plan())).toEqual([])
    expect(await holders()).toEqual(['ben-osei', 'eva-lo', 'tom-berg'])
  })

  test('another sort of account that it shows frees the seat all the same when it is attested', async () => {
    await office()
    const entities = {
      nw: { platform: 'atera', name: 'Northwind', kind: 'customer' },
      ams: { platform: 'atera', name: 'Amsterdam', kind: 'site', inside: 'nw' },
    }
    const tom = hired('tom-berg', {}, { as: 'endUser', at: 'ams', role: undefined })
    desk.declare({ ...boss('ben-osei'), ...tom }, { entities })
    await desk.apply()
    await desk.there(['tom-berg', technician('tom-berg', 'beginner', { type: 'endUser', at: 'ams', roles: [] })])
    await desk.attest('atera-1', 1)
    expect(await holders()).toEqual(['ben-osei'])
  })
})

describe('a list that contradicts', () => {
  test('a purchase that nobody made is charged once, when it is made', async () => {
    await office()
    const before = (await desk.pool()).chargedMinor
    desk.redeclare(crew, { purchased: 3 })
    await desk.apply()
    await desk.attest('atera-1', 1)
    expect((await observe(desk, all, { purchased: 2 })).contradicted).toMatchObject([{ order: 'atera-1', step: 1 }])
    await observe(desk, all, { purchased: 2, accepted: 'it was never ordered' })
    expect(await desk.pool()).toMatchObject({ purchased: 2, chargedMinor: before, unpriced: 0 })
    await desk.work()
    expect(await desk.pool()).toMatchObject({ purchased: 3, chargedMinor: before + 9450 })
  })

  test('a purchase that a list showed stays charged, whatever a later one shows', async () => {
    await office()
    const before = (await desk.pool()).chargedMinor
    desk.redeclare(crew, { purchased: 3 })
    await desk.work()
    await observe(desk, all, { purchased: 3 })
    await observe(desk, all, { purchased: 2, accepted: 'given back over the telephone' })
    expect(await desk.pool()).toMatchObject({ purchased: 2, chargedMinor: before + 9450 })
  })

  test('a number is not held against seats that were given back before it', async () => {
    await office({ purchased: 4 })
    desk.at('2026-12-14T09:00:00Z')
    desk.redeclare(crew, { purchased: 3 })
    await desk.work()
    desk.at('2026-12-18T09:00:00Z')
    desk.redeclare(crew, { purchased: 5 })
    await desk.work()
    const { contradicted, verified } = await observe(desk, all, { purchased: 5 })
    expect([contradicted, verified.map(({ order, step }) => `${order} ${step}`)]).toEqual([
      [],
      ['atera-1 1', 'atera-2 1'],
    ])
  })
})

describe('an attestation that comes late', () => {
  test('seats that were given back a day too late are paid for another cycle', async () => {
    await office({ purchased: 4 })
    desk.at('2026-12-14T09:00:00Z')
    desk.redeclare(crew, { purchased: 2 })
    await desk.apply()
    desk.at('2026-12-17T09:00:00Z')
    await desk.attest('atera-1', 1)
    const { purchased, reductions, charges } = await desk.pool()
    expect([purchased, reductions.map(({ effective }) => effective)]).toEqual([4, ['2027-01-16']])
    expect([...charges]).toEqual([
      ['2026-11-16', 4 * 18_900],
      ['2026-12-16', 4 * 18_900],
    ])
  })

  test('seats that were given back in time and written down after the cycle began were not charged in it', async () => {
    await office({ purchased: 4 })
    desk.at('2026-12-14T09:00:00Z')
    desk.redeclare(crew, { purchased: 2 })
    await desk.apply()
    desk.at('2026-12-17T09:00:00Z')
    await observe(desk, all)
    const request = {
      tenant: 'acme',
      order: 'atera-1',
      steps: [1],
      by: 'ben-osei',
      recordedBy: 'ben',
      on: '2026-12-15',
    }
    await attest(desk.office.bench.run(), request)
    const { purchased, reductions, charges } = await desk.pool()
    expect([purchased, reductions]).toEqual([2, []])
    expect([...charges]).toEqual([
      ['2026-11-16', 4 * 18_900],
      ['2026-12-16', 2 * 18_900],
    ])
  })
})

describe('files that change', () => {
  test('who comes and goes while they are silent about seats is counted when they speak again', async () => {
    await office({ purchased: 3 })
    const people = { ...boss('ben-osei'), ...left('tom-berg'), ...hired('eva-lo') }
    desk.redeclare(people, { purchased: 3 }, { seats: undefined })
    await desk.work()
    desk.redeclare(people, { purchased: 3 })
    await desk.work()
    expect(await holders()).toEqual(['ben-osei', 'eva-lo'])
    expect(lineOf(await desk.plan())).toMatchObject({ purchased: 3, assigned: 2, delta: 0 })
  })

  test('another anchor charges no month twice, and leaves none out', async () => {
    await office()
    desk.redeclare(crew, { purchased: 2 }, { billing: { cycle: 'monthly', term: 'annual', anchor: '2026-11-20' } })
    await desk.apply()
    expect([...(await desk.pool()).charges.keys()]).toEqual(['2026-11-16'])
    desk.at('2027-02-01T12:00:00Z')
    await desk.apply()
    expect([...(await desk.pool()).charges.keys()]).toEqual(['2026-11-16', '2026-12-20', '2027-01-20'])
  })

  test('whoever has another id keeps the account and the seat', async () => {
    await office()
    const tom = hired('tom-berger', { email: 'tom-berg@acme.example', movedFrom: 'tom-berg' })
    desk.declare({ ...boss('ben-osei'), ...tom })
    expect(steps(await desk.plan())).toEqual([])
    expect(lineOf(await desk.plan())).toMatchObject({ assigned: 2, free: 0 })
    await desk.work()
    expect(await holders()).toEqual(['ben-osei', 'tom-berger'])
    expect([...(await desk.memory()).accounts.keys()].toSorted()).toEqual([
      'acme/atera/account/ben-osei',
      'acme/atera/account/tom-berger',
    ])
    desk.declare({ ...boss('ben-osei'), ...left('tom-berger', { email: 'tom-berg@acme.example' }) })
    await desk.work()
    expect(await holders()).toEqual(['ben-osei'])
  })
})
