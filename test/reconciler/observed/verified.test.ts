import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RememberedStep } from '../../../src/reconciler/work-orders/remembered.ts'
import { finding, standing } from '../bench.ts'
import { Desk, boss, hired, left, steps } from '../seats/desk.ts'
import { csv, facts, known, line, observe } from './listing.ts'
import { technician } from '../accounts/technician.ts'

let desk: Desk
beforeEach(() => {
  desk = new Desk({ purchased: 4 })
})
afterEach(() => desk.close())

const ben = line('ben-osei', 'Admin')
const tom = line('tom-berg')

/** Ben runs the desk and Tom works there; both were seen in a list. */
async function opened(): Promise<void> {
  desk.declare({ ...boss('ben-osei'), ...hired('tom-berg') })
  await desk.there(['ben-osei', technician('ben-osei', 'admin')], ['tom-berg', technician('tom-berg')])
  await desk.apply()
  await observe(desk, csv(ben, tom))
}

/** Every step that was given out, with how far it came. */
async function course(): Promise<readonly string[]> {
  const { orders } = await desk.memory()
  return [...orders.values()].flatMap(({ order, steps: all }) =>
    all.map((step, at) => `${order}/${at + 1} ${step.title}: ${farOf(step)}`),
  )
}

function farOf({ attested, verified, contradicted }: RememberedStep): string {
  if (verified !== undefined) return 'verified'
  if (contradicted !== undefined) return `contradicted, ${contradicted.why}`
  return attested === undefined ? 'open' : 'attested'
}

describe('what somebody said was done, against the list', () => {
  test('ATE-02 a step is attested on a word and verified by the list; what nobody ticked off keeps waiting', async () => {
    await opened()
    desk.declare({ ...boss('ben-osei'), ...hired('tom-berg'), ...hired('ana-li'), ...hired('max-orr') })
    await desk.apply()
    expect(await course()).toEqual(['atera-1/1 Add Ana Li: open', 'atera-1/2 Add Max Orr: open'])
    await desk.attest('atera-1', 1)
    const told = finding(await desk.plan(), 'attested-unverified')
    expect(told).toMatchObject({ scope: 'acme/atera', result: 'warn', measured: 1 })
    expect(told?.message).toBe(
      '1 step on Atera is attested since 2026-12-01, and not seen yet: export its list (Admin > Users and security > Technicians, disabled ones shown too; or Sites > Users > Export) and read it with roster observe atera <file>.',
    )
    const report = await observe(desk, csv(ben, tom, line('ana-li', 'Beginner', 'Invited')))
    expect(report).toMatchObject({ exitCode: 0, verified: [{ order: 'atera-1', step: 1, title: 'Add Ana Li' }] })
    expect(await course()).toEqual(['atera-1/1 Add Ana Li: verified', 'atera-1/2 Add Max Orr: open'])
    const made = await desk.plan()
    expect(finding(made, 'attested-unverified')).toBeUndefined()
    expect(steps(made)).toEqual(['create account max-orr (manual)'])
  })

  test('somebody who has signed in since contradicts nothing', async () => {
    await opened()
    desk.declare({ ...boss('ben-osei'), ...hired('tom-berg'), ...hired('ana-li') })
    await desk.apply()
    await desk.attest('atera-1', 1)
    expect((await known(desk, 'ana-li'))?.state).toBe('invited')
    const { verified, contradicted, exitCode } = await observe(desk, csv(ben, tom, line('ana-li')))
    expect({ verified: verified.length, contradicted, exitCode }).toEqual({
      verified: 1,
      contradicted: [],
      exitCode: 0,
    })
  })

  test('a list that shows otherwise contradicts it, the plan says who and what, and asks for it again', async () => {
    await opened()
    desk.declare({ ...boss('ben-osei'), ...left('tom-berg') })
    await desk.apply()
    await desk.attest('atera-1', 1)
    expect(steps(await desk.plan())).toEqual([])
    const report = await observe(desk, csv(ben, tom))
    expect(report).toMatchObject({
      exitCode: 2,
      contradicted: [{ order: 'atera-1', step: 1, why: 'the account is active there' }],
    })
    expect(await course()).toEqual(['atera-1/1 Disable Tom Berg: contradicted, the account is active there'])
    const made = await desk.plan()
    expect(steps(made)).toEqual(['disable account tom-berg (manual)'])
    expect(finding(made, 'attested-contradicted')).toMatchObject({
      scope: 'acme/atera/account/tom-berg',
      result: 'warn',
      message:
        'Disable Tom Berg: ben-osei said on 2026-12-01 that it was done (step 1 of atera-1), and the list of Atera that was read on 2026-12-01 shows otherwise: the account is active there. This plan asks for it again.',
    })
  })

  test('done at last, and shown: the contradiction is over', async () => {
    await opened()
    desk.declare({ ...boss('ben-osei'), ...left('tom-berg') })
    await desk.apply()
    await desk.attest('atera-1', 1)
    desk.at('2026-12-02T09:00:00Z')
    await observe(desk, csv(ben, tom))
    desk.at('2026-12-03T09:00:00Z')
    await desk.apply()
    await desk.attest('atera-2', 1)
    expect(finding(await desk.plan(), 'attested-contradicted')).toBeUndefined()
    desk.at('2026-12-04T09:00:00Z')
    const report = await observe(desk, csv(ben, line('tom-berg', 'Beginner', 'Inactive')))
    expect(report).toMatchObject({ exitCode: 0, contradicted: [] })
    expect((await course()).filter((step) => !step.endsWith('verified'))).toEqual([])
    expect(standing(await desk.plan())).toMatch(/^(?:noChange|changes) 0$/)
  })

  test('what was said last counts: an earlier step is not held against what a later one changed', async () => {
    await opened()
    desk.declare({ ...boss('ben-osei'), ...hired('tom-berg'), ...hired('ana-li') })
    await desk.apply()
    await desk.attest('atera-1', 1)
    desk.at('2026-12-02T09:00:00Z')
    desk.declare({ ...boss('ben-osei'), ...hired('tom-berg'), ...left('ana-li') })
    await desk.apply()
    await desk.attest('atera-2', 1)
    const report = await observe(desk, csv(ben, tom, line('ana-li', 'Beginner', 'Inactive')))
    expect(report).toMatchObject({ exitCode: 0, contradicted: [] })
    expect(report.verified).toHaveLength(2)
  })

  test('a part of a list says nothing of whoever is not in it', async () => {
    await opened()
    desk.declare({ ...boss('ben-osei'), ...hired('tom-berg'), ...hired('ana-li') })
    await desk.apply()
    await desk.attest('atera-1', 1)
    const report = await observe(desk, csv(tom), { partial: true })
    expect(report).toMatchObject({ exitCode: 0, verified: [], contradicted: [], missing: [] })
    expect(await course()).toEqual(['atera-1/1 Add Ana Li: attested'])
  })

  test('seats that were bought are verified by the number that the platform shows, and contradicted by fewer', async () => {
    await opened()
    desk.redeclare({ ...boss('ben-osei'), ...hired('tom-berg') }, { purchased: 5 })
    await desk.apply()
    await desk.attest('atera-1', 1)
    await observe(desk, csv(ben, tom))
    expect(await course()).toEqual([expect.stringMatching(/^atera-1\/1 Buy .*: attested$/)])
    expect(await observe(desk, csv(ben, tom), { purchased: 4 })).toMatchObject({
      exitCode: 2,
      contradicted: [{ why: '4 seats are paid there, not 5' }],
      seatDrift: { purchased: { ledger: 5, platform: 4 } },
    })
    expect(await observe(desk, csv(ben, tom), { purchased: 5 })).toMatchObject({ exitCode: 0, verified: [{ step: 1 }] })
  })
})

