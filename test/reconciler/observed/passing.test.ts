import { afterEach, expect, test } from 'vitest'
import type { Entry } from '../../../src/model/entry.ts'
import { boss, Desk, hired, left } from '../seats/desk.ts'
import { csv, line, observe } from './listing.ts'
import { technician } from '../accounts/technician.ts'

let desk: Desk
afterEach(() => desk.close())

/** Ben and Tom are there; a list shows Zoe too, whom nobody declared. */
async function office(): Promise<void> {
  desk = new Desk({ purchased: 3 })
  desk.declare({ ...boss('ben-osei'), ...hired('tom-berg') })
  await desk.there(['ben-osei', technician('ben-osei', 'admin')], ['tom-berg', technician('tom-berg')])
  await desk.work()
  const list = csv(line('ben-osei', 'Admin'), line('tom-berg'), line('zoe-ek'))
  await observe(desk, list, { accepted: 'she was there' })
}

async function entriesSince(count: number): Promise<readonly Entry[]> {
  return (await desk.office.bench.entries()).slice(count)
}

test('cut off while the account of a stranger passes to whom it is: the next run finishes, and no seat is left behind', async () => {
  await office()
  const before = (await desk.office.bench.entries()).length
  const declared = { ...boss('ben-osei'), ...hired('tom-berg'), ...hired('zoe-ek') }
  desk.declare(declared)
  await desk.work()
  const passed = (await entriesSince(before)).filter(({ type }) => type === 'account' || type === 'seats')
  expect(passed.map(({ type }) => type)).toEqual(['seats', 'account', 'account'])
  desk.close()
  for (const kept of [1, 2, 3]) {
    await office()
    desk.declare(declared)
    await desk.office.sim.write(passed.slice(0, kept))
    await desk.work()
    expect([...(await desk.pool()).assigned.keys()].toSorted()).toEqual(['ben-osei', 'tom-berg', 'zoe-ek'])
    expect([...(await desk.memory()).accounts.keys()].filter((address) => address.includes('~'))).toEqual([])
    desk.declare({ ...boss('ben-osei'), ...hired('tom-berg'), ...left('zoe-ek') })
    await desk.work()
    expect([...(await desk.pool()).assigned.keys()].toSorted()).toEqual(['ben-osei', 'tom-berg'])
    if (kept < 3) desk.close()
  }
})
