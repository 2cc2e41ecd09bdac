import { afterEach, describe, expect, test } from 'vitest'
import { gateLimits } from '../../../src/language/compile/limits.ts'
import { finding, standing } from '../bench.ts'
import { boss, Desk, hired } from './desk.ts'
import { technician } from '../accounts/technician.ts'

let desk: Desk
afterEach(() => desk.close())

const crew = { ...boss('ben-osei'), ...hired('tom-berg') }

/** Two at work who cost 378.00 a month, and limits of the workspace. */
async function office(cost: object, more: object = {}): Promise<void> {
  desk = new Desk({ purchased: 2, autoPurchase: { unlimited: true } }, more)
  desk.office.bench.write('library/policies.yaml', { gates: { cost } })
  desk.declare(crew)
  await desk.there(['ben-osei', technician('ben-osei', 'admin')], ['tom-berg', technician('tom-berg')])
  await desk.work()
}

/** What the gate says of one more. */
async function oneMore(): Promise<readonly string[]> {
  desk.declare({ ...crew, ...hired('eva-lo') })
  const made = await desk.plan()
  const found = made.findings.filter(({ slug }) => slug === 'cost')
  expect(standing(made).endsWith('5')).toBe(found.some(({ result }) => result === 'block'))
  return found.map(
    ({ result, measured, limit, message }) =>
      `${result} ${measured} ${limit} ${message.split('. ')[0]?.replace(/\.$/, '')}`,
  )
}

describe('a limit of cost is not dodged', () => {
  test('UX-48 by buying one seat after the other on one day', async () => {
    await office({ block: { absolute: '300.00', now: '150.00' } })
    desk.declare({ ...crew, ...hired('eva-lo') })
    expect(finding(await desk.plan(), 'cost')).toBeUndefined()
    await desk.work()
    desk.declare({ ...crew, ...hired('eva-lo'), ...hired('ana-li') })
    expect(finding(await desk.plan(), 'cost')).toMatchObject({
      result: 'block',
      message: expect.stringContaining(
        '189.00 USD would be charged now; the limit is 150.00 USD; a month would cost 378.00 USD more',
      ),
    })
    desk.at('2026-12-02T09:00:01Z')
    expect(finding(await desk.plan(), 'cost')).toBeUndefined()
  })

  test('UX-48 by giving seats back first, which are paid to the end of the cycle', async () => {
    await office({ block: { absolute: '188.99' } })
    desk.redeclare(crew, { purchased: 3 })
    await desk.note(
      { event: 'purchase', on: '2026-11-20', id: 'p', count: 1, unitMinor: 18_900, chargedMinor: 0 },
      { event: 'reduce', on: '2026-11-21', id: 'r', count: 1, effective: '2026-12-16' },
    )
    const made = await desk.plan()
    expect(made.seats).toMatchObject([{ delta: 1, recurringMinor: 56_700, recurringBeforeMinor: 56_700 }])
    expect(finding(made, 'cost')).toMatchObject({ result: 'block', measured: 18_900 })
  })
})

describe('what a change may cost', () => {
  test('UX-48 at once', async () => {
    await office({ block: { now: '94.49' } })
    expect(await oneMore()).toEqual(['block 18900 9449 94.50 USD would be charged now; the limit is 94.49 USD'])
    desk.office.bench.write('library/policies.yaml', { gates: { cost: { block: { now: '94.50' } } } })
    expect(await oneMore()).toEqual([])
  })

  test('UX-48 more each month, absolute and in percent', async () => {
    await office({ block: { absolute: '188.99', percent: 49 } })
    expect(await oneMore()).toEqual([
      'block 18900 18899 a month would cost 189.00 USD more; the limit is 188.99 USD; a month would cost 189.00 USD more (from 378.00 USD), beyond the limit of 49 %',
    ])
    desk.office.bench.write('library/policies.yaml', {
      gates: { cost: { block: { absolute: '189.00', percent: 50 } } },
    })
    expect(await oneMore()).toEqual([])
  })

  test('UX-48 in total', async () => {
    await office({ block: { total: '566.99' } })
    expect(await oneMore()).toEqual(['block 18900 56699 a month would cost 567.00 USD; the limit is 566.99 USD'])
  })

  test('UX-48 a limit may warn only, and nothing is said where nothing gets dearer', async () => {
    await office({ warn: { total: '100.00' }, block: { total: '1000.00' } })
    expect(finding(await desk.plan(), 'cost')).toBeUndefined()
    expect(await oneMore()).toEqual(['warn 18900 10000 a month would cost 567.00 USD; the limit is 100.00 USD'])
  })

  test('UX-48 what has no price is held where there is a limit, and says so', async () => {
    await office({ block: { total: '9999.00' } }, { tier: 'enterprise' })
    expect(await oneMore()).toEqual([
      'block undefined undefined what the plan makes dearer on atera has no price (enterprise), and cost has a limit',
    ])
  })

  test('UX-48 an add-on without a price is held where it is new, not where it was there', async () => {
    await office({ block: { total: '9999.00' } }, { addons: ['aiCopilot'] })
    expect(await oneMore()).toEqual([])
    desk.redeclare(crew, { purchased: 2 }, { addons: ['aiCopilot', 'appCenter'] })
    const [held] = (await desk.plan()).findings.filter(({ slug }) => slug === 'cost')
    expect(held).toMatchObject({ result: 'block', message: expect.stringContaining('appCenter') })
  })

  test('UX-48 an acknowledgement lets it happen, up to what it names', async () => {
    await office({ block: { absolute: '0.00' } })
    const agreed = (max: number): object => ({
      dear: { gate: 'cost', max, reason: 'agreed', approver: 'leads', expires: '2026-12-03T09:00:00Z' },
    })
    desk.declare({ ...crew, ...hired('eva-lo') }, { acknowledgements: agreed(18_899) })
    expect(finding(await desk.plan(), 'cost')).toMatchObject({ result: 'block' })
    desk.declare({ ...crew, ...hired('eva-lo') }, { acknowledgements: agreed(18_900) })
    expect(finding(await desk.plan(), 'cost')).toMatchObject({ result: 'warn', acknowledgedBy: 'dear' })
  })
})

test('UX-48 a tenant may only be stricter than the workspace, limit by limit', () => {
  desk = new Desk()
  const workspace = [{ gates: { cost: { block: { total: '100.00', percent: 10 }, warn: { now: '5.00' } } } }]
  const tenant = [{ gates: { cost: { block: { total: '200.00', percent: 5, absolute: '7.00' } } } }]
  expect(gateLimits(workspace, tenant).cost).toEqual({
    block: { total: 10_000, percent: 5, absolute: 700 },
    warn: { now: 500 },
  })
  expect(gateLimits([...workspace, ...tenant], []).cost.block).toEqual({ total: 20_000, percent: 5, absolute: 700 })
})
