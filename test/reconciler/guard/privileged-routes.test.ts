import { assert, asyncProperty, subarray } from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Plan } from '../../../src/model/plan.ts'
import { Bench, finding, standing } from '../bench.ts'
import type { Funds } from '../access/stage.ts'
import { declare } from '../access/stage.ts'
import { joined, routes, start } from './privileged-routes.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

function gain(made: Plan): string {
  return made.findings
    .filter(({ slug, result }) => slug === 'privilegedGain' && result === 'block')
    .map(({ message }) => message)
    .join('\n')
}

describe('SEC-07 privilegedGain on platforms', () => {
  test.each(Object.entries(routes))('SEC-06 SEC-07 by %s', async (_, { edit, who }) => {
    declare(bench, start)
    expect((await bench.apply()).exitCode).toBe(0)
    declare(bench, { ...start, ...edit })
    const made = await bench.plan()
    const blocked = gain(made)
    const gaining = made.access.groups.filter(({ privileged, change }) => privileged && change === 'gained')
    expect([...new Set(gaining.flatMap(({ users }) => users))].toSorted()).toEqual(who)
    for (const user of who) expect(blocked).toContain(user)
    expect(standing(made)).toBe('blocked 5')
    expect((await bench.apply()).exitCode).toBe(5)
  })

  test('an acknowledgement lets as many gain it as it says', async () => {
    declare(bench, start)
    await bench.apply()
    bench.at('2026-12-02T10:00:00Z')
    const leave = (max: number): Funds => ({
      acknowledgements: {
        audit: { gate: 'privilegedGain', max, reason: 'audit', approver: 'leads', expires: '2026-12-03T00:00:00Z' },
      },
    })
    const edit = routes['a tag on a privileged entity']?.edit
    declare(bench, { ...start, ...edit, ...leave(3) })
    expect(finding(await bench.plan(), 'privilegedGain')?.result).toBe('block')
    declare(bench, { ...start, ...edit, ...leave(4) })
    expect(finding(await bench.plan(), 'privilegedGain')).toMatchObject({ result: 'warn', acknowledgedBy: 'audit' })
    expect((await bench.apply()).exitCode).toBe(0)
    expect(finding(await bench.plan(), 'privilegedGain')).toBeUndefined()
  })

  test('SEC-07 whatever routes are taken together, no gain of something privileged passes', async () => {
    declare(bench, start)
    await bench.apply()
    const names = Object.keys(routes)
    await assert(
      asyncProperty(subarray(names, { minLength: 1 }), async (chosen) => {
        const edits = chosen.map((name) => routes[name]?.edit ?? {})
        const merged = edits.reduce<Funds>((all, edit) => joined(all, edit), start)
        declare(bench, merged)
        const made = await bench.plan()
        const gaining = made.access.groups.filter(({ privileged, change }) => privileged && change === 'gained')
        expect(gaining.length).toBeGreaterThan(0)
        expect(gain(made)).not.toBe('')
        expect(standing(made)).toBe('blocked 5')
      }),
      { numRuns: 25 },
    )
  })
})
