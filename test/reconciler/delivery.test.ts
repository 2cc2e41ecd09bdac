import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Plan } from '../../src/model/plan.ts'
import type { Consent } from '../../src/reconciler/run.ts'
import { atRest, Bench, person, restOf, told } from './bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const approved = (plan: Plan): Consent => ({ how: 'approved', plan, digest: plan.digest })
const agreed = Object.fromEntries(
  ['privilegedGain', 'accessPairsLost', 'membershipsRemoved', 'usersRemoved'].map((gate) => [
    `lift-${gate.toLowerCase()}`,
    { gate, max: 1000, reason: 'story', approver: 'leads', expires: '2026-12-03' },
  ]),
)

interface Spoken {
  readonly mode?: string
  readonly users?: object
  readonly tags?: Readonly<Record<string, readonly string[]>>
  readonly more?: object
}

/** A tenant whose access on a platform is passed on as directory groups. */
function funds({ mode = 'authoritative', users = {}, tags = {}, more = {} }: Spoken = {}): void {
  const { 'fund-1': first = ['apac'], 'fund-2': second = ['apac'] } = tags
  bench.tenant('acme', {
    tenant: {
      name: 'Acme',
      domains: ['acme.example'],
      timezone: 'Europe/Berlin',
      directories: { hq: { provider: 'local', mode } },
      subscriptions: {
        funds: {
          platform: 'atlas',
          delivery: 'groups',
          groups: {
            directory: 'hq',
            names: { 'customer-admin': 'admins', edit: 'edit-{accessGroup}', default: '{entity}-{role}' },
          },
        },
      },
    },
    users: { 'ana-li': person('ana-li'), 'ben-osei': person('ben-osei'), 'cid-ray': person('cid-ray'), ...users },
    acknowledgements: agreed,
    ...more,
  })
  const fund = (name: string, list: readonly string[]): object => ({
    platform: 'atlas',
    name,
    kind: 'fund',
    tags: list,
  })
  bench.write('tenants/acme/entities.yaml', { 'fund-1': fund('One', first), 'fund-2': fund('Two', second) })
  bench.write('tenants/acme/access-groups.yaml', {
    apac: { platform: 'atlas', select: { tags: ['apac'], match: 'any' } },
  })
}

const has = (id: string, assignment: object, more: object = {}): object => ({
  [id]: person(id, { ...more, platforms: { funds: { accessGroup: 'apac', ...assignment } } }),
})
const viewer = (id: string, more: object = {}): object => has(id, { role: 'view-only', ...more })

async function settled(): Promise<void> {
  expect((await bench.apply()).exitCode).toBe(0)
  expect(await restOf(bench)).toEqual(atRest)
}

