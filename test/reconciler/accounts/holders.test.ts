import * as fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { PlatformOperation } from '../../../src/model/operation.ts'
import { isOfDirectory } from '../../../src/model/operation.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { ObservedAccount } from '../../../src/model/platform.ts'
import { holdersAfterEachStep } from '../../../src/reconciler/accounts/holders.ts'
import { inOrder } from '../../../src/reconciler/order.ts'
import { counter, Office } from './office.ts'

let office: Office
afterEach(() => office.close())

const people = ['ana-li', 'ben-osei', 'eva-lo']
const standing = fc.constantFrom('keeper', 'clerk', 'disabled', 'invited', 'none')
const wished = fc.constantFrom('keeper', 'clerk', 'suspended', 'gone')
const rule = counter.invariants['always-a-keeper']

function live(user: string, stands: string): ObservedAccount | undefined {
  if (stands === 'none') return undefined
  const base = { type: 'clerk', login: `${user}@acme.example`, accessGroups: [], mfaMethods: ['totp'] } as const
  if (stands === 'invited') return { ...base, state: 'invited', roles: ['novice'] }
  const signedIn = { ...base, firstLoginAt: '2026-11-01T08:00:00Z' }
  if (stands === 'disabled') return { ...signedIn, state: 'disabled', roles: ['keeper'] }
  return { ...signedIn, state: 'active', roles: [stands] }
}

function lineFor(user: string, wish: string): Readonly<Record<string, object>> {
  if (wish === 'gone') return {}
  const state = wish === 'suspended' ? { state: 'suspended' } : {}
  const role = wish === 'keeper' ? { role: 'keeper', reason: 'holds the keys' } : { role: 'clerk' }
  return office.with(user, role, { ...state, dailyAccount: 'exempt' })
}

/** What the plan lets somebody at the console do now, in its order. */
function doable({ operations }: Plan): readonly PlatformOperation[] {
  const mine = operations.filter((each): each is PlatformOperation => !isOfDirectory(each))
  const held = new Set(mine.filter(({ waitingFor }) => waitingFor !== 'manual').map(({ id }) => id))
  return inOrder(mine).order.filter(({ id, needs }) => !held.has(id) && !needs.some((need) => held.has(need)))
}

describe('the holders of a role that somebody must hold', () => {
  test('ATE-06 whoever comes and goes, there is one after every step of every plan', async () => {
    const cases = fc.array(fc.tuple(standing, wished), { minLength: people.length, maxLength: people.length })
    await fc.assert(
      fc.asyncProperty(cases, async (drawn) => {
        office = new Office(counter, { operatorRole: 'keeper' })
        try {
          const accounts = new Map<string, ObservedAccount>()
          for (const [n, user] of people.entries()) {
            const account = live(user, drawn[n]?.[0] ?? 'none')
            if (account === undefined) continue
            accounts.set(user, account)
            await office.sim.show(user, account)
          }
          office.declare(Object.assign({}, ...people.map((user, n) => lineFor(user, drawn[n]?.[1] ?? 'gone'))))
          const steps = holdersAfterEachStep(rule, { accounts, operations: doable(await office.plan()) })
          const [before] = steps
          if ((before?.holders.length ?? 0) >= rule.atLeast)
            for (const { holders } of steps) expect(holders.length).toBeGreaterThanOrEqual(rule.atLeast)
        } finally {
          office.close()
        }
      }),
      { numRuns: 60, seed: 7 },
    )
  })

  test('a new account counts once its owner has signed in, unless everybody counts', () => {
    const created = {
      kind: 'account',
      verb: 'create',
      address: 'acme/counter/account/ana-li',
      id: 'acme/counter/account/ana-li#create',
      before: null,
      after: { user: 'ana-li', type: 'clerk', login: 'a', name: 'Ana', roles: ['keeper'], accessGroups: [] },
    } as unknown as PlatformOperation
    const course = { accounts: new Map(), operations: [created] }
    const last = (counting: 'active' | 'all'): readonly string[] =>
      holdersAfterEachStep({ role: 'keeper', counting }, course).at(-1)?.holders ?? []
    expect(last('active')).toEqual([])
    expect(last('all')).toEqual(['ana-li'])
  })
})
