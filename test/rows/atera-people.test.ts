import { afterEach, describe, expect, test } from 'vitest'
import { finding } from '../reconciler/bench.ts'
import type { Desk } from '../reconciler/work-orders/desk.ts'
import { accepted, boss, gone, helpDesk, titles } from '../reconciler/work-orders/desk.ts'
import { technician } from '../reconciler/accounts/technician.ts'

let desk: Desk
afterEach(() => desk.close())

const entities = {
  nw: { platform: 'atera', name: 'Northwind', kind: 'customer' },
  ams: { platform: 'atera', name: 'Amsterdam', kind: 'site', inside: 'nw' },
}

describe('an end user', () => {
  const eva = (more: object = {}): Readonly<Record<string, object>> =>
    desk.with('eva-lo', { as: 'endUser', at: 'ams' }, more)

  test('ATE-15 whoever is deactivated opens no tickets any more; those that are there stay, and no seat is freed', async () => {
    desk = await helpDesk()
    const tom = desk.with('tom-berg', { role: 'beginner' })
    desk.declare({ ...boss(desk), ...tom, ...eva() }, { entities })
    await desk.orders()
    await desk.attest('atera-1', [1])
    const before = await desk.pool()
    expect(await desk.waiting()).toEqual([])

    desk.declare({ ...boss(desk), ...tom, ...eva({ state: 'suspended' }) }, { entities })
    const made = await desk.plan()
    const [disabling, ...others] = made.operations.filter(({ directory }) => directory === 'atera')
    expect(others).toEqual([])
    expect(disabling).toMatchObject({
      verb: 'disable',
      effects: ['no more new tickets', 'existing tickets are unaffected'],
    })
    const [order] = await desk.orders()
    expect(titles(order)).toEqual(['1 Deactivate the end user Eva Lo'])
    expect(order?.steps[0]?.effects).toContain('existing tickets are unaffected')
    await desk.attest('atera-2', [1])
    expect(await desk.account('eva-lo')).toMatchObject({ state: 'disabled', type: 'endUser' })
    const after = await desk.pool()
    expect([after?.purchased, after?.assigned, after?.chargedMinor]).toEqual([
      before?.purchased,
      before?.assigned,
      before?.chargedMinor,
    ])
  })
})

test('ATE-23 who comes in by a list gets no welcome mail; a message of one’s own can be sent to them in the same change', async () => {
  desk = await helpDesk({ bulk: 'csv' })
  desk.bench.write('roster.yaml', {
    version: 1,
    timezone: 'Europe/Berlin',
    approvers: { leads: { forge: ['@msp/leads'] } },
    notifications: { sinks: { desk: { smtp: { env: 'SMTP_URL' }, from: 'desk@msp.example' } } },
  })
  const welcome = {
    do: 'notify',
    select: { users: ['eva-lo', 'uma-ro'] },
    reason: 'they come to the portal',
    subject: 'Welcome',
    message: 'Your portal is open.',
  }
  const served = ['eva-lo', 'uma-ro'].map((id) => desk.with(id, { as: 'endUser', at: 'ams' }))
  const tom = desk.with('tom-berg', { role: 'beginner' })
  desk.declare({ ...boss(desk), ...tom, ...served[0], ...served[1] }, { entities, actions: { welcome } })
  const { operations } = await desk.plan()
  const added = operations.filter(({ kind, verb }) => kind === 'account' && verb === 'create')
  expect(added.map(({ effects }) => effects)).toEqual([['Eva Lo gets no mail'], ['Uma Ro gets no mail']])
  expect(operations.filter(({ verb }) => verb === 'notify').map(({ summary }) => summary)).toEqual([
    'Eva Lo is told «Welcome» (welcome: they come to the portal)',
    'Uma Ro is told «Welcome» (welcome: they come to the portal)',
  ])
})

