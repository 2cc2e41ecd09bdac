import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Plan } from '../../../src/model/plan.ts'
import type { Held } from '../live.ts'
import { Bench, finding, person, standing, tenantOf, told } from '../bench.ts'

let bench: Bench
let recipient: string
beforeEach(async () => {
  bench = new Bench()
  recipient = await identityToRecipient(await generateX25519Identity())
})
afterEach(() => bench.close())

const people = {
  'ana-li': person('ana-li', { department: 'desk' }),
  'ben-osei': person('ben-osei', { department: 'desk' }),
  'eva-lo': person('eva-lo'),
}
const departments = { desk: { name: 'Service desk' }, sales: { name: 'Sales' } }

/** A tenant whose people have their accounts. */
async function settled(
  more: object = { initialPasswords: { recipients: [recipient] } },
  users: object = people,
): Promise<void> {
  bench.tenant('acme', { tenant: tenantOf({}, more), departments, users })
  expect((await bench.apply()).exitCode).toBe(0)
}

function declare(actions: object | undefined): void {
  bench.write('tenants/acme/actions.yaml', actions)
}

const reset = { do: 'resetPassword', select: { departments: ['desk'] }, reason: 'shared password found' }
const revoke = { do: 'revokeSessions', select: { users: ['ana-li'] }, reason: 'laptop stolen' }
const approved = (plan: Plan) => ({ how: 'approved' as const, plan, digest: plan.digest })

/** What the file of a local directory says of an account besides. */
type Account = Held & { readonly sessions?: number; readonly once?: readonly string[] }

/** What was done once in the directory, by username. */
function done(): Readonly<Record<string, readonly string[]>> {
  const users = bench.live().users() as readonly Account[]
  return Object.fromEntries(
    users.flatMap(({ username = '', once = [] }) => (once.length === 0 ? [] : [[username, once]])),
  )
}

