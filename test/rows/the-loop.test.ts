import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseHead } from '../../src/ledger/chain.ts'
import type { MergedRequest } from '../../src/approval/judge.ts'
import type { Judge } from '../../src/model/judgement.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { ApplyReport } from '../../src/reconciler/run.ts'
import { inkOf } from '../../src/report/ink.ts'
import { paintApply } from '../../src/report/apply.ts'
import { outcomeComment } from '../../src/report/comment/outcome.ts'
import { declare, on, type Funds } from '../reconciler/access/stage.ts'
import { atRest, Bench, crowd, person, restOf, tenantOf, told } from '../reconciler/bench.ts'
import { merged, reviewed } from '../reconciler/merged.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

async function used(): Promise<number> {
  return (await bench.entries()).filter(({ type }) => type === 'consumed').length
}

describe('REL-22 a grant ending tonight', () => {
  const start: Funds = { users: {} }
  const audit = { role: 'view-only', accessGroup: 'funds', expires: '2026-12-01', reason: 'audit' }
  const holders = (): readonly string[] =>
    bench
      .live()
      .all()
      .flatMap(({ kind, name = '' }) => (kind === 'group' && bench.live().members(name).includes('zoe') ? [name] : []))

  /** Zoe's access came by a request, was agreed to, and lasts until the end of the day. */
  async function granted(): Promise<void> {
    declare(bench, start)
    await bench.apply()
    declare(bench, { ...start, users: { ...start.users, zoe: on('zoe', audit) } })
    const plan = await bench.plan()
    expect((await bench.apply(reviewed(bench, [merged(plan)]))).exitCode).toBe(0)
    expect(holders()).toEqual(['atlas-funds-view-only'])
  }

  test('is gone after the nightly run, though nobody merged anything and nobody is asked', async () => {
    await granted()
    bench.at('2026-12-02T02:00:00Z')
    const report = await bench.apply(reviewed(bench, []))
    expect([report.exitCode, report.tenants[0]?.held]).toEqual([0, undefined])
    expect(report.tenants[0]?.settled.map(({ operation }) => [operation.verb, operation.reason])).toEqual([
      ['revoke', 'expired'],
    ])
    expect(holders()).toEqual([])
    expect(await restOf(bench)).toEqual(atRest)
  })

  test('is still there before its last day is over where the tenant is', async () => {
    await granted()
    bench.at('2026-12-01T22:59:59Z')
    await bench.apply(reviewed(bench, []))
    expect(holders()).toEqual(['atlas-funds-view-only'])
    bench.at('2026-12-01T23:00:00Z')
    await bench.apply(reviewed(bench, []))
    expect(holders()).toEqual([])
  })

  test('and what else the nightly run finds is not carried along with it', async () => {
    await granted()
    bench.at('2026-12-02T02:00:00Z').live().join('atlas-admins', 'zoe')
    const report = await bench.apply(reviewed(bench, []))
    expect(report.exitCode).toBe(6)
    expect(report.tenants[0]?.held).toContain('No merged request allows')
  })
})

test('REL-14 of 20 tenants 3 are broken: under one approval the 17 others are applied, and each of the 3 is named with its reason', async () => {
  const ids = Array.from({ length: 20 }, (_, at) => `t${String(at + 1).padStart(2, '0')}`)
  for (const id of ids) bench.tenant(id, { tenant: tenantOf(), users: crowd(12), groups: { desk: {} } })
  await bench.apply()
  for (const id of ids) bench.tenant(id, { users: { ...crowd(12), 'ana-li': person('ana-li') } })
  const plan = await bench.plan()
  const before = new Map(ids.map((id) => [id, bench.live(id).text()]))
  const broken = ['t03', 't11', 't20']
  bench.live('t03').misbehave({ pageSize: 2, cut: { kind: 'user', page: 2 } })
  bench.live('t11').misbehave({ fail: { write: 1, when: 'before', class: 'forbidden' } })
  bench.live('t20').join('desk', 'p001')
  const report = await bench.apply(reviewed(bench, [merged(plan)]))

  const codes = Object.fromEntries(report.tenants.map(({ tenant, exitCode }) => [tenant, exitCode]))
  expect(codes).toEqual({ ...Object.fromEntries(ids.map((id) => [id, 0])), t03: 4, t11: 7, t20: 6 })
  expect(report.exitCode).toBe(7)
  for (const id of ids) {
    const has = bench.live(id).states()['ana-li']
    expect(has, id).toBe(broken.includes(id) ? undefined : 'active')
  }
  expect(before.get('t11')?.split('\n').slice(1)).toEqual(bench.live('t11').text().split('\n').slice(1))
  const said = paintApply(report, { ink: inkOf(false), everything: false })
  for (const id of broken) expect(said).toContain(id)
})

