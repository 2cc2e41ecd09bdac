import { afterEach, describe, expect, test } from 'vitest'
import { finding } from '../bench.ts'
import { counter, Office } from './office.ts'

let office: Office
afterEach(() => office.close())

const reader = { platform: 'counter', name: 'Reader', permissions: { 'desk/open': 'allow' } }
const keeper = { role: 'keeper', reason: 'holds the keys' }

/** An invented platform on which roles come with the invitation. */
const inviting = {
  ...counter,
  lifecycle: { clerk: { ...counter.lifecycle.clerk, created: { state: 'invited' }, roleSettableAfter: 'creation' } },
  capabilities: { ...counter.capabilities, grantsWithInvitation: true },
}
/** One on which people hold several roles. */
const many = { ...counter, accountTypes: { clerk: { ...counter.accountTypes.clerk, roles: { min: 1 } } } }

async function working(platform: object, role: object): Promise<void> {
  office = new Office(platform, { operatorRole: 'keeper' })
  office.declare(office.with('ana-li', role))
  await office.settle()
  await office.sim.login('ana-li')
  await office.settle()
}

describe('roles that a tenant defines', () => {
  test('ATE-14 a role is saved as a whole: many switches are one operation, and its words name each', async () => {
    office = new Office(counter, { operatorRole: 'keeper' })
    office.declare({}, { roles: { reader } })
    expect(await office.waiting()).toEqual(['create role reader (manual)'])
    await office.settle()
    expect(await office.waiting()).toEqual([])
    const both = { 'desk/open': 'none', 'desk/vault': 'allow' }
    office.declare({}, { roles: { reader: { ...reader, name: 'Vault reader', permissions: both } } })
    const [change, ...rest] = (await office.plan()).operations.filter(({ kind }) => kind === 'role')
    expect(rest).toEqual([])
    expect(change).toMatchObject({ verb: 'update', risk: 'high', escalation: true })
    expect(change?.summary).toBe(
      'the role Reader on Counter changes: it is called Vault reader (was Reader); desk/open becomes none (was allow); desk/vault becomes allow (was unset)',
    )
    await office.settle()
    expect(await office.waiting()).toEqual([])
  })

  test('ALR-01 a role is made before anybody is invited to it; one that is not made holds the invitation', async () => {
    office = new Office(inviting, { operatorRole: 'keeper' })
    const people = office.with('ana-li', { role: 'reader' })
    office.declare(people, { roles: { reader } })
    const creation = (await office.plan()).operations.find(({ id }) => id === 'acme/counter/account/ana-li#create')
    expect(creation?.needs).toEqual(['acme/counter/role/reader#create'])
    office.close()

    office = new Office(
      { ...inviting, capabilities: { ...inviting.capabilities, deliveries: ['manual', 'scim'] } },
      { delivery: 'scim' },
    )
    office.declare(people, { roles: { reader } })
    const made = await office.plan()
    expect(made.operations.filter(({ directory }) => directory === 'counter').map(({ status }) => status)).toEqual([
      'blocked',
      'blocked',
    ])
    expect(office.sim.mailbox).toEqual([])
  })

  test('a role that nobody declares any more is deleted, once nobody has it', async () => {
    office = new Office(counter, { operatorRole: 'keeper' })
    office.declare(office.with('ana-li', { role: 'reader' }), { roles: { reader } })
    await office.settle()
    await office.sim.login('ana-li')
    await office.settle()
    expect(office.sim.accounts.get('ana-li')?.roles).toEqual(['reader'])
    office.declare(office.with('ana-li', { role: 'clerk' }), { roles: {} })
    const made = await office.plan()
    expect(made.operations.find(({ kind }) => kind === 'role')).toMatchObject({
      id: 'acme/counter/role/reader#delete',
      needs: ['acme/counter/roleAssignment/clerk/ana-li#grant'],
    })
    await office.settle()
    expect(await office.waiting()).toEqual([])
  })
})

