import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Entry } from '../../../src/model/entry.ts'
import type { ObservedAccount } from '../../../src/model/platform.ts'
import { Bench, finding, person, standing, tenantOf } from '../bench.ts'

const product = {
  name: 'Counter',
  version: '2026-11-01',
  categories: { data: { levels: ['none', 'view'] } },
  permissions: { 'data/tickets': { name: 'Tickets', risk: 'basic' } },
  builtInRoles: { clerk: { name: 'Clerk', grants: 'nothing' } },
  accountTypes: { member: { roles: { min: 1, max: 1 }, accessGroups: { max: 0 }, required: ['email'] } },
  lifecycle: { member: { created: { state: 'invited' }, end: 'disabled' } },
  capabilities: { deliveries: ['manual', 'groups'], actions: ['resendInvitation', 'resetPassword'] },
}
const again = { do: 'resendInvitation', subscription: 'front', select: { all: true }, reason: 'mails were filtered' }
const at = { platforms: { front: { role: 'clerk' } } }

let bench: Bench
beforeEach(async () => {
  bench = new Bench()
  bench.write('platforms/counter.yaml', product)
  bench.tenant('acme', {
    tenant: tenantOf({}, { subscriptions: { front: { platform: 'counter', delivery: 'manual' } } }),
    users: { 'ana-li': person('ana-li', at), 'ben-osei': person('ben-osei') },
  })
  expect((await bench.apply()).exitCode).toBe(0)
})
afterEach(() => bench.close())

/** What somebody saw on the platform is written into the ledger. */
async function observed(user: string, more: Partial<ObservedAccount>): Promise<void> {
  const account: ObservedAccount = {
    state: 'invited',
    type: 'member',
    login: `${user}@acme.example`,
    roles: ['clerk'],
    accessGroups: [],
    ...more,
  }
  const entry: Entry = { type: 'account', address: `acme/front/account/${user}`, account, from: 'attested' }
  const lease = await bench.ledger.lock('acme')
  const journal = await bench.ledger.open('acme', `00000000-0000-4000-8000-${String(Date.now()).slice(-12)}`, lease)
  await journal.record([entry])
  await journal.close()
  await lease.release()
}

const asked = async (): Promise<readonly string[]> =>
  (await bench.plan()).operations
    .filter(({ source }) => source.via.some((via) => via.startsWith('action:')))
    .map(({ id, status, waitingFor, blockedBy }) => `${id} ${status} ${waitingFor ?? blockedBy ?? ''}`)

test('an invitation that waits for its answer is sent again by somebody at the console; who has no account is told of', async () => {
  await observed('ana-li', { resends: 1 })
  bench.write('tenants/acme/actions.yaml', { filtered: again })
  const plan = await bench.plan()
  const operation = plan.operations.find(({ verb }) => verb === 'invite')
  expect(operation).toMatchObject({
    id: 'acme/front/account/ana-li#invite',
    status: 'waiting',
    waitingFor: 'manual',
    after: { user: 'ana-li', resend: 2, action: 'filtered' },
    summary: 'the invitation of Ana Li to Counter is sent again (filtered: mails were filtered)',
  })
  expect(finding(plan, 'action-skipped')?.message).toBe(
    'filtered: nothing is done where Ben Osei has no account on front',
  )
  expect(standing(plan)).toBe('waiting 0')
})

test('somebody who accepted, and somebody who is invited by this plan, need no second invitation', async () => {
  bench.write('tenants/acme/actions.yaml', { filtered: { ...again, select: { users: ['ana-li'] } } })
  expect(await asked()).toEqual([])
  expect(finding(await bench.plan(), 'action-skipped')?.message).toContain(
    'Ana Li is invited to front by this plan anyway',
  )
  await observed('ana-li', { state: 'active', firstLoginAt: '2026-11-30T09:00:00Z' })
  expect(await asked()).toEqual([])
  expect(finding(await bench.plan(), 'action-skipped')?.message).toContain(
    'Ana Li has accepted the invitation to front',
  )
})

test('a password that somebody resets at the console is a step for a person', async () => {
  await observed('ana-li', {})
  bench.write('tenants/acme/actions.yaml', {
    locked: {
      do: 'resetPassword',
      subscription: 'front',
      select: { users: ['ana-li'] },
      reason: 'the mail was filtered',
    },
  })
  expect(await asked()).toEqual(['acme/front/workOrder/locked/ana-li#create waiting manual'])
  const operation = (await bench.plan()).operations.find(({ kind }) => kind === 'workOrder')
  expect(operation?.summary).toBe('Give Ana Li a new password on Counter (locked: the mail was filtered)')
})

test('where accounts come by groups there is nobody at a console: blocked, with what to do', async () => {
  await observed('ana-li', {})
  bench.tenant('acme', {
    tenant: tenantOf(
      {},
      {
        subscriptions: {
          front: {
            platform: 'counter',
            delivery: 'groups',
            groups: { directory: 'hq', names: { default: 'front-{role}' } },
          },
        },
      },
    ),
  })
  bench.write('tenants/acme/actions.yaml', { filtered: { ...again, select: { users: ['ana-li'] } } })
  expect(await asked()).toEqual([
    'acme/front/account/ana-li#invite blocked accounts on front come by delivery: groups, which has no way to do this; ask for it at the console',
  ])
})
