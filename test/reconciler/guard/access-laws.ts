import { expect } from 'vitest'
import type { Funds } from '../access/stage.ts'
import { administrators, declare, inShort, on, somebody, usualEntities, viewers } from '../access/stage.ts'
import { finding, standing } from '../bench.ts'
import type { Law } from './laws.ts'

const names = (...chosen: string[]): Record<string, object> => ({
  funds: { platform: 'atlas', select: { names: chosen } },
})
const fives = (accessGroups: Record<string, object>): Funds => ({ users: viewers(5), accessGroups })

/** Six pairs of a tenant where five may be lost: the sixth holds it. */
export const sixPairs: Law = async (bench) => {
  const start = { users: viewers(6), accessGroups: names('fund-1', 'fund-2') }
  declare(bench, start)
  await bench.apply()
  bench.at('2026-12-02T10:00:00Z')
  declare(bench, { ...start, accessGroups: names('fund-2') })
  expect(finding(await bench.plan(), 'accessPairsLost')).toMatchObject({ result: 'block', measured: 6, limit: 5 })
}

/** Five pairs in the morning and five at noon are ten. */
export const pairsAddUp: Law = async (bench) => {
  declare(bench, fives(names('fund-1', 'fund-2')))
  await bench.apply()
  bench.at('2026-12-02T10:00:00Z')
  declare(bench, fives(names('fund-2')))
  await bench.apply()
  bench.at('2026-12-02T12:00:00Z')
  declare(bench, fives(names('fund-3')))
  expect(finding(await bench.plan(), 'accessPairsLost')).toMatchObject({ result: 'block', measured: 10 })
}

/** What leavers had counts with the leavers. */
export const leaversPairsCountOnce: Law = async (bench) => {
  declare(bench, { users: viewers(4) })
  await bench.apply()
  const { v001: _, ...left } = viewers(4)
  declare(bench, { users: left })
  expect(finding(await bench.plan(), 'accessPairsLost')).toBeUndefined()
}

/** A tag brings something privileged to those who gain it. */
export const privilegedByTag: Law = async (bench) => {
  const crown = { platform: 'atlas', name: 'Crown', kind: 'fund', tags: ['x'], privileged: true }
  declare(bench, { users: viewers(2), entities: { ...usualEntities, crown } })
  await bench.apply()
  declare(bench, { users: viewers(2), entities: { ...usualEntities, crown: { ...crown, tags: ['fund'] } } })
  const made = await bench.plan()
  expect(finding(made, 'privilegedGain')?.result).toBe('block')
  expect(standing(made)).toBe('blocked 5')
}

/** Whoever made an entity keeps it, or somebody says otherwise. */
export const makersKeepWhatTheyMade: Law = async (bench) => {
  const mine = { ...usualEntities['fund-1'], createdBy: 'eva' }
  const users = { eva: on('eva', { role: 'edit', accessGroup: 'funds' }) }
  declare(bench, { users, entities: { ...usualEntities, 'fund-1': mine } })
  await bench.apply()
  declare(bench, { users, entities: { ...usualEntities, 'fund-1': { ...mine, tags: [] } } })
  expect(finding(await bench.plan(), 'creatorLockout')).toMatchObject({ result: 'block', measured: 1 })
}

/** The last administrator stays. */
export const somebodyAdministers: Law = async (bench) => {
  declare(bench, { users: viewers(1) })
  await bench.apply()
  const gone = Object.fromEntries(Object.keys(administrators).map((id) => [id, somebody(id)]))
  declare(bench, { users: { ...viewers(1), ...gone } })
  expect(finding(await bench.plan(), 'adminHolders')).toMatchObject({ result: 'block', measured: 0 })
}

/** What tests.yaml says is true before anything is written. */
export const testsHold: Law = async (bench) => {
  const tests = { no: { user: 'v001', platform: 'atlas', permission: 'data/entities', entity: 'fund-2', is: 'none' } }
  declare(bench, { users: viewers(1), tests })
  expect(finding(await bench.plan(), 'access-test-failed')?.result).toBe('block')
  expect((await bench.apply()).exitCode).toBe(5)
}

/** What was applied is in effect, and what failed is not. */
export const whatFailedIsNotInEffect: Law = async (bench) => {
  declare(bench, { users: viewers(1) })
  await bench.apply()
  expect((await bench.plan()).access.groups).toEqual([])
  declare(bench, { users: { ...viewers(1), eva: on('eva', { role: 'edit', accessGroup: 'funds' }) } })
  bench.live().misbehave({ fail: { write: 3, when: 'before', class: 'forbidden' } })
  await bench.apply()
  bench.live().misbehave(undefined)
  const again = await bench.plan()
  expect(again.access.groups.length).toBeGreaterThan(0)
  expect(inShort(again.access.groups).every((line) => line.startsWith('+ 1 own'))).toBe(true)
}
