import { expect } from 'vitest'
import type { Bench } from '../reconciler/bench.ts'
import { finding, person, standing, tenantOf } from '../reconciler/bench.ts'

/**
 * Somebody comes to administer a product: it is an escalation, nothing is done while nobody approved, and with an approval it goes
 * on. Gives what the operation says.
 */
export async function madeAdministrator(
  bench: Bench,
  platform: string,
  role: string,
  more: object = {},
): Promise<string> {
  const leave = { max: 1, reason: 'runs it', approver: 'leads', expires: '2026-12-02T09:00:00Z' }
  const declare = (gate?: string): void =>
    bench.tenant('acme', {
      tenant: tenantOf({}, { audience: 'internal', subscriptions: { it: { platform, delivery: 'manual', ...more } } }),
      users: {
        ana: person('ana-li', { platforms: { it: { role, reason: 'runs it' } }, dailyAccount: 'exempt' }),
      },
      acknowledgements: gate === undefined ? {} : { leave: { gate, ...leave } },
    })
  declare()
  const made = await bench.plan()
  expect(made.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const before = bench.live().text()
  const ofPlatform = made.operations.filter(({ directory }) => directory === 'it')
  expect(ofPlatform.filter(({ escalation }) => escalation).length).toBeGreaterThan(0)
  expect(finding(made, 'privilegedGain')).toMatchObject({ result: 'block', measured: 1, scope: `acme/${platform}` })
  expect(standing(made)).toBe('blocked 5')
  expect((await bench.apply()).exitCode).toBe(5)
  expect(bench.live().text()).toBe(before)
  declare('usersRemoved')
  expect(standing(await bench.plan())).toBe('blocked 5')
  declare('privilegedGain')
  expect(finding(await bench.plan(), 'privilegedGain')).toMatchObject({ result: 'warn', acknowledgedBy: 'leave' })
  expect((await bench.apply()).exitCode).toBe(0)
  return ofPlatform.map(({ summary }) => summary).join('\n')
}
