import { expect, test } from 'vitest'
import type { Entry } from '../../src/model/entry.ts'
import type { AgendaEntry } from '../../src/report/agenda.ts'
import { documentOf, roster } from './roster.ts'
import { deskTenant, deskUser, office, recorded } from './seats-world.ts'

async function entriesIn(cwd: string, ...words: readonly string[]): Promise<readonly AgendaEntry[]> {
  const ended = await roster(['calendar', '--json', ...words], { cwd })
  expect(ended.code, ended.stderr + ended.stdout).toBe(0)
  return (documentOf(ended) as unknown as { readonly entries: readonly AgendaEntry[] }).entries
}

const order: Entry = {
  type: 'workOrder',
  order: 'desk-1',
  directory: 'desk',
  on: '2026-11-20',
  steps: ['2026-11-23', '2026-11-24'].map((due) => ({
    title: `do it by ${due}`,
    clicks: [],
    fields: [],
    effects: [],
    assignee: 'ana-li',
    due,
    verify: 'attest',
    operations: [],
    after: [],
  })),
}

const attested: Entry = {
  type: 'attested',
  order: 'desk-1',
  step: 1,
  by: 'ana-li',
  recordedBy: 'ana-li',
  on: '2026-11-20',
  verify: 'attest',
  operations: [],
  accounts: {},
  seats: [],
}

test('whatever holds for a time only has its last day in the calendar: exceptions, certifications, waivers, acknowledgements; and work its day', async () => {
  const cwd = office({
    'tenants/acme/tenant.yaml': deskTenant('Acme', 3),
    'tenants/acme/users.yaml': [
      deskUser('ana-li', 'certifications: [{ name: first-aid, expires: 2026-12-31 }, { name: for-good }]'),
      deskUser(
        'ben-osei',
        'overrides: [{ platform: atera, permission: system/mobile, level: allow, reason: on the road, expires: 2026-12-20 }]',
      ),
    ].join(''),
    'tenants/acme/policies.yaml':
      'waivers: [{ rule: security.mfa.minMethods, user: ben-osei, value: 1, reason: key on order, approver: leads, expires: 2026-12-15 }]\n',
    'tenants/acme/acknowledgements.yaml':
      'site-closes: { gate: usersRemoved, max: 12, reason: site closes, approver: leads, expires: 2026-11-22T12:00:00Z }\n',
  })
  await recorded(cwd, 'acme', [order, attested])
  const entries = await entriesIn(cwd, '--as-of', '2026-11-20', '--months', '2')
  const told = entries.filter(({ event }) => event !== 'cycle')
  expect(told.map(({ date, event, about, summary }) => [date, event, about, summary])).toEqual([
    ['2026-11-22', 'lapse', 'site-closes', 'the acknowledgement site-closes of usersRemoved ends'],
    ['2026-11-24', 'work', 'desk-1', 'step 2 of desk-1 is due from ana-li: do it by 2026-11-24'],
    [
      '2026-12-15',
      'lapse',
      'ben-osei',
      'last day of a waiver: Ben Osei (ben-osei) need not keep security.mfa.minMethods',
    ],
    [
      '2026-12-20',
      'lapse',
      'ben-osei',
      'last day of an exception: Ben Osei (ben-osei) has allow for system/mobile on desk («on the road»)',
    ],
    ['2026-12-31', 'lapse', 'ana-li', 'last day of the certification first-aid of Ana Li (ana-li)'],
  ])
})

test('what lies outside the time that is asked for is left out; several tenants stand beside each other, in the order of days', async () => {
  const cwd = office({
    'tenants/acme/tenant.yaml': deskTenant('Acme', 1),
    'tenants/acme/users.yaml': deskUser('ana-li', 'starts: 2026-12-02, ends: 2027-06-30'),
    'tenants/bakery/tenant.yaml': deskTenant('Bakery', 1),
    'tenants/bakery/users.yaml': deskUser('tom-berg', 'ends: 2026-12-01'),
  })
  const words = ['--as-of', '2026-11-20', '--months', '1']
  const people = (await entriesIn(cwd, ...words)).filter(({ event }) => event !== 'cycle' && event !== 'seats')
  expect(people.map(({ date, tenant, about }) => [date, tenant, about])).toEqual([
    ['2026-12-01', 'bakery', 'tom-berg'],
    ['2026-12-02', 'acme', 'ana-li'],
  ])
  const { stdout } = await roster(['calendar', ...words], { cwd })
  expect(stdout).toMatch(/^DAY +TENANT +WHAT$/m)
  const one = await roster(['calendar', ...words, '--tenant', 'bakery'], { cwd })
  expect(one.stdout).not.toContain('ana-li')
})
