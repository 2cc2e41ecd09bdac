import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Bench, finding, standing, tenantOf } from '../bench.ts'
import type { Funds } from '../access/stage.ts'
import { administrators, byHand, declare, on, somebody, usualEntities, usualGroups, viewers } from '../access/stage.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.close())

const agreed = {
  'for-today': {
    gate: 'privilegedGain',
    max: 20,
    reason: 'story',
    approver: 'leads',
    expires: '2026-12-02T00:00:00Z',
  },
}

function through(prefix: string): object {
  const names = { 'customer-admin': `${prefix}-admins`, default: `${prefix}-{accessGroup}-{role}` }
  return { platform: 'atlas', delivery: 'groups', groups: { directory: 'hq', names } }
}

const bothThroughGroups = { subscriptions: { funds: through('f'), other: through('o') } }
const bothByHand = {
  subscriptions: { funds: { platform: 'atlas', ...byHand }, other: { platform: 'atlas', ...byHand } },
}
const administers = { role: 'customer-admin', reason: 'runs it' }
const rootOnBoth = {
  'root-one': somebody('root-one', { platforms: { funds: administers, other: administers }, dailyAccount: 'exempt' }),
}

describe('two contracts for one platform', () => {
  test('SEC-07 who runs it under one contract and comes to run it under the other gains something privileged', async () => {
    declare(bench, { tenant: bothByHand })
    expect((await bench.apply()).exitCode).toBe(0)
    bench.at('2026-12-05T09:00:00Z')
    declare(bench, { tenant: bothByHand, users: rootOnBoth })
    const made = await bench.plan()
    expect(finding(made, 'privilegedGain')).toMatchObject({ result: 'block', measured: 1 })
    expect(finding(made, 'privilegedGain')?.message).toContain(
      'root-one comes to hold the role customer-admin on other',
    )
    expect(standing(made)).toBe('blocked 5')
  })

  test('the last administrator of one contract does not go because the other has one', async () => {
    declare(bench, { tenant: bothThroughGroups, users: rootOnBoth, acknowledgements: agreed })
    expect((await bench.apply()).exitCode).toBe(0)
    declare(bench, { tenant: bothThroughGroups })
    const made = await bench.plan()
    const blocking = made.findings.filter(({ slug, result }) => slug === 'adminHolders' && result === 'block')
    expect(blocking.map(({ message }) => message)).toEqual([expect.stringContaining('atlas (other)')])
    expect(standing(made)).toBe('blocked 5')
  })
})

describe('what goes under one contract alone', () => {
  const people = (access: object): Record<string, object> =>
    Object.fromEntries(Object.keys(viewers(30)).map((id) => [id, somebody(id, { platforms: access })]))
  const view = { role: 'view-only', accessGroup: 'funds' }

  test('counts as access that is lost, though as much can be done under the other', async () => {
    declare(bench, { tenant: bothByHand, users: people({ funds: view, other: view }) })
    expect((await bench.apply()).exitCode).toBe(0)
    declare(bench, { tenant: bothByHand, users: people({ funds: view }) })
    const made = await bench.plan()
    expect(finding(made, 'accessPairsLost')).toMatchObject({ result: 'block', measured: 30 })
  })
})

describe('a test of access on a platform that the tenant has nothing to do with', () => {
  test('UX-20 is judged all the same', async () => {
    bench.tenant('acme', { tenant: tenantOf(), users: { ana: somebody('ana') } })
    const asked = { user: 'ana', platform: 'atlas', permission: 'area/userManagement', atLeast: 'view' }
    bench.write('tenants/acme/tests.yaml', { 'ana-manages': asked })
    const made = await bench.plan()
    expect(finding(made, 'access-test-failed')).toMatchObject({ result: 'block' })
    expect(standing(made)).toBe('blocked 5')
  })
})

describe('a mark that is taken off in the change that gives what it marks', () => {
  const crown = { platform: 'atlas', name: 'Crown', kind: 'fund', tags: ['x'] }
  const clerk = { platform: 'atlas', name: 'Clerk', permissions: { 'data/entities': 'view' } }
  const start = {
    users: viewers(2),
    roles: { clerk: { ...clerk, privileged: true } },
    accessGroups: { ...usualGroups, secret: { platform: 'atlas', select: { names: ['fund-3'] }, privileged: true } },
    entities: { ...usualEntities, crown: { ...crown, privileged: true } },
  } satisfies Funds
  const changes: Readonly<Record<string, Funds>> = {
    'of an entity': { entities: { ...usualEntities, crown: { ...crown, tags: ['x', 'fund'] } } },
    'of an access group': {
      accessGroups: { ...usualGroups, secret: { platform: 'atlas', select: { names: ['fund-3'] } } },
      users: { ...viewers(2), v001: on('v001', { role: 'view-only', accessGroup: 'secret' }) },
    },
    'of a role': {
      roles: { clerk },
      users: { ...viewers(2), v001: on('v001', { role: 'clerk', accessGroup: 'funds', reason: 'books' }) },
    },
  }
  test.each(Object.entries(changes))('SEC-06 SEC-07 still counts: %s', async (_, change) => {
    declare(bench, start)
    expect((await bench.apply()).exitCode).toBe(0)
    declare(bench, { ...start, ...change })
    expect(finding(await bench.plan(), 'privilegedGain')).toMatchObject({ result: 'block' })
  })
})

