import { expect } from 'vitest'
import type { Funds } from '../reconciler/access/stage.ts'
import {
  administrators,
  declare,
  on,
  ordinaryFunds,
  somebody,
  usualEntities,
  viewers,
} from '../reconciler/access/stage.ts'
import type { Bench } from '../reconciler/bench.ts'
import { finding, standing, tenantOf } from '../reconciler/bench.ts'
import type { Law } from '../reconciler/guard/laws.ts'

/** Applied as it is; a day later one thing is edited. */
async function edited(bench: Bench, start: Funds, edit: Funds): Promise<void> {
  declare(bench, start)
  expect((await bench.apply()).exitCode).toBe(0)
  bench.at('2026-12-02T10:00:00Z')
  declare(bench, { ...start, ...edit })
}

/** The tenant is held by this finding, in the plan and at the apply. */
async function held(bench: Bench, slug: string, more: object = {}, scope = 'acme'): Promise<string> {
  const made = await bench.plan()
  const found = made.findings.find(
    (each) => each.slug === slug && each.result === 'block' && each.scope.startsWith(scope),
  )
  expect(found).toMatchObject({ result: 'block', ...more })
  expect(standing(made)).toBe('blocked 5')
  expect((await bench.apply()).exitCode).toBe(5)
  return found?.message ?? ''
}

const named = (...names: string[]): Record<string, object> => ({ funds: { platform: 'atlas', select: { names } } })

/** Six pairs lost, where five may be. */
export const pairsAreCounted: Law = async (bench) => {
  const start = { users: viewers(6), accessGroups: named('fund-1', 'fund-2') }
  await edited(bench, start, { accessGroups: named('fund-2') })
  await held(bench, 'accessPairsLost', { measured: 6, limit: 5 })
}

/** Five pairs lost, and five more two hours later. */
export const pairsAddUpOverADay: Law = async (bench) => {
  const start = { users: viewers(5), accessGroups: named('fund-1', 'fund-2') }
  await edited(bench, start, { accessGroups: named('fund-2') })
  expect((await bench.apply()).exitCode).toBe(0)
  bench.at('2026-12-02T12:00:00Z')
  declare(bench, { ...start, accessGroups: named('fund-3') })
  await held(bench, 'accessPairsLost', { measured: 10 })
}

/** Whoever leaves is counted among the people who leave, not among the pairs. */
export const leaversLoseNoPairs: Law = async (bench) => {
  const { v001: _, ...left } = viewers(6)
  await edited(bench, { users: viewers(6) }, { users: left })
  expect(finding(await bench.plan(), 'accessPairsLost')).toBeUndefined()
}

/** Nobody is left who administers; no acknowledgement lifts it. */
export const somebodyAdministers: Law = async (bench) => {
  const nobody = Object.fromEntries(Object.keys(administrators).map((id) => [id, somebody(id)]))
  const leave = { lint: 'adminHolders', reason: 'meant', approver: 'leads', expires: '2026-12-03T00:00:00Z' }
  await edited(bench, { users: viewers(1) }, { users: { ...viewers(1), ...nobody }, acknowledgements: { leave } })
  await held(bench, 'adminHolders', { measured: 0 })
}

/** One who administers is left: it goes on, and is told. */
export const oneAdministratorIsTold: Law = async (bench) => {
  const [one = ''] = Object.keys(administrators)
  await edited(bench, { users: viewers(1) }, { users: { ...viewers(1), [one]: somebody(one) } })
  expect(finding(await bench.plan(), 'adminHolders')).toMatchObject({ result: 'warn', measured: 1, limit: 2 })
}

const fundOfEva = { ...usualEntities, 'fund-1': { ...usualEntities['fund-1'], createdBy: 'eva' } }

/** Whoever made an entity would not reach it any more. */
export const makersAreNotLockedOut: Law = async (bench) => {
  const users = { ...viewers(1), eva: on('eva', { role: 'edit', accessGroup: 'funds' }) }
  const entities = { ...fundOfEva, 'fund-1': { ...fundOfEva['fund-1'], tags: [] } }
  await edited(bench, { users, entities: fundOfEva }, { entities })
  expect(await held(bench, 'creatorLockout', { measured: 1 })).toContain('eva, who made fund-1')
}

/** A role edit against which a test of access stands. */
export const testsOfAccessHold: Law = async (bench) => {
  const clerk = (level: string): Funds => ({
    roles: { clerk: { platform: 'atlas', name: 'Clerk', permissions: { 'data/entities': level } } },
  })
  const start = {
    users: { eva: on('eva', { role: 'clerk', accessGroup: 'funds' }) },
    tests: {
      'no-edit': { user: 'eva', platform: 'atlas', permission: 'data/entities', entity: 'fund-1', atMost: 'view' },
    },
    ...clerk('view'),
  }
  await edited(bench, start, clerk('edit'))
  expect(await held(bench, 'access-test-failed')).toContain('eva has edit for data/entities')
}

