import { afterEach, beforeEach, expect, test } from 'vitest'
import { evaluate } from '../../src/access/evaluate.ts'
import { access, account, entity, profile } from '../access/scene.ts'
import { Bench, person, tenantOf } from '../reconciler/bench.ts'
import { madeAdministrator } from './administrator.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

test('ATE-43 what is critical waits for a person: an Admin is not made before somebody approves it', async () => {
  expect(await madeAdministrator(bench, 'atera', 'admin', { edition: 'msp', tier: 'growth' })).toContain('Ana Li')
})

test('ATE-07 a Beginner has nothing of the 21 switches anywhere, also on a site', () => {
  const rules = profile('atera')
  const world = evaluate(
    access(rules, { entities: [entity('amsterdam', 'site')], accounts: [account('ana', ['beginner'])] }),
  )
  expect(world.keys.length).toBeGreaterThanOrEqual(21)
  const given = world.keys.filter(
    (key) => world.value('main/ana', key) !== 'none' || world.level('main/ana', key, 'amsterdam') !== 'none',
  )
  expect(given).toEqual([])
})

test('ATE-07 what a Beginner is cannot be changed', async () => {
  const subscriptions = { it: { platform: 'atera', edition: 'msp', tier: 'growth', delivery: 'manual' } }
  bench.tenant('acme', { tenant: tenantOf({}, { subscriptions }), users: { ana: person('ana') } })
  bench.write('tenants/acme/roles.yaml', {
    beginner: { platform: 'atera', name: 'Beginner', permissions: { 'rmm/devices': 'allow' } },
  })
  const { diagnostics } = await bench.plan()
  expect(diagnostics.map(({ file, slug }) => `${file} ${slug}`)).toContain('tenants/acme/roles.yaml built-in-role')
})
