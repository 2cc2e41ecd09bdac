import { afterEach, beforeEach, expect, test } from 'vitest'
import { emergencyAccounts } from '../../../src/reconciler/guard/emergency-accounts.ts'
import type { World } from '../../../src/reconciler/diff/world.ts'
import { Bench, finding, person } from '../bench.ts'
import { cloudly } from '../sky.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
  bench.providers = new Map([['entra', cloudly({ breakGlass: ['glass'] })]])
})
afterEach(() => bench.close())

function declare(breakGlass: readonly string[]): void {
  const cloud = { provider: 'entra', mode: 'authoritative', tenantId: '6c1e0000-0000-4000-8000-000000000001' }
  bench.tenant('acme', {
    tenant: { name: 'Acme', directories: { cloud: { ...cloud, breakGlass } } },
    users: { ana: person('ana') },
  })
}

test('SEC-19 an emergency account whose name is misspelt is told, for nothing protects it', async () => {
  declare(['glas@acme.example'])
  expect(finding(await bench.plan(), 'emergency-account')).toMatchObject({
    scope: 'acme/cloud',
    result: 'warn',
    message:
      'the emergency account glas@acme.example is not in cloud, so nothing protects it: write its sign-in name or its id as the directory has it (breakGlass in tenant.yaml)',
  })
  declare([])
  expect(finding(await bench.plan(), 'emergency-account')).toBeUndefined()
})

test('one that is there and can be used is not talked about, however its name is written', () => {
  const live = (state: string): World =>
    ({
      desired: { id: 'acme' },
      directory: { id: 'cloud', settings: { provider: 'entra', breakGlass: ['Glass@acme.example'] } },
      snapshot: { users: [{ username: 'glass@ACME.example', immutableId: 'g-1', state }] },
    }) as unknown as World
  expect(emergencyAccounts(live('active'))).toEqual([])
  expect(emergencyAccounts(live('disabled')).map(({ message }) => message)).toEqual([
    'the emergency account Glass@acme.example of cloud is disabled, so it lets nobody in: enable it there',
  ])
  expect(emergencyAccounts(live('softDeleted')).map(({ message }) => message)).toEqual([
    expect.stringContaining('is not in cloud'),
  ])
})
