import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../../src/model/diagnostic.ts'
import { boss, Desk, hired, left, lineOf, steps } from './desk.ts'
import { technician } from '../accounts/technician.ts'

let desk: Desk
afterEach(() => desk.close())

const crew = { ...boss('ben-osei'), ...hired('tom-berg'), ...hired('eva-lo') }

/** Three people at work, and as many seats as are said. */
async function office(purchased: number, people: Readonly<Record<string, object>> = crew): Promise<void> {
  desk = new Desk({ purchased })
  desk.declare(people)
  await desk.there(
    ['ben-osei', technician('ben-osei', 'admin')],
    ['tom-berg', technician('tom-berg')],
    ['eva-lo', technician('eva-lo')],
  )
  await desk.work()
}

/** The one mistake that keeps the tenant from being planned. */
async function mistake(): Promise<Diagnostic> {
  const { diagnostics, tenants, operations } = await desk.office.bench.plan()
  const wrong = diagnostics.filter(({ severity }) => severity === 'error')
  expect(wrong).toHaveLength(1)
  expect(tenants[0]).toMatchObject({ status: 'invalid', exitCode: 3 })
  expect(operations).toEqual([])
  const [only] = wrong
  if (only === undefined) throw new Error('nothing is wrong')
  return only
}

describe('a higher number in the files', () => {
  test('ATE-17 is a purchase that needs no leave, and is not done twice', async () => {
    await office(3)
    desk.redeclare(crew, { purchased: 5 })
    const made = await desk.plan()
    expect(steps(made)).toEqual(['purchase seat pool (manual)'])
    expect(made.operations.find(({ kind }) => kind === 'seat')).toMatchObject({
      reason: 'declared',
      derived: false,
      summary: 'buy 2 seats on Atera (3 -> 5), as the files ask',
      effects: ['189.00 USD now (15 of 30 days left), 378.00 USD each month'],
    })
    await desk.work()
    const pool = await desk.pool()
    expect([pool.purchased, pool.declared]).toEqual([5, 5])
    expect(steps(await desk.plan())).toEqual([])
  })

  test('ATE-20 who needs a seat comes in on those that the files ask for: one purchase, nothing unasked', async () => {
    await office(3)
    desk.redeclare({ ...crew, ...hired('ana-li') }, { purchased: 4 })
    const made = await desk.plan()
    expect(steps(made)).toEqual(['create account ana-li (manual) after purchase pool', 'purchase seat pool (manual)'])
    expect(made.findings.filter(({ slug }) => slug === 'seatPurchases')).toEqual([])
    await desk.work()
    expect(await desk.pool()).toMatchObject({ purchased: 4 })
  })
})