describe('a new password for some people', () => {
  test('MSP-19 everybody who is selected is in the plan, counted and by name; the others are not', async () => {
    await settled()
    declare({ 'reset-desk': reset })
    const plan = await bench.plan()
    expect(told(plan.operations)).toEqual(['resetPassword user ana-li', 'resetPassword user ben-osei'])
    expect(plan.operations.map(({ summary, risk, derived }) => ({ summary, risk, derived }))).toEqual(
      ['Ana Li', 'Ben Osei'].map((name) => ({
        summary: `${name} gets a new password in hq (reset-desk: shared password found)`,
        risk: 'high',
        derived: true,
      })),
    )
    expect(plan.operations.map(({ source }) => `${source.file}:${source.line}`)).toEqual([
      'tenants/acme/actions.yaml:1',
      'tenants/acme/actions.yaml:1',
    ])
    expect(finding(plan, 'action-counted')).toMatchObject({
      result: 'pass',
      measured: 2,
      message: 'reset-desk (shared password found): 2 people are to get a new password, once',
    })
    expect(plan.tenants[0]?.counts).toEqual({ resetPassword: 2 })
    expect(done()).toEqual({})
  })

  test('MSP-13 MSP-19 it happens once, is recorded, and a second apply does not repeat it', async () => {
    await settled()
    declare({ 'reset-desk': reset })
    expect((await bench.apply()).exitCode).toBe(0)
    expect(done()).toEqual({ 'ana-li': ['resetPassword reset-desk'], 'ben-osei': ['resetPassword reset-desk'] })
    const outcomes = (await bench.entries()).filter(
      (entry) => entry.type === 'outcome' && entry.operation.endsWith('#resetPassword'),
    )
    expect(outcomes).toHaveLength(2)
    const file = bench.live().text()
    const again = await bench.plan()
    expect([told(again.operations), again.findings.map(({ slug }) => slug)]).toEqual([[], []])
    expect((await bench.apply()).tenants[0]).toMatchObject({ exitCode: 0, settled: [] })
    expect(bench.live().text()).toBe(file)
    expect(told((await bench.drift()).operations)).toEqual([])
  })

  test('MSP-19 a selection that grew after the approval stops the apply, and nobody gets a password', async () => {
    await settled()
    declare({ 'reset-desk': reset })
    const plan = await bench.plan()
    bench.tenant('acme', { users: { ...people, 'eva-lo': person('eva-lo', { department: 'desk' }) } })
    const { exitCode, tenants } = await bench.apply(approved(plan))
    expect(exitCode).toBe(6)
    expect(tenants[0]?.held).toContain('acme/hq/user/eva-lo#resetPassword')
    expect(done()).toEqual({})
    bench.tenant('acme', { users: people })
    expect((await bench.apply(approved(plan))).exitCode).toBe(0)
    expect(Object.keys(done())).toEqual(['ana-li', 'ben-osei'])
  })

  test('another action, another approval: the fingerprint says which', async () => {
    await settled()
    declare({ 'reset-desk': reset })
    const plan = await bench.plan()
    declare({ 'reset-desk-again': reset })
    expect((await bench.apply(approved(plan))).exitCode).toBe(6)
  })

  test('whoever comes into the selection later has their turn then, once; an action that is taken away is over', async () => {
    await settled()
    declare({ 'reset-desk': reset })
    await bench.apply()
    bench.tenant('acme', { users: { ...people, 'eva-lo': person('eva-lo', { department: 'desk' }) } })
    expect(told((await bench.plan()).operations)).toEqual(['resetPassword user eva-lo', 'update user eva-lo'])
    await bench.apply()
    expect(told((await bench.plan()).operations)).toEqual([])
    declare(undefined)
    expect(told((await bench.plan()).operations)).toEqual([])
    declare({ 'reset-desk': reset })
    expect(told((await bench.plan()).operations)).toEqual([])
  })

  test('an action that is made to do something else has had its turn with whoever it did anything for', async () => {
    await settled()
    declare({ 'reset-desk': reset })
    await bench.apply()
    declare({ 'reset-desk': { ...revoke, select: { all: true } } })
    expect(told((await bench.plan()).operations)).toEqual(['revokeSessions user eva-lo'])
  })

  test('two actions that ask for the same serve each person with one password', async () => {
    await settled()
    declare({ b: { ...reset, reason: 'second' }, a: { ...reset, select: { users: ['ana-li'] }, reason: 'first' } })
    const plan = await bench.plan()
    expect(told(plan.operations)).toEqual(['resetPassword user ana-li', 'resetPassword user ben-osei'])
    expect(plan.operations[0]?.summary).toBe('Ana Li gets a new password in hq (a: first; b: second)')
    await bench.apply()
    expect(told((await bench.plan()).operations)).toEqual([])
    declare({ a: { ...reset, reason: 'first' } })
    expect(told((await bench.plan()).operations), 'only b was for Ben').toEqual(['resetPassword user ben-osei'])
  })

  test('somebody whose id changes is still somebody who had their turn', async () => {
    await settled()
    declare({ 'reset-desk': reset })
    await bench.apply()
    const { 'ana-li': ana, ...others } = people
    bench.tenant('acme', { users: { ...others, 'ana-berg': { ...ana, movedFrom: 'ana-li' } } })
    expect(told((await bench.plan()).operations)).toEqual(['rename user ana-berg'])
    await bench.apply()
    bench.tenant('acme', { users: { ...others, 'ana-berg': ana } })
    expect(told((await bench.plan()).operations)).toEqual([])
  })

  test('a leaver, somebody who has not begun and somebody without an account are left out, and told', async () => {
    await settled()
    bench.tenant('acme', {
      users: {
        ...people,
        'ben-osei': person('ben-osei', { department: 'desk', state: 'disabled' }),
        'tom-berg': person('tom-berg', { department: 'desk', starts: '2027-03-01' }),
        'new-comer': person('new-comer', { department: 'desk' }),
      },
    })
    declare({ 'reset-desk': { ...reset, select: { departments: ['desk'], states: ['active', 'disabled', 'absent'] } } })
    const plan = await bench.plan()
    expect(told(plan.operations)).toEqual([
      'create user new-comer',
      'disable user ben-osei',
      'resetPassword user ana-li',
    ])
    expect(finding(plan, 'action-skipped')).toMatchObject({
      result: 'warn',
      measured: 3,
      message:
        'reset-desk: nothing is done where Ben Osei leaves, New Comer has no account, Tom Berg has not begun yet',
    })
  })

  test('where nobody is to receive the passwords it is blocked, with what to write', async () => {
    await settled({})
    declare({ 'reset-desk': reset })
    const plan = await bench.plan()
    expect(standing(plan)).toBe('blocked 5')
    expect(plan.operations[0]?.blockedBy).toBe(
      'hq: nobody is to receive the new password: write initialPasswords: { recipients: [age1...] } in tenants/acme/tenant.yaml',
    )
    expect((await bench.apply()).exitCode).toBe(5)
    expect(done()).toEqual({})
  })

  test('a new password is delivered as a first one is, before it is written', async () => {
    await settled()
    declare({ one: { ...reset, select: { users: ['ana-li'] } } })
    const file = join(bench.root, '.roster/secrets/acme/hq/ana-li.age')
    expect(existsSync(file)).toBe(true)
    const before = readFileSync(file)
    bench.live().misbehave({ fail: { write: 1, when: 'before', class: 'invalid' } })
    expect((await bench.apply()).exitCode).toBe(7)
    expect(readFileSync(file), 'nothing was tried').toEqual(before)
    expect((await bench.apply()).exitCode).toBe(0)
    expect(readFileSync(file)).not.toEqual(before)
  })

  test('a lost answer: it is asked again, and is done once', async () => {
    await settled()
    declare({ one: { ...reset, select: { users: ['ana-li'] } } })
    bench.live().misbehave({ fail: { write: 1, when: 'after' } })
    expect((await bench.apply()).exitCode).toBe(0)
    expect(done()).toEqual({ 'ana-li': ['resetPassword one'] })
    expect(told((await bench.plan()).operations)).toEqual([])
  })
})

