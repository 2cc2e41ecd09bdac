import { appendFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { attest } from '../../../src/reconciler/work-orders/attest.ts'
import { Crash } from '../crash.ts'
import type { Dying } from '../dying.ts'
import { dyingAfter } from '../dying.ts'
import type { Desk } from './desk.ts'
import { accepted, boss, gone, helpDesk } from './desk.ts'

let desk: Desk | undefined
afterEach(() => desk?.close())

const steps = [1, 2, 3, 4]

/** Tom leaves, Ana takes his seat, and one is bought for Eva: everything that seats are counted and charged by. */
async function begun(): Promise<Desk> {
  const made = await helpDesk({ seats: { purchased: 2, autoPurchase: { upTo: 1 } } })
  made.bench.at('2026-12-16T09:00:00Z')
  made.declare({
    ...boss(made),
    ...gone(accepted),
    ...made.with('ana-li', { role: 'beginner' }),
    ...made.with('eva-lo', { role: 'beginner' }),
  })
  return made
}

/** What the killed run left of the line that it was writing. */
function leaveHalfALine(root: string, bytes: number): void {
  const folder = join(root, '.roster/ledger/acme')
  const last = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .toSorted()
    .at(-1)
  if (last !== undefined) appendFileSync(join(folder, last), '{"at":"2026-12-16T09:00'.slice(0, bytes))
}

/** Applies and attests everything, until it dies. */
async function workUntilDeath(made: Desk, { ledger, isDead }: Dying): Promise<'done' | 'died'> {
  const run = made.bench.run({ ledger })
  try {
    await made.bench.apply({ how: 'autoApprove' }, { ledger })
    if (isDead()) return 'died'
    await attest(run, { tenant: 'acme', order: 'atera-1', steps, by: 'ben-osei', recordedBy: 'desk@machine' })
    return 'done'
  } catch (error) {
    if (error instanceof Crash) return 'died'
    throw error
  }
}

/** What must be the same, however often the work was cut off. */
async function outcome(made: Desk): Promise<object> {
  const { orders, seats, accounts } = await made.memory()
  const pool = seats.get('atera')
  const states = [...accounts].map(([address, { account }]) => `${address} ${account.state}`)
  return {
    purchased: pool?.purchased,
    assigned: [...(pool?.assigned.keys() ?? [])].toSorted(),
    chargedMinor: pool?.chargedMinor,
    counted: [...(pool?.counted ?? [])],
    states: states.toSorted(),
    orders: [...orders.values()].map(({ order, steps: all }) => [order, all.map(({ attested }) => attested?.by)]),
    waiting: await made.waiting(),
    faults: (await made.bench.ledger.verify('acme')).faults,
  }
}

test('REL-11 killed between any two records of an apply and its attestations, and done again: no seat is counted or charged twice', async () => {
  desk = await begun()
  const whole = dyingAfter(1_000, desk.bench.ledger)
  expect(await workUntilDeath(desk, whole)).toBe('done')
  const expected = await outcome(desk)
  expect(expected).toMatchObject({
    purchased: 3,
    assigned: ['ana-li', 'ben-osei', 'eva-lo'],
    // 2 seats for December, and one from the 16th on: 16 of 31 days.
    chargedMinor: 2 * 17_900 + 9_239,
    counted: ['atera-1/2'],
    orders: [['atera-1', ['ben-osei', 'ben-osei', 'ben-osei', 'ben-osei']]],
    waiting: [],
    faults: [],
  })
  const records = whole.written()
  expect(records).toBeGreaterThan(8)
  desk.close()

  for (let survived = 0; survived < records; survived += 1) {
    desk = await begun()
    expect([survived, await workUntilDeath(desk, dyingAfter(survived, desk.bench.ledger))]).toEqual([survived, 'died'])
    leaveHalfALine(desk.bench.root, (survived % 3) * 9)
    await desk.orders()
    await desk.attest('atera-1', steps)
    await desk.attest('atera-1', steps)
    expect([survived, await outcome(desk)]).toEqual([survived, expected])
    desk.close()
  }
}, 120_000)
