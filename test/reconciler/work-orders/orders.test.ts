import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterEach, describe, expect, test } from 'vitest'
import { waits } from '../accounts/sim.ts'
import type { Desk } from './desk.ts'
import { accepted, boss, gone, helpDesk, titles } from './desk.ts'
import { technician } from '../accounts/technician.ts'

let desk: Desk
afterEach(() => desk.close())

/** Tom leaves, Ana and Eva come. */
function threeChanges(): void {
  desk.declare({
    ...boss(desk),
    ...gone(accepted),
    ...desk.with('ana-li', { role: 'beginner' }),
    ...desk.with('eva-lo', { role: 'beginner' }),
  })
}

describe('a platform that is run by hand', () => {
  test('ATE-02 three changes are three steps in a row, with clicks, who, by when; what nobody ticks goes on waiting', async () => {
    desk = await helpDesk()
    threeChanges()
    const [order] = await desk.orders()
    expect(order).toMatchObject({ order: 'atera-1', directory: 'atera', place: 'Atera', on: '2026-12-01', isNew: true })
    expect(titles(order)).toEqual(['1 Disable Tom Berg', '2 Add Ana Li', '3 Add Eva Lo (after 1)'])
    expect(order?.steps.map(({ due, who, verify }) => [due, who, verify])).toEqual([
      ['2026-12-01', 'Ben Osei', 'export'],
      ['2026-12-04', 'Ben Osei', 'export'],
      ['2026-12-04', 'Ben Osei', 'export'],
    ])
    expect(order?.steps[0]?.clicks).toEqual(['Admin > Technicians > tom-berg@acme.example', 'Active off, confirm'])
    expect(order?.steps[1]?.fields).toContainEqual({ label: 'e-mail', value: 'ana-li@acme.example' })

    expect(await desk.attest('atera-1', [1, 2])).toMatchObject({ exitCode: 0 })
    expect(await desk.waiting()).toEqual(['create account eva-lo (manual)'])
    expect(await desk.account('tom-berg')).toMatchObject({ state: 'disabled' })
    expect(await desk.account('ana-li')).toMatchObject({ state: 'invited', roles: ['beginner'] })
    expect(await desk.attest('atera-1', [3])).toMatchObject({ exitCode: 0 })
    expect(await desk.waiting()).toEqual([])
  })

  test('ATE-02 a delivery that the platform does not have is refused', async () => {
    desk = await helpDesk()
    const subscriptions = { atera: { platform: 'atera', edition: 'msp', tier: 'growth', delivery: 'scim' } }
    desk.declare(boss(desk), { tenant: { subscriptions } })
    const made = await desk.bench.plan()
    expect(made.diagnostics.map(({ message }) => message).join()).toMatch(/scim/)
    expect((await desk.bench.apply()).exitCode).toBe(3)
    expect(await desk.recorded('workOrder')).toEqual([])
  })

  test('the same work is asked for once; other work takes its place, and puts nothing off', async () => {
    desk = await helpDesk()
    threeChanges()
    expect((await desk.orders()).map(({ order, isNew }) => [order, isNew])).toEqual([['atera-1', true]])
    const before = (await desk.bench.entries()).length
    expect((await desk.orders()).map(({ order, isNew }) => [order, isNew])).toEqual([['atera-1', false]])
    expect((await desk.bench.entries()).length).toBe(before)
    await desk.attest('atera-1', [1])
    expect((await desk.orders()).map(({ order, isNew }) => [order, isNew])).toEqual([['atera-1', false]])

    desk.bench.at('2026-12-03T09:00:00Z')
    desk.declare({
      ...boss(desk),
      ...gone(accepted),
      ...desk.with('eva-lo', { role: 'beginner' }),
      ...desk.with('uma-ro', { role: 'beginner' }),
    })
    const [next] = await desk.orders()
    expect(next).toMatchObject({ order: 'atera-2', replaces: 'atera-1', isNew: true })
    expect(next?.steps.map(({ title, due }) => [title, due])).toEqual([
      ['Add Eva Lo', '2026-12-04'],
      ['Add Uma Ro', '2026-12-06'],
    ])
    const { orders } = await desk.memory()
    expect(orders.get('atera-1')?.replacedBy).toBe('atera-2')
    expect(orders.get('atera-1')?.steps[0]?.attested?.by).toBe('ben-osei')
  })

  test('an order of which nothing is asked for any more is taken back', async () => {
    desk = await helpDesk()
    threeChanges()
    await desk.orders()
    desk.declare({ ...boss(desk), ...desk.with('tom-berg', { role: 'beginner' }) })
    expect(await desk.orders()).toMatchObject([{ order: 'atera-2', replaces: 'atera-1', steps: [] }])
    expect(await desk.orders()).toEqual([])
    expect(await desk.attest('atera-1', [1])).toMatchObject({
      exitCode: 6,
      held: expect.stringContaining('step 1 is not asked for any more') as string,
    })
  })

  test('ATE-28 a leaver comes before everything else, and by the day itself', async () => {
    desk = await helpDesk()
    desk.declare({
      ...boss(desk),
      ...gone({ ...accepted, urgent: true }),
      ...desk.with('ana-li', { role: 'beginner' }),
    })
    const [order] = await desk.orders()
    expect(order?.steps[0]).toMatchObject({ title: 'Disable Tom Berg', due: '2026-12-01', after: [] })
    expect(order?.steps[0]?.effects[0]).toBe('holds at once, for who is signed in as well')
  })

  test('a role is saved as a whole: every switch and what it works on is in the step, and it is in effect once somebody says so', async () => {
    desk = await helpDesk()
    const roles = {
      dispatcher: {
        platform: 'atera',
        name: 'Dispatcher',
        permissions: { 'ticketing/all': 'allow', 'remote/registryEditor': 'none' },
        scope: { sites: ['ams'] },
      },
    }
    const entities = {
      nw: { platform: 'atera', name: 'Northwind', kind: 'customer' },
      ams: { platform: 'atera', name: 'Amsterdam', kind: 'site', inside: 'nw' },
    }
    desk.declare({ ...boss(desk), ...desk.with('tom-berg', { role: 'dispatcher' }) }, { roles, entities })
    const [order] = await desk.orders()
    expect(titles(order)).toEqual(['1 Create the role Dispatcher', '2 Give Dispatcher to Tom Berg (after 1)'])
    expect(order?.steps[0]).toMatchObject({ verify: 'attest' })
    expect(order?.steps[0]?.fields).toEqual([
      { label: 'name', value: 'Dispatcher' },
      { label: 'remote: Registry editor', value: 'none' },
      { label: 'ticketing: All tickets', value: 'allow' },
      { label: 'all other permissions', value: 'none' },
      { label: 'Full admin access', value: 'off' },
      { label: 'works on', value: 'Amsterdam (site)' },
    ])
    await desk.attest('atera-1', [1, 2])
    expect((await desk.memory()).access.get('atera')?.get('role/dispatcher')).toMatchObject({ name: 'Dispatcher' })
    expect(await desk.account('tom-berg')).toMatchObject({ roles: ['dispatcher'] })
    expect(await desk.waiting()).toEqual([])
  })

  test('ATE-19 the mail was filtered: the way round is a step with its clicks', async () => {
    desk = await helpDesk()
    desk.declare(
      { ...boss(desk), ...desk.with('tom-berg', { role: 'beginner' }) },
      {
        actions: {
          filtered: {
            do: 'resetPassword',
            subscription: 'atera',
            select: { users: ['tom-berg'] },
            reason: 'the mail was filtered',
          },
        },
      },
    )
    const [order] = await desk.orders()
    expect(order?.steps).toMatchObject([
      {
        title: 'Set Tom Berg a new password',
        clicks: ['Admin > Technicians > tom-berg@acme.example > Reset password'],
        verify: 'attest',
      },
    ])
    await desk.attest('atera-1', [1])
    expect(await desk.waiting()).toEqual([])
    expect(await desk.orders()).toEqual([])
  })

  test('ALR-16 a step of the leaver’s list is a task for the one who is named; until it is ticked the tenant waits', async () => {
    desk = await helpDesk()
    const policies = {
      checklists: {
        leaver: [
          { step: 'disable' },
          { step: 'returnLaptop', by: 'person', assignee: 'ben-osei', title: 'Collect the laptop' },
        ],
      },
      offboarding: 'leaver',
    }
    desk.declare({ ...boss(desk), ...gone(accepted) }, { policies })
    expect((await desk.orders()).map((order) => [order.order, titles(order)])).toEqual([
      ['atera-1', ['1 Disable Tom Berg']],
    ])
    await desk.attest('atera-1', [1])
    expect((await desk.orders()).map((order) => [order.order, titles(order), order.steps[0]?.who])).toEqual([
      ['roster-1', ['1 Collect the laptop'], 'Ben Osei'],
    ])
    const made = await desk.plan()
    expect(made.tenants[0]?.status).toBe('waiting')
    expect(waits(made.operations)).toEqual(['create workOrder leaver/tom-berg/returnLaptop (manual)'])
    await desk.attest('roster-1', [1])
    expect(await desk.orders()).toEqual([])
    expect((await desk.plan()).tenants[0]?.status).toBe('noChange')
  })

  test('somebody who is not declared any more is called by their id, and no field stays in braces', async () => {
    desk = await helpDesk()
    await desk.sim.show('kim-po', technician('kim-po', 'beginner'))
    desk.declare(boss(desk), {
      acknowledgements: {
        left: { effect: 'personalReports', reason: 'saved', approver: 'leads', expires: '2026-12-03T09:00:00Z' },
      },
    })
    const [order] = await desk.orders()
    expect(titles(order)).toEqual(['1 Disable kim-po', '2 Disable tom-berg'])
    expect(JSON.stringify(order?.steps.map(({ title, clicks }) => [title, clicks]))).not.toMatch(/[{}]/)
  })
})

test('UX-32 what the ledger keeps of orders and attestations follows the published schema', async () => {
  desk = await helpDesk()
  threeChanges()
  await desk.orders()
  await desk.attest('atera-1', [1, 2, 3], { note: 'ticket 4711' })
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const path = new URL('../../../schema/ledger-entry.schema.json', import.meta.url)
  const isEntry = ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object)
  const chain = await desk.bench.ledger.read('acme')
  expect(chain.filter(({ entry }) => entry.type === 'workOrder' || entry.type === 'attested')).toHaveLength(4)
  for (const entry of chain) {
    isEntry(JSON.parse(JSON.stringify(entry)))
    expect(isEntry.errors ?? []).toEqual([])
  }
})