describe('the end of all sessions', () => {
  const account = (): Account => bench.live().user('ana-li')

  test('MSP-13 sessions end once; those that begin later stay', async () => {
    await settled()
    bench.live().put({ ...account(), sessions: 3 } as Account)
    declare({ stolen: revoke })
    const plan = await bench.plan()
    expect(plan.operations.map(({ summary }) => summary)).toEqual([
      'Ana Li is signed out everywhere in hq (stolen: laptop stolen)',
    ])
    await bench.apply()
    expect(account().sessions).toBe(0)
    bench.live().put({ ...account(), sessions: 2 } as Account)
    expect((await bench.apply()).tenants[0]?.settled).toEqual([])
    expect(account().sessions).toBe(2)
  })

  test('a directory that cannot is left out where another can, and blocks with its reason where none can', async () => {
    const directories = {
      hq: { provider: 'local', mode: 'authoritative' },
      watched: { provider: 'local', mode: 'observe' },
      old: { provider: 'local', mode: 'authoritative' },
    }
    await settled({ directories })
    bench.live('acme', 'old').misbehave({ cannot: { 'user.revokeSessions': 'no sessions here' } })
    declare({ stolen: revoke })
    expect((await bench.plan()).operations.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'acme/hq/user/ana-li#revokeSessions planned',
    ])
    bench.live().misbehave({ cannot: { 'user.revokeSessions': 'neither here' } })
    const [blocked, ...others] = (await bench.plan()).operations
    expect(others).toEqual([])
    expect([blocked?.status, blocked?.blockedBy]).toEqual(['blocked', 'hq: neither here; old: no sessions here'])
    declare({ stolen: { ...revoke, directory: 'old' } })
    expect((await bench.plan()).operations.map(({ id, blockedBy }) => `${id} ${blockedBy}`)).toEqual([
      'acme/old/user/ana-li#revokeSessions old: no sessions here',
    ])
  })
})
