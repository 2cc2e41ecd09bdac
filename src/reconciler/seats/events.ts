import { parseAddress } from '../../model/address.ts'
import { standsDown } from '../../model/observed.ts'
import type { PlatformOperation } from '../../model/operation.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import type { SeatEvent } from '../../model/seats.ts'
import { cyclesDue } from '../../seats/due.ts'
import { foldAll } from '../../seats/fold.ts'
import { reducing } from '../../seats/pool.ts'
import { seatPrice } from '../../seats/prices.ts'
import { prorated, prorationOf } from '../../seats/proration.ts'
import type { Contract } from '../accounts/contract.ts'
import { rememberedOn, typeRules } from '../accounts/contract.ts'
import { holdersAmong, openingOf, passedOn } from './holders.ts'
import { anchorOf, cycleOn, isCounted, takesSeat, termsOf } from './terms.ts'

/** What is written before anything else: the opening where there is none, and the cycles that began up to a day. */
export function catchingUp(contract: Contract, on: string): readonly SeatEvent[] {
  const { subscription, memory } = contract
  if (!isCounted(subscription)) return []
  const known = memory.seats.get(subscription.id)
  const opening = known === undefined ? [openingOf(contract, on)] : []
  const pool = known ?? foldAll(undefined, opening)
  if (pool === undefined) return []
  const due = cyclesDue(pool, { anchor: anchorOf(subscription), day: on, rules: subscription.rules })
  return [...opening, ...due, ...(known === undefined ? [] : passedOn(contract, known, on))]
}

/** The day on which something was done, and a name for it that nothing else ever has. */
export interface Deed {
  readonly on: string
  readonly id: string
}

/** What it means for the seats of a contract that an operation was done. */
export function seatEventsOf(contract: Contract, operation: PlatformOperation, deed: Deed): readonly SeatEvent[] {
  // Whoever comes and goes while the files are silent about seats has one, or has none, when they speak again.
  if (!isCounted(contract.subscription) && !contract.memory.seats.has(contract.subscription.id)) return []
  switch (operation.kind) {
    case 'account':
      return ofAccount(contract, operation, deed)
    case 'seat':
      return ofSeats(contract, operation, deed)
    case 'role':
    case 'roleAssignment':
    case 'workOrder':
      return []
  }
}

function ofAccount(
  contract: Contract,
  operation: Extract<PlatformOperation, { kind: 'account' }>,
  { on }: Deed,
): readonly SeatEvent[] {
  const { id: user } = parseAddress(operation.address)
  const live = rememberedOn(contract, user)?.account
  switch (operation.verb) {
    case 'invite':
      return []
    case 'create': {
      const { type, login } = operation.after
      if (takesSeat(contract, type)) return [{ event: 'assign', on, user, address: login }]
      const isKept = typeRules(contract.subscription.rules, type).loginReserved !== undefined
      return isKept ? [{ event: 'reserve', on, user, address: login }] : []
    }
    case 'enable':
      if (live === undefined || !takesSeat(contract, live.type)) return []
      return [{ event: 'assign', on, user, address: live.login }]
    case 'disable':
    case 'delete':
      return [{ event: 'release', on, user, reason: operation.reason }]
    case 'rename':
      return [{ event: 'rename', on, user, from: operation.before.login, to: operation.after.login }]
    case 'update':
      return [...ofLogin(operation, { on, user }), ...ofType(contract, operation, { on, user, live })]
  }
}

type AccountUpdate = Extract<PlatformOperation, { kind: 'account'; verb: 'update' }>

function ofLogin(
  { before, after }: AccountUpdate,
  { on, user }: { readonly on: string; readonly user: string },
): readonly SeatEvent[] {
  if (before.login === undefined || after.login === undefined) return []
  return [{ event: 'rename', on, user, from: before.login, to: after.login }]
}

interface Whom {
  readonly on: string
  readonly user: string
  readonly live: ObservedAccount | undefined
}

