import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Plan } from '../../src/model/plan.ts'
import type { ApplyReport } from '../../src/reconciler/run.ts'
import { atRest, Bench, crowd, person, restOf, tenantOf, told } from './bench.ts'
import { byHand, declare, on, ordinaryFunds } from './access/stage.ts'
import { merged, reviewed } from './merged.ts'
import { schema } from './observed/listing.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

function people(more: object = {}, groups: object = {}): void {
  bench.tenant('acme', {
    tenant: tenantOf(),
    users: { ...crowd(9), 'ana-li': person('ana-li', { groups: ['vpn'], title: 'Technician' }), ...more },
    groups: { vpn: {}, staff: { members: { select: { all: true } } }, ...groups },
  })
}

const edited = { 'ana-li': person('ana-li', { title: 'Lead' }), p010: person('p010') }

/** Applied once, and a change of several sorts that a request brings. */
async function pending(): Promise<Plan> {
  people()
  await bench.apply()
  people(edited)
  const plan = await bench.plan()
  expect(told(plan.operations)).toHaveLength(4)
  return plan
}

/** Nothing was written, and why. */
async function heldWhile(run: () => Promise<ApplyReport>, exitCode = 6): Promise<string> {
  const before = [bench.live().text(), (await bench.entries()).length]
  const report = await run()
  expect(report.exitCode).toBe(exitCode)
  expect(report.tenants).toMatchObject([{ tenant: 'acme', exitCode, settled: [] }])
  expect([bench.live().text(), (await bench.entries()).length]).toEqual(before)
  return report.tenants[0]?.held ?? ''
}

async function entriesOf(type: string): Promise<readonly object[]> {
  return (await bench.entries()).filter((entry) => entry.type === type)
}

const key = (plan: Plan, number = 12): object => ({ type: 'consumed', request: `msp/access#${number} ${plan.digest}` })

