import { dawn, dayIn } from '../../language/compile/calendar.ts'
import type { Address } from '../../model/address.ts'
import type { Entry } from '../../model/entry.ts'
import { standsDown } from '../../model/observed.ts'
import type { PlatformOperation } from '../../model/operation.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import type { SeatEvent } from '../../model/seats.ts'
import { agreedPrefix } from '../access/remembered.ts'
import type { Contract } from '../accounts/contract.ts'
import { addressOn, lifecycleOf } from '../accounts/contract.ts'
import { userOf } from '../accounts/holders.ts'
import type { Deed } from '../seats/events.ts'
import { seatEventsOf } from '../seats/events.ts'
import { dropsAfter } from './drops.ts'

type Attested = Extract<Entry, { type: 'attested' }>

/** What follows from a step that was done: accounts, elements of access, seats, and what was lost on the way. */
export type Result = Pick<Attested, 'accounts' | 'drops' | 'access' | 'seats'>

/** A deed, and the moment at which it is written down. */
export interface WrittenDeed extends Deed {
  readonly now: Date
}

/** What a step means that was done; of checklists, without a contract, nothing but that it was done. Pure. */
export function resultOf(
  contract: Contract | undefined,
  operations: readonly PlatformOperation[],
  deed: WrittenDeed,
): Result {
  if (contract === undefined) return { accounts: {}, seats: [] }
  const accounts: Record<Address, ObservedAccount | null> = {}
  const seats: SeatEvent[] = []
  for (const operation of operations) {
    const user = userOf(operation)
    const address = user === undefined ? undefined : addressOn(contract, 'account', user)
    const known =
      address === undefined ? undefined : (accounts[address] ?? contract.memory.accounts.get(address)?.account)
    const next = accountAfter(contract, operation, { known, deed })
    if (address !== undefined && next !== undefined) accounts[address] = next
    seats.push(...seatEventsOf(contract, operation, deed))
  }
  const drops = dropsAfter(contract, operations)
  const access = definitionsAfter(contract, operations)
  return {
    accounts,
    seats,
    ...(Object.keys(drops).length === 0 ? {} : { drops }),
    ...(access === undefined ? {} : { access: { [contract.subscription.platform]: access } }),
  }
}

interface Before {
  readonly known: ObservedAccount | undefined
  readonly deed: WrittenDeed
}

/** What an account looks like after an operation; undefined: nothing can be said of it. */
function accountAfter(
  contract: Contract,
  operation: PlatformOperation,
  { known, deed }: Before,
): ObservedAccount | null | undefined {
  if (operation.kind === 'roleAssignment') return known === undefined ? undefined : withRole(known, operation)
  if (operation.kind !== 'account') return undefined
  if (operation.verb === 'create') return isThere(known) ? undefined : newAccount(contract, operation, deed)
  if (operation.verb === 'delete') return null
  return known === undefined ? undefined : changed(contract, operation, { known, deed })
}

/** Whether a list showed the account before somebody said that it was made: then it is as the list has it. */
function isThere(known: ObservedAccount | undefined): boolean {
  return known !== undefined && !standsDown(known)
}

function withRole(
  known: ObservedAccount,
  { before, after }: Extract<PlatformOperation, { kind: 'roleAssignment' }>,
): ObservedAccount {
  const left = known.roles.filter((role) => role !== before?.role && role !== after?.role)
  return { ...known, roles: after === null ? left : [...left, after.role] }
}

/** What the platform makes of a new account, whatever was asked for. */
function newAccount(
  contract: Contract,
  { after }: Extract<PlatformOperation, { kind: 'account'; verb: 'create' }>,
  deed: WrittenDeed,
): ObservedAccount {
  const { type, login, roles, accessGroups, at } = after
  const { state = 'active', role = 'declared' } = lifecycleOf(contract.subscription.rules, type).created ?? {}
  const isInvited = state === 'invited' || state === 'incomplete'
  return {
    state,
    type,
    login,
    roles: role === 'declared' ? roles : [role],
    accessGroups,
    ...(at === undefined ? {} : { at }),
    ...(isInvited ? { invitedAt: momentOf(contract, deed), resends: 0 } : {}),
  }
}

type Change = Exclude<Extract<PlatformOperation, { kind: 'account' }>, { verb: 'create' | 'delete' }>

function changed(
  contract: Contract,
  operation: Change,
  { known, deed }: Required<Before> & { readonly known: ObservedAccount },
): ObservedAccount {
  switch (operation.verb) {
    case 'invite':
      return { ...known, invitedAt: momentOf(contract, deed), resends: operation.after.resend }
    case 'update': {
      const { type = known.type, login = known.login, accessGroups = known.accessGroups, at } = operation.after
      return { ...known, type, login, accessGroups, ...(at === undefined ? {} : { at }) }
    }
    case 'rename':
      return { ...known, login: operation.after.login }
    case 'enable':
    case 'disable':
      return { ...known, state: operation.after.state }
  }
}

/** The moment of a day: now where it is today, else its beginning. */
function momentOf({ desired }: Contract, { on, now }: WrittenDeed): string {
  return on === dayIn(desired.timezone, now) ? now.toISOString() : dawn(on, desired.timezone)
}

/** What was agreed to of a role is in effect from now on. */
function definitionsAfter(
  contract: Contract,
  operations: readonly PlatformOperation[],
): Record<string, Element | null> | undefined {
  const elements: Record<string, Element | null> = {}
  for (const { kind, address } of operations) {
    if (kind !== 'role') continue
    const key = `role/${address.slice(address.lastIndexOf('/') + 1)}`
    const agreed = contract.memory.access.get(contract.subscription.platform)?.get(agreedPrefix + key)
    if (agreed === undefined) continue
    elements[key] = elementIn(agreed['element'])
    elements[agreedPrefix + key] = null
  }
  return Object.keys(elements).length === 0 ? undefined : elements
}

type Element = Readonly<Record<string, unknown>>

function elementIn(value: unknown): Element | null {
  return typeof value === 'object' && value !== null ? (value as Element) : null
}
