import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Bench, finding, restOf, atRest, standing, told } from '../bench.ts'
import { byHand, declare, found, inShort, on, somebody, usualEntities, usualGroups, viewers } from './stage.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const withoutTag = { ...usualEntities, 'fund-1': { ...usualEntities['fund-1'], tags: ['apac'] } }

describe('the access impact of a plan', () => {
  test('everything is gained at first, and nothing once it was applied', async () => {
    declare(bench, { users: viewers(3) })
    const first = await bench.plan()
    expect(standing(first)).toBe('changes 2')
    expect(first.access.lost).toEqual([])
    expect(new Set(first.access.gained.map(({ user }) => user))).toEqual(
      new Set(['root-one', 'root-two', 'v001', 'v002', 'v003']),
    )
    expect((await bench.apply()).exitCode).toBe(0)
    const second = await bench.plan()
    expect(second.access).toEqual({ gained: [], lost: [], groups: [], omitted: 0 })
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('UX-01 whoever is live in all the groups already had it before roster came: the first plan tells what is new', async () => {
    declare(bench, { users: viewers(3) })
    await bench.apply()
    for (const kept of ['ledger', 'heads']) rmSync(join(bench.root, '.roster', kept), { recursive: true })
    declare(bench, { users: viewers(4) })
    const first = await bench.plan()
    expect(first.access.lost).toEqual([])
    expect(new Set(first.access.gained.map(({ user }) => user))).toEqual(new Set(['v004']))
    expect(first.findings.filter(({ gate }) => gate === 'privilegedGain')).toEqual([])
  })

  test('ATL-06 a name taken out of a group: exactly its pairs are lost, with the cause and its place', async () => {
    const accessGroups = { funds: { platform: 'atlas', select: { names: ['fund-1', 'fund-2'] } } }
    declare(bench, { users: viewers(3), accessGroups })
    await bench.apply()
    declare(bench, { users: viewers(3), accessGroups: { funds: { platform: 'atlas', select: { names: ['fund-2'] } } } })
    const made = await bench.plan()
    expect(inShort(made.access.groups)).toEqual(['- 3 accessGroup access-groups.yaml fund-1'])
    const pairs = new Set(made.access.lost.map(({ user, entity }) => `${user} ${entity}`))
    expect([...pairs].toSorted()).toEqual(['v001 fund-1', 'v002 fund-1', 'v003 fund-1'])
    expect(made.access.lost[0]).toMatchObject({
      source: { file: 'tenants/acme/access-groups.yaml', line: expect.any(Number) },
    })
  })

  test('ATL-07 a tag taken off an entity: forty people lose it, told once, and the gate holds', async () => {
    declare(bench, { users: viewers(40) })
    await bench.apply()
    declare(bench, { users: viewers(40), entities: withoutTag })
    const made = await bench.plan()
    expect(inShort(made.access.groups)).toEqual(['- 40 tag entities.yaml fund-1'])
    expect(made.access.groups[0]?.summary).toContain('40 people lose')
    expect(finding(made, 'accessPairsLost')).toMatchObject({ result: 'block', gate: 'accessPairsLost', measured: 40 })
    expect(standing(made)).toBe('blocked 5')
    expect((await bench.apply()).exitCode).toBe(5)
    expect(inShort((await bench.plan()).access.groups)).toEqual(['- 40 tag entities.yaml fund-1'])
  })

  test('ATL-07 with two shared tags and `any`, one of them may go', async () => {
    const accessGroups = { funds: { platform: 'atlas', select: { tags: ['fund', 'apac'], match: 'any' } } }
    declare(bench, { users: viewers(3), accessGroups })
    await bench.apply()
    declare(bench, { users: viewers(3), accessGroups, entities: withoutTag })
    expect((await bench.plan()).access.groups).toEqual([])
    const all = { funds: { platform: 'atlas', select: { tags: ['fund', 'apac'], match: 'all' } } }
    declare(bench, { users: viewers(3), accessGroups: all })
    await bench.apply()
    declare(bench, { users: viewers(3), accessGroups: all, entities: withoutTag })
    expect(inShort((await bench.plan()).access.groups)).toEqual(['- 3 tag entities.yaml fund-1'])
  })

  test('ALR-08 ATL-04 a new entity is gained by who reaches all that is to come, and by nobody else', async () => {
    const accessGroups = { ...usualGroups, all: { platform: 'atlas', select: { all: true } } }
    const users = { ...viewers(2), 'all-one': on('all-one', { role: 'view-only', accessGroup: 'all' }) }
    declare(bench, { users, accessGroups })
    const first = await bench.plan()
    expect(
      found(first, 'escalation')
        .map(({ message }) => message)
        .join(),
    ).toContain('all-one')
    await bench.apply()
    const entities = { ...usualEntities, 'fund-4': { platform: 'atlas', name: 'Fund Four', kind: 'fund', tags: ['x'] } }
    declare(bench, { users, accessGroups, entities })
    const gained = (await bench.plan()).access.groups
    expect(gained.every(({ change, entities: where }) => change === 'gained' && where.includes('fund-4'))).toBe(true)
    expect(new Set(gained.flatMap(({ users: people }) => people))).toEqual(new Set(['all-one', 'root-one', 'root-two']))
  })

  test('UX-24 one line of a template lists everybody who gains or loses what', async () => {
    const users = Object.fromEntries(Object.keys(viewers(25)).map((id) => [id, somebody(id, { template: 'analyst' })]))
    const template = (role: string): Record<string, object> => ({
      analyst: { applies: 'continuous', platforms: { funds: { role, accessGroup: 'funds' } } },
    })
    declare(bench, { users, templates: template('edit') })
    await bench.apply()
    declare(bench, { users, templates: template('view-only') })
    const { groups } = (await bench.plan()).access
    expect(groups.map(({ cause }) => cause)).toContain('template')
    const lost = groups.filter(({ change }) => change === 'lost')
    expect(new Set(lost.flatMap(({ users }) => users)).size).toBe(25)
    expect(lost[0]?.source.file).toBe('tenants/acme/templates.yaml')
  })

  test('a leaver’s access goes with them and is no matter of the gate', async () => {
    declare(bench, { users: viewers(4) })
    await bench.apply()
    const { v001: _, ...left } = viewers(4)
    declare(bench, { users: left })
    const made = await bench.plan()
    expect(made.access.groups.map(({ cause }) => cause)).toEqual(made.access.groups.map(() => 'leaver'))
    expect(made.access.groups.length).toBeGreaterThan(0)
    expect(finding(made, 'accessPairsLost')).toBeUndefined()
    await bench.apply()
    expect((await bench.plan()).access.groups).toEqual([])
  })

  test('an end that came by the clock is told as one', async () => {
    const users = {
      ana: on('ana', { role: 'view-only', accessGroup: 'funds', expires: '2026-12-03', reason: 'audit' }),
    }
    declare(bench, { users })
    await bench.apply()
    bench.at('2026-12-04T09:00:00Z')
    expect(new Set((await bench.plan()).access.groups.map(({ cause }) => cause))).toEqual(new Set(['expiry']))
  })
})

describe('what is in effect', () => {
  test('a membership that failed leaves the access waiting, and the next plan tells it again', async () => {
    declare(bench, { users: viewers(2) })
    await bench.apply()
    const more = { ...viewers(2), eva: on('eva', { role: 'edit', accessGroup: 'funds' }) }
    declare(bench, { users: more })
    bench.live().misbehave({ fail: { write: 3, when: 'before', class: 'forbidden' } })
    const applied = await bench.apply()
    expect(applied.exitCode).not.toBe(0)
    bench.live().misbehave(undefined)
    const again = await bench.plan()
    expect(new Set(again.access.gained.map(({ user }) => user))).toEqual(new Set(['eva']))
  })

  test('through a directory that is only looked at nothing is in effect, and no gate holds anything', async () => {
    declare(bench, { users: viewers(2), directory: { mode: 'observe' }, acknowledgements: { 'first-day': undefined } })
    const made = await bench.plan()
    expect(made.access.gained.length).toBeGreaterThan(0)
    expect(finding(made, 'privilegedGain')).toBeUndefined()
    expect(standing(made)).toBe('noChange 0')
    await bench.apply()
    expect((await bench.plan()).access.gained).toEqual(made.access.gained)
  })

  test('nothing is recorded when the run was held', async () => {
    declare(bench, { users: viewers(40) })
    await bench.apply()
    const before = (await bench.entries()).filter(({ type }) => type === 'access').length
    declare(bench, { users: viewers(40), entities: withoutTag })
    await bench.apply()
    expect((await bench.entries()).filter(({ type }) => type === 'access')).toHaveLength(before)
  })

  test('an account that waits for somebody to make it is not in effect; what the gates asked is not asked again', async () => {
    declare(bench, { users: viewers(2), contract: byHand })
    const first = await bench.plan()
    expect(first.access.gained.length).toBeGreaterThan(0)
    await bench.apply()
    bench.at('2026-12-03T09:00:00Z')
    const later = await bench.plan()
    expect(later.access.gained).toEqual(first.access.gained)
    expect(finding(later, 'privilegedGain')).toBeUndefined()
  })

  test('a removal by hand is drift, told as access', async () => {
    declare(bench, { users: viewers(2) })
    await bench.apply()
    bench.live().leave('atlas-funds-view-only', 'v001')
    const made = await bench.plan()
    expect(told(made.operations)).toEqual(['grant membership atlas-funds-view-only/v001'])
    expect(inShort(made.access.groups).length).toBeGreaterThan(0)
    expect(
      made.access.groups.every(
        ({ cause, change, users }) => cause === 'drift' && change === 'gained' && users.join() === 'v001',
      ),
    ).toBe(true)
  })

  test('somebody put in by hand is drift, told as access that they lose', async () => {
    const users = { ...viewers(2), eva: on('eva', { role: 'edit', accessGroup: 'funds' }), tom: somebody('tom') }
    declare(bench, { users })
    await bench.apply()
    bench.live().join('atlas-funds-edit', 'tom')
    const made = await bench.plan()
    expect(made.access.groups.map(({ cause, change, users: who }) => `${cause} ${change} ${who.join()}`)).toContain(
      'drift lost tom',
    )
  })
})
