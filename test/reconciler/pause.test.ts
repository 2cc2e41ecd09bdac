import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { atRest, Bench, crowd, finding, person, restOf, standing, tenantOf } from './bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
  bench.tenant('acme', { tenant: tenantOf(), users: crowd(40), groups: { staff: {} } })
})
afterEach(() => bench.close())

const reason = 'the directory team looks into an incident'

describe('REL-17 the stop button', () => {
  test('REL-17 pressed before: nothing is read, written or recorded; 5, with the reason', async () => {
    const report = await bench.apply({ how: 'autoApprove' }, { paused: () => reason })
    expect([report.exitCode, report.tenants[0]?.held]).toEqual([5, `paused: ${reason}. Nothing was written.`])
    expect([bench.live().text(), await bench.entries()]).toEqual(['', []])
  })

  test('REL-17 in one tenant: the others go on', async () => {
    bench.tenant('other', {
      tenant: { name: 'Other', directories: { hq: { provider: 'local', mode: 'authoritative' } } },
      users: crowd(2),
    })
    const paused = (tenant: string): string | undefined => (tenant === 'acme' ? reason : undefined)
    const report = await bench.apply({ how: 'autoApprove' }, { paused })
    expect(report.tenants.map(({ tenant, exitCode, settled }) => [tenant, exitCode, settled.length])).toEqual([
      ['acme', 5, 0],
      ['other', 0, 2],
    ])
  })

  test('REL-17 the plan says it, and shows what would be done all the same', async () => {
    const plan = await bench.plan({ paused: () => reason })
    expect(finding(plan, 'paused')).toMatchObject({ result: 'warn', scope: 'acme' })
    expect(finding(plan, 'paused')?.message).toContain(reason)
    expect([standing(plan), plan.operations.length]).toEqual(['changes 2', 41])
    expect(plan.digest).toBe((await bench.plan()).digest)
  })

  test('REL-17 pressed during a run: it stops before the next operation, is recorded, and the next apply does the rest', async () => {
    // Held while a run is under way: after the third outcome.
    let done = 0
    const report = await bench.apply(
      { how: 'autoApprove' },
      {
        progress: ({ phase }) => (done += phase === 'apply' ? 1 : 0),
        paused: () => (done >= 3 ? reason : undefined),
      },
    )
    const statuses = report.tenants[0]?.settled.map(({ outcome }) => outcome.status) ?? []
    const written = statuses.filter((status) => status === 'applied').length
    expect(written).toBeGreaterThanOrEqual(3)
    expect(statuses.filter((status) => status === 'skipped').length).toBe(41 - written)
    expect(
      bench
        .live()
        .all()
        .filter(({ kind }) => kind !== 'organizationalUnit').length,
    ).toBe(written)
    expect([report.exitCode, report.tenants[0]?.held]).toEqual([
      7,
      `paused: ${reason}. What was not tried is done by the next apply.`,
    ])
    const outcomes = (await bench.entries()).filter((entry) => entry.type === 'outcome')
    expect(
      outcomes.filter(({ status }) => status === 'skipped').every(({ detail }) => detail === `paused: ${reason}`),
    ).toBe(true)
    expect((await bench.apply()).exitCode).toBe(0)
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('REL-17 it is asked before each write: a run that would ask once only writes everything', async () => {
    let asked = 0
    await bench.apply({ how: 'autoApprove' }, { paused: () => ((asked += 1), undefined) })
    expect(asked).toBeGreaterThan(41)
  })

  test('REL-17 pressed between the plan and the first write: nothing is tried, 5', async () => {
    bench.tenant('acme', { users: { ...crowd(40), 'ana-li': person('ana-li') } })
    let asked = 0
    const report = await bench.apply({ how: 'autoApprove' }, { paused: () => ((asked += 1) > 1 ? reason : undefined) })
    expect([report.exitCode, report.tenants[0]?.settled.every(({ outcome }) => outcome.status === 'skipped')]).toEqual([
      5,
      true,
    ])
    expect(bench.live().users()).toEqual([])
  })
})
