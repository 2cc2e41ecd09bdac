import { expect, test } from 'vitest'
import type { Effort } from '../../src/model/plan.ts'
import { planComment } from '../../src/report/comment/plan.ts'
import { effortOfPlan } from '../../src/report/effort.ts'
import { inkOf } from '../../src/report/ink.ts'
import { paintPlan } from '../../src/report/text.ts'
import { contextOf } from './comment/scenes.ts'
import { grant, planOf, tenantPlan } from './sample.ts'

const zoneOf = (): string => 'Europe/Berlin'

function planWith(...effort: readonly Effort[]) {
  const told = effort.length === 0 ? {} : { effort }
  return planOf({
    tenants: [{ ...tenantPlan('acme', 'changes'), ...told }],
    operations: [grant('staff', 'ana-li', 'Ana Li joins Staff')],
  })
}

test('a plan tells how many requests it takes and how long, before anybody says yes', () => {
  const plan = planWith({ directory: 'entra', requests: 1150, seconds: 40 })
  const words = 'entra: about 1,150 requests, 40 seconds'
  expect(paintPlan(plan, { ink: inkOf(false), everything: false, zone: zoneOf(), zoneOf })).toContain(words)
  expect(planComment(plan, contextOf()).body).toContain(words)
  expect(effortOfPlan(plan)).toBe(words)
})

test('directories that count no requests are not spoken of, several are added up', () => {
  const painted = paintPlan(planWith(), { ink: inkOf(false), everything: true, zone: zoneOf(), zoneOf })
  expect(painted).not.toContain('request')
  expect(effortOfPlan(planWith())).toBeUndefined()
  const both = planWith(
    { directory: 'entra', requests: 100, seconds: 0.2 },
    { directory: 'lab', requests: 1, seconds: 120 },
  )
  expect(effortOfPlan(both)).toBe('2 directories: about 101 requests, 2 minutes')
})

test.each([
  [0.2, '1 second'],
  [89, '89 seconds'],
  [90, '2 minutes'],
  [5400, '2 hours'],
])('%d seconds are told as %s', (seconds, words) => {
  expect(effortOfPlan(planWith({ directory: 'entra', requests: 1, seconds }))).toBe(`entra: about 1 request, ${words}`)
})
