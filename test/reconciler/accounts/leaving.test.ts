import { afterEach, describe, expect, test } from 'vitest'
import { finding, standing } from '../bench.ts'
import { counter, Office } from './office.ts'
import { waits } from './sim.ts'
import { technician } from './technician.ts'

let office: Office
afterEach(() => office.close())

const admin = { role: 'admin', reason: 'runs the desk' }
const boss = (id: string): Readonly<Record<string, object>> => office.with(id, admin, { dailyAccount: 'exempt' })

/** Tom at work as a beginner beside Ben, who runs the desk. */
async function desk(): Promise<void> {
  office = new Office('atera', { operatorRole: 'admin', operator: 'ben-osei' })
  office.declare({ ...boss('ben-osei'), ...office.with('tom-berg', { role: 'beginner' }) })
  await office.sim.show('ben-osei', technician('ben-osei', 'admin'))
  await office.sim.show('tom-berg', technician('tom-berg', 'beginner', { open: { openTickets: 4, pendingTickets: 1 } }))
  await office.settle()
}

const gone = (more: object = {}): Readonly<Record<string, object>> => ({
  'tom-berg': { name: { first: 'Tom', last: 'Berg' }, email: 'tom-berg@acme.example', state: 'absent', ...more },
})

describe('somebody who leaves a platform', () => {
  test('ATE-27 where nobody can be deleted, disabled is the end: the plan is empty afterwards, for good', async () => {
    await desk()
    office.declare({ ...boss('ben-osei'), ...gone({ leaving: { accept: ['personalReports'], reason: 'left' } }) })
    expect(await office.waiting()).toEqual(['disable account tom-berg (manual)'])
    await office.settle()
    expect(office.sim.accounts.get('tom-berg')?.state).toBe('disabled')
    expect(standing(await office.plan())).toBe('noChange 0')
    const later = await office.bench.at('2027-03-01T09:00:00Z').plan()
    expect(later.operations.filter(({ directory }) => directory !== 'hq')).toEqual([])
  })

  test('ATE-28 ATE-29 a leaver is disabled first of all, and the plan says that it holds at once', async () => {
    await desk()
    office.declare({
      ...boss('ben-osei'),
      ...gone({ urgent: true, leaving: { accept: ['personalReports'], reason: 'left' } }),
      ...office.with('ana-li', { role: 'beginner' }),
    })
    const made = await office.plan()
    const disabling = made.operations.find(({ id }) => id === 'acme/atera/account/tom-berg#disable')
    expect(disabling).toMatchObject({ urgent: true, needs: [] })
    expect(disabling?.effects).toEqual([
      'holds at once, for who is signed in as well',
      'the seat is free for somebody else',
      '4 open tickets have nobody afterwards',
      '1 pending tickets have nobody afterwards',
      'resolved tickets, history and domain SSO keep the name',
      'personal reports are erased for good',
      'what becomes of API keys is not known: look at those of Tom Berg',
    ])
    const done = await office.sim.carryOut(made)
    expect(done[0]).toBe('acme/atera/account/tom-berg#disable')
  })

  test('ATE-30 what would be erased for good is accepted first, with the leaving or by an acknowledgement', async () => {
    await desk()
    office.declare({ ...boss('ben-osei'), ...gone() })
    const made = await office.plan()
    expect(waits(made.operations)).toEqual([
      'create workOrder save.personalReports/tom-berg (manual)',
      'disable account tom-berg (blocked: destroys personalReports)',
    ])
    expect(finding(made, 'effect-destroys')?.message).toContain('leaving: { accept: [personalReports] }')
    office.bench.write('tenants/acme/acknowledgements.yaml', {
      saved: { effect: 'personalReports', reason: 'saved', approver: 'leads', expires: '2026-12-03T09:00:00Z' },
    })
    expect(await office.waiting()).toEqual(['disable account tom-berg (manual)'])
  })

  test('ATE-29 what was open in their name is handed over after they are disabled, and stays to be done until somebody says it is', async () => {
    await desk()
    const leaving = { accept: ['personalReports'], reassignTo: 'ben-osei', reason: 'left' }
    office.declare({ ...boss('ben-osei'), ...gone({ leaving }) })
    const made = await office.plan()
    const handover = made.operations.find(({ kind }) => kind === 'workOrder')
    expect(handover).toMatchObject({
      address: 'acme/roster/workOrder/handover.atera/tom-berg/reassign',
      needs: ['acme/atera/account/tom-berg#disable'],
      after: { title: 'hand over to Ben Osei on Atera: open tickets and pending tickets', assignee: 'ben-osei' },
      effects: ['4 open tickets', '1 pending tickets'],
    })
    await office.bench.apply()
    const [disabling] = made.operations.filter(({ kind }) => kind === 'account')
    if (disabling?.kind !== 'account') throw new Error('nobody is disabled')
    await office.sim.perform(disabling)
    await office.sim.show('tom-berg', technician('tom-berg', 'beginner', { state: 'disabled' }))
    expect(await office.waiting()).toEqual(['create workOrder handover.atera/tom-berg/reassign (manual)'])
    await office.sim.carryOut(await office.plan())
    expect(await office.waiting()).toEqual([])
  })

  test('ATR-11 deleted after the grace, where the platform can and roster had it disabled; never one that a hand disabled', async () => {
    office = new Office(counter, { operatorRole: 'keeper' })
    const clerk = {
      state: 'active',
      type: 'clerk',
      login: 'ana-li@acme.example',
      roles: ['clerk'],
      accessGroups: [],
      firstLoginAt: '2026-11-01T08:00:00Z',
    } as const
    const all = { ...office.with('ana-li', { role: 'clerk' }), ...office.with('ben-osei', { role: 'clerk' }) }
    office.declare(all)
    await office.sim.show('ana-li', clerk)
    await office.sim.show('ben-osei', { ...clerk, login: 'ben-osei@acme.example' })
    await office.settle()
    await office.sim.show('ben-osei', { ...clerk, login: 'ben-osei@acme.example', state: 'disabled' })
    office.declare({})
    await office.settle()
    const made = await office.plan()
    expect(made.calendar.map(({ date, address, event }) => `${date} ${event} ${address}`)).toContain(
      '2026-12-31 delete acme/counter/account/ana-li',
    )
    expect(waits((await office.bench.at('2026-12-30T20:00:00Z').plan()).operations)).toEqual([])
    const due = await office.bench.at('2026-12-31T09:00:00Z').plan()
    expect(waits(due.operations)).toEqual(['delete account ana-li (manual)'])
    await office.sim.carryOut(due)
    expect([...office.sim.accounts.keys()]).toEqual(['ben-osei'])
    expect(await office.waiting()).toEqual([])
  })

  test('an assignment that ends is on the calendar, and is gone the day after', async () => {
    office = new Office(counter, { operatorRole: 'keeper' })
    office.declare(office.with('ana-li', { role: 'clerk', expires: '2026-12-10' }))
    await office.settle()
    await office.sim.login('ana-li')
    await office.settle()
    const made = await office.plan()
    expect(waits(made.operations)).toEqual([])
    const entry = made.calendar.find(({ event }) => event === 'end')
    expect(entry).toMatchObject({ date: '2026-12-10', address: 'acme/counter/account/ana-li' })
    const over = await office.bench.at('2026-12-11T09:00:00Z').plan()
    const [operation] = over.operations.filter(({ kind }) => kind === 'account')
    expect(operation).toMatchObject({ verb: 'disable', reason: 'expired', fingerprint: entry?.fingerprint })
  })

  test('somebody who begins later is on the calendar, with the operation that the day will bring', async () => {
    office = new Office(counter, { operatorRole: 'keeper' })
    office.declare(office.with('ana-li', { role: 'clerk' }, { starts: '2026-12-15' }))
    const made = await office.plan()
    expect(waits(made.operations)).toEqual([])
    const entry = made.calendar.find(({ address }) => address === 'acme/counter/account/ana-li')
    const then = await office.bench.at('2026-12-15T09:00:00Z').plan()
    const creation = then.operations.find(({ id }) => id === 'acme/counter/account/ana-li#create')
    expect(entry).toMatchObject({ date: '2026-12-15', event: 'start', fingerprint: creation?.fingerprint })
    expect(creation?.reason).toBe('started')
  })
})

