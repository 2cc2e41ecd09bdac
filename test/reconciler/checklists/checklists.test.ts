import { afterEach, describe, expect, test } from 'vitest'
import type { Operation } from '../../../src/model/operation.ts'
import { person, standing } from '../bench.ts'
import { counter, Office } from '../accounts/office.ts'

let office: Office
afterEach(() => office.close())

const policies = {
  checklists: {
    joiner: [
      { step: 'welcomeMail' },
      { step: 'firstDay', done: 'firstLogin' },
      { step: 'setUpMfa', done: 'mfaEnrolled', assignee: 'self', title: 'Set up a second factor' },
    ],
    leaver: [
      { step: 'disable' },
      { step: 'revokeSessions' },
      { step: 'returnLaptop', by: 'person', assignee: 'manager', title: 'Collect the laptop' },
    ],
  },
  offboarding: 'leaver',
}
const templates = { clerk: { onboarding: 'joiner' } }
const files = { policies, templates }

/** Ana at her desk, whose manager is Ben. */
const ana = (): Readonly<Record<string, object>> => ({
  'ben-osei': person('ben-osei'),
  ...office.with('ana-li', { role: 'clerk' }, { template: 'clerk', manager: 'ben-osei' }),
})

async function steps(): Promise<readonly string[]> {
  return (await orders()).map(({ address, waitingFor }) => `${address.split('/').at(-1)} (${waitingFor})`)
}

async function orders(): Promise<readonly Operation[]> {
  return (await office.plan()).operations.filter(({ kind }) => kind === 'workOrder')
}

async function arrived(): Promise<void> {
  office = new Office(counter, { operatorRole: 'keeper' })
  office.declare(ana(), files)
  await office.settle()
  await office.sim.login('ana-li')
  await office.sim.enrol('ana-li', 'totp')
  await office.settle()
}

describe('somebody who arrives', () => {
  test('MSP-17 steps close in order, each by what can be seen', async () => {
    office = new Office(counter, { operatorRole: 'keeper' })
    office.declare(ana(), files)
    const made = await office.plan()
    const opened = made.operations.filter(({ kind }) => kind === 'workOrder')
    expect(opened.map(({ needs }) => needs)).toEqual([
      ['acme/counter/account/ana-li#create'],
      ['acme/roster/workOrder/joiner/ana-li/firstDay#create'],
    ])
    expect(opened.map(({ summary }) => summary)).toEqual([
      'for Ana Li: first day',
      'for Ana Li: Set up a second factor (Ana Li)',
    ])
    expect(await steps()).toEqual(['firstDay (firstLogin)', 'setUpMfa (mfa)'])
    await office.settle()
    expect(await steps()).toEqual(['firstDay (firstLogin)', 'setUpMfa (mfa)'])
    await office.sim.login('ana-li')
    expect(await steps()).toEqual(['setUpMfa (mfa)'])
    expect((await orders())[0]?.needs).toEqual([])
    await office.sim.enrol('ana-li', 'totp')
    expect(await steps()).toEqual([])
    await office.settle()
    expect(standing(await office.plan())).toBe('noChange 0')
  })

  test('what was seen done stays done, whatever is seen later', async () => {
    await arrived()
    await office.sim.enrol('ana-li')
    expect(await steps()).toEqual([])
  })

  test('whoever is there already goes through no checklist that came later', async () => {
    office = new Office(counter, { operatorRole: 'keeper' })
    office.declare(ana(), { templates: { clerk: {} } })
    await office.settle()
    office.declare(ana(), files)
    expect(await steps()).toEqual([])
  })

  test('the welcome is for a person to write where no platform does', async () => {
    office = new Office({ ...counter, effects: [] }, { operatorRole: 'keeper' })
    office.declare(ana(), files)
    expect(await steps()).toEqual(['firstDay (firstLogin)', 'setUpMfa (mfa)', 'welcomeMail (manual)'])
  })
})

describe('somebody who leaves', () => {
  test('ALR-16 leaving opens the checklist: the tenant waits until every step is done', async () => {
    await arrived()
    office.declare(
      { 'ben-osei': person('ben-osei'), 'ana-li': person('ana-li', { state: 'absent', manager: 'ben-osei' }) },
      files,
    )
    const made = await office.plan()
    const opened = made.operations.filter(({ kind }) => kind === 'workOrder')
    expect(opened.map(({ address, needs }) => ({ address, needs }))).toEqual([
      {
        address: 'acme/roster/workOrder/leaver/ana-li/returnLaptop',
        needs: ['acme/roster/workOrder/leaver/ana-li/revokeSessions#create'],
      },
      {
        address: 'acme/roster/workOrder/leaver/ana-li/revokeSessions',
        needs: ['acme/counter/account/ana-li#disable', 'acme/hq/user/ana-li#disable'],
      },
    ])
    expect(opened[0]?.summary).toBe('for Ana Li: Collect the laptop (Ben Osei)')
    expect((await office.bench.apply()).exitCode).toBe(0)
    expect(standing(await office.plan())).toBe('waiting 0')
    const disabling = (await office.plan()).operations.find(({ kind }) => kind === 'account')
    if (disabling?.kind !== 'account') throw new Error('nobody is disabled')
    await office.sim.perform(disabling)
    expect(await steps()).toEqual(['returnLaptop (manual)', 'revokeSessions (manual)'])
    await office.sim.carryOut(await office.plan())
    expect(standing(await office.plan())).toBe('noChange 0')
  })

  test('ALR-16 a line that is simply gone is the same, and the manager is remembered', async () => {
    await arrived()
    office.declare({ 'ben-osei': person('ben-osei') }, files)
    const [laptop] = await orders()
    expect(laptop?.summary).toBe('for ana-li: Collect the laptop (Ben Osei)')
    await office.settle()
    expect(standing(await office.plan())).toBe('noChange 0')
    expect(standing(await office.bench.at('2026-12-20T09:00:00Z').plan())).toBe('noChange 0')
  })

  test('ALR-16 a last day that is over is leaving too', async () => {
    await arrived()
    office.declare(
      {
        'ben-osei': person('ben-osei'),
        ...office.with('ana-li', { role: 'clerk' }, { ends: '2026-12-05', manager: 'ben-osei' }),
      },
      files,
    )
    await office.settle()
    expect(await steps()).toEqual([])
    office.bench.at('2026-12-06T09:00:00Z')
    expect(await steps()).toEqual(['returnLaptop (manual)', 'revokeSessions (manual)'])
  })
})
