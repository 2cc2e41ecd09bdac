import { afterEach, beforeEach, expect, test } from 'vitest'
import { declare, inShort, on, ordinaryFunds, somebody } from '../access/stage.ts'
import { Bench, finding, told } from '../bench.ts'
import { lastApply, planBack, takeBack } from './stage.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const funds = ordinaryFunds(20)
const critical = { role: 'customer-admin', reason: 'runs it' }

async function applied(users: Readonly<Record<string, object>>, at: string, acknowledgements = {}): Promise<void> {
  bench.at(at)
  declare(bench, { ...funds, users: { ...funds.users, ...users }, acknowledgements })
  const report = await bench.apply()
  expect([report.tenants[0]?.held, report.exitCode]).toEqual([undefined, 0])
}

test('REL-20 access that an apply had brought through a group is told, taken, and no longer in effect', async () => {
  await applied({ ann: somebody('ann') }, '2026-12-01T09:00:00Z')
  const after = { ann: on('ann', { role: 'view-only', accessGroup: 'funds' }) }
  await applied(after, '2026-12-03T09:00:00Z')
  bench.at('2026-12-06T09:00:00Z')
  const plan = await planBack(bench, await lastApply(bench))
  expect(told(plan.operations)).toEqual(['revoke membership atlas-funds-view-only/ann'])
  expect(inShort(plan.access.groups).every((line) => line.startsWith('- 1 '))).toBe(true)
  expect(plan.access.groups.flatMap(({ users }) => users)).toContain('ann')
  expect((await takeBack(bench, await lastApply(bench))).exitCode).toBe(0)
  const again = await bench.plan()
  expect(told(again.operations)).toContain('grant membership atlas-funds-view-only/ann')
  const hers = again.access.groups.filter(({ users }) => users.includes('ann'))
  expect(hers.length).toBeGreaterThan(0)
  expect(hers.every(({ change }) => change === 'gained')).toBe(true)
})

test('REL-20 bringing somebody back who runs the product asks the gates', async () => {
  const agreed = (day: string): object => ({
    third: { gate: 'privilegedGain', max: 5, reason: 'agreed', approver: 'leads', expires: `${day}T00:00:00Z` },
  })
  await applied({ ann: on('ann', critical, { dailyAccount: 'exempt' }) }, '2026-12-01T09:00:00Z', agreed('2026-12-02'))
  await applied({ ann: somebody('ann') }, '2026-12-03T09:00:00Z')
  bench.at('2026-12-06T09:00:00Z')
  const plan = await planBack(bench, await lastApply(bench))
  expect(told(plan.operations)).toContain('grant membership atlas-admins/ann')
  expect(finding(plan, 'privilegedGain')?.result).toBe('block')
  expect((await takeBack(bench, await lastApply(bench))).exitCode).toBe(5)
})