describe('whoever does the work', () => {
  test('ATE-16 one who is named and is no administrator there is found out before the first click, and no order is given out', async () => {
    desk = await helpDesk({ operator: 'tom-berg', operatorRole: undefined })
    const people = { ...boss(desk), ...desk.with('tom-berg', { role: 'beginner' }) }
    desk.declare({ ...people, ...desk.with('ana-li', { role: 'beginner' }) })
    expect(await desk.waiting()).toEqual([
      'create account ana-li (blocked: whoever does this on Atera needs the role admin)',
    ])
    expect(await desk.bench.apply()).toMatchObject({ exitCode: 5 })
    expect(await desk.recorded('workOrder')).toEqual([])
  })
})

describe('a technician who leaves', () => {
  test('ATE-29 four tickets are open and two are resolved: the four are handed over, the two keep the name', async () => {
    desk = await helpDesk()
    await desk.sim.show(
      'tom-berg',
      technician('tom-berg', 'beginner', { open: { openTickets: 4, resolvedTickets: 2 } }),
    )
    desk.declare({ ...boss(desk), ...gone({ leaving: { ...accepted.leaving, reassignTo: 'ben-osei' } }) })
    const { operations } = await desk.plan()
    const [disabling] = operations.filter(({ kind }) => kind === 'account')
    expect(disabling?.effects).toEqual(
      expect.arrayContaining([
        '4 open tickets have nobody afterwards',
        'resolved tickets, history and domain SSO keep the name',
        'what becomes of API keys is not known: look at those of Tom Berg',
      ]),
    )
    expect(operations.find(({ kind }) => kind === 'workOrder')?.effects).toContain('4 open tickets')
    expect(JSON.stringify(operations)).not.toContain('2 resolved')
  })

  test('ATE-06 the only administrator is replaced, step by step, with a fresh look after each: somebody always holds the keys', async () => {
    desk = await helpDesk({ seats: { purchased: 3, autoPurchase: { upTo: 1 } } })
    const leaving = {
      'ben-osei': {
        name: { first: 'Ben', last: 'Osei' },
        email: 'ben-osei@acme.example',
        state: 'absent',
        urgent: true,
        ...accepted,
      },
    }
    const [tom, ana] = [
      desk.with('tom-berg', { role: 'beginner' }),
      desk.with('ana-li', { role: 'admin', reason: 'runs the desk' }, { dailyAccount: 'exempt' }),
    ]
    desk.declare({ ...tom, ...leaving, ...ana })
    const done: string[] = []
    for (let turn = 0; turn < 8; turn += 1) {
      const [order] = await desk.orders()
      const step = order?.steps.find(({ attested }) => attested === undefined)
      if (order === undefined || step === undefined) {
        const live = await desk.account('ana-li')
        if (live?.state !== 'invited') break
        await desk.sim.show('ana-li', {
          ...live,
          state: 'active',
          firstLoginAt: '2026-12-01T10:00:00Z',
          mfaMethods: ['totp'],
        })
        done.push('Ana Li signs in')
        continue
      }
      expect(await desk.attest(order.order, [step.number])).toMatchObject({ exitCode: 0 })
      done.push(step.title)
      const holders = [...(await desk.memory()).accounts.values()].filter(
        ({ account }) => account.state === 'active' && account.roles.includes('admin'),
      )
      expect(holders.length, step.title).toBeGreaterThan(0)
    }
    expect(done).toEqual(['Add Ana Li', 'Ana Li signs in', 'Give Admin to Ana Li', 'Disable Ben Osei'])
    expect(await desk.waiting()).toEqual([])
  })
})

test('ATE-30 reports that nobody saved and nobody gave up stop the disabling of each leaver, and of no other', async () => {
  desk = await helpDesk({ seats: { purchased: 4 } })
  await desk.sim.show('uma-ro', technician('uma-ro', 'beginner'))
  desk.declare({
    ...boss(desk),
    ...gone(accepted),
    'uma-ro': { name: { first: 'Uma', last: 'Ro' }, email: 'uma-ro@acme.example', state: 'absent' },
  })
  expect(await desk.waiting()).toEqual([
    'create workOrder save.personalReports/uma-ro (manual)',
    'disable account tom-berg (manual)',
    'disable account uma-ro (blocked: destroys personalReports)',
  ])
  expect(finding(await desk.plan(), 'effect-destroys')?.message).toContain('Uma Ro')
})