describe('SEC-12 what was approved on a request is what is applied', () => {
  test('it is carried out, recorded with who agreed, and used up', async () => {
    const plan = await pending()
    const report = await bench.apply(reviewed(bench, [merged(plan)]))
    expect([report.exitCode, report.tenants[0]?.settled.length]).toEqual([0, 4])
    expect(await restOf(bench)).toEqual(atRest)
    expect((await entriesOf('run')).at(-1)).toMatchObject({
      consent: {
        how: 'reviewed',
        requests: [
          {
            number: 12,
            author: 'opener',
            digest: plan.digest,
            approvals: [{ by: 'ben', person: 'msp/ben', rules: ['default'] }],
          },
        ],
      },
    })
    expect(await entriesOf('consumed')).toEqual([key(plan)])
  })

  test('SEC-14 a finished job that is run again does nothing and records nothing', async () => {
    const plan = await pending()
    const consent = reviewed(bench, [merged(plan)])
    await bench.apply(consent)
    const before = (await bench.entries()).length
    expect((await bench.apply(consent)).exitCode).toBe(0)
    expect((await bench.entries()).length).toBe(before)
  })

  test('SEC-05 an administrator merged it past everybody: nothing is written', async () => {
    const plan = await pending()
    const held = await heldWhile(() => bench.apply(reviewed(bench, [merged(plan, { approvedBy: [] })])))
    expect(held).toContain('4 operations are not among the approved ones')
    expect(held).toContain(
      '#12 needs one more approval of somebody who may write to the repository (default: every change needs it).',
    )
  })

  test('without any request nothing is written', async () => {
    await pending()
    expect(await heldWhile(() => bench.apply(reviewed(bench, [])))).toContain('No merged request allows them')
  })

  const drifts: Readonly<Record<string, () => void>> = {
    'a value moved': () => bench.live().setAttributes('ana-li', { title: 'Trainee' }),
    'a member was added': () => bench.live().join('vpn', 'p001'),
    'a member was taken out': () => bench.live().leave('staff', 'p001'),
    'an account was renamed': () => bench.live().editUser('p002', { username: 'other' }),
    'an operation that nobody saw': () => people({ ...edited, p011: person('p011') }),
  }
  test.each(Object.entries(drifts))('%s between approval and apply: 6, nothing written', async (_, drift) => {
    const plan = await pending()
    drift()
    await heldWhile(() => bench.apply(reviewed(bench, [merged(plan)])))
  })

  test('a person is gone between approval and apply: the listing is doubted, nothing written', async () => {
    const plan = await pending()
    bench.live().removeUser('p001')
    await heldWhile(() => bench.apply(reviewed(bench, [merged(plan)])), 4)
  })

  test('SEC-14 yesterday’s plan is no plan of today', async () => {
    const plan = await pending()
    bench.at('2026-12-02T09:00:01Z')
    const held = await heldWhile(() => bench.apply(reviewed(bench, [merged(plan)])))
    expect(held).toContain('#12 was approved on a plan that is older than 24 hours')
  })

  test('SEC-14 a plan that was carried out is not carried out again, whatever the directory went back to', async () => {
    people()
    await bench.apply()
    const before = bench.live().text()
    people(edited)
    const plan = await bench.plan()
    const consent = reviewed(bench, [merged(plan)])
    await bench.apply(consent)
    bench.live().setAttributes('ana-li', { title: 'Technician' })
    bench.live().join('vpn', 'ana-li')
    expect(bench.live().text()).not.toBe(before)
    const again = await bench.plan()
    const known = new Set(plan.operations.map(({ fingerprint }) => fingerprint))
    expect(again.operations.map(({ fingerprint }) => known.has(fingerprint))).toEqual([true, true])
    const held = await heldWhile(() => bench.apply(consent))
    expect(held).toContain('#12 was carried out already, and its approvals are used up.')
  })

  test.each(['a merge', 'a squash', 'a rebase'])('the same plan at the commit of %s is still approved', async (how) => {
    const plan = await pending()
    const commit = 'e'.repeat(40)
    const request = merged(plan, { commit: how === 'a merge' ? 'f'.repeat(40) : commit })
    expect((await bench.apply(reviewed(bench, [request]), { commit })).exitCode).toBe(0)
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('what was done by hand meanwhile is left out, the rest goes', async () => {
    const plan = await pending()
    bench.live().leave('vpn', 'ana-li')
    const report = await bench.apply(reviewed(bench, [merged(plan)]))
    expect([report.exitCode, report.tenants[0]?.settled.length]).toEqual([0, 3])
    expect(await entriesOf('consumed')).toEqual([key(plan)])
  })

  test('all of it was done by hand meanwhile: its approvals are used up, once', async () => {
    people()
    await bench.apply()
    people({ 'ana-li': person('ana-li', { groups: ['vpn'], title: 'Lead' }) })
    const plan = await bench.plan()
    bench.live().setAttributes('ana-li', { title: 'Lead' })
    const consent = reviewed(bench, [merged(plan, { approvedBy: [] })])
    for (let time = 0; time < 2; time += 1) expect((await bench.apply(consent)).exitCode).toBe(0)
    expect(await entriesOf('consumed')).toEqual([key(plan)])
  })

  test('REL-08 what failed is finished under the same approvals, within their day', async () => {
    const plan = await pending()
    const consent = reviewed(bench, [merged(plan)])
    bench.live().misbehave({ fail: { write: 2, when: 'before', class: 'forbidden' } })
    expect((await bench.apply(consent)).exitCode).toBe(7)
    expect(await entriesOf('consumed')).toEqual([])
    bench.live().misbehave(undefined)
    expect((await bench.apply(consent)).exitCode).toBe(0)
    expect(await restOf(bench)).toEqual(atRest)
    expect(await entriesOf('consumed')).toEqual([key(plan)])
  })
})

describe('what people do by hand', () => {
  const start = ordinaryFunds(1)
  const ned = { ned: on('ned', { role: 'view-only', accessGroup: 'funds' }) }

  test('is agreed to with the rest, is handed out once, and stays agreed to', async () => {
    declare(bench, { ...start, contract: byHand })
    await bench.apply()
    declare(bench, { ...start, contract: byHand, users: { ...start.users, ...ned } })
    const plan = await bench.plan()
    expect(plan.operations.some(({ kind, status }) => kind === 'account' && status === 'waiting')).toBe(true)
    const before = (await bench.entries()).length
    expect((await bench.apply(reviewed(bench, [merged(plan, { approvedBy: [] })]))).exitCode).toBe(6)
    expect((await bench.entries()).length).toBe(before)
    const two = merged(plan, { approvedBy: ['ben', 'cleo'] })
    const report = await bench.apply(reviewed(bench, [two]))
    expect([report.exitCode, report.tenants[0]?.orders?.some(({ isNew }) => isNew)]).toEqual([0, true])
    expect(await entriesOf('consumed')).toEqual([key(plan)])
    const again = await bench.at('2026-12-03T09:00:00Z').apply(reviewed(bench, [two]))
    expect([again.exitCode, again.tenants[0]?.held]).toEqual([0, undefined])
  })
})

describe('several requests', () => {
  const first = { p010: person('p010') }
  const second = { p011: person('p011') }

  async function two(): Promise<readonly [Plan, Plan]> {
    people()
    await bench.apply()
    people(first)
    const one = await bench.plan()
    people(second)
    const other = await bench.plan()
    people({ ...first, ...second })
    return [one, other]
  }

  test('what two of them allow together is applied together', async () => {
    const [one, other] = await two()
    const requests = [merged(one), merged(other, { number: 13, approvedBy: ['cleo'] })]
    expect((await bench.apply(reviewed(bench, requests))).exitCode).toBe(0)
    expect(await restOf(bench)).toEqual(atRest)
    expect(await entriesOf('consumed')).toEqual([key(one), key(other, 13)])
  })

  test('one that lacks an approval holds the tenant, and is named', async () => {
    const [one, other] = await two()
    const requests = [merged(one), merged(other, { number: 13, approvedBy: [] })]
    const held = await heldWhile(() => bench.apply(reviewed(bench, requests)))
    expect(held).toContain('#13 needs one more approval')
    expect(held).not.toContain('#12')
  })

  test('a plan on record that was edited allows nothing', async () => {
    const [one, other] = await two()
    const more = other.operations.map(({ fingerprint }) => fingerprint)
    const request = merged(one, {
      tamper: (posted) => ({
        ...posted,
        tenants: posted.tenants.map((each) => ({ ...each, fingerprints: [...each.fingerprints, ...more] })),
      }),
    })
    const held = await heldWhile(() => bench.apply(reviewed(bench, [request])))
    expect(held).toContain('#12 has a plan on record whose digest is not that of what it lists')
  })
})

describe('SEC-06 nobody’s approval counts for what they gain', () => {
  test('through a group in a group: whoever is inside gains', async () => {
    const zoe = { zoe: person('zoe', { groups: ['desk'] }) }
    people(zoe, { desk: {}, tools: {} })
    await bench.apply()
    people(zoe, { desk: {}, tools: { members: { groups: ['desk'] } } })
    const plan = await bench.plan()
    expect(told(plan.operations)).toEqual(['grant membership tools/group:desk'])
    const held = await heldWhile(() => bench.apply(reviewed(bench, [merged(plan, { approvedBy: ['zoe'] })])))
    expect(held).toContain('@zoe gains by it (acme/zoe)')
    expect((await bench.apply(reviewed(bench, [merged(plan, { approvedBy: ['ana'] })]))).exitCode).toBe(0)
  })

  test('by another id in the same request, or in one beside it: a person is who they were', async () => {
    people({ zoe: person('zoe') }, { tools: {} })
    await bench.apply()
    const renamed = { zara: person('zara', { movedFrom: 'zoe' }) }
    const both = { zara: person('zara', { movedFrom: 'zoe', groups: ['tools'] }) }
    people(renamed, { tools: {} })
    const first = await bench.plan()
    people(both, { tools: {} })
    const all = await bench.plan()
    expect(await heldWhile(() => bench.apply(reviewed(bench, [merged(all, { approvedBy: ['zoe'] })])))).toContain(
      '@zoe gains by it (acme/zoe)',
    )
    const beside = [merged(first), merged(all, { number: 13, approvedBy: ['zoe'] })]
    expect(await heldWhile(() => bench.apply(reviewed(bench, beside)))).toContain('@zoe gains by it (acme/zoe)')
  })

  test('by a start that is still to come: whoever begins then gains', async () => {
    people({}, { tools: {} })
    await bench.apply()
    people({ zoe: person('zoe', { starts: '2026-12-10', groups: ['tools'] }) }, { tools: {} })
    const plan = await bench.plan()
    expect([told(plan.operations), plan.calendar.length > 0]).toEqual([[], true])
    await bench.apply(reviewed(bench, [merged(plan, { approvedBy: ['zoe'] })]))
    expect(await entriesOf('approved')).toEqual([])
    bench.at('2026-12-10T09:00:00Z')
    await heldWhile(() => bench.apply(reviewed(bench, [])))
  })
})

describe('SEC-03 whoever lifts a gate does not do so alone', () => {
  test('the approver that an acknowledgement names has not agreed by that: it takes two people', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: crowd(20) })
    await bench.apply()
    const leave = { gate: 'usersRemoved', max: 30, reason: 'clearing out', approver: 'leads', expires: '2026-12-02' }
    bench.tenant('acme', { users: crowd(8), acknowledgements: { mine: leave } })
    const plan = await bench.plan()
    expect(plan.tenants[0]?.status).toBe('changes')
    expect(await heldWhile(() => bench.apply(reviewed(bench, [merged(plan)])))).toContain('(critical: ')
    expect((await bench.apply(reviewed(bench, [merged(plan, { approvedBy: ['ben', 'cleo'] })]))).exitCode).toBe(0)
  })
})

