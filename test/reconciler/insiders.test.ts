import { afterEach, beforeEach, expect, test } from 'vitest'
import { rememberedInsiders } from '../../src/reconciler/insiders.ts'
import { remember } from '../../src/reconciler/memory.ts'
import { Bench, person, tenantOf } from './bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

test('SEC-06 who is in a group is known from the ledger: also through groups in it, and round a circle that was made by hand', async () => {
  bench.tenant('acme', {
    tenant: tenantOf(),
    users: { eva: person('eva', { groups: ['inner'] }), tom: person('tom', { groups: ['outer'] }), ned: person('ned') },
    groups: { inner: {}, outer: { members: { groups: ['inner'] } } },
  })
  await bench.apply()
  const memory = remember(await bench.ledger.read('acme'))
  const insiders = rememberedInsiders(memory, 'acme')
  expect([insiders('outer'), insiders('inner'), insiders('none')]).toEqual([['eva', 'tom'], ['eva'], []])
  const circle = new Map([...memory.members, ['acme/hq/group/inner', new Set(['eva', 'group:outer', '~id-9'])]])
  expect(rememberedInsiders({ members: circle }, 'acme')('inner')).toEqual(['eva', 'tom'])
})
