import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Pool } from '../../src/model/seats.ts'
import { courseOf } from '../../src/report/forecast-steps.ts'
import type { Coming } from '../../src/seats/forecast.ts'
import { forecast } from '../../src/seats/forecast.ts'
import { foldSeats } from '../../src/seats/fold.ts'

const rules = {
  name: 'Desk',
  version: '2026-11-01',
  categories: {},
  billing: { cycles: ['monthly'], terms: ['annual'], proration: 'daily' },
  prices: [
    {
      from: '2026-01-01',
      currency: 'USD',
      per: 'month',
      seats: [{ edition: 'it', tier: 'expert', annual: '189.00' }],
    },
  ],
} as const

function poolWith(purchased: number, assigned: number, reduced: number): Pool {
  const users = Array.from({ length: assigned }, (_, at) => [`u${at}`, { address: `u${at}@x.example` }] as const)
  const terms = { edition: 'it', tier: 'expert', cycle: 'monthly', term: 'annual', addons: [] } as const
  const pool = foldSeats(undefined, {
    event: 'opening',
    on: '2026-11-01',
    purchased,
    declared: purchased,
    assigned: Object.fromEntries(users),
    terms,
  })
  const given = { event: 'reduce', on: '2026-11-02', id: 'r', count: reduced, effective: '2026-12-01' } as const
  const left = reduced === 0 ? pool : foldSeats(pool, given)
  if (left === undefined) throw new Error('an opening makes a pool')
  return left
}

const day = fc
  .integer({ min: 0, max: 150 })
  .map((at) => new Date(Date.UTC(2026, 10, 10 + at)).toISOString().slice(0, 10))

const world = fc.record({
  purchased: fc.integer({ min: 3, max: 8 }),
  assigned: fc.integer({ min: 0, max: 3 }),
  reduced: fc.integer({ min: 0, max: 2 }),
  autoPurchase: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant('unlimited' as const)),
  begins: fc.array(day, { maxLength: 8 }),
  ends: fc.array(day, { maxLength: 3 }),
})

test('UX-47 the days of a forecast come to the same as its cycles: what is bought, who is there, who has to wait', () => {
  fc.assert(
    fc.property(world, ({ purchased, assigned, reduced, autoPurchase, begins, ends }) => {
      const pool = poolWith(purchased, assigned, reduced)
      const coming: readonly Coming[] = [
        ...begins.map((on, at) => ({ on, user: `n${at}`, change: 1 as const, what: 'first day' })),
        ...ends.slice(0, assigned).map((on, at) => ({ on, user: `u${at}`, change: -1 as const, what: 'last day' })),
      ]
      const from = '2026-11-10'
      const cycles = forecast({ pool, coming, rules, anchor: '2026-11-01', day: from, months: 7, autoPurchase })
      const { steps, shortages } = courseOf(cycles, { from, reductions: pool.reductions })
      for (const [at, cycle] of cycles.entries()) {
        const next = cycles[at + 1]?.start ?? '9999'
        const within = (on: string): boolean => (on >= cycle.start || at === 0) && on < next
        const bought = shortages.filter(({ on }) => within(on)).reduce((sum, one) => sum + one.bought, 0)
        expect(bought).toBe(cycle.purchases)
        const last = steps.findLast(({ on }) => within(on))
        expect(last).toMatchObject({ assigned: cycle.assignedAtEnd, paid: cycle.purchased + cycle.purchases })
      }
      expect(new Set(steps.map(({ on }) => on)).size).toBe(steps.length)
      if (autoPurchase === 'unlimited') expect(shortages.every(({ short }) => short === 0)).toBe(true)
    }),
    { numRuns: 300 },
  )
})
