import { afterEach, describe, expect, test } from 'vitest'
import { finding, standing } from '../reconciler/bench.ts'
import { boss, Desk, hired, left, lineOf } from '../reconciler/seats/desk.ts'
import { technician } from '../reconciler/accounts/technician.ts'

let desk: Desk
afterEach(() => desk.close())

const crew = { ...boss('ben-osei'), ...hired('tom-berg') }

/** Two at work on two seats of 189.00; more may be bought. */
async function office(seats: object = { purchased: 2, autoPurchase: { unlimited: true } }): Promise<void> {
  desk = new Desk(seats)
  desk.declare(crew)
  await desk.there(['ben-osei', technician('ben-osei', 'admin')], ['tom-berg', technician('tom-berg')])
  await desk.work()
}

describe('one more seat: 94.50 now, 189.00 more each month, which is half as much again, 567.00 in all', () => {
  test.for([
    ['now', '94.49', '94.50', '94.50 USD would be charged now; the limit is 94.49 USD'],
    ['absolute', '188.99', '189.00', 'a month would cost 189.00 USD more; the limit is 188.99 USD'],
    ['percent', 49, 50, 'a month would cost 189.00 USD more (from 378.00 USD), beyond the limit of 49 %'],
    ['total', '566.99', '567.00', 'a month would cost 567.00 USD; the limit is 566.99 USD'],
  ] as const)(
    'UX-48 %s: beyond the limit it warns or blocks, at the limit it is silent',
    async ([limit, low, high, words]) => {
      await office()
      const under = async (cost: object): Promise<readonly [string | undefined, string | undefined, string]> => {
        desk.office.bench.write('library/policies.yaml', { gates: { cost } })
        desk.declare({ ...crew, ...hired('eva-lo') })
        const made = await desk.plan()
        const found = finding(made, 'cost')
        return [found?.result, found?.message.slice(0, words.length), standing(made)]
      }
      const [silent, , free] = await under({ warn: { [limit]: high }, block: { [limit]: high } })
      expect(silent).toBeUndefined()
      expect(await under({ warn: { [limit]: low } })).toEqual(['warn', words, free])
      expect(await under({ warn: { [limit]: low }, block: { [limit]: high } })).toEqual(['warn', words, free])
      expect(await under({ block: { [limit]: low } })).toEqual(['block', words, 'blocked 5'])
      expect(free).not.toContain('5')
      await expect(desk.apply()).rejects.toThrow(words)
      // Fewer people, or the same, are never held, whatever the limit.
      desk.declare({ ...boss('ben-osei'), ...left('tom-berg') })
      expect(finding(await desk.plan(), 'cost')).toBeUndefined()
    },
  )
})

test('UX-49 ATE-37 who is disabled while nothing is given back leaves a seat that is paid and that nobody has', async () => {
  await office({ purchased: 2, maxFree: 0 })
  desk.declare({ ...boss('ben-osei'), ...left('tom-berg') })
  await desk.work()
  const recorded = (await desk.memory()).accounts.get('acme/atera/account/tom-berg')
  expect(recorded?.account.state).toBe('disabled')
  expect(lineOf(await desk.plan())).toMatchObject({ purchased: 2, assigned: 1, free: 1, recurringMinor: 37_800 })
  expect(finding(await desk.plan(), 'seats-free')).toBeUndefined()
  desk.at('2027-01-02T09:00:00Z')
  const made = await desk.plan()
  expect(lineOf(made).waste).toEqual({ seats: 1, recurringMinor: 18_900 })
  expect(finding(made, 'seats-free')?.message).toContain('189.00 USD each month')
})

describe('a contract that began on a 31st', () => {
  test.for([
    ['2026-11-15', { start: '2026-10-31', next: '2026-11-30', day: 15, days: 30 }, 9_450],
    // 13 of 28 days are left.
    ['2027-02-15', { start: '2027-01-31', next: '2027-02-28', day: 15, days: 28 }, 8_775],
    ['2027-02-28', { start: '2027-02-28', next: '2027-03-31', day: 0, days: 31 }, 18_900],
    ['2028-02-29', { start: '2028-02-29', next: '2028-03-31', day: 0, days: 31 }, 18_900],
    ['2027-03-30', { start: '2027-02-28', next: '2027-03-31', day: 30, days: 31 }, 610],
  ] as const)('ATE-20 on %s its cycle is that of the last day of a short month', async ([day, cycle, nowMinor]) => {
    const billing = { cycle: 'monthly', term: 'annual', anchor: '2026-10-31' }
    desk = new Desk({ purchased: 2, autoPurchase: { unlimited: true } }, { billing })
    desk.at(`${day}T09:00:00Z`)
    desk.declare(crew)
    await desk.there(['ben-osei', technician('ben-osei', 'admin')], ['tom-berg', technician('tom-berg')])
    await desk.work()
    desk.declare({ ...crew, ...hired('eva-lo') })
    const made = await desk.plan()
    expect(lineOf(made)).toMatchObject({ cycle, nowMinor, recurringMinor: 56_700 })
    await desk.work()
    expect(await desk.pool()).toMatchObject({ purchased: 3 })
  })

  test('ATE-20 every cycle that began while nobody looked is charged once', async () => {
    const billing = { cycle: 'monthly', term: 'annual', anchor: '2026-10-31' }
    desk = new Desk({ purchased: 2 }, { billing })
    desk.declare(crew)
    await desk.there(['ben-osei', technician('ben-osei', 'admin')], ['tom-berg', technician('tom-berg')])
    await desk.work()
    const { chargedMinor } = await desk.pool()
    desk.at('2027-03-01T09:00:00Z')
    desk.declare({ ...boss('ben-osei'), ...left('tom-berg') })
    await desk.work()
    await desk.work()
    // 31 December, 31 January, 28 February.
    expect((await desk.pool()).chargedMinor - chargedMinor).toBe(3 * 2 * 18_900)
  })
})