describe('the last who may let others in', () => {
  test('ATE-06 swapping the only administrator: the successor comes first, and there is one after every step', async () => {
    await desk()
    await office.sim.enrol('tom-berg', 'totp')
    office.declare({ ...boss('tom-berg'), ...office.with('ben-osei', { role: 'beginner' }) })
    const made = await office.plan()
    expect(made.operations.find(({ id }) => id.includes('beginner/ben-osei'))?.needs).toEqual([
      'acme/atera/roleAssignment/admin/tom-berg#grant',
    ])
    expect(await office.sim.carryOut(made)).toEqual([
      'acme/atera/roleAssignment/admin/tom-berg#grant',
      'acme/atera/roleAssignment/beginner/ben-osei#grant',
    ])
    expect(Math.min(...office.sim.holders)).toBeGreaterThanOrEqual(1)
    expect(office.sim.accounts.get('tom-berg')?.roles).toEqual(['admin'])
    expect(office.sim.accounts.get('ben-osei')?.roles).toEqual(['beginner'])
  })

  test('ATE-06 a successor who has not signed in yet: until then the one before stays, even if urgent', async () => {
    await desk()
    office.declare({
      ...boss('ana-li'),
      ...office.with('tom-berg', { role: 'beginner' }),
      'ben-osei': {
        name: { first: 'Ben', last: 'Osei' },
        email: 'ben-osei@acme.example',
        state: 'absent',
        urgent: true,
        leaving: { accept: ['personalReports'], reason: 'left' },
      },
    })
    expect(await office.waiting()).toEqual([
      'create account ana-li (manual)',
      'disable account ben-osei (firstLogin)',
      'grant roleAssignment admin/ana-li (firstLogin)',
    ])
    await office.settle()
    expect(await office.waiting()).toEqual([
      'disable account ben-osei (firstLogin)',
      'grant roleAssignment admin/ana-li (firstLogin)',
    ])
    await office.sim.login('ana-li')
    await office.sim.enrol('ana-li', 'totp')
    await office.settle()
    expect(office.sim.accounts.get('ben-osei')?.state).toBe('disabled')
    expect(Math.min(...office.sim.holders)).toBe(1)
  })

  test('ATE-06 without a successor the last one stays', async () => {
    await desk()
    office.declare({
      ...office.with('ben-osei', { role: 'beginner' }),
      ...office.with('tom-berg', { role: 'beginner' }),
    })
    const made = await office.plan()
    expect(waits(made.operations)).toEqual(['grant roleAssignment beginner/ben-osei (blocked: lastHolder)'])
    expect(finding(made, 'last-holder')?.message).toContain('Give the role to somebody in the same change')
  })
})

test('MSP-24 a leaver is disabled before anything else, whatever else there is to do', async () => {
  office = new Office(counter, { operatorRole: 'keeper' })
  office.declare(office.with('zed-last', { role: 'clerk' }))
  await office.settle()
  await office.sim.login('zed-last')
  await office.settle()
  const newcomers = Array.from({ length: 40 }, (_, n) => office.with(`n${100 + n}`, { role: 'clerk' }))
  const zed = { 'zed-last': { name: { first: 'Zed' }, email: 'zed-last@acme.example', state: 'absent', urgent: true } }
  office.declare(Object.assign(zed, ...newcomers))
  const done = await office.sim.carryOut(await office.plan())
  expect(done).toHaveLength(41)
  expect(done[0]).toBe('acme/counter/account/zed-last#disable')
})
