import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PlatformAccess } from '../../../src/access/access.ts'
import type { Finding } from '../../../src/model/plan.ts'
import type { Evidence } from '../../../src/reconciler/guard/guard.ts'
import { requirements } from '../../../src/reconciler/guard/requirements.ts'
import { access, account, profile, role } from '../../access/scene.ts'
import { Bench, finding, standing, tenantOf } from '../bench.ts'
import type { Funds } from '../access/stage.ts'
import { administrators, declare, found, on, somebody, usualEntities, usualGroups, viewers } from '../access/stage.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

/** Applied as it is, and a day later; then as it is with the edit. */
async function edited(start: Funds, edit: Funds): Promise<void> {
  declare(bench, start)
  expect((await bench.apply()).exitCode).toBe(0)
  bench.at('2026-12-02T10:00:00Z')
  declare(bench, { ...start, ...edit })
}

const lifting = (gate: string, max: number): object => ({
  leave: { gate, max, reason: 'meant', approver: 'leads', expires: '2026-12-03T00:00:00Z' },
})

function words(findings: readonly Finding[]): string {
  return findings.map(({ message }) => message).join('\n')
}

describe('accessPairsLost', () => {
  const names = (...chosen: string[]): Record<string, object> => ({
    funds: { platform: 'atlas', select: { names: chosen } },
  })
  const start = (n: number): Funds => ({ users: viewers(n), accessGroups: names('fund-1', 'fund-2') })

  test('as a consequence: more than the larger of 5 and a tenth of all pairs holds the tenant', async () => {
    // Each viewer has three pairs: two funds, and the platform as a whole; each administrator four.
    await edited(start(5), { accessGroups: names('fund-2') })
    expect(finding(await bench.plan(), 'accessPairsLost')).toMatchObject({ result: 'pass', measured: 5, limit: 5 })
    declare(bench, { ...start(5), accessGroups: names('fund-3') })
    expect(finding(await bench.plan(), 'accessPairsLost')).toMatchObject({ result: 'block', measured: 10, limit: 5 })
    expect(standing(await bench.plan())).toBe('blocked 5')
    declare(bench, { ...start(5), accessGroups: names('fund-3'), acknowledgements: lifting('accessPairsLost', 10) })
    expect(finding(await bench.plan(), 'accessPairsLost')).toMatchObject({ result: 'warn', acknowledgedBy: 'leave' })
    expect((await bench.apply()).exitCode).toBe(0)
  })

  test('by lines of their own: more than the larger of 10 and a fifth', async () => {
    const users = viewers(12)
    const left = (n: number): Funds => ({
      users: Object.fromEntries(Object.keys(users).map((id, at) => [id, at < n ? somebody(id) : users[id]])) as Record<
        string,
        object
      >,
    })
    await edited(start(12), left(3))
    expect(finding(await bench.plan(), 'accessPairsLost')).toMatchObject({ result: 'pass', measured: 9, limit: 10 })
    declare(bench, { ...start(12), ...left(4) })
    expect(finding(await bench.plan(), 'accessPairsLost')).toMatchObject({ result: 'block', measured: 12, limit: 10 })
  })

  test('what was lost in the last 24 hours counts, and no longer after that', async () => {
    await edited(start(5), { accessGroups: names('fund-2') })
    expect((await bench.apply()).exitCode).toBe(0)
    bench.at('2026-12-02T12:00:00Z')
    declare(bench, { ...start(5), accessGroups: names('fund-3') })
    const again = finding(await bench.plan(), 'accessPairsLost')
    expect(again).toMatchObject({ result: 'block', measured: 10 })
    expect(again?.message).toContain('5 of them in the last 24 hours')
    bench.at('2026-12-03T10:00:01Z')
    expect(finding(await bench.plan(), 'accessPairsLost')).toMatchObject({ result: 'pass', measured: 5 })
  })

  test('what was granted today can be lost today, and counts', async () => {
    declare(bench, start(10))
    await bench.apply()
    declare(bench, { ...start(10), accessGroups: names('fund-3') })
    expect(finding(await bench.plan(), 'accessPairsLost')).toMatchObject({ result: 'block', measured: 20 })
  })
})