/** What an export of the product shows of people. */
async function seen(users: readonly string[]): Promise<void> {
  const lease = await bench.ledger.lock('acme')
  const journal = await bench.ledger.open('acme', 'seen', lease)
  await journal.record(
    users.map((user) => ({
      type: 'account',
      address: `acme/funds/account/${user}`,
      account: {
        state: 'active',
        type: 'user',
        login: `${user}@acme.example`,
        roles: ['view-only'],
        accessGroups: ['funds'],
      },
      from: 'export',
    })),
  )
  await journal.close()
  await lease.release()
}

describe('people who have accounts on a product alone', () => {
  const outside = Object.fromEntries(
    Array.from({ length: 30 }, (_, n) => `m${n + 10}`).map((id) => [
      id,
      on(id, { role: 'view-only', accessGroup: 'funds' }, { directories: [] }),
    ]),
  )

  test('many of them who go hold the tenant, as no directory counts them', async () => {
    declare(bench, { contract: byHand, users: outside })
    await seen(Object.keys(outside))
    expect((await bench.apply()).exitCode).toBe(0)
    declare(bench, { contract: byHand })
    const made = await bench.plan()
    expect(made.operations.filter(({ kind, verb }) => kind === 'account' && verb === 'disable')).toHaveLength(30)
    expect(finding(made, 'accessPairsLost')).toMatchObject({ result: 'block' })
    expect(standing(made)).toBe('blocked 5')
  })
})

describe('somebody who is said to have been somebody else', () => {
  const cases: Readonly<Record<string, { readonly id: string; readonly before: Record<string, object> }>> = {
    'with access of their own': { id: 'v001', before: viewers(1) },
    'with an account of their own': { id: 'eva', before: { eva: somebody('eva') } },
  }

  test.each(Object.entries(cases))('SEC-07 does not come by the other’s privileges: %s', async (_, { id, before }) => {
    declare(bench, { contract: byHand, users: before })
    expect((await bench.apply()).exitCode).toBe(0)
    bench.at('2026-12-05T09:00:00Z')
    const { 'root-two': left } = administrators
    bench.tenant('acme', { users: { 'root-two': left, [id]: on(id, administers, { movedFrom: 'root-one' }) } })
    const made = await bench.plan()
    expect(finding(made, 'privilegedGain')).toMatchObject({ result: 'block', measured: 1 })
    expect(standing(made)).toBe('blocked 5')
  })

  test('SEC-07 nor does somebody new, where no directory knows them by the old id', async () => {
    const outside = { directories: [], dailyAccount: 'exempt' }
    declare(bench, { contract: byHand, users: { boss: on('boss', administers, outside) }, acknowledgements: agreed })
    expect((await bench.apply()).exitCode).toBe(0)
    bench.at('2026-12-05T09:00:00Z')
    declare(bench, { contract: byHand, users: { eva: on('eva', administers, { ...outside, movedFrom: 'boss' }) } })
    expect(finding(await bench.plan(), 'privilegedGain')).toMatchObject({ result: 'block', measured: 1 })
  })
})

describe('ways to something privileged that nobody takes by a line of their own', () => {
  const key = 'area/userManagement'
  const guarded = { defaults: { guard: { atlas: [key] } } }
  const restricted = { platform: 'atlas', permission: key, level: 'none', reason: 'leave', expires: '2026-12-03' }
  const books = { role: 'clerk', accessGroup: 'funds', reason: 'books' }
  const crown = { platform: 'atlas', name: 'Crown', kind: 'fund', tags: ['x'], privileged: true }
  const start = {
    users: { eva: on('eva', books, { department: 'desk' }), pia: somebody('pia') },
    departments: { desk: { name: 'Desk' }, leads: { name: 'Leads', permissions: { atlas: { [key]: 'view' } } } },
    roles: {
      clerk: { platform: 'atlas', name: 'Clerk', permissions: { 'data/entities': 'view' } },
      manager: { platform: 'atlas', name: 'Manager', permissions: { [key]: 'view' } },
      marked: { platform: 'atlas', name: 'Marked', permissions: { 'data/entities': 'view' }, privileged: true },
    },
    entities: { ...usualEntities, crown },
  } satisfies Funds
  const manages = { eva: on('eva', { ...books, role: 'manager' }), pia: somebody('pia') }
  const ways: Readonly<Record<string, { readonly before?: Funds; readonly after: Funds }>> = {
    'a guard that is lifted': { before: { users: manages, tenant: guarded }, after: { users: manages } },
    'a ceiling that is lifted': {
      before: { users: manages, tenant: { defaults: { ceiling: { atlas: { [key]: 'none' } } } } },
      after: { users: manages },
    },
    'another department': { after: { users: { ...start.users, eva: on('eva', books, { department: 'leads' }) } } },
    'an application': {
      after: {
        tenant: { applications: { console: { subscription: 'funds', role: 'marked' } } },
        users: { ...start.users, pia: somebody('pia', { applications: ['console'] }) },
      },
    },
    'a restriction that ends': {
      before: { users: { ...manages, eva: on('eva', { ...books, role: 'manager' }, { overrides: [restricted] }) } },
      after: { users: { ...manages, eva: on('eva', { ...books, role: 'manager' }, { overrides: [restricted] }) } },
    },
    'a new entity': {
      before: { entities: usualEntities },
      after: { entities: { ...usualEntities, crown: { ...crown, tags: ['fund'] } } },
    },
  }

  test.each(Object.entries(ways))('SEC-07 %s is asked about', async (_, { before = {}, after }) => {
    declare(bench, { ...start, acknowledgements: agreed, ...before })
    expect((await bench.apply()).exitCode).toBe(0)
    bench.at('2026-12-05T09:00:00Z')
    declare(bench, { ...start, ...after })
    const made = await bench.plan()
    expect(made.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([])
    expect(finding(made, 'privilegedGain')).toMatchObject({ result: 'block' })
  })
})
