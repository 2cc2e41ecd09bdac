import { afterEach, beforeEach, expect, test } from 'vitest'
import { UsageError } from '../../src/model/fault.ts'
import type { Plan, Shard } from '../../src/model/plan.ts'
import { joined, tenantsOf } from '../../src/reconciler/shards.ts'
import { Bench, crowd, tenantOf } from './bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const ids = ['acme', 'bakery', 'cafe', 'diner', 'eatery']

/** Five tenants: some with something to do, one that a gate holds, one with a mistake. */
async function fleet(): Promise<void> {
  for (const [at, id] of ids.entries()) bench.tenant(id, { tenant: tenantOf(), users: crowd(12 + at) })
  await bench.apply()
  bench.tenant('bakery', { tenant: tenantOf(), users: crowd(2) })
  bench.tenant('cafe', { tenant: tenantOf(), users: { x: { name: 'nobody' } } })
  bench.tenant('diner', { tenant: tenantOf(), users: crowd(17) })
}

async function parts(of: number): Promise<readonly Plan[]> {
  const made: Plan[] = []
  for (let index = 1; index <= of; index += 1) {
    const shard: Shard = { index, of }
    made.push(await bench.plan({ shard, tenants: tenantsOf(shard, ids) }))
  }
  return made
}

test.each([1, 2, 3, 5, 7])('SEC-11 REL-25 a plan made in %i parts is the plan made at once', async (of) => {
  await fleet()
  const whole = await bench.plan()
  const { context, ...rest } = joined((await parts(of)).toReversed())
  const { context: _, ...asked } = whole
  expect(rest).toEqual(asked)
  expect(context.shard).toBeUndefined()
  expect(rest.digest).toBe(whole.digest)
})

test('every tenant is in exactly one part', () => {
  const shards = [1, 2, 3, 4].map((index) => tenantsOf({ index, of: 4 }, ids))
  expect(shards.flat().toSorted()).toEqual(ids)
})

test('a part that is not there is never a part without changes', async () => {
  await fleet()
  const [one, two, three] = (await parts(3)) as readonly [Plan, Plan, Plan]
  expect(() => joined([one, three])).toThrow(UsageError)
  expect(() => joined([one, two, three, three])).toThrow(UsageError)
  expect(() => joined([one])).toThrow('part 2, 3 is not there once')
  expect(() => joined([one, two, { ...three, context: { ...three.context, commit: 'c'.repeat(40) } }])).toThrow(
    'different commits',
  )
  expect(() => joined([])).toThrow('There is no plan')
})