describe('ATL-13 creatorLockout', () => {
  const entities = {
    ...usualEntities,
    'fund-1': { ...usualEntities['fund-1'], createdBy: 'eva' },
  }
  const users = { ...viewers(1), eva: on('eva', { role: 'edit', accessGroup: 'funds' }) }
  const locked = { ...entities, 'fund-1': { ...entities['fund-1'], tags: [] } }

  test('ATL-13 taking the tags off an entity names its maker, and needs an acknowledgement', async () => {
    await edited({ users, entities }, { entities: locked })
    const made = await bench.plan()
    expect(finding(made, 'creatorLockout')).toMatchObject({ result: 'block', gate: 'creatorLockout', measured: 1 })
    expect(finding(made, 'creatorLockout')?.message).toMatch(
      /^eva, who made fund-1 on atlas, would no longer reach it \(tenants\/acme\/entities\.yaml:\d+\)/,
    )
    expect((await bench.apply()).exitCode).toBe(5)
    declare(bench, { users, entities: locked, acknowledgements: lifting('creatorLockout', 1) })
    expect((await bench.apply()).exitCode).toBe(0)
    expect(finding(await bench.plan(), 'creatorLockout')).toBeUndefined()
  })

  test('a maker who leaves, or who keeps it another way, is not locked out', async () => {
    const { eva: _, ...left } = users
    const { createdBy: __, ...ownerless } = entities['fund-1']
    await edited({ users, entities }, { users: left, entities: { ...entities, 'fund-1': ownerless } })
    expect(finding(await bench.plan(), 'creatorLockout')).toBeUndefined()
    declare(bench, {
      users,
      entities: locked,
      accessGroups: { funds: { platform: 'atlas', select: { all: true } } },
    })
    expect(finding(await bench.plan(), 'creatorLockout')).toBeUndefined()
  })
})

describe('adminHolders', () => {
  const [one = '', two = ''] = Object.keys(administrators)
  const without = (...gone: string[]): Funds => ({
    users: { ...viewers(1), ...Object.fromEntries(gone.map((id) => [id, somebody(id)])) },
  })

  test('one left is told, none left is an error that nothing lifts', async () => {
    await edited({ users: viewers(1) }, without(one))
    expect(finding(await bench.plan(), 'adminHolders')).toMatchObject({ result: 'warn', measured: 1, limit: 2 })
    const leave = { reason: 'meant', approver: 'leads', expires: '2026-12-03T00:00:00Z' }
    const nobody = { ...without(one, two), acknowledgements: { leave: { lint: 'adminHolders', ...leave } } }
    declare(bench, nobody)
    const made = await bench.plan()
    expect(finding(made, 'adminHolders')).toMatchObject({ result: 'block', measured: 0 })
    expect(standing(made)).toBe('blocked 5')
    expect((await bench.apply()).exitCode).toBe(5)
  })

  test('a successor in the same change comes before the others leave', async () => {
    await edited(
      { users: viewers(1) },
      {
        ...without(one, two),
        users: { ...without(one, two).users, eva: on('eva', { role: 'customer-admin', reason: 'heir' }) },
        acknowledgements: lifting('privilegedGain', 1),
      },
    )
    const made = await bench.plan()
    expect(finding(made, 'adminHolders')?.result).toBe('warn')
    const [grant] = made.operations.filter(({ kind, verb }) => kind === 'membership' && verb === 'grant')
    const revokes = made.operations.filter(({ kind, verb }) => kind === 'membership' && verb === 'revoke')
    expect(revokes).toHaveLength(2)
    for (const revoke of revokes) expect(revoke.needs).toContain(grant?.id)
    expect((await bench.apply()).exitCode).toBe(0)
  })

  test('ATE-06 the only administrators leave the house: they are disabled after their successor is in', async () => {
    const heir = on('eva', { role: 'customer-admin', reason: 'heir' })
    const gone = (id: string): object => somebody(id, { state: 'absent', urgent: true })
    await edited(
      { users: viewers(1) },
      {
        users: { ...viewers(1), eva: heir, [one]: gone(one), [two]: gone(two) },
        acknowledgements: lifting('privilegedGain', 1),
      },
    )
    const made = await bench.plan()
    const grant = made.operations.find(({ kind, verb }) => kind === 'membership' && verb === 'grant')
    const leaving = made.operations.filter(({ kind, verb }) => kind === 'user' && verb === 'disable')
    expect(leaving).toHaveLength(2)
    for (const { needs } of leaving) expect(needs).toContain(grant?.id)
    expect((await bench.apply()).exitCode).toBe(0)
    expect(bench.live().states()).toMatchObject({ [one]: 'disabled', [two]: 'disabled', eva: 'active' })
    expect(bench.live().members('atlas-admins')).toEqual(['eva'])
  })

  test('where one who administers stays, who leaves goes at once', async () => {
    const gone = somebody(one, { state: 'absent', urgent: true })
    await edited({ users: viewers(1) }, { users: { ...viewers(1), [one]: gone } })
    const [leaving] = (await bench.plan()).operations.filter(({ kind, verb }) => kind === 'user' && verb === 'disable')
    expect(leaving?.needs).toEqual([])
  })

  test('where nobody was ever declared it is told that nobody knows', async () => {
    bench.tenant('acme', {
      tenant: tenantOf({}, { subscriptions: { funds: { platform: 'atlas', delivery: 'manual' } } }),
      users: viewers(1),
    })
    bench.write('tenants/acme/access-groups.yaml', usualGroups)
    expect(finding(await bench.plan(), 'adminHolders')).toMatchObject({ result: 'warn', measured: 0 })
  })
})