describe('access follows what is declared', () => {
  test('groups are made with their members, told in words, and taken away with the access', async () => {
    funds({ users: { ...has('ana-li', { role: 'edit' }), ...viewer('ben-osei') } })
    const plan = await bench.plan()
    expect(plan.operations.find(({ id }) => id.includes('edit-apac/ana-li'))?.summary).toBe(
      'Ana Li gets edit on funds (apac): joins the group edit-apac',
    )
    await settled()
    expect(bench.live().members('edit-apac')).toEqual(['ana-li'])
    expect(bench.live().members('fund-2-view-only')).toEqual(['ben-osei'])
    funds({ users: viewer('ben-osei') })
    expect(told((await bench.plan()).operations)).toEqual([
      'delete group edit-apac',
      'revoke membership edit-apac/ana-li',
    ])
    await settled()
    expect(
      bench
        .live()
        .all()
        .some(({ name }) => name === 'edit-apac'),
    ).toBe(false)
  })

  test('ATL-07 a tag taken off an entity takes away exactly the memberships that followed from it', async () => {
    funds({ users: { ...has('ana-li', { role: 'edit' }), ...viewer('ben-osei'), ...viewer('cid-ray') } })
    await settled()
    funds({
      users: { ...has('ana-li', { role: 'edit' }), ...viewer('ben-osei'), ...viewer('cid-ray') },
      tags: { 'fund-2': ['old'] },
    })
    const plan = await bench.plan()
    expect(told(plan.operations)).toEqual([
      'delete group fund-2-view-only',
      'revoke membership fund-2-view-only/ben-osei',
      'revoke membership fund-2-view-only/cid-ray',
    ])
    expect(plan.operations.map(({ derived }) => derived)).toEqual([true, true, true])
    expect(plan.operations.map(({ summary }) => summary)).toContain(
      'Ben Osei leaves the group fund-2-view-only: no access goes through it any more',
    )
    await settled()
    expect(bench.live().members('fund-1-view-only')).toEqual(['ben-osei', 'cid-ray'])
    expect(bench.live().members('edit-apac')).toEqual(['ana-li'])
  })

  test.each(['authoritative', 'additive'])(
    'a group that was there before is emptied of those who had access, and stays (%s)',
    async (mode) => {
      funds({ mode })
      await settled()
      bench.live().addGroup('edit-apac')
      funds({ mode, users: has('ana-li', { role: 'edit' }) })
      await settled()
      expect(bench.live().members('edit-apac')).toEqual(['ana-li'])
      funds({ mode })
      expect(told((await bench.plan()).operations)).toEqual(['revoke membership edit-apac/ana-li'])
      await settled()
      expect(bench.live().members('edit-apac')).toEqual([])
    },
  )

  test('a leaver’s access goes with the account, and a suspended person keeps it', async () => {
    funds({ users: viewer('ben-osei') })
    await settled()
    funds({ users: has('ben-osei', { role: 'view-only' }, { state: 'suspended' }) })
    await settled()
    expect(bench.live().members('fund-1-view-only')).toEqual(['ben-osei'])
    funds({ users: has('ben-osei', { role: 'view-only' }, { state: 'disabled' }) })
    await settled()
    // The group stays while a line names it: it is the same one when the person comes back.
    expect(bench.live().members('fund-1-view-only')).toEqual([])
    funds({ users: viewer('ben-osei') })
    const back = await bench.plan()
    expect(told(back.operations)).toContain('grant membership fund-1-view-only/ben-osei')
    expect(told(back.operations)).not.toContain('create group fund-1-view-only')
  })
})

