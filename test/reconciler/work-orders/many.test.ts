import { afterEach, expect, test } from 'vitest'
import type { Desk } from './desk.ts'
import { boss, helpDesk } from './desk.ts'

let desk: Desk
afterEach(() => desk.close())

test('four hundred steps are attested at once in a few seconds, and every one is known', async () => {
  desk = await helpDesk({ seats: { purchased: 500 } })
  const people = Array.from({ length: 400 }, (_, at) => desk.with(`u${at + 1}-x`, { role: 'beginner' }))
  const tom = desk.with('tom-berg', { role: 'beginner' })
  desk.declare({ ...boss(desk), ...tom, ...(Object.assign({}, ...people) as Readonly<Record<string, object>>) })
  const [order] = await desk.orders()
  const steps = (order?.steps ?? []).map(({ number }) => number)
  expect(steps).toHaveLength(400)
  const before = process.cpuUsage()
  await desk.attest('atera-1', steps)
  const { user, system } = process.cpuUsage(before)
  expect((await desk.pool())?.assigned.size).toBe(402)
  expect((user + system) / 1e6).toBeLessThan(5)
})