describe('UX-20 tests of access', () => {
  const tests = {
    'viewers-cannot-edit': {
      user: 'v001',
      platform: 'atlas',
      permission: 'data/entities',
      entity: 'fund-1',
      atMost: 'view',
    },
    'nobody-else-administers': { user: 'v001', platform: 'atlas', permission: 'area/userManagement', is: 'none' },
    'they-see-something': {
      user: 'v001',
      platform: 'atlas',
      permission: 'data/entities',
      entity: 'fund-1',
      atLeast: 'view',
    },
  }

  test('UX-20 one that holds says nothing; a role edit that breaks one holds the tenant, in plan and apply', async () => {
    const roles = { clerk: { platform: 'atlas', name: 'Clerk', permissions: { 'data/entities': 'view' } } }
    const users = { v001: on('v001', { role: 'clerk', accessGroup: 'funds' }) }
    await edited(
      { users, roles, tests },
      { roles: { clerk: { ...roles.clerk, permissions: { 'data/entities': 'edit' } } } },
    )
    const made = await bench.plan()
    const failed = found(made, 'access-test-failed')
    expect(failed).toHaveLength(1)
    expect(failed[0]?.message).toMatch(
      /^viewers-cannot-edit \(tenants\/acme\/tests\.yaml:\d+\): v001 has edit for data\/entities on fund-1 on atlas; expected at most view\. the role clerk says edit \(tenants\/acme\/roles\.yaml:\d+\), reached through .*the access group funds .*the tag fund/,
    )
    expect(standing(made)).toBe('blocked 5')
    expect((await bench.apply()).exitCode).toBe(5)
  })

  test('somebody without an account has nothing, which may be what is asked', async () => {
    await edited({ users: viewers(1), tests }, { users: { v001: somebody('v001') } })
    expect(words(found(await bench.plan(), 'access-test-failed'))).toMatch(
      /^they-see-something .*v001 has none .*v001 has no account there/,
    )
  })
})

