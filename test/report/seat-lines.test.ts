import { expect, test } from 'vitest'
import type { Finding } from '../../src/model/plan.ts'
import type { SeatLine } from '../../src/model/seats.ts'
import { inkOf } from '../../src/report/ink.ts'
import { money } from '../../src/model/money.ts'
import { moneyMore, totals, totalsInWords } from '../../src/report/money.ts'
import { paintPlan } from '../../src/report/text.ts'
import { planOf, tenantPlan } from './sample.ts'

const cycle = { start: '2026-11-01', next: '2026-12-01', day: 15, days: 30, every: 'month' } as const

/** Twelve seats, eleven of them given. */
const usual: SeatLine = {
  tenant: 'acme',
  platform: 'desk',
  subscription: 'desk',
  pool: 'seats',
  purchased: 12,
  assigned: 11,
  free: 1,
  after: { purchased: 12, assigned: 11, free: 1 },
  delta: 0,
  reducing: 0,
  currency: 'USD',
  unitMinor: 18_900,
  nowMinor: 0,
  recurringMinor: 226_800,
  recurringBeforeMinor: 226_800,
  cycle,
  addons: [],
  notPriced: [],
}

const buying: SeatLine = {
  ...usual,
  after: { purchased: 13, assigned: 13, free: 0 },
  delta: 1,
  nowMinor: 9_450,
  recurringMinor: 245_700,
}

function paint(seats: readonly SeatLine[], everything = false): string {
  const plan = planOf({ tenants: [tenantPlan('acme', 'waiting')], seats })
  return paintPlan(plan, { ink: inkOf(false), everything, zone: 'Europe/Berlin', zoneOf: () => 'Europe/Berlin' })
}

test('UX-46 seats now and after, the charge for the rest of the cycle, and what each month costs then', () => {
  const text = paint([buying])
  expect(text).toContain('desk: 12 paid, 11 assigned, 1 free -> 13 paid, 13 assigned, 0 free')
  expect(text).toContain('1 seat bought at 189.00 USD each: 94.50 USD now, 15 of 30 days left')
  expect(text).toContain('each month: 2,268.00 USD -> 2,457.00 USD (+189.00 USD)')
  expect(text).toMatch(/^Summary .*; 94\.50 USD now\. Digest /m)
})

test('UX-46 every sort of line, as people read it', async () => {
  const lines: readonly SeatLine[] = [
    buying,
    {
      ...usual,
      subscription: 'swap',
      cheaper: {
        summary: 'disable ben-osei first, then add eva-lo: no charge; added first it would cost 94.50 USD',
        insteadMinor: 9_450,
      },
    },
    { ...usual, subscription: 'idle', waste: { seats: 2, recurringMinor: 37_800 } },
    { ...usual, subscription: 'less', reducing: 2, recurringMinor: 189_000 },
    {
      ...usual,
      subscription: 'custom',
      unitMinor: null,
      nowMinor: null,
      recurringMinor: null,
      recurringBeforeMinor: null,
      after: { purchased: 14, assigned: 14, free: 0 },
      delta: 2,
      notPriced: ['tier superpower', 'add-on copilot'],
      addons: [
        { addon: 'copilot', recurringMinor: null },
        { addon: 'discovery', recurringMinor: 4_900 },
      ],
    },
    {
      ...usual,
      subscription: 'moved',
      drift: {
        on: '2026-11-15',
        purchased: { ledger: 12, platform: 13 },
        missing: ['ben-osei'],
        extra: ['~x@acme.example'],
      },
    },
    {
      ...usual,
      platform: '',
      subscription: 'suite-e3',
      pool: 'licence',
      currency: null,
      unitMinor: null,
      nowMinor: null,
      recurringMinor: null,
      recurringBeforeMinor: null,
      after: { purchased: 12, assigned: 12, free: 0 },
    },
    { ...usual, subscription: 'quiet' },
  ]
  await expect(paint(lines)).toMatchFileSnapshot('golden/seats.txt')
})

test('UX-46 a pool with nothing new is told only where everything is; without contracts there is no section', () => {
  expect(paint([usual])).not.toContain('Seats and cost')
  expect(paint([usual])).not.toContain('USD')
  expect(paint([usual], true)).toContain('desk: 12 paid, 11 assigned, 1 free\n        each month: 2,268.00 USD\n')
  expect(paint([], true)).not.toContain('Seats and cost')
})

test('ATE-36 what has no price is «not priced», never 0, in the charge, in the run rate and in the summary', () => {
  const custom = { ...buying, unitMinor: null, nowMinor: null, recurringMinor: null, recurringBeforeMinor: null }
  const text = paint([{ ...custom, notPriced: ['tier superpower'] }])
  expect(text).toContain('1 seat bought: not priced now')
  expect(text).toContain('each month: not priced (tier superpower)')
  expect(text).toMatch(/^Summary .*; not priced now\. /m)
  expect(text).not.toMatch(/\b0\.00/)
  expect(paint([custom, { ...buying, subscription: 'other' }])).toContain('; 94.50 USD and what is not priced now.')
})

test('ATE-40 an add-on is a line of its own and leaves the price of a seat as it is', () => {
  const addons = [{ addon: 'copilot', recurringMinor: 4_900 }]
  const text = paint([{ ...buying, addons, recurringMinor: 250_600, recurringBeforeMinor: 231_700 }])
  expect(text).toContain('1 seat bought at 189.00 USD each')
  expect(text).toContain('add-on copilot: 49.00 USD each month')
})

test.each([
  [0, '0.00 USD'],
  [5, '0.05 USD'],
  [-50, '-0.50 USD'],
  [123_450, '1,234.50 USD'],
  [-123_456_789, '-1,234,567.89 USD'],
  [Number.MAX_SAFE_INTEGER, '90,071,992,547,409.91 USD'],
])('UX-46 %d hundredths are written %s, exactly', (minor, text) => {
  expect(money(minor, 'USD')).toBe(text)
})

test('UX-46 currencies are never added to each other', () => {
  const all = totals([
    { currency: 'USD', minor: 10 },
    { currency: 'EUR', minor: 20 },
    { currency: 'USD', minor: 20 },
  ])
  expect(totalsInWords(all)).toBe('0.20 EUR and 0.30 USD')
  expect(moneyMore(-5, 'EUR')).toBe('-0.05 EUR')
})

test('UX-48 a limit of cost that only warns and one that blocks are told apart, as money and not as hundredths', () => {
  const finding = (result: 'warn' | 'block', limit: number, message: string): Finding => ({
    slug: 'cost',
    gate: 'cost',
    scope: 'acme',
    result,
    measured: 18_900,
    limit,
    message,
  })
  const plan = planOf({
    tenants: [tenantPlan('acme', 'blocked', 5)],
    seats: [buying],
    findings: [
      finding('warn', 5_000, 'a month would cost 189.00 USD more; the limit is 50.00 USD.'),
      finding('block', 10_000, 'a month would cost 189.00 USD more; the limit is 100.00 USD.'),
    ],
  })
  const text = paintPlan(plan, { ink: inkOf(false), everything: false, zone: 'UTC', zoneOf: () => 'UTC' })
  expect(text).toContain('acme: BLOCKED by a gate, nothing would be applied (exit 5)')
  expect(text).toMatch(/BLOCK {2}cost {2}a month would cost 189\.00 USD more; the limit is 100\.00 USD\./)
  expect(text).toMatch(/warn {3}cost {2}a month would cost 189\.00 USD more; the limit is 50\.00 USD\./)
  expect(text).not.toContain('18900')
})