describe('what is applied in part', () => {
  const edited = { ...crowd(9), 'ana-li': person('ana-li', { title: 'Lead' }), bo: person('bo', { groups: ['vpn'] }) }
  function people(users: object): void {
    bench.tenant('acme', {
      tenant: tenantOf(),
      users,
      groups: { vpn: {}, staff: { members: { select: { all: true } } } },
    })
  }
  const first = { ...crowd(9), 'ana-li': person('ana-li', { groups: ['vpn'], title: 'Technician' }) }
  const all = [
    'create user bo',
    'grant membership staff/bo',
    'grant membership vpn/bo',
    'revoke membership vpn/ana-li',
    'update user ana-li',
  ]

  async function pending(): Promise<Plan> {
    people(first)
    await bench.apply()
    people(edited)
    const plan = await bench.plan()
    expect(told(plan.operations)).toEqual(all)
    return plan
  }
  const left = async (): Promise<readonly string[]> => told((await bench.plan()).operations)

  test.each(all.map((_, at) => at + 1))(
    'REL-15 operation %i fails: 7, the next plan shows the rest and nothing else, and the same approval finishes it',
    async (write) => {
      const plan = await pending()
      const consent = reviewed(bench, [merged(plan)])
      bench.live().misbehave({ fail: { write, when: 'before', class: 'forbidden' } })
      const report = await bench.apply(consent)
      const done = report.tenants[0]?.settled.filter(({ outcome }) => outcome.status === 'applied') ?? []
      expect([report.exitCode, await used()]).toEqual([7, 0])
      bench.live().misbehave(undefined)
      const doneTold = told(done.map(({ operation }) => operation))
      expect([...doneTold, ...(await left())].toSorted()).toEqual(all)
      expect((await bench.apply(consent)).exitCode).toBe(0)
      expect(await used()).toBe(1)
      expect(await restOf(bench)).toEqual(atRest)
    },
  )

  test('REL-18 a directory that takes writes and ignores them has not been applied to: 7, and the approval is not used up', async () => {
    const plan = await pending()
    const consent = reviewed(bench, [merged(plan)])
    bench.live().misbehave({ ignoreWrites: true })
    const report = await bench.apply(consent)
    const statuses = (of: ApplyReport) => new Set(of.tenants[0]?.settled.map(({ outcome }) => outcome.status))
    expect(report.exitCode).toBe(7)
    expect(statuses(report)).not.toContain('applied')
    expect(await used()).toBe(0)
    bench.live().misbehave(undefined)
    expect(await left()).toEqual(all)
    expect((await bench.apply(consent)).exitCode).toBe(0)
    expect(await restOf(bench)).toEqual(atRest)
  })
})