/** Two duties of one person: by two roles, or by a role now and an own permission that begins before it ends. */
export function dutiesAreApart(way: 'roles' | 'override'): Law {
  return async (bench) => {
    const paying = (roles: readonly string[], more: object = {}): object =>
      somebody('eva', { platforms: { bank: { roles, reason: 'treasury' } }, dailyAccount: 'exempt', ...more })
    const bankOf = (eva: object): void =>
      bench.tenant('acme', {
        tenant: tenantOf({}, { subscriptions: { bank: { platform: 'duties', delivery: 'manual' } } }),
        users: { eva, root: somebody('root') },
        policies: {
          separationOfDuties: {
            'pay-and-approve': {
              sets: ['payments.create', 'payments.approve'].map((name) => ({
                permissions: { duties: [`action/${name}`] },
              })),
              atMost: 1,
              effect: 'enforce',
            },
          },
        },
      })
    bench.write('platforms/duties.yaml', duties)
    bankOf(paying(['payer']))
    expect((await bench.plan()).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(standing(await bench.plan())).not.toBe('blocked 5')
    const override = { platform: 'duties', permission: 'action/payments.approve', level: 'allow', reason: 'leave' }
    bankOf(
      way === 'roles'
        ? paying(['payer', 'approver'])
        : paying(['payer'], { overrides: [{ ...override, expires: '2026-12-20' }] }),
    )
    expect(await held(bench, 'separation-of-duties', { measured: 2, limit: 1 })).toContain('eva would have')
  }
}

const duties = {
  name: 'Duties',
  version: '2026-11-01',
  categories: { action: { levels: ['none', 'allow'] } },
  permissions: {
    'action/payments.create': { name: 'Create payments', risk: 'basic' },
    'action/payments.approve': { name: 'Approve payments', risk: 'basic' },
  },
  roles: { custom: true },
  builtInRoles: {
    payer: { name: 'Payer', permissions: { 'action/payments.create': 'allow' } },
    approver: { name: 'Approver', permissions: { 'action/payments.approve': 'allow' } },
  },
  accountTypes: { person: { name: 'Person', roles: { min: 1, max: 5 }, required: [] } },
  lifecycle: { person: { created: { state: 'active' }, end: 'deleted' } },
  capabilities: { deliveries: ['manual'], create: { person: ['single'] }, delete: ['person'] },
  workOrders: [],
}

const ordinary = ordinaryFunds(1)

/** Ways to something privileged: what is edited, who gains by it, and as what it is told. */
export const ways = {
  own: {
    edit: { users: { ...ordinary.users, v001: on('v001', { role: 'customer-admin', reason: 'x' }) } },
    who: 'v001',
  },
  role: {
    edit: { roles: { clerk: { ...ordinary.roles.clerk, permissions: { 'area/accountSettings': 'edit' } } } },
    who: 'eva',
  },
  department: {
    edit: { departments: { desk: { name: 'Desk', permissions: { atlas: { 'area/userManagement': 'full' } } } } },
    who: 'eva',
  },
  template: {
    edit: { templates: { analyst: { platforms: { funds: { role: 'view-only', accessGroup: 'secret' } } } } },
    who: 'tom',
  },
  tag: {
    edit: { entities: { ...ordinary.entities, crown: { ...ordinary.entities.crown, tags: ['x', 'fund'] } } },
    who: 'v001',
  },
  accessGroup: {
    edit: { accessGroups: { ...ordinary.accessGroups, funds: { platform: 'atlas', select: { all: true } } } },
    who: 'v001',
  },
  tenant: {
    edit: { tenant: { defaults: { permissions: { atlas: { 'area/userManagement': 'view' } } } } },
    who: 'eva',
  },
} satisfies Readonly<Record<string, { readonly edit: Funds; readonly who: string }>>

/** Nobody comes to anything privileged by this way without a leave. */
export function privilegeIsSeen(way: keyof typeof ways): Law {
  return async (bench) => {
    declare(bench, ordinary)
    expect((await bench.apply()).exitCode).toBe(0)
    const { edit, who } = ways[way]
    declare(bench, { ...ordinary, ...edit })
    // The gate of directories may notice the groups too; here it is the platform's that has to.
    expect(await held(bench, 'privilegedGain', {}, 'acme/atlas')).toContain(who)
  }
}