describe('SEC-07 what was critical when it was shown is so when it is applied', () => {
  test('the mark of the group goes with the merge: two people had to agree all the same', async () => {
    const members = (more: object) => ({ admins: { ...more, members: { users: ['ana-li'] } } })
    people({}, { admins: { privileged: true } })
    await bench.apply()
    const leave = { gate: 'privilegedGain', max: 1, reason: 'promoted', approver: 'leads', expires: '2026-12-02' }
    people({}, members({ privileged: true }))
    bench.tenant('acme', { acknowledgements: { site: leave } })
    const shown = await bench.plan()
    expect(told(shown.operations)).toEqual(['grant membership admins/ana-li'])
    people({}, members({}))
    expect(await heldWhile(() => bench.apply(reviewed(bench, [merged(shown)])))).toContain('critical when it was shown')
    expect((await bench.apply(reviewed(bench, [merged(shown, { approvedBy: ['ben', 'cleo'] })]))).exitCode).toBe(0)
  })
})

describe('what stays approved beyond the day', () => {
  const later = { soon: person('soon', { starts: '2026-12-10' }) }

  async function agreed(approvedBy: readonly string[] = ['ben']): Promise<void> {
    people()
    await bench.apply()
    people(later)
    const plan = await bench.plan()
    expect([told(plan.operations), plan.calendar.length > 0]).toEqual([[], true])
    const report = await bench.apply(reviewed(bench, [merged(plan, { approvedBy })]))
    expect(report.exitCode).toBe(0)
  }

  test('a start is carried out on its day, without anybody being asked again', async () => {
    await agreed()
    expect(await entriesOf('approved')).toMatchObject([{ request: { number: 12 } }])
    bench.at('2026-12-10T09:00:00Z')
    const report = await bench.apply(reviewed(bench, []))
    expect([report.exitCode, report.tenants[0]?.held]).toEqual([0, undefined])
    expect(bench.live().states()['soon']).toBe('active')
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('without the approvals it was never agreed to', async () => {
    await agreed([])
    expect(await entriesOf('approved')).toEqual([])
    bench.at('2026-12-10T09:00:00Z')
    await heldWhile(() => bench.apply(reviewed(bench, [])))
  })

  const admins = { admins: { privileged: true } }
  const rising = { soon: person('soon', { starts: '2026-12-10', groups: ['admins'] }) }
  const leave = {
    site: { gate: 'privilegedGain', max: 1, reason: 'hired', approver: 'leads', expires: '2026-12-11T00:00:00Z' },
  }

  test.each([
    ['two: SEC-07 what is critical on its day goes', ['ben', 'cleo'], 0],
    ['one: SEC-07 what is critical on its day is agreed to anew', ['ben'], 6],
  ])('a privileged start, agreed to by %s', async (_, approvedBy, exitCode) => {
    people({}, admins)
    await bench.apply()
    people(rising, admins)
    await bench.apply(reviewed(bench, [merged(await bench.plan(), { approvedBy })]))
    bench.at('2026-12-10T09:00:00Z').tenant('acme', { acknowledgements: leave })
    const report = await bench.apply(reviewed(bench, []))
    expect(report.exitCode).toBe(exitCode)
    if (exitCode === 6) expect(report.tenants[0]?.held).toContain('by fewer people than something critical needs')
    expect(bench.live().states()['soon']).toBe(exitCode === 6 ? undefined : 'active')
  })

  test('SEC-14 lines that were taken back and written again are agreed to again', async () => {
    await agreed()
    people()
    await bench.apply(reviewed(bench, []))
    expect(await entriesOf('lapsed')).toHaveLength(1)
    for (const entry of await bench.ledger.read('acme')) expect(schema('ledger-entry')(entry)).toEqual([])
    people(later)
    bench.at('2026-12-10T09:00:00Z')
    await heldWhile(() => bench.apply(reviewed(bench, [])))
  })

  test('an end needs nobody’s agreement on its day', async () => {
    const ending = { 'ana-li': person('ana-li', { groups: ['vpn'], ends: '2026-12-09' }) }
    people(ending)
    await bench.apply()
    bench.at('2026-12-10T09:00:00Z')
    const report = await bench.apply(reviewed(bench, []))
    expect([report.exitCode, report.tenants[0]?.held]).toEqual([0, undefined])
    expect(bench.live().states()['ana-li']).toBe('disabled')
  })
})
