import { afterEach, beforeEach, expect, test } from 'vitest'
import { counter, Office } from './office.ts'

let office: Office
beforeEach(() => {
  office = new Office(counter)
})
afterEach(() => office.bench.close())

const keeper = (): object => office.with('ana-li', { role: 'keeper', reason: 'runs the counter' })
const clerk = (): object => office.with('ben-osei', { role: 'clerk' })

test('SEC-12 what somebody is to do on a platform has to have been approved: 6, and nothing is recorded as agreed', async () => {
  office.declare({ ...keeper() })
  const reviewed = await office.plan()
  office.declare({ ...keeper(), ...clerk() })
  const { exitCode, tenants } = await office.bench.apply({ how: 'approved', plan: reviewed, digest: reviewed.digest })
  expect(exitCode).toBe(6)
  expect(tenants[0]?.held).toContain('acme/counter/account/ben-osei#create')
  expect((await office.bench.entries()).filter(({ type }) => type === 'access')).toEqual([])
})

test('SEC-12 what was approved and waits stays approved for longer than a day', async () => {
  office.declare({ ...keeper(), ...clerk() })
  const reviewed = await office.plan()
  const consent = { how: 'approved', plan: reviewed, digest: reviewed.digest } as const
  expect((await office.bench.apply(consent)).exitCode).toBe(0)
  office.bench.at('2026-12-05T09:00:00Z')
  expect((await office.bench.apply(consent)).exitCode).toBe(0)
})