describe('SEC-14 a plan that is older than the ledger', () => {
  const title = (text: string): void =>
    bench.tenant('acme', { tenant: tenantOf(), users: { ...crowd(9), 'ana-li': person('ana-li', { title: text }) } })

  test('is held where what it was read from is written otherwise since, also by roster', async () => {
    title('Technician')
    await bench.apply()
    title('Lead')
    const old = await bench.plan()
    bench.at('2026-12-01T10:00:00Z')
    title('Chief')
    await bench.apply(reviewed(bench, [merged(await bench.plan(), { number: 13 })]))
    bench.at('2026-12-01T11:00:00Z')
    title('Lead')
    const report = await bench.apply(reviewed(bench, [merged(old)]))
    expect(report.exitCode).toBe(6)
    expect(bench.live().user('ana-li').attributes['title']).toBe('Chief')
  })
})

describe('SEC-14 an approval is for one time', () => {
  const groups = { vpn: {}, admins: { privileged: true } }
  const leave = {
    gate: 'privilegedGain',
    max: 2,
    reason: 'on call',
    approver: 'leads',
    expires: '2026-12-02T09:00:00Z',
  }
  const people = (ana: object, more: object = {}): void =>
    bench.tenant('acme', {
      tenant: tenantOf(),
      users: { ...crowd(9), 'ana-li': person('ana-li', ana), ...more },
      groups,
      acknowledgements: { leave },
    })
  const later = (hour: number): void => void bench.at(`2026-12-01T${hour}:00:00Z`)
  const cases = {
    'a removal': {
      before: { groups: ['vpn'] },
      after: {},
      undo: () => bench.live().join('vpn', 'ana-li'),
      group: 'vpn',
      has: true,
    },
    'a privilege': {
      before: {},
      after: { groups: ['admins'] },
      undo: () => bench.live().leave('admins', 'ana-li'),
      group: 'admins',
      has: false,
    },
  }
  const two = { approvedBy: ['ben', 'cleo'] }
  function judgeOf(...requests: readonly MergedRequest[]): Judge {
    const consent = reviewed(bench, requests)
    if (consent.how !== 'reviewed') throw new Error(consent.how)
    return consent.judge
  }

  test.each(Object.entries(cases))(
    'while the rest of it is still to do: %s that was done and undone by hand is not done again',
    async (_, { before, after, undo, group, has }) => {
      people(before)
      await bench.apply()
      people(after, { bo: person('bo') })
      const old = merged(await bench.plan(), two)
      later(10)
      bench.live().misbehave({ cannot: { 'user.create': 'no room' } })
      await bench.apply(reviewed(bench, [old]))
      expect(bench.live().members(group).includes('ana-li')).toBe(!has)
      bench.live().misbehave(undefined)
      undo()
      later(11)
      const report = await bench.apply(reviewed(bench, [old]))
      expect([report.exitCode, report.tenants[0]?.settled]).toEqual([6, []])
      expect(bench.live().members(group).includes('ana-li')).toBe(has)
      const anew = merged(await bench.plan(), { ...two, number: 13 })
      later(12)
      expect((await bench.apply(reviewed(bench, [old, anew]))).exitCode).toBe(0)
      expect(await restOf(bench)).toEqual(atRest)
    },
  )

  test.each(Object.entries(cases))(
    '%s is not done again under another request that is older',
    async (_, { before, after, undo, group, has }) => {
      people(before)
      await bench.apply()
      people(after)
      const [one, other] = [merged(await bench.plan(), two), merged(await bench.plan(), { ...two, number: 13 })]
      later(10)
      expect((await bench.apply(reviewed(bench, [one]))).exitCode).toBe(0)
      undo()
      later(11)
      expect((await bench.apply(reviewed(bench, [one, other]))).exitCode).toBe(6)
      expect(bench.live().members(group).includes('ana-li')).toBe(has)
      // Whoever took the older plan for one of this moment would do it again.
      const forgetful: Judge = (judged) => {
        const { allowed, missing } = judgeOf(one, other)(judged)
        return { missing, allowed: allowed.map((each) => ({ ...each, observedAt: bench.now.toISOString() })) }
      }
      expect((await bench.apply({ how: 'reviewed', judge: forgetful })).exitCode).toBe(0)
    },
  )
})