/** Somebody of another sort may need a seat from now on, or need none any more. */
function ofType(contract: Contract, { after, reason }: AccountUpdate, { on, user, live }: Whom): readonly SeatEvent[] {
  if (after.type === undefined || live === undefined) return []
  // A list may have shown the new sort by now: what counts is who has a seat, not what the account was.
  const has = contract.memory.seats.get(contract.subscription.id)?.assigned.has(user) ?? takesSeat(contract, live.type)
  const does = takesSeat(contract, after.type) && !standsDown(live)
  if (has === does) return []
  if (!does) return [{ event: 'release', on, user, reason }]
  return [{ event: 'assign', on, user, address: after.login ?? live.login }]
}

function ofSeats(
  contract: Contract,
  operation: Extract<PlatformOperation, { kind: 'seat' }>,
  { on, id }: Deed,
): readonly SeatEvent[] {
  switch (operation.verb) {
    case 'purchase': {
      const count = missingOf(contract, operation)
      return count === 0 ? [] : [{ event: 'purchase', on, id, count, ...priceOf(contract, { on, count }) }]
    }
    case 'release': {
      const { purchased } = operation.after
      const isAtOnce = contract.subscription.rules.billing?.reduceTakesEffect === 'atOnce'
      // Whoever gives them back a day later than was planned pays for another cycle.
      const effective = isAtOnce ? on : cycleOn(contract, on).next
      const count = missingOf(contract, operation)
      return [
        ...(count === 0 ? [] : [{ event: 'reduce' as const, on, id, count, effective }]),
        { event: 'declare', on, purchased },
      ]
    }
    case 'update':
      return [{ event: 'terms', on, terms: operation.after }]
  }
}

/** How many seats come or go with an operation: those that a list showed in the meantime, and somebody accepted, are counted by now. */
function missingOf(
  { memory, subscription }: Contract,
  { verb, before, after }: Extract<PlatformOperation, { kind: 'seat'; verb: 'purchase' | 'release' }>,
): number {
  const pool = memory.seats.get(subscription.id)
  const now = pool === undefined ? before.purchased : pool.purchased - (verb === 'release' ? reducing(pool) : 0)
  const sign = verb === 'purchase' ? 1 : -1
  return Math.max(0, Math.min(sign * (after.purchased - before.purchased), sign * (after.purchased - now)))
}

/** What a seat costs under the terms that the contract has, and what so many cost from a day to the end of its cycle. */
export function priceOf(
  contract: Contract,
  { on, count }: { readonly on: string; readonly count: number },
): { readonly unitMinor: number | null; readonly chargedMinor: number | null } {
  const { subscription, memory } = contract
  const terms = memory.seats.get(subscription.id)?.terms ?? termsOf(subscription)
  const { unitMinor } = seatPrice(subscription.rules, terms, on)
  if (unitMinor === null) return { unitMinor, chargedMinor: null }
  const charge = prorated({ unitMinor, count }, cycleOn(contract, on), prorationOf(subscription.rules))
  return { unitMinor, chargedMinor: charge }
}

/**
 * What a list of the platform says about seats. The first one of a contract of which nobody has said anything yet counts as it is:
 * there is nothing that it could contradict.
 */
export function observation(
  contract: Contract,
  accounts: Readonly<Record<string, ObservedAccount>>,
  { on, purchased, accepted }: { readonly on: string; readonly purchased?: number; readonly accepted?: string },
): SeatEvent {
  const why = accepted ?? (isFirst(contract) ? 'the first list that was read' : undefined)
  return {
    event: 'observe',
    on,
    ...(purchased === undefined ? {} : { purchased }),
    assigned: holdersAmong(contract, accounts),
    ...(why === undefined ? {} : { accepted: why }),
  }
}

function isFirst({ memory, subscription }: Contract): boolean {
  if (memory.exports.has(subscription.id)) return false
  const own = [...memory.orders.values()].filter(({ directory }) => directory === subscription.id)
  return !own.some(({ steps }) => steps.some(({ attested }) => attested !== undefined))
}
