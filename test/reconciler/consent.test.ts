import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Plan } from '../../src/model/plan.ts'
import { digestOf } from '../../src/reconciler/consent.ts'
import type { Consent } from '../../src/reconciler/run.ts'
import { atRest, Bench, crowd, person, restOf, tenantOf, told } from './bench.ts'
import { crashAt } from './crash.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const approved = (plan: Plan): Consent => ({ how: 'approved', plan, digest: plan.digest })

function people(more: object = {}, files: object = {}): void {
  bench.tenant('acme', {
    tenant: tenantOf(),
    users: { ...crowd(3), 'ana-li': person('ana-li', { groups: ['vpn'], title: 'Technician' }), ...more },
    groups: { vpn: {}, staff: { members: { select: { all: true } } } },
    ...files,
  })
}

/** Applied once, and a change of several sorts to approve. */
async function pending(): Promise<Plan> {
  people()
  await bench.apply()
  people({ 'ana-li': person('ana-li', { title: 'Lead' }), p004: person('p004') })
  const plan = await bench.plan()
  expect(told(plan.operations)).toEqual([
    'create user p004',
    'grant membership staff/p004',
    'revoke membership vpn/ana-li',
    'update user ana-li',
  ])
  return plan
}

const drifts: Readonly<Record<string, () => void>> = {
  'an attribute changed by hand': () => bench.live().setAttributes('p001', { displayName: 'Somebody' }),
  'a value that the plan starts from moved': () => bench.live().setAttributes('ana-li', { title: 'Trainee' }),
  'a member came in': () => bench.live().join('vpn', 'p001'),
  'an account was renamed': () => bench.live().editUser('p002', { username: 'other' }),
  'an account was moved': () => bench.live().editUser('p002', { container: 'people/attic' }),
}

