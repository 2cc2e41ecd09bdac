import { afterEach, beforeEach, expect, test } from 'vitest'
import { atRest, Bench, crowd, person, restOf, tenantOf, told } from './bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const keeping = { users: { placement: 'keep', disabledBase: 'leavers' }, groups: { placement: 'keep' } }

async function settled(ana: object): Promise<void> {
  bench.tenant('acme', {
    tenant: tenantOf(keeping),
    users: { ...crowd(4), 'ana-li': person('ana-li', ana) },
    groups: { vpn: {} },
  })
  expect((await bench.apply()).exitCode).toBe(0)
}

test('UX-02 where people stay as they lie, new ones come into the base and nobody is moved', async () => {
  await settled({})
  expect(bench.live().user('ana-li').container).toBe('people')
  bench.live().editUser('ana-li', { container: 'people/berlin' })
  bench.live().editGroup('vpn', { container: 'groups/berlin' })
  expect(told((await bench.plan()).operations)).toEqual([])
  await settled({ title: 'Lead' })
  expect(bench.live().user('ana-li').container).toBe('people/berlin')
  expect(await restOf(bench)).toEqual(atRest)
})

test('a leaver goes among the leavers, and comes back into the base', async () => {
  await settled({})
  bench.live().editUser('ana-li', { container: 'people/berlin' })
  await settled({ state: 'disabled' })
  expect(bench.live().user('ana-li').container).toBe('leavers')
  await settled({})
  expect(bench.live().user('ana-li').container).toBe('people')
  expect(await restOf(bench)).toEqual(atRest)
})

test('somebody who was disabled where they lie is enabled there', async () => {
  await settled({})
  bench.live().editUser('ana-li', { container: 'people/berlin', state: 'disabled' })
  const { operations } = await bench.plan()
  const enabling = operations.find(({ verb }) => verb === 'enable')
  expect(enabling?.after).toEqual({ state: 'active', container: 'people/berlin' })
})