describe('who has which role', () => {
  test('ALR-04 a role that comes with the invitation is no operation of its own', async () => {
    office = new Office(inviting, { operatorRole: 'keeper' })
    office.declare(office.with('ana-li', { role: 'clerk' }))
    const made = (await office.plan()).operations.filter(({ directory }) => directory === 'counter')
    expect(made).toHaveLength(1)
    expect(made[0]).toMatchObject({
      after: { roles: ['clerk'] },
      summary: 'Ana Li gets an account on Counter as Clerk',
    })
  })

  test('ALR-10 each of several people is invited by an operation of their own', async () => {
    office = new Office(inviting, { operatorRole: 'keeper' })
    office.declare({
      ...office.with('ana-li', { role: 'clerk' }),
      ...office.with('ben-osei', { role: 'clerk' }),
      ...office.with('eva-lo', { role: 'clerk' }),
    })
    expect(await office.waiting()).toEqual([
      'create account ana-li (manual)',
      'create account ben-osei (manual)',
      'create account eva-lo (manual)',
    ])
  })

  test('ALR-11 the plan says who will be told; nobody is before the work is done', async () => {
    office = new Office(inviting, { operatorRole: 'keeper' })
    const people = {
      ...office.with('ana-li', { role: 'clerk' }),
      ...office.with('ben-osei', { role: 'clerk' }),
      ...office.with('eva-lo', { role: 'clerk' }),
    }
    office.declare(people)
    const made = await office.plan()
    const creation = made.operations.find(({ id }) => id === 'acme/counter/account/ana-li#create')
    expect(creation?.effects).toEqual(['Ana Li is told by mail (ana-li@acme.example)'])
    expect(office.sim.mailbox).toEqual([])
    await office.settle()
    expect(office.sim.mailbox).toEqual(['ana-li@acme.example', 'ben-osei@acme.example', 'eva-lo@acme.example'])
    office.close()
    office = new Office(inviting, { operatorRole: 'keeper', invitation: { notify: false } })
    office.declare(people)
    const silent = (await office.plan()).operations.find(({ id }) => id === 'acme/counter/account/ana-li#create')
    expect(silent?.effects).toEqual(['Ana Li gets no mail'])
  })

  test('one role takes the place of the other in one operation; several are given before others are taken', async () => {
    await working(counter, { role: 'clerk' })
    office.declare(office.with('ana-li', { role: 'novice' }))
    expect(await office.waiting()).toEqual(['grant roleAssignment novice/ana-li (manual)'])
    office.close()

    await working(many, { roles: ['clerk'] })
    expect(office.sim.accounts.get('ana-li')?.roles).toEqual(['clerk'])
    office.declare(office.with('ana-li', { roles: ['novice'] }))
    const revoke = (await office.plan()).operations.find(({ verb }) => verb === 'revoke')
    expect(revoke?.needs).toEqual(['acme/counter/roleAssignment/novice/ana-li#grant'])
    await office.settle()
    expect(office.sim.accounts.get('ana-li')?.roles).toEqual(['novice'])
  })

  test('MSP-23 an administrator’s role waits for a second factor, and is given once it is set up', async () => {
    await working(counter, { role: 'clerk' })
    await office.sim.enrol('ana-li')
    office.declare(office.with('ana-li', keeper))
    expect(await office.waiting()).toEqual(['grant roleAssignment keeper/ana-li (mfa)'])
    await office.settle()
    expect(office.sim.accounts.get('ana-li')?.roles).toEqual(['clerk'])
    await office.sim.enrol('ana-li', 'totp')
    await office.settle()
    expect(office.sim.accounts.get('ana-li')?.roles).toEqual(['keeper'])
  })

  test('MSP-23 as many second factors as the policy asks for; a waiver lets one person through', async () => {
    await working(counter, { role: 'clerk' })
    await office.sim.enrol('ana-li', 'totp')
    const mfa = { required: 'admins', minMethods: 2 }
    office.declare(office.with('ana-li', keeper), { policies: { security: { mfa } } })
    expect(await office.waiting()).toEqual(['grant roleAssignment keeper/ana-li (mfa)'])
    const waiver = {
      rule: 'security.mfa.required',
      user: 'ana-li',
      value: 'none',
      reason: 'key on order',
      approver: 'leads',
      expires: '2026-12-15',
    }
    office.declare(office.with('ana-li', keeper), { policies: { security: { mfa }, waivers: [waiver] } })
    expect(await office.waiting()).toEqual(['grant roleAssignment keeper/ana-li (manual)'])
  })

  test('MSP-23 where second factors cannot be seen, it is told before the role is given', async () => {
    await working(counter, { role: 'clerk' })
    office.declare(office.with('ana-li', keeper))
    const made = await office.plan()
    expect(finding(made, 'mfa-unknown')?.message).toContain('look there before the role is given')
  })

  test('MSP-02 another persona brings another role: what differs is planned', async () => {
    const staffed = {
      ...counter,
      personas: {
        seller: { name: 'Seller', audience: 'client', role: 'clerk' },
        trainee: { name: 'Trainee', audience: 'client', role: 'novice' },
      },
    }
    office = new Office(staffed, { operatorRole: 'keeper' })
    const audience = { tenant: { audience: 'client' } }
    office.declare(office.with('ana-li', {}, { persona: 'seller' }), audience)
    await office.settle()
    await office.sim.login('ana-li')
    await office.settle()
    expect(office.sim.accounts.get('ana-li')?.roles).toEqual(['clerk'])
    office.declare(office.with('ana-li', {}, { persona: 'trainee' }), audience)
    expect(await office.waiting()).toEqual(['grant roleAssignment novice/ana-li (manual)'])
  })
})

