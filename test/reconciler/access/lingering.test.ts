import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Bench, finding, told } from '../bench.ts'
import { declare, found, inShort, on, somebody, usualEntities, viewers } from './stage.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const ana = (role: string): Record<string, object> => ({ ana: on('ana', { role, accessGroup: 'funds' }) })

async function applied(): Promise<void> {
  expect((await bench.apply()).exitCode).toBe(0)
}

describe('access is not gone because its line is', () => {
  test('an additive directory keeps whom somebody else put into the group, and every plan says so until they are out', async () => {
    const directory = { mode: 'additive' }
    declare(bench, { directory, users: ana('view-only') })
    await applied()
    bench.live().addGroup('atlas-funds-edit', ['ana'])
    declare(bench, { directory, users: ana('edit') })
    await applied()
    declare(bench, { directory, users: ana('view-only') })
    await applied()
    expect(bench.live().members('atlas-funds-edit')).toEqual(['ana'])
    for (const day of ['2026-12-01', '2026-12-08']) {
      const made = await bench.at(`${day}T12:00:00Z`).plan()
      expect(inShort(made.access.groups)).toContain('- 1 own users.yaml fund-1+fund-2')
      expect(finding(made, 'access-lingers')).toMatchObject({ result: 'warn', measured: 1 })
      expect(finding(made, 'access-lingers')?.message).toContain('is still in the group atlas-funds-edit of hq: ana')
      await applied()
    }
    bench.live().leave('atlas-funds-edit', 'ana')
    await applied()
    const after = await bench.plan()
    expect(after.access.groups).toEqual([])
    expect(found(after, 'access-lingers')).toEqual([])
  })

  test('a directory that is only observed takes nobody out', async () => {
    declare(bench, { users: viewers(3) })
    await applied()
    const { v001: _, ...others } = viewers(3)
    const directory = { mode: 'observe' }
    declare(bench, { directory, users: { ...others, v001: somebody('v001') } })
    await applied()
    const made = await bench.plan()
    expect(told(made.operations)).toEqual([])
    expect(new Set(inShort(made.access.groups))).toEqual(
      new Set(['- 1 own users.yaml fund-1+fund-2', '- 1 own users.yaml everywhere']),
    )
    expect(finding(made, 'access-lingers')?.measured).toBe(1)
  })

  test('nor does what an entity’s tag no longer gives go by itself', async () => {
    const contract = {
      delivery: 'groups',
      groups: { directory: 'hq', names: { 'customer-admin': 'atlas-admins', default: '{entity}-{role}' } },
    }
    declare(bench, { contract, users: viewers(2) })
    await applied()
    const entities = { ...usualEntities, 'fund-1': { ...usualEntities['fund-1'], tags: ['apac'] } }
    declare(bench, { contract, users: viewers(2), entities, directory: { mode: 'observe' } })
    await applied()
    const made = await bench.plan()
    expect(bench.live().members('fund-1-view-only')).toEqual(['v001', 'v002'])
    expect(inShort(made.access.groups)).toEqual(['- 2 tag entities.yaml fund-1'])
    expect(finding(made, 'access-lingers')?.measured).toBe(2)
    declare(bench, { contract, users: viewers(2), entities })
    await applied()
    const after = await bench.plan()
    expect(after.access.groups).toEqual([])
    expect(found(after, 'access-lingers')).toEqual([])
  })

  test('whoever leaves with the account does not linger', async () => {
    declare(bench, { users: viewers(3) })
    await applied()
    const { v001: _, ...others } = viewers(3)
    declare(bench, { users: others })
    expect(found(await bench.plan(), 'access-lingers')).toEqual([])
    await applied()
    expect((await bench.plan()).access.groups).toEqual([])
  })
})