describe('ATE-09 a role waits for the first sign-in', () => {
  const roles = {
    dispatcher: {
      platform: 'atera',
      name: 'Dispatcher',
      permissions: { 'ticketing/all': 'allow' },
      scope: { all: true },
    },
  }

  test('ATE-09 the list shows that she signed in: the next apply asks for the role that was approved on the first day', async () => {
    await opened()
    const people = { ...boss('ben-osei'), ...hired('tom-berg'), ...hired('ana-li', {}, { role: 'dispatcher' }) }
    desk.declare(people, { roles })
    await desk.apply()
    const approved = (await desk.plan()).operations.find(({ kind }) => kind === 'roleAssignment')?.fingerprint
    await desk.attest('atera-1', 1)
    await desk.attest('atera-1', 2)
    const waiting = ['grant roleAssignment dispatcher/ana-li (firstLogin)']
    expect(steps(await desk.plan())).toEqual(waiting)
    await observe(desk, csv(ben, tom, line('ana-li', 'Beginner', 'Invited')))
    expect(steps(await desk.plan())).toEqual(waiting)

    desk.at('2026-12-03T15:00:00Z')
    await observe(desk, csv(ben, tom, line('ana-li', 'Beginner', 'Active')))
    expect((await known(desk, 'ana-li'))?.firstLoginAt).toBe('2026-12-03T15:00:00.000Z')
    const next = (await desk.plan()).operations.find(({ kind }) => kind === 'roleAssignment')
    expect(next).toMatchObject({ status: 'waiting', waitingFor: 'manual', fingerprint: approved })
    await desk.apply()
    expect((await course()).at(-1)).toBe('atera-2/1 Give Dispatcher to Ana Li: open')
    await desk.attest('atera-2', 1)
    await observe(desk, csv(ben, tom, line('ana-li', 'Dispatcher', 'Active')))
    expect((await course()).at(-1)).toBe('atera-2/1 Give Dispatcher to Ana Li: verified')
    expect(steps(await desk.plan())).toEqual([])
  })
})

describe('the same list again', () => {
  test('says nothing new, is told, and is not written down twice', async () => {
    await opened()
    const before = await facts(desk)
    expect(await observe(desk, csv(ben, tom))).toMatchObject({ exitCode: 0, unchanged: true, rows: 2 })
    expect(await facts(desk)).toBe(before)
  })

  test('another one that says the same is a fresh look, and is kept', async () => {
    await opened()
    const before = await facts(desk)
    expect(await observe(desk, csv(tom, ben))).toMatchObject({ unchanged: false })
    expect(await facts(desk)).toBe(before + 1)
  })
})