describe('time', () => {
  const expiring = (): void => funds({ users: viewer('ben-osei', { expires: '2026-12-10' }) })

  test('the end of access stands on the calendar, and comes on the day with the approval given before', async () => {
    expiring()
    await settled()
    const plan = await bench.plan()
    const ends = plan.calendar.filter(({ event }) => event === 'end')
    expect(ends.map(({ date, address }) => `${date} ${address}`)).toEqual([
      '2026-12-10 acme/hq/membership/fund-1-view-only/ben-osei',
      '2026-12-10 acme/hq/membership/fund-2-view-only/ben-osei',
    ])
    bench.at('2026-12-10T22:59:59Z')
    expect((await bench.plan()).operations).toEqual([])
    bench.at('2026-12-10T23:00:00Z')
    const due = await bench.plan()
    expect(told(due.operations)).toEqual([
      'revoke membership fund-1-view-only/ben-osei',
      'revoke membership fund-2-view-only/ben-osei',
    ])
    expect(due.operations.map(({ fingerprint }) => fingerprint)).toEqual(ends.map(({ fingerprint }) => fingerprint))
    expect(due.operations[0]).toMatchObject({
      reason: 'expired',
      summary: 'Ben Osei leaves the group fund-1-view-only: view-only on funds (apac) for fund-1 ended on 2026-12-10',
      source: { file: 'tenants/acme/users.yaml' },
    })
    const impact = due.access.groups.map(({ change, cause, users }) => `${users.join()} ${change}: ${cause}`)
    expect(new Set(impact)).toEqual(new Set(['ben-osei lost: expiry']))
    const report = await bench.apply(approved(plan))
    expect(report.tenants[0]?.held).toBeUndefined()
    expect((await bench.plan()).access.groups).toEqual([])
    expect(bench.live().members('fund-1-view-only')).toEqual([])
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('the approval of a first plan holds for the end that comes with it', async () => {
    expiring()
    const plan = await bench.plan()
    expect(plan.calendar.filter(({ event }) => event === 'end')).toHaveLength(2)
    await bench.apply(approved(plan))
    bench.at('2026-12-11T09:00:00Z')
    expect((await bench.apply(approved(plan))).exitCode).toBe(0)
    expect(bench.live().members('fund-2-view-only')).toEqual([])
  })

  test('access that begins with the person waits on the calendar, and comes with them', async () => {
    funds({ users: has('dan-roe', { role: 'view-only' }, { starts: '2026-12-05' }) })
    const plan = await bench.plan()
    expect(plan.calendar.map(({ date, address }) => `${date} ${address}`)).toContain(
      '2026-12-05 acme/hq/membership/fund-1-view-only/dan-roe',
    )
    await bench.apply(approved(plan))
    expect(bench.live().members('fund-1-view-only')).toEqual([])
    bench.at('2026-12-05T09:00:00Z')
    expect((await bench.apply(approved(plan))).tenants[0]?.held).toBeUndefined()
    expect(bench.live().members('fund-1-view-only')).toEqual(['dan-roe'])
  })

  test('a group that only lines without force name is not made', async () => {
    bench.at('2026-12-11T09:00:00Z')
    expiring()
    expect(told((await bench.plan()).operations).filter((line) => line.includes('group'))).toEqual([])
  })

  test('a person’s own end takes the access away once, and is told once', async () => {
    funds({ users: has('ben-osei', { role: 'view-only' }, { ends: '2026-12-10' }) })
    await settled()
    const { calendar } = await bench.plan()
    expect(calendar.filter(({ event }) => event === 'end').map(({ address }) => address)).toEqual([
      'acme/hq/user/ben-osei',
    ])
    bench.at('2026-12-11T09:00:00Z')
    await settled()
    expect(bench.live().members('fund-1-view-only')).toEqual([])
  })
})

test('a name that is taken by a declared group stops the tenant, at the line of the subscription', async () => {
  funds({ users: has('ana-li', { role: 'edit' }), more: { groups: { 'edit-apac': {} } } })
  const plan = await bench.plan()
  expect(plan.tenants[0]?.status).toBe('invalid')
  expect(plan.diagnostics.map(({ file, message }) => `${file} ${message}`)).toEqual([
    expect.stringContaining('tenants/acme/tenant.yaml access on `funds` asks for a directory group edit-apac'),
  ])
})

describe('ATR-07 groups beyond the template', () => {
  const beyond = (conformance: string): void =>
    bench.tenant('acme', {
      tenant: { name: 'Acme', directories: { hq: { provider: 'local', mode: 'authoritative' } } },
      users: { 'ana-li': person('ana-li', { template: 'desk', groups: ['own'] }), 'ben-osei': person('ben-osei') },
      groups: {
        tools: { members: { ownership: 'additive' } },
        extra: { members: { ownership: 'additive' } },
        own: { members: { ownership: 'additive' } },
      },
      templates: { desk: { applies: 'continuous', conformance, groups: ['tools'] } },
      acknowledgements: agreed,
    })

  test.each([
    ['report', []],
    ['enforce', ['revoke membership extra/ana-li']],
  ])('%s: what is neither the template’s nor the person’s own', async (conformance, planned) => {
    beyond(conformance)
    await bench.apply()
    bench.live().join('extra', 'ana-li')
    bench.live().join('extra', 'ben-osei')
    const { operations } = await bench.plan()
    expect(told(operations)).toEqual(planned)
    for (const { summary, derived } of operations)
      expect([summary, derived]).toEqual(['Ana Li leaves the group extra, which the template desk does not give', true])
    await bench.apply()
    expect(bench.live().members('tools')).toEqual(['ana-li'])
    expect(bench.live().members('own')).toEqual(['ana-li'])
    expect(bench.live().members('extra')).toContain('ben-osei')
  })
})

test('ATR-17 what a continuous template no longer gives is taken from all its people, counted as derived: the gate fires', async () => {
  const people = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [`clerk-${n}`, person(`clerk-${n}`, { template: 'desk' })]),
  )
  const desk = (platforms: object, groups: readonly string[]): void =>
    funds({
      users: people,
      more: {
        templates: { desk: { applies: 'continuous', platforms, groups } },
        groups: { tools: {} },
        acknowledgements: undefined,
      },
    })
  desk({ funds: { role: 'edit', accessGroup: 'apac' } }, ['tools'])
  await settled()
  for (const [platforms, groups, left] of [
    [{}, ['tools'], 'edit-apac'],
    [{ funds: { role: 'edit', accessGroup: 'apac' } }, [], 'tools'],
  ] as const) {
    desk(platforms, groups)
    const plan = await bench.plan()
    const revoked = plan.operations.filter(({ verb }) => verb === 'revoke')
    expect(revoked.map(({ address, derived }) => [address.split('/')[3], derived])).toEqual(
      Array.from({ length: 40 }, () => [left, true]),
    )
    expect(plan.findings.find(({ gate, result }) => gate === 'membershipsRemoved' && result === 'block')).toMatchObject(
      {
        measured: 40,
        limit: 8,
      },
    )
  }
})