describe('sorts of account', () => {
  const sorts = {
    ...counter,
    accountTypes: {
      guest: { name: 'Guest', platformAccess: false, roles: { min: 0, max: 0 }, required: ['email'], login: 'email' },
      clerk: { ...counter.accountTypes.clerk, administrator: true },
    },
    lifecycle: { ...counter.lifecycle, guest: { created: { state: 'active' }, end: 'disabled' } },
    capabilities: { ...counter.capabilities, create: { clerk: ['single'], guest: ['single'] } },
  }

  test('ATR-04 coming to run the platform is an operation of its own, marked as an escalation', async () => {
    office = new Office(sorts, { operatorRole: 'keeper' })
    office.declare(office.with('ana-li', {}))
    await office.settle()
    office.declare(office.with('ana-li', { as: 'clerk', role: 'clerk' }))
    const made = (await office.plan()).operations.filter(({ kind }) => kind === 'account')
    expect(made).toHaveLength(1)
    expect(made[0]).toMatchObject({
      verb: 'update',
      before: { type: 'guest' },
      after: { type: 'clerk' },
      escalation: true,
      summary: 'Ana Li on Counter: becomes Clerk (was Guest)',
    })
    await office.sim.carryOut(await office.plan())
    office.declare(office.with('ana-li', {}))
    const back = (await office.plan()).operations.find(({ kind }) => kind === 'account')
    expect(back).toMatchObject({ after: { type: 'guest' }, escalation: false })
  })

  test('ATR-06 whoever is only served gets no role and no invitation; what is theirs in directories is planned all the same', async () => {
    office = new Office(sorts, { operatorRole: 'keeper' })
    office.declare(office.with('ana-li', {}))
    const made = await office.plan()
    expect(made.operations.find(({ id }) => id === 'acme/hq/user/ana-li#create')?.status).toBe('planned')
    expect(await office.waiting()).toEqual(['create account ana-li (manual)'])
    expect(made.operations.find(({ id }) => id === 'acme/counter/account/ana-li#create')?.effects).toEqual([])
    await office.settle()
    expect(office.sim.mailbox).toEqual([])
    expect(await office.waiting()).toEqual([])
  })
})
