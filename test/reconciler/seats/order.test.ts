import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PlatformOperation } from '../../../src/model/operation.ts'
import { isOfDirectory } from '../../../src/model/operation.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { ObservedAccount } from '../../../src/model/platform.ts'
import { holdersAfterEachStep } from '../../../src/reconciler/accounts/holders.ts'
import { inOrder } from '../../../src/reconciler/order.ts'
import { minimumPurchases } from '../../../src/seats/minimum.ts'
import { counter, Office } from '../accounts/office.ts'
import { boss, Desk, left, lineOf, steps } from './desk.ts'
import { technician } from '../accounts/technician.ts'

const people = ['ana-li', 'ben-osei', 'eva-lo', 'tom-berg']
const rule = counter.invariants['always-a-keeper']
/** The invented platform, where clerks need seats. */
const paid = {
  ...counter,
  accountTypes: { clerk: { ...counter.accountTypes.clerk, seats: 1, loginReserved: 'forever' } },
  billing: { cycles: ['monthly'], terms: ['monthly'], proration: 'daily', reuseFreedSeat: true },
}

type Standing = 'keeper' | 'clerk' | 'disabled' | 'invited' | 'none'
type Wish = 'keeper' | 'clerk' | 'suspended' | 'gone'

function live(user: string, stands: Standing): ObservedAccount | undefined {
  if (stands === 'none') return undefined
  const base = { type: 'clerk', login: `${user}@acme.example`, accessGroups: [], mfaMethods: ['totp'] } as const
  if (stands === 'invited') return { ...base, state: 'invited', roles: ['novice'] }
  const signedIn = { ...base, firstLoginAt: '2026-11-01T08:00:00Z' }
  if (stands === 'disabled') return { ...signedIn, state: 'disabled', roles: ['clerk'] }
  return { ...signedIn, state: 'active', roles: [stands] }
}

function lineFor(office: Office, user: string, wish: Wish): Readonly<Record<string, object>> {
  if (wish === 'gone') return {}
  const state = wish === 'suspended' ? { state: 'suspended' } : {}
  const role = wish === 'keeper' ? { role: 'keeper', reason: 'holds the keys' } : { role: 'clerk' }
  return office.with(user, role, { ...state, dailyAccount: 'exempt' })
}

/** What the plan lets somebody at the console do now, in its order; what waits for something else stops all that needs it. */
function doable({ operations }: Plan): readonly PlatformOperation[] {
  const mine = operations.filter((each): each is PlatformOperation => !isOfDirectory(each))
  const ids = new Set(mine.map(({ id }) => id))
  const done = new Set<string>()
  return inOrder(mine).order.filter(({ id, needs, waitingFor, status }) => {
    const isFree =
      status === 'waiting' && waitingFor === 'manual' && needs.every((need) => done.has(need) || !ids.has(need))
    if (isFree) done.add(id)
    return isFree
  })
}

interface Seats {
  readonly purchased: number
  readonly assigned: number
}

/** Seats that are paid and taken, before the first step and after each. */
function seatsAfterEachStep(
  before: ReadonlyMap<string, ObservedAccount>,
  steps: readonly PlatformOperation[],
  purchased: number,
): readonly Seats[] {
  const holders = new Set([...before].filter(([, { state }]) => state !== 'disabled').map(([user]) => user))
  let paidFor = purchased
  const now = (): Seats => ({ purchased: paidFor, assigned: holders.size })
  return [
    now(),
    ...steps.map((operation) => {
      const user = operation.address.slice(operation.address.lastIndexOf('/') + 1)
      if (operation.kind === 'seat' && operation.verb === 'purchase') paidFor = operation.after.purchased
      if (operation.kind === 'account' && (operation.verb === 'create' || operation.verb === 'enable'))
        holders.add(user)
      if (operation.kind === 'account' && operation.verb === 'disable') holders.delete(user)
      return now()
    }),
  ]
}

describe('seats and administrators after every step', () => {
  test('ATE-06 ATE-21 whoever comes and goes, nobody works without a seat, and somebody holds the keys', async () => {
    const standing = fc.constantFrom<Standing>('keeper', 'clerk', 'disabled', 'invited', 'none')
    const wished = fc.constantFrom<Wish>('keeper', 'clerk', 'suspended', 'gone')
    const drawn = fc.array(fc.tuple(standing, wished), { minLength: people.length, maxLength: people.length })
    let bought = 0
    await fc.assert(
      fc.asyncProperty(drawn, fc.integer({ min: 0, max: 2 }), async (cases, spare) => {
        const accounts = new Map<string, ObservedAccount>()
        for (const [n, user] of people.entries()) {
          const account = live(user, cases[n]?.[0] ?? 'none')
          if (account !== undefined) accounts.set(user, account)
        }
        const purchased = [...accounts.values()].filter(({ state }) => state !== 'disabled').length + spare
        const seats = { purchased, autoPurchase: { unlimited: true } }
        const office = new Office(paid, { operatorRole: 'keeper', seats, billing: { anchor: '2026-11-16' } })
        try {
          for (const [user, account] of accounts) await office.sim.show(user, account)
          office.declare(Object.assign({}, ...people.map((user, n) => lineFor(office, user, cases[n]?.[1] ?? 'gone'))))
          const made = await office.plan()
          const course = doable(made)
          for (const after of seatsAfterEachStep(accounts, course, purchased))
            expect(after.assigned).toBeLessThanOrEqual(after.purchased)
          const [before, ...later] = holdersAfterEachStep(rule, { accounts, operations: course })
          if ((before?.holders.length ?? 0) >= rule.atLeast)
            for (const { holders } of later) expect(holders.length).toBeGreaterThanOrEqual(rule.atLeast)
          bought += lineOf(made).delta
        } finally {
          office.close()
        }
      }),
      { numRuns: 60, seed: 11 },
    )
    expect(bought).toBeGreaterThan(0)
  })

  test('ATE-06 ATE-21 the only administrator is replaced: both are there for a moment, so one seat is bought, and no more', async () => {
    const desk = new Desk({ purchased: 1, autoPurchase: { upTo: 1 } })
    try {
      desk.declare(boss('ben-osei'))
      await desk.there(['ben-osei', technician('ben-osei', 'admin')])
      await desk.work()
      desk.declare({ ...left('ben-osei'), ...boss('ana-li') })
      const made = await desk.plan()
      expect(steps(made)).toEqual([
        'create account ana-li (manual) after purchase pool',
        'disable account ben-osei (firstLogin) after grant ana-li',
        'grant roleAssignment admin/ana-li (firstLogin) after create ana-li',
        'purchase seat pool (manual)',
      ])
      const change = {
        purchased: 1,
        assignedAtEnd: 1,
        kept: 0,
        outgoingAdmin: true,
        incomingAdmin: true,
        adminStays: false,
      }
      expect(lineOf(made).delta).toBe(minimumPurchases(change))
      await desk.work()
      expect([...(await desk.pool()).assigned.keys()].toSorted()).toEqual(['ana-li', 'ben-osei'])
      await desk.signsIn('ana-li')
      await desk.work()
      const pool = await desk.pool()
      expect([[...pool.assigned.keys()], pool.purchased]).toEqual([['ana-li'], 2])
      expect(steps(await desk.plan())).toEqual([])
    } finally {
      desk.close()
    }
  })
})
