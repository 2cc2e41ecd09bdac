import { afterEach, describe, expect, test } from 'vitest'
import { impactOf } from '../../src/access/impact.ts'
import { profile, access, account, entity, role, scope } from '../access/scene.ts'
import { asks, people, tenantOn } from '../language/validate/access/asks.ts'
import { Crash } from '../reconciler/crash.ts'
import { dyingAfter } from '../reconciler/dying.ts'
import type { Desk } from '../reconciler/work-orders/desk.ts'
import { boss, helpDesk } from '../reconciler/work-orders/desk.ts'
import { attest } from '../../src/reconciler/work-orders/attest.ts'

const rules = profile('atera')
const switches = Object.keys(rules.permissions ?? {})
const entities = {
  nw: { platform: 'atera', name: 'Northwind', kind: 'customer' },
  ams: { platform: 'atera', name: 'Amsterdam', kind: 'site', inside: 'nw' },
  servers: { platform: 'atera', name: 'Servers', kind: 'folder', inside: 'ams' },
}

let desk: Desk | undefined
afterEach(() => desk?.close())

/** Tom at work with a role of the house, which is in effect. */
async function atWork(permissions: object, more: object = { sites: ['ams'] }): Promise<Desk> {
  const made = await helpDesk()
  declare(made, permissions, more)
  const [order] = await made.orders()
  await made.attest(
    'atera-1',
    (order?.steps ?? []).map(({ number }) => number),
  )
  expect(await made.waiting()).toEqual([])
  return made
}

function declare(made: Desk, permissions: object, works: object = { sites: ['ams'] }): void {
  const first = { platform: 'atera', name: 'First line', permissions, scope: works }
  made.declare(
    { ...boss(made), ...made.with('tom-berg', { role: 'first', reason: 'does it' }) },
    { roles: { first }, entities },
  )
}

describe('roles of a platform that saves them as a page', () => {
  test('ATE-11 flipping one switch is one operation with one line that names it, for each of the 21', async () => {
    const usual = { 'rmm/devices': 'allow', 'system/reports': 'allow' }
    desk = await atWork(usual)
    const told: string[] = []
    for (const key of switches) {
      const isOn = key in usual
      declare(desk, { ...usual, [key]: isOn ? 'none' : 'allow' })
      const made = (await desk.plan()).operations.filter(({ directory }) => directory === 'atera')
      expect(made.map(({ id }) => id)).toEqual(['acme/atera/role/first#update'])
      told.push(made[0]?.summary ?? '')
    }
    expect(told).toEqual(
      switches.map(
        (key) =>
          `the role First line on Atera changes: ${key} becomes ${key in usual ? 'none (was allow)' : 'allow (was unset)'}`,
      ),
    )
  })

  test('ATE-14 killed while a whole role is written down: it is as it was, or as it was to become', async () => {
    const [old, next] = [
      { 'rmm/devices': 'allow', 'system/reports': 'allow', 'ticketing/all': 'allow' },
      { 'rmm/scripts': 'allow', 'system/mobile': 'allow', 'remote/eventViewer': 'allow' },
    ]
    const seen = new Set<string>()
    for (let survived = 0, isWhole = false; !isWhole; survived += 1) {
      desk = await atWork(old)
      declare(desk, next)
      const [order] = await desk.orders()
      expect(order?.steps).toHaveLength(1)
      isWhole = await written(desk, order?.order ?? '', survived)
      const { access: known } = await desk.memory()
      const permissions = known.get('atera')?.get('role/first')?.['permissions'] as object
      seen.add(Object.keys(permissions).toSorted().join())
      desk.close()
      expect(survived).toBeLessThan(20)
    }
    expect([...seen]).toEqual([old, next].map((all) => Object.keys(all).toSorted().join()))
  })

  /** Attests the order while only so many records reach the ledger; whether that was enough. */
  async function written(made: Desk, order: string, records: number): Promise<boolean> {
    const run = made.bench.run({ ledger: dyingAfter(records, made.bench.ledger).ledger })
    try {
      await attest(run, { tenant: 'acme', order, steps: [1], by: 'ben-osei', recordedBy: 'desk' })
      return true
    } catch (error) {
      if (error instanceof Crash) return false
      throw error
    }
  }

  test('ATE-13 a folder that is left out: what is done there is lost, and the plan says that it stays visible', async () => {
    const both = { 'rmm/devices': 'allow', 'rmm/scripts': 'allow' }
    desk = await atWork(both)
    declare(desk, both, { sites: ['ams'], except: { folders: ['servers'] } })
    const { access: found } = await desk.bench.plan()
    expect(found.groups.map(({ summary }) => summary)).toEqual([
      'tom-berg loses 2 permissions on servers, still visible: role first changed',
    ])
    expect(found.lost.map(({ key, level, other, entity: where }) => [key, level, other, where])).toEqual([
      ['rmm/devices', 'allow', 'listed', 'servers'],
      ['rmm/scripts', 'allow', 'listed', 'servers'],
    ])
    // What has no list is gone there, and nothing else is said of it.
    const of = (id: string, except: readonly string[]) =>
      access(rules, {
        entities: [entity('ams', 'site'), entity('servers', 'folder', { inside: 'ams' })],
        roles: [role(id, { permissions: { 'ticketing/all': 'allow' }, scope: scope(['ams'], { except }) })],
        accounts: [account('tom', [id], { type: 'technician' })],
      })
    const [group] = impactOf({
      tenant: 'acme',
      before: of('desk', []),
      after: of('desk', ['servers']),
      full: of('desk', ['servers']),
    })
    expect(group?.summary).toContain('tom loses «All tickets» on servers')
    expect(group?.summary).not.toContain('visible')
  })

  test('ATE-10 the two that come along are never made, changed or deleted by a plan, and cannot be written down as gone', async () => {
    const world = { ...tenantOn('atera', '', 'edition: msp, tier: growth'), ...people({}) }
    for (const builtIn of ['admin', 'beginner'])
      for (const words of ['name: Mine', 'name: Mine, permissions: {}', 'name: Mine, scope: { all: true }'])
        expect(asks({ ...world, 'roles.yaml': `${builtIn}: { platform: atera, ${words} }\n` })).toContain(
          'roles.yaml:1 built-in-role',
        )
    desk = await atWork({ 'rmm/devices': 'allow' })
    desk.declare({ ...boss(desk), ...desk.with('tom-berg', { role: 'beginner' }) }, { roles: {}, entities })
    const made = (await desk.bench.plan()).operations.filter(({ directory }) => directory === 'atera')
    expect(made.map(({ id }) => id).toSorted()).toEqual([
      'acme/atera/role/first#delete',
      'acme/atera/roleAssignment/beginner/tom-berg#grant',
    ])
  })
})
