import { describe, expect, test } from 'vitest'
import type { PlatformAccess } from '../../../src/access/access.ts'
import type { DesiredSeparation } from '../../../src/language/compile/desired-platforms.ts'
import type { DesiredTenant } from '../../../src/language/compile/desired-tenant.ts'
import { overTime } from '../../../src/reconciler/access/over-time.ts'
import { roleHolders } from '../../../src/reconciler/guard/role-holders.ts'
import { separationOfDuties } from '../../../src/reconciler/guard/separation.ts'
import { access, account, at, profile, role } from '../../access/scene.ts'

const now = new Date('2026-12-01T09:00:00Z')
const treasury = profile('atlar')
const keys = Object.keys(treasury.permissions ?? {})
const pay = keys.find((key) => key.includes('payments.create')) ?? ''
const approve = keys.find((key) => key.includes('payments.approve')) ?? ''

const payer = role('payer', {
  permissions: { [pay]: 'allow' },
  scope: { all: true, chosen: [], accessGroups: [], except: [] },
})
const approver = role('approver', {
  permissions: { [approve]: 'allow' },
  scope: { all: true, chosen: [], accessGroups: [], except: [] },
})

function tenant(platforms: Record<string, PlatformAccess>, more: Partial<DesiredTenant> = {}): DesiredTenant {
  return {
    id: 'acme',
    access: new Map(Object.entries(platforms)),
    separation: [rule()],
    waivers: [],
    ...more,
  } as unknown as DesiredTenant
}

function rule(more: Partial<DesiredSeparation> = {}): DesiredSeparation {
  const sets = [
    { permissions: { bank: [pay] }, roles: {} },
    { permissions: { bank: [approve] }, roles: {} },
  ]
  return { id: 'pay-and-approve', sets, atMost: 1, effect: 'enforce', source: at('policies', 7), ...more }
}

function bank(accounts: Parameters<typeof access>[1]['accounts'], more = {}): PlatformAccess {
  return access(treasury, { platform: 'bank', roles: [payer, approver], accounts: accounts ?? [], ...more })
}

const judge = (desired: DesiredTenant): ReturnType<typeof separationOfDuties> =>
  separationOfDuties(desired, overTime(desired.access, now))

describe('SEC-08 separation of duties', () => {
  test('the fixture has both duties', () => {
    expect([pay, approve].map((key) => key.split('/')[0])).not.toContain('')
  })

  test('is judged on what people can do: two roles, or one role and an override', () => {
    const both = bank([account('ana-li', ['payer', 'approver']), account('ben-osei', ['payer'])])
    expect(judge(tenant({ bank: both }))).toMatchObject([
      { slug: 'separation-of-duties', scope: 'acme', result: 'block', measured: 2, limit: 1 },
    ])
    expect(judge(tenant({ bank: both }))[0]?.message).toMatch(
      /^ana-li would have .*payments\.create on bank and .*payments\.approve on bank together; .*policies\.yaml:7/,
    )
    expect(judge(tenant({ bank: both }))[0]?.message).toMatch(
      /add a waiver \(rule: separationOfDuties\.\S+, user: ana-li\)/,
    )
    const lifted = account('ben-osei', ['payer'], {
      overrides: [{ key: approve, level: 'allow', reason: 'leave', source: at('users') }],
    })
    expect(judge(tenant({ bank: bank([lifted]) }))).toHaveLength(1)
  })

  test('a guard that takes a duty away counts', () => {
    const both = bank([account('ana-li', ['payer', 'approver'])], {
      guards: [{ keys: [approve], source: at('tenant') }],
    })
    expect(judge(tenant({ bank: both }))).toEqual([])
  })

  test('across platforms and accounts', () => {
    const one = bank([account('ana-li', ['payer'])])
    const other = { ...bank([account('ana-li', ['approver'])]), platform: 'bank-two' }
    const sets = [
      { permissions: { bank: [pay] }, roles: {} },
      { permissions: {}, roles: { 'bank-two': ['approver'] } },
    ]
    const found = judge(tenant({ bank: one, 'bank-two': other }, { separation: [rule({ sets })] }))
    expect(found[0]?.message).toContain('the role approver on bank-two')
  })

  test('with overlapping validity: what begins later is judged at its beginning', () => {
    const later = account('ana-li', ['approver'], { subscription: 'second', from: '2027-01-01T00:00:00.000Z' })
    const until = (end: string): DesiredTenant =>
      tenant({ bank: bank([account('ana-li', ['payer'], { until: end }), later]) })
    expect(judge(until('2027-01-01T00:00:00.000Z'))).toEqual([])
    expect(judge(until('2027-01-02T00:00:00.000Z'))[0]?.message).toContain('from 2027-01-01T00:00:00.000Z on')
  })

  test('says as much as its effect asks, and a waiver with a reason covers one person', () => {
    const both = { bank: bank([account('ana-li', ['payer', 'approver'])]) }
    expect(judge(tenant(both, { separation: [rule({ effect: 'record' })] }))[0]?.result).toBe('pass')
    expect(judge(tenant(both, { separation: [rule({ effect: 'warn' })] }))[0]?.result).toBe('warn')
    const waiver = {
      rule: 'separationOfDuties.pay-and-approve',
      user: 'ana-li',
      reason: 'two people only',
      approver: 'security',
      until: '2026-12-31T00:00:00.000Z',
      source: at('policies'),
    } as const
    expect(judge(tenant(both, { waivers: [waiver] }))[0]).toMatchObject({ result: 'warn' })
    expect(judge(tenant(both, { waivers: [{ ...waiver, user: 'ben-osei' }] }))[0]?.result).toBe('block')
  })
})

describe('ALR-03 holders of a role', () => {
  const owner = role('owner', { permissions: { [pay]: 'allow' }, maxAssignees: 2 })
  const holders = (accounts: Parameters<typeof bank>[0]): ReturnType<typeof roleHolders> =>
    roleHolders(tenant({ bank: { ...bank(accounts), roles: new Map([['owner', owner]]) } }), now)

  test('ALR-03 the third owner of a role for two is refused', () => {
    const two = [account('ana-li', ['owner']), account('ben-osei', ['owner'])]
    expect(holders(two)).toEqual([])
    expect(holders([...two, account('eva-lo', ['owner'])])).toMatchObject([
      { slug: 'role-holders', result: 'block', measured: 3, limit: 2 },
    ])
  })

  test('who comes after somebody left is no third', () => {
    const end = '2027-01-01T00:00:00.000Z'
    const two = [account('ana-li', ['owner'], { until: end }), account('ben-osei', ['owner'])]
    expect(holders([...two, account('eva-lo', ['owner'], { from: end })])).toEqual([])
    const early = holders([...two, account('eva-lo', ['owner'], { from: '2026-12-31T00:00:00.000Z' })])
    expect(early[0]?.message).toContain('from 2026-12-31')
  })
})
