import { afterEach, beforeEach, expect, test } from 'vitest'
import { inkOf } from '../../src/report/ink.ts'
import { paintPlan } from '../../src/report/text.ts'
import { declare, somebody, usualGroups } from '../reconciler/access/stage.ts'
import { Bench } from '../reconciler/bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

test('UX-24 one line of a template is 400 people who gain and lose: each side told once, with how many and where', async () => {
  const ids = Array.from({ length: 400 }, (_, at) => `u${String(at).padStart(3, '0')}`)
  const viewing = (accessGroup: string): void =>
    declare(bench, {
      users: Object.fromEntries(ids.map((id) => [id, somebody(id, { template: 'analyst' })])),
      templates: { analyst: { platforms: { funds: { role: 'view-only', accessGroup } } } },
      accessGroups: { ...usualGroups, others: { platform: 'atlas', select: { names: ['fund-3'] } } },
    })
  viewing('funds')
  expect((await bench.apply()).exitCode).toBe(0)
  viewing('others')
  const made = await bench.plan()
  const told = made.access.groups.map(({ change, cause, users, entities, source }) => ({
    change,
    cause,
    people: users.length,
    entities,
    file: source.file,
  }))
  const template = { cause: 'template', people: 400, file: 'tenants/acme/templates.yaml' }
  expect(told).toHaveLength(2)
  expect(told).toContainEqual({ ...template, change: 'lost', entities: ['fund-1', 'fund-2'] })
  expect(told).toContainEqual({ ...template, change: 'gained', entities: ['fund-3'] })
  const painted = paintPlan(made, {
    ink: inkOf(false),
    everything: false,
    zone: 'Europe/Berlin',
    zoneOf: () => 'Europe/Berlin',
  })
  expect(painted).toMatch(/400 people lose .*fund-1/)
  expect(painted).toMatch(/400 people gain .*fund-3/)
})
