import { afterEach, describe, expect, test } from 'vitest'
import type { Operation } from '../../../src/model/operation.ts'
import { finding, standing } from '../bench.ts'
import { Office } from './office.ts'
import { waits } from './sim.ts'

let office: Office
afterEach(() => office.close())

/** A desk with its administrator at work, and Ana who is to be a dispatcher. */
async function desk(settings: object = { operatorRole: 'admin' }): Promise<void> {
  office = new Office('atera', settings)
  const ben = office.with('ben-osei', { role: 'admin', reason: 'runs the desk' }, { dailyAccount: 'exempt' })
  office.declare(ben, { roles })
  await office.sim.show('ben-osei', {
    state: 'active',
    type: 'technician',
    login: 'ben-osei@acme.example',
    roles: ['admin'],
    accessGroups: [],
    firstLoginAt: '2026-11-02T08:00:00Z',
    mfaMethods: ['totp'],
  })
  await office.settle()
  office.declare({ ...ben, ...office.with('ana-li', { role: 'dispatcher' }) }, { roles })
}

const roles = {
  dispatcher: {
    platform: 'atera',
    name: 'Dispatcher',
    permissions: { 'ticketing/all': 'allow' },
    scope: { all: true },
  },
}

async function granting(): Promise<Operation | undefined> {
  return (await office.plan()).operations.find(({ kind }) => kind === 'roleAssignment')
}

describe('somebody new on a platform that makes beginners of all', () => {
  test('ATE-08 a new technician becomes a beginner whatever role was chosen; the role waits for the first sign-in', async () => {
    await desk()
    expect(await office.waiting()).toEqual([
      'create account ana-li (manual)',
      'grant roleAssignment dispatcher/ana-li (firstLogin)',
    ])
    const [creation] = (await office.plan()).operations.filter(({ kind }) => kind === 'account')
    expect(creation?.after).toMatchObject({ roles: ['beginner'], login: 'ana-li@acme.example' })
    expect((await office.bench.apply()).exitCode).toBe(0)
    await office.sim.carryOut(await office.plan())
    expect(office.sim.accounts.get('ana-li')?.roles).toEqual(['beginner'])

    office.bench.at('2026-12-02T12:00:00Z')
    const made = await office.plan()
    expect(waits(made.operations)).toEqual(['grant roleAssignment dispatcher/ana-li (firstLogin)'])
    expect(made.operations.filter(({ status }) => status === 'planned')).toEqual([])
    expect(standing(made)).toBe('waiting 0')
    const [waiting] = made.operations
    expect(waiting?.summary).toBe(
      'Ana Li gets the role Dispatcher on Atera instead of Beginner, once they have signed in for the first time (invited 1 day ago)',
    )
    expect((await office.bench.apply()).exitCode).toBe(0)
  })

  test('ATE-09 the role that waited is the one that was approved; reminder and escalation come while it waits', async () => {
    await desk()
    const before = await granting()
    await office.bench.apply()
    await office.sim.carryOut(await office.plan())
    const invited = await granting()
    expect(invited?.fingerprint).toBe(before?.fingerprint)
    if (invited?.kind !== 'roleAssignment') throw new Error('no role waits')
    await expect(office.sim.perform(invited)).rejects.toThrow('cannot get a role yet')

    const told = async (moment: string): Promise<readonly string[]> => {
      const made = await office.bench.at(moment).plan()
      return made.findings.map(({ slug }) => slug).filter((slug) => slug.startsWith('invitation-'))
    }
    expect(await told('2026-12-03T22:00:00Z')).toEqual([])
    expect(await told('2026-12-04T09:00:00Z')).toEqual(['invitation-reminder'])
    expect(await told('2026-12-08T09:00:00Z')).toEqual(['invitation-escalation'])

    await office.sim.login('ana-li')
    const after = await granting()
    expect(after).toMatchObject({ status: 'waiting', waitingFor: 'manual', fingerprint: before?.fingerprint })
    expect((await office.plan()).findings.map(({ slug }) => slug)).not.toContain('invitation-escalation')
    await office.sim.carryOut(await office.plan())
    expect(office.sim.accounts.get('ana-li')?.roles).toEqual(['dispatcher'])
    expect(await office.waiting()).toEqual([])
  })

  test('ATE-19 a mail that was filtered: the plan proposes what the profile does', async () => {
    await desk()
    await office.settle()
    const made = await office.bench.at('2026-12-04T09:00:00Z').plan()
    expect(finding(made, 'invitation-reminder')?.message).toBe(
      'Ana Li was invited to Atera 3 days ago and has not signed in. Ask whether the mail to ana-li@acme.example was filtered, or reset password instead (an action of actions.yaml, do: resetPassword).',
    )
    expect(office.sim.mailbox).toEqual(['ana-li@acme.example'])
  })

  test('ATE-16 whoever lacks the role that adding people needs is stopped before the first click', async () => {
    await desk({ operatorRole: 'beginner' })
    expect(await office.waiting()).toEqual([
      'create account ana-li (blocked: whoever does this on Atera needs the role admin)',
      'grant roleAssignment dispatcher/ana-li (blocked: whoever does this on Atera needs the role admin)',
    ])
    expect(await office.sim.carryOut(await office.plan())).toEqual([])
    expect((await office.bench.apply()).exitCode).toBe(5)
  })

  test('ATE-16 what the one who does the work holds is looked up, and told where nobody knows', async () => {
    await desk({ operator: 'ben-osei' })
    expect(finding(await office.plan(), 'operator-unknown')).toBeUndefined()
    office.close()
    await desk({})
    expect(finding(await office.plan(), 'operator-unknown')?.message).toContain('write operatorRole')
  })

  test('ALR-12 an invitation that ran out is sent again as often as is allowed, then it is given up', async () => {
    await desk({ operatorRole: 'admin', invitation: { expiresAfter: '5 days', resend: 1 } })
    await office.settle()
    office.bench.at('2026-12-06T09:00:00Z')
    expect(await office.waiting()).toContain('invite account ana-li (manual)')
    await office.sim.carryOut(await office.plan())
    expect(office.sim.mailbox).toEqual(['ana-li@acme.example', 'ana-li@acme.example'])
    expect(await office.waiting()).not.toContain('invite account ana-li (manual)')
    const made = await office.bench.at('2026-12-11T09:00:00Z').plan()
    expect(waits(made.operations)).not.toContain('invite account ana-li (manual)')
    expect(finding(made, 'invitation-expired')?.message).toContain('sent again as often as is allowed (1)')
  })
})