describe('SEC-41 where the ledger stands is kept on the request', () => {
  const head = (report: ApplyReport): string => {
    const { body } = outcomeComment(report, { merge: 'f'.repeat(40), resumeCommand: 'roster apply --reviewed' })
    const [, seq = '', hash = ''] = /<code>acme<\/code> · <code>(\d+)&#58;([0-9a-f]{64})<\/code>/.exec(body) ?? []
    return `${seq}:${hash}`
  }
  const faultsWith = async (text: string): Promise<readonly string[]> =>
    (await bench.ledger.verify('acme', parseHead(text))).faults

  test('and a tail that is cut off, with whatever this machine knew of it, is missed', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: crowd(3) })
    await bench.apply()
    const ledger = join(bench.root, '.roster')
    const earlier = join(bench.root, 'earlier')
    cpSync(ledger, earlier, { recursive: true })
    bench.tenant('acme', { users: { ...crowd(3), 'ana-li': person('ana-li') } })
    const kept = head(await bench.apply(reviewed(bench, [merged(await bench.plan())])))
    expect(await faultsWith(kept)).toEqual([])
    for (const part of ['ledger', 'heads']) {
      rmSync(join(ledger, part), { recursive: true })
      cpSync(join(earlier, part), join(ledger, part), { recursive: true })
    }
    expect((await bench.ledger.verify('acme')).faults).toEqual([])
    expect((await faultsWith(kept)).join()).toContain('the tail was cut')
  })
})

test('ATE-43 an administrator is not made by leave in a file alone: two people have to agree, and neither is who becomes it', async () => {
  const platform = { platform: 'atera', delivery: 'manual', edition: 'msp', tier: 'growth' }
  const leave = {
    gate: 'privilegedGain',
    max: 1,
    reason: 'runs it',
    approver: 'leads',
    expires: '2026-12-02T09:00:00Z',
  }
  const tenant = tenantOf({}, { audience: 'internal', subscriptions: { it: platform } })
  const usual = { ...crowd(9), zoe: person('zoe-ng') }
  bench.tenant('acme', { tenant, users: usual })
  await bench.apply()
  const zoe = person('zoe-ng', { platforms: { it: { role: 'admin', reason: 'runs it' } }, dailyAccount: 'exempt' })
  bench.tenant('acme', { users: { ...usual, zoe }, acknowledgements: { leave } })
  const plan = await bench.plan()
  const under = async (...approvedBy: readonly string[]): Promise<string> => {
    const report = await bench.apply(reviewed(bench, [merged(plan, { approvedBy })]))
    return `${report.exitCode} ${report.tenants[0]?.held ?? ''}`
  }
  expect(await under()).toMatch(/^6 .*#12 needs .*critical/)
  expect(await under('ben')).toMatch(/^6 .*#12 needs one more approval .*critical/)
  expect(await under('ben', 'zoe')).toMatch(/^6 .*@zoe gains by it/)
  expect(await under('ben', 'cleo')).toBe('0 ')
})

test('REL-09 whoever judged only the request that began the run would lose those before it', async () => {
  bench.tenant('acme', { tenant: tenantOf(), users: crowd(9) })
  await bench.apply()
  const ids = ['one', 'two', 'three', 'four', 'five']
  const requests = []
  for (const [at, id] of ids.entries()) {
    bench.tenant('acme', { users: { ...crowd(9), [id]: person(id) } })
    requests.push(merged(await bench.plan(), { number: 21 + at }))
  }
  bench.tenant('acme', { users: { ...crowd(9), ...Object.fromEntries(ids.map((id) => [id, person(id)])) } })
  const edgeTriggered = await bench.apply(reviewed(bench, requests.slice(-1)))
  expect(edgeTriggered.exitCode).toBe(6)
  expect((await bench.apply(reviewed(bench, requests))).exitCode).toBe(0)
  for (const id of ids) expect(bench.live().states()[id]).toBe('active')
  expect(await restOf(bench)).toEqual(atRest)
})