describe('ATL-05 access without any access group', () => {
  test('ATL-05 is told as no data access, and what an empty one gives is the same', async () => {
    declare(bench, { users: { ...viewers(1), eva: on('eva', { role: 'view-only' }) } })
    expect(finding(await bench.plan(), 'no-data-access')).toMatchObject({ result: 'warn', measured: 1 })
    expect(finding(await bench.plan(), 'no-data-access')?.message).toContain('eva')
    declare(bench, {
      users: viewers(2),
      accessGroups: { funds: { platform: 'atlas', select: { tags: ['nothing'], match: 'all' } } },
    })
    expect(finding(await bench.plan(), 'no-data-access')).toMatchObject({ measured: 2 })
  })
})

describe('escalations', () => {
  test('a department and a person that grant above the role are listed at every plan, with the reason', async () => {
    const users = {
      v001: on('v001', { role: 'view-only', accessGroup: 'funds' }, { department: 'desk' }),
      v002: on(
        'v002',
        { role: 'view-only', accessGroup: 'funds' },
        {
          overrides: [
            {
              platform: 'atlas',
              permission: 'action/documents.upload',
              level: 'allow',
              reason: 'covers leave',
              expires: '2026-12-20',
            },
          ],
        },
      ),
    }
    declare(bench, {
      users,
      departments: {
        desk: { name: 'Desk', permissions: { atlas: { 'area/ctaPage': 'edit', 'module/reports': 'allow' } } },
      },
    })
    await bench.apply()
    const told = words(found(await bench.plan(), 'escalation'))
    expect(told).toContain('the department desk gives area/ctaPage: edit where the role gives view, to 1 person: v001')
    expect(told).not.toContain('module/reports')
    expect(told).toContain(
      'an override of v002 («covers leave») gives action/documents.upload: allow where the role gives none',
    )
  })

  test('ATR-05 a department more in the scope of who administers: exactly the added pairs, and an escalation', async () => {
    const scoped = (departments: readonly string[]): object => ({
      roles: {
        helper: {
          platform: 'atria',
          name: 'Helper',
          permissions: { 'action/users.resetPassword': 'allow' },
          scope: { departments },
        },
      },
    })
    const files = (departments: readonly string[]): void => {
      bench.tenant('acme', {
        tenant: tenantOf(
          {},
          { audience: 'internal', subscriptions: { portal: { platform: 'atria', delivery: 'manual' } } },
        ),
        departments: { desk: { name: 'Desk' }, sales: { name: 'Sales' } },
        acknowledgements: lifting('privilegedGain', 1),
        users: {
          ana: somebody('ana', {
            platforms: { portal: { as: 'administrator', role: 'helper', reason: 'desk' } },
            dailyAccount: 'exempt',
          }),
          d1: somebody('d1', { department: 'desk' }),
          s1: somebody('s1', { department: 'sales' }),
          s2: somebody('s2', { department: 'sales' }),
        },
      })
      bench.write('tenants/acme/roles.yaml', (scoped(departments) as { roles: object }).roles)
    }
    files(['desk'])
    const first = await bench.plan()
    expect(first.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(await bench.apply()).toMatchObject({ exitCode: 0 })
    files(['desk', 'sales'])
    const made = await bench.plan()
    const added = new Set(
      made.access.gained
        .filter(({ entity }) => entity?.startsWith('user:s') === true)
        .map(({ user, entity }) => `${user} ${entity}`),
    )
    expect([...added].toSorted()).toEqual(['ana user:s1', 'ana user:s2'])
    const told = words(found(made, 'escalation'))
    expect(told).toMatch(/^a role of theirs grows: .*roles\.yaml:\d+/)
    expect(told).not.toContain('comes as')
  })
})

describe('roles', () => {
  const clerk = (permissions: object): Funds => ({
    users: { eva: on('eva', { role: 'clerk', accessGroup: 'funds', reason: 'books' }) },
    roles: { clerk: { platform: 'atlas', name: 'Clerk', permissions } },
  })

  test('ALR-02 a key for settings raises the risk line of a role', async () => {
    await edited(clerk({ 'data/entities': 'view' }), clerk({ 'data/entities': 'view', 'area/accountSettings': 'edit' }))
    const told = found(await bench.plan(), 'role-risk')
    expect(told).toMatchObject([{ result: 'warn', scope: 'acme/atlas' }])
    expect(told[0]?.message).toMatch(
      /^the role Clerk on atlas is critical \(was basic; tenants\/acme\/roles\.yaml:\d+\): area\/accountSettings\.$/,
    )
  })

  test('ALR-02 a role without any data key is told: whoever has it sees nothing', async () => {
    declare(bench, clerk({ 'action/entities.create': 'allow' }))
    expect(finding(await bench.plan(), 'role-sees-nothing')?.message).toContain('the role Clerk gives no data at all')
    declare(bench, clerk({ 'data/entities': 'listed' }))
    expect(finding(await bench.plan(), 'role-sees-nothing')).toBeUndefined()
  })
})

describe('administrators of other products', () => {
  const product = (platform: string, role: string, more: object = {}): void =>
    bench.tenant('acme', {
      tenant: tenantOf({}, { audience: 'internal', subscriptions: { it: { platform, delivery: 'manual', ...more } } }),
      users: { ana: somebody('ana', { platforms: { it: { role, reason: 'runs it' } }, dailyAccount: 'exempt' }) },
    })

  test.each([
    ['ATE-43', 'atera', 'admin', { edition: 'msp', tier: 'growth' }],
    ['MSP-08', 'msp-portal', 'administrator', {}],
  ])('%s the administrator of %s stays blocked until somebody approves it', async (_, platform, role, more) => {
    product(platform, role, more)
    const made = await bench.plan()
    expect(made.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(finding(made, 'privilegedGain')).toMatchObject({ result: 'block', measured: 1, scope: `acme/${platform}` })
    expect(standing(made)).toBe('blocked 5')
    expect((await bench.apply()).exitCode).toBe(5)
    const [first] = made.access.groups
    expect(first).toMatchObject({ privileged: true, change: 'gained', users: ['ana'] })
  })
})

describe('requirements', () => {
  const roles = {
    clerk: {
      platform: 'atlas',
      name: 'Clerk',
      permissions: { 'data/entities': 'view' },
      requires: { mfa: true, certifications: ['kyc'] },
    },
  }
  const certified = (expires?: string): Record<string, object> => ({
    eva: on(
      'eva',
      { role: 'clerk', accessGroup: 'funds', reason: 'books' },
      { certifications: [expires === undefined ? { name: 'kyc' } : { name: 'kyc', expires }] },
    ),
  })

  /** The gate by itself: of files that name a certification which ran out nothing is planned at all. */
  const judged = (
    certifications: Readonly<Record<string, string | null>>,
    baseline?: PlatformAccess,
  ): readonly Finding[] => {
    const clerk = role('clerk', { requires: { mfa: false, certifications: ['kyc'], reason: false } })
    const after = access(profile('atlas'), { platform: 'atlas', roles: [clerk], accounts: [account('eva', ['clerk'])] })
    const evidence = {
      desired: { id: 'acme', people: new Map([['eva', { certifications }]]) },
      access: [{ platform: 'atlas', after, ...(baseline === undefined ? {} : { baseline: after }) }],
      memory: { accounts: new Map() },
      asOf: new Date('2026-12-01T09:00:00Z'),
    }
    return requirements(evidence as unknown as Evidence)
  }
  const already = access(profile('atlas'), {})

  test('MSP-15 a certification that ran out yesterday, or is missing, holds a new assignment', () => {
    const yesterday = { kyc: '2026-12-01T00:00:00.000Z' }
    expect(judged(yesterday)).toMatchObject([{ slug: 'requirement-missing', result: 'block', scope: 'acme' }])
    expect(judged({})).toMatchObject([{ slug: 'requirement-missing', result: 'block', scope: 'acme' }])
    expect(judged({ kyc: null })).toEqual([])
  })

  test('MSP-15 who has the role already keeps it when the certification runs out, and is told', () => {
    expect(judged({ kyc: '2026-12-01T00:00:00.000Z' }, already)).toMatchObject([{ result: 'warn' }])
  })

  test('MSP-15 one that runs out within 30 days is told', async () => {
    await edited({ roles, users: certified('2026-12-31') }, {})
    expect(finding(await bench.plan(), 'requirement-ends')).toMatchObject({ result: 'warn', measured: 30 })
    bench.at('2026-11-20T09:00:00Z')
    expect(finding(await bench.plan(), 'requirement-ends')).toBeUndefined()
  })

  test('whether there is a second factor is not known, and that is said', async () => {
    declare(bench, { roles, users: certified() })
    expect(finding(await bench.plan(), 'mfa-unknown')).toMatchObject({
      result: 'warn',
      scope: 'acme/funds/account/eva',
    })
  })
})

describe('ALR-13 everyday accounts', () => {
  const boss = (more: object, production = false): Funds => ({
    tenant: { production },
    users: { boss: on('boss', { role: 'customer-admin', reason: 'owner' }, more), boss2: somebody('boss2') },
  })

  test('ALR-13 the owner alone is told, and held in production', async () => {
    declare(bench, boss({}))
    const told = found(await bench.plan(), 'daily-account')
    expect(told).toMatchObject([{ result: 'warn', scope: 'acme/funds/account/boss' }])
    declare(bench, boss({}, true))
    expect(finding(await bench.plan(), 'daily-account')).toMatchObject({ result: 'block', scope: 'acme' })
    expect((await bench.apply()).exitCode).toBe(5)
  })

  test('ALR-13 an account for every day, or leave not to have one, is enough; one as mighty is none', async () => {
    declare(bench, boss({ dailyAccount: 'boss2' }, true))
    expect(finding(await bench.plan(), 'daily-account')).toBeUndefined()
    declare(bench, boss({ dailyAccount: 'exempt' }, true))
    expect(finding(await bench.plan(), 'daily-account')).toBeUndefined()
    declare(bench, boss({ dailyAccount: 'root-one' }, true))
    expect(finding(await bench.plan(), 'daily-account')?.message).toContain('holds a critical role as well')
  })

  test('an acknowledgement of the finding itself lifts it', async () => {
    const leave = {
      owner: { lint: 'daily-account', reason: 'first week', approver: 'leads', expires: '2026-12-03T00:00:00Z' },
    }
    declare(bench, { ...boss({}, true), acknowledgements: leave })
    expect(finding(await bench.plan(), 'daily-account')).toMatchObject({ result: 'warn', acknowledgedBy: 'owner' })
  })
})

describe('MSP-26 certificates of identity providers', () => {
  const providers = (day: string): Funds => ({
    tenant: {
      identityProviders: { okta: { protocol: 'saml', issuer: 'https://acme.okta.example', certificateExpires: day } },
    },
  })
  test.each([
    ['2027-01-31', undefined],
    ['2026-12-31', { measured: 30, limit: 30 }],
    ['2026-12-08', { measured: 7, limit: 7 }],
    ['2026-11-30', { limit: 0 }],
  ])('MSP-26 one that ends on %s', async (day, expected) => {
    declare(bench, providers(day))
    const told = finding(await bench.plan(), 'certificate-ends')
    if (expected === undefined) expect(told).toBeUndefined()
    else expect(told).toMatchObject({ result: 'warn', scope: 'acme/okta', ...expected })
  })
})

describe('the calendar', () => {
  test('an override that takes something away and ends is a grant of the future', async () => {
    const override = {
      platform: 'atlas',
      permission: 'action/documents.download',
      level: 'none',
      reason: 'shared',
      expires: '2026-12-20',
    }
    declare(bench, {
      users: { v001: on('v001', { role: 'view-only', accessGroup: 'funds' }, { overrides: [override] }) },
    })
    const [entry] = (await bench.plan()).calendar.filter(({ address }) => address === 'acme/funds/account/v001')
    expect(entry).toMatchObject({ date: '2026-12-20', event: 'end' })
    expect(entry?.summary).toContain('gains allow afterwards')
    const later = (await bench.at('2026-12-05T09:00:00Z').plan()).calendar.find(({ summary }) => summary !== undefined)
    expect(later?.fingerprint).toBe(entry?.fingerprint)
  })
})