describe('SEC-12 the reviewed plan is what is applied', () => {
  describe.each(Object.keys(drifts))('%s between approval and apply: 6, nothing written', (drift) => {
    const consents: Readonly<Record<string, (plan: Plan) => Consent>> = {
      'tenant digest': (plan) => ({ how: 'digest', digest: plan.tenants[0]?.digest ?? '' }),
      'root digest': (plan) => ({ how: 'digest', digest: plan.digest }),
      'approved plan': approved,
      terminal: () => ({
        how: 'terminal',
        ask: async () => {
          drifts[drift]?.()
          return true
        },
      }),
    }
    test.each(Object.keys(consents))('%s', async (how) => {
      const plan = await pending()
      const consent = consents[how]?.(plan) ?? { how: 'autoApprove' }
      if (how !== 'terminal') drifts[drift]?.()
      const before = [bench.live().text(), (await bench.entries()).length]
      const report = await bench.apply(consent)
      expect(report.exitCode).toBe(6)
      expect(report.tenants).toMatchObject([{ tenant: 'acme', exitCode: 6, settled: [] }])
      expect((await bench.entries()).length).toBe(before[1])
      expect(bench.live().states()['p004']).toBeUndefined()
      if (how !== 'terminal') expect(bench.live().text()).toBe(before[0])
    })
  })

  test('what was done by hand meanwhile is left out, the rest goes', async () => {
    const plan = await pending()
    bench.live().leave('vpn', 'ana-li')
    const report = await bench.apply(approved(plan))
    expect(report.exitCode).toBe(0)
    expect(report.tenants[0]?.settled).toHaveLength(3)
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('a digest asks for equality: a subset is 6', async () => {
    const plan = await pending()
    bench.live().leave('vpn', 'ana-li')
    expect((await bench.apply({ how: 'digest', digest: plan.digest })).exitCode).toBe(6)
  })

  test('the tenant’s digest and the root digest are consent; another is not', async () => {
    for (const digestIn of [(plan: Plan) => plan.digest, (plan: Plan) => plan.tenants[0]?.digest ?? '']) {
      const plan = await pending()
      expect((await bench.apply({ how: 'digest', digest: 'sha256:0' })).exitCode).toBe(6)
      expect((await bench.apply({ how: 'digest', digest: digestIn(plan) })).exitCode).toBe(0)
      expect(await restOf(bench)).toEqual(atRest)
      bench.close()
      bench = new Bench()
    }
  })

  test('with several tenants the root digest is consent to all, one tenant’s is to none', async () => {
    for (const id of ['acme', 'bolt']) bench.tenant(id, { tenant: tenantOf(), users: crowd(2) })
    const plan = await bench.plan()
    const one = plan.tenants[0]?.digest ?? ''
    expect((await bench.apply({ how: 'digest', digest: one })).exitCode).toBe(6)
    expect(bench.live('acme').text() + bench.live('bolt').text()).toBe('')
    expect((await bench.apply({ how: 'digest', digest: one }, { tenants: ['acme'] })).exitCode).toBe(0)
    const rest = await bench.plan()
    expect((await bench.apply({ how: 'digest', digest: plan.digest })).exitCode).toBe(6)
    expect((await bench.apply({ how: 'digest', digest: rest.digest })).exitCode).toBe(0)
    expect(bench.live('bolt').users()).toHaveLength(2)
  })

  test('a person who says no: nothing is written', async () => {
    await pending()
    const before = bench.live().text()
    const report = await bench.apply({ how: 'terminal', ask: async () => false })
    expect([report.exitCode, bench.live().text() === before]).toEqual([0, true])
  })

  test('nothing can be smuggled into an approved plan: not as planned, blocked, waiting or on the calendar', async () => {
    const plan = await pending()
    bench.live().join('vpn', 'p001')
    const strange = (await bench.plan()).operations.find(({ id }) => id === 'acme/hq/membership/vpn/p001#revoke')
    if (strange === undefined) throw new Error('the drift is not planned')
    const { fingerprint, address } = strange
    const entry = { date: '2026-12-02', tenant: 'acme', address, event: 'end', fingerprint } as const
    const forged: readonly Plan[] = [
      { ...plan, operations: [...plan.operations, strange] },
      { ...plan, operations: [...plan.operations, { ...strange, status: 'blocked' }] },
      { ...plan, operations: [...plan.operations, { ...strange, status: 'waiting' }] },
      { ...plan, calendar: [...plan.calendar, entry] },
    ]
    for (const forgery of forged) {
      const before = bench.live().text()
      expect((await bench.apply(approved(forgery))).exitCode).toBe(6)
      expect(bench.live().text()).toBe(before)
    }
  })

  test('what was blocked when the plan was approved needs a new approval', async () => {
    people()
    await bench.apply()
    bench.live().editUser('p001', { state: 'disabled' })
    const plan = await bench.plan()
    expect(told(plan.operations)).toEqual(['enable user p001 (blocked)'])
    people(
      {},
      {
        acknowledgements: {
          back: {
            gate: 'disabledElsewhere',
            max: 1,
            reason: 'back',
            approver: 'leads',
            expires: '2026-12-02T09:00:00Z',
          },
        },
      },
    )
    expect((await bench.apply(approved(plan))).exitCode).toBe(6)
  })

  test('a run that was cut off is finished under the same approval', async () => {
    people()
    await bench.apply()
    people({ 'ana-li': person('ana-li', { groups: ['vpn'], title: 'Lead', location: 'Oslo' }) })
    const plan = await bench.plan()
    bench.providers = crashAt(1, 'before')
    expect((await bench.apply(approved(plan))).exitCode).toBe(1)
    // The server took the first half of the request with it.
    bench.live().setAttributes('ana-li', { title: 'Lead' })
    bench.providers = new Bench().providers
    const report = await bench.apply(approved(plan))
    expect(report.tenants[0]?.held).toBeUndefined()
    expect(report.exitCode).toBe(0)
    expect(bench.live().user('ana-li').attributes).toMatchObject({ title: 'Lead', location: 'Oslo' })
    expect(await restOf(bench)).toEqual(atRest)
  })
})

test('SEC-12 what a cut-off run began overwrites nothing that somebody else wrote since', async () => {
  const plan = await pending()
  await bench.apply(approved(plan), { providers: crashAt(1, 'before') }).catch(() => undefined)
  bench.live().setAttributes('ana-li', { title: 'Set by HR' })
  const report = await bench.apply(approved(plan))
  expect(report.exitCode).toBe(6)
  expect(bench.live().user('ana-li').attributes['title']).toBe('Set by HR')
})

test('SEC-12 an approved plan that was edited under its digest is refused', async () => {
  const plan = await pending()
  const edited = plan.operations.map((each) =>
    each.verb === 'update' && each.kind === 'user'
      ? { ...each, after: { attributes: { title: 'Chief' }, references: {} } }
      : each,
  )
  const report = await bench.apply({ how: 'approved', plan: { ...plan, operations: edited }, digest: plan.digest })
  expect([report.exitCode, report.tenants[0]?.settled]).toEqual([6, []])
  expect(report.tenants[0]?.held).toMatch(/does not say what its fingerprint stands for/)
})

test('SEC-14 an approved plan without its moment, or moved to the calendar, lasts no longer', async () => {
  const plan = await pending()
  bench.at('2026-12-05T09:00:00Z')
  const { observedAt: _, ...timeless } = plan.context
  const calendar = plan.operations.map(({ tenant, address, fingerprint }) => ({
    date: '2026-12-05',
    tenant,
    address,
    event: 'start' as const,
    fingerprint,
  }))
  for (const forged of [
    { ...plan, context: timeless as Plan['context'] },
    { ...plan, operations: [], calendar },
  ]) {
    const report = await bench.apply({ how: 'approved', plan: forged, digest: plan.digest })
    expect([report.exitCode, report.tenants[0]?.settled]).toEqual([6, []])
  }
})

describe('SEC-14 approvals end', () => {
  test('after 24 hours', async () => {
    const plan = await pending()
    bench.at('2026-12-02T09:00:01Z')
    const report = await bench.apply(approved(plan))
    expect(report.exitCode).toBe(6)
    expect(report.tenants[0]?.held).toContain('older than 24 hours')
    bench.at('2026-12-02T09:00:00Z')
    expect((await bench.apply(approved(plan))).exitCode).toBe(0)
  })

  test('a plan that was applied allows nothing more', async () => {
    const plan = await pending()
    await bench.apply(approved(plan))
    bench.live().setAttributes('p001', { displayName: 'Somebody' })
    expect((await bench.apply(approved(plan))).exitCode).toBe(6)
  })

  test('a start that was on the calendar needs no other, with its memberships and its container', async () => {
    const directory = { users: { base: 'people', placement: 'department', disabledBase: 'leavers' } }
    const starter = { 'ana-li': person('ana-li', { starts: '2026-12-10', department: 'desk', template: 'desk' }) }
    bench.tenant('acme', {
      tenant: tenantOf(directory),
      departments: { desk: { name: 'Desk' } },
      templates: { desk: { groups: ['vpn'] } },
      users: { ...crowd(3), ...starter },
      groups: { vpn: {}, staff: { members: { select: { all: true } } } },
    })
    const plan = await bench.plan()
    expect(plan.calendar.map(({ date, address }) => [date, address])).toEqual([
      ['2026-12-10', 'acme/hq/membership/staff/ana-li'],
      ['2026-12-10', 'acme/hq/membership/vpn/ana-li'],
      ['2026-12-10', 'acme/hq/organizationalUnit/people%2FDesk'],
      ['2026-12-10', 'acme/hq/user/ana-li'],
    ])
    expect((await bench.apply(approved(plan))).exitCode).toBe(0)
    bench.at('2026-12-10T09:00:00Z')
    const report = await bench.apply(approved(plan))
    expect(report.tenants[0]?.held).toBeUndefined()
    expect(report.exitCode).toBe(0)
    expect(bench.live().user('ana-li').container).toBe('people/Desk')
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('REL-22 an end needs no other, nor do the memberships that end with it', async () => {
    people({ 'ana-li': person('ana-li', { groups: ['vpn'], ends: '2026-12-10' }) })
    const plan = await bench.plan()
    await bench.apply(approved(plan))
    bench.at('2026-12-11T09:00:00Z')
    const due = await bench.plan()
    expect(told(due.operations)).toEqual([
      'disable user ana-li',
      'revoke membership staff/ana-li',
      'revoke membership vpn/ana-li',
    ])
    expect(new Set(due.operations.map(({ reason }) => reason))).toEqual(new Set(['expired']))
    expect((await bench.apply(approved(plan))).exitCode).toBe(0)
    expect(bench.live().members('vpn')).toEqual([])
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('a deletion that was on the calendar needs no other', async () => {
    people()
    await bench.apply()
    bench.tenant('acme', { users: crowd(3) })
    await bench.apply()
    const plan = await bench.plan()
    expect(plan.calendar).toHaveLength(1)
    bench.at('2026-12-31T09:00:00Z')
    expect((await bench.apply(approved(plan))).exitCode).toBe(0)
    expect(bench.live().states()['ana-li']).toBeUndefined()
  })

  test('the root digest of a file is worked out anew', async () => {
    const plan = await pending()
    expect(digestOf(plan)).toBe(plan.digest)
    expect(digestOf({ ...plan, digest: 'sha256:0' })).toBe(plan.digest)
    expect((await bench.apply({ how: 'approved', plan, digest: 'sha256:0' })).exitCode).toBe(6)
  })
})