describe('a lower number in the files', () => {
  test('ATE-32 gives seats back with the next cycle, and not before its last days', async () => {
    await office(5)
    desk.redeclare(crew, { purchased: 4 })
    const made = await desk.plan()
    expect(steps(made)).toEqual(['release seat pool (cycleEnd)'])
    expect(made.operations.find(({ kind }) => kind === 'seat')).toMatchObject({
      before: { purchased: 5 },
      after: { purchased: 4, effective: '2026-12-16' },
      summary: 'give back 1 seat on Atera from 2026-12-16 on (5 -> 4)',
      effects: ['saves 189.00 USD each month', expect.stringContaining('last days')],
    })
    expect(lineOf(made)).toMatchObject({ delta: -1, reducing: 1, nowMinor: 0, recurringMinor: 75_600 })
    await desk.work()
    expect((await desk.pool()).reductions).toEqual([])
    desk.at('2026-12-13T09:00:00Z')
    const later = await desk.plan()
    expect(steps(later)).toEqual(['release seat pool (manual)'])
    expect(later.operations.map(({ fingerprint }) => fingerprint)).toEqual(
      made.operations.map(({ fingerprint }) => fingerprint),
    )
    await desk.work()
    expect(await desk.pool()).toMatchObject({ purchased: 5, declared: 4, reductions: [{ count: 1 }] })
    expect(steps(await desk.plan())).toEqual([])
    desk.at('2026-12-16T09:00:00Z')
    await desk.work()
    expect(await desk.pool()).toMatchObject({ purchased: 4, reductions: [] })
  })

  test('ATE-32 what is given back cannot be used again in the cycle: adding beside it is an error that shows both costs', async () => {
    await office(4)
    desk.redeclare({ ...crew, ...hired('ana-li') }, { purchased: 3 })
    const { slug, file, line, message } = await mistake()
    expect(slug).toBe('seat-reduce-and-add')
    expect(file).toBe('tenants/acme/tenant.yaml')
    const written = readFileSync(join(desk.office.bench.root, file), 'utf8').split('\n')
    expect(written[line - 1]).toMatch(/^\s+purchased: 3$/)
    expect(message).toBe(
      'subscriptions.atera.seats.purchased goes down to 3 while Ana Li needs a seat on Atera: what is given back cannot be used again in this cycle. Leave it at 4 (0.00 USD); giving back 1 and adding 1 costs 94.50 USD.',
    )
    desk.redeclare({ ...crew, ...hired('ana-li') }, { purchased: 4 })
    expect(steps(await desk.plan())).toEqual(['create account ana-li (manual)'])
  })

  test('ATE-32 the same where seats are given back already; to pay for it again is a number in the files', async () => {
    await office(4)
    desk.redeclare(crew, { purchased: 3 })
    desk.at('2026-12-14T09:00:00Z')
    await desk.work()
    expect(await desk.pool()).toMatchObject({ reductions: [{ count: 1, effective: '2026-12-16' }] })
    desk.redeclare({ ...crew, ...hired('ana-li') }, { purchased: 3 })
    const { slug, message } = await mistake()
    expect(slug).toBe('seat-reduce-and-add')
    expect(message).toBe(
      'Ana Li needs a seat on Atera, and 1 seat there is given back on 2026-12-16: what is given back cannot be used again in this cycle. Begin on 2026-12-16, or free a seat in the same change (0.00 USD); to pay 12.60 USD for it again, write 4.',
    )
    desk.redeclare({ ...crew, ...hired('ana-li') }, { purchased: 4 })
    const made = await desk.plan()
    expect(steps(made)).toEqual(['create account ana-li (manual) after purchase pool', 'purchase seat pool (manual)'])
    expect(made.operations.find(({ kind }) => kind === 'seat')?.effects).toContain(
      '1 seat given back already: what is bought again is paid again',
    )
    desk.redeclare({ ...crew, ...hired('ana-li') }, { purchased: 3, autoPurchase: { unlimited: true } })
    expect((await mistake()).slug).toBe('seat-reduce-and-add')
  })

  test('ATE-33 nobody loses a seat while the account works: they are disabled first', async () => {
    await office(3)
    desk.redeclare(crew, { purchased: 2 })
    const { slug, message } = await mistake()
    expect(slug).toBe('seat-access-lingers')
    expect(message).toBe(
      'subscriptions.atera.seats.purchased goes down to 2 while 3 people on Atera keep theirs (Ben Osei, Eva Lo and Tom Berg): whoever loses a seat so works on to the end of the cycle. Disable 1 of them in the same change, or write 3.',
    )
    desk.redeclare({ ...boss('ben-osei'), ...hired('eva-lo'), ...left('tom-berg') }, { purchased: 2 })
    const made = await desk.plan()
    expect(steps(made)).toEqual([
      'disable account tom-berg (manual)',
      'release seat pool (cycleEnd) after disable tom-berg',
    ])
  })

  test('ATE-32 a number that was never edited gives nothing back: seats may have been bought by themselves', async () => {
    desk = new Desk({ purchased: 2, autoPurchase: { upTo: 1 } })
    desk.declare(crew)
    await desk.there(['ben-osei', technician('ben-osei', 'admin')], ['tom-berg', technician('tom-berg')])
    await desk.work()
    const seats = { autoPurchase: { upTo: 1 } }
    expect(await desk.pool()).toMatchObject({ purchased: 3, declared: 2 })
    expect(steps(await desk.plan())).toEqual([])
    desk.redeclare(crew, { purchased: 3, ...seats })
    await desk.work()
    expect(await desk.pool()).toMatchObject({ purchased: 3, declared: 3 })
    expect(steps(await desk.plan())).toEqual([])
  })
})

describe('other terms', () => {
  test('ATE-36 another tier is an operation that says what it makes dearer; a custom one is not priced, never 0', async () => {
    await office(3)
    desk.redeclare(crew, { purchased: 3 }, { tier: 'master' })
    const made = await desk.plan()
    expect(made.operations.map(({ summary }) => summary)).toEqual([
      'the contract with Atera changes: tier master (was expert) (90.00 USD more each month)',
    ])
    expect(lineOf(made)).toMatchObject({ unitMinor: 21_900, recurringBeforeMinor: 56_700, recurringMinor: 65_700 })
    desk.redeclare(crew, { purchased: 3 }, { tier: 'enterprise' })
    const custom = await desk.plan()
    expect(custom.operations.map(({ summary }) => summary)).toEqual([
      'the contract with Atera changes: tier enterprise (was expert) (567.00 USD each month -> not priced: enterprise)',
    ])
    expect(lineOf(custom)).toMatchObject({ unitMinor: null, recurringMinor: null, notPriced: ['enterprise'] })
    await desk.work()
    expect(steps(await desk.plan())).toEqual([])
    expect((await desk.pool()).terms.tier).toBe('enterprise')
  })

  test('ATE-40 an add-on is a line of its own and changes no seat', async () => {
    await office(3)
    const before = lineOf(await desk.plan())
    desk.redeclare(crew, { purchased: 3 }, { addons: ['aiCopilot'] })
    const made = await desk.plan()
    expect(steps(made)).toEqual(['update seat pool (manual)'])
    expect(lineOf(made)).toEqual({
      ...before,
      addons: [{ addon: 'aiCopilot', recurringMinor: null }],
      notPriced: ['aiCopilot'],
    })
    await desk.work()
    expect(steps(await desk.plan())).toEqual([])
  })

  test('ATE-36 a price that was agreed counts instead of the list', async () => {
    await office(3)
    const terms = {
      tier: 'enterprise',
      billing: { cycle: 'monthly', term: 'annual', anchor: '2026-11-16', price: '240.00' },
    }
    desk.redeclare(crew, { purchased: 3 }, terms)
    expect(lineOf(await desk.plan())).toMatchObject({ unitMinor: 24_000, recurringMinor: 72_000, notPriced: [] })
  })
})
