import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Entry } from '../../model/entry.ts'
import type { SeatEvent } from '../../model/seats.ts'
import type { Contract } from '../accounts/contract.ts'
import { addressOn } from '../accounts/contract.ts'
import { lookedAt } from '../accounts/known.ts'
import type { Memory } from '../memory.ts'
import { contractsOf } from '../seats/contracts.ts'
import { foldAll } from '../../seats/fold.ts'
import { today } from '../seats/terms.ts'
import { declaredLogins, strangerOf } from './who.ts'

/** What is known once accounts of strangers are those of people who were declared since, and what is to be written of it. */
export interface Claimed {
  readonly memory: Memory
  readonly entries: readonly Entry[]
}

/**
 * An account that a list showed before anybody declared its owner is theirs by its login: no second one is made. Whoever
 * has an account already has no other.
 */
export function claimed(desired: DesiredTenant, memory: Memory, asOf: Date): Claimed {
  const entries = contractsOf(desired, memory, asOf).flatMap(claimedOn)
  if (entries.length === 0) return { memory, entries }
  const accounts = new Map(memory.accounts)
  const seats = new Map(memory.seats)
  for (const entry of entries) {
    if (entry.type === 'account') lookedAt(accounts, entry, accounts.get(entry.address)?.at ?? asOf.toISOString())
    if (entry.type !== 'seats') continue
    const pool = foldAll(seats.get(entry.subscription), entry.events)
    if (pool !== undefined) seats.set(entry.subscription, pool)
  }
  return { memory: { ...memory, accounts, seats }, entries }
}

function claimedOn(contract: Contract): readonly Entry[] {
  const { memory, subscription } = contract
  return [...declaredLogins(contract)].flatMap(([login, user]): readonly Entry[] => {
    const [own, theirs] = [addressOn(contract, 'account', user), addressOn(contract, 'account', strangerOf(login))]
    const known = memory.accounts.get(theirs)
    if (known === undefined || memory.accounts.has(own)) return []
    const { account, from } = known
    const events = seatOf(contract, { from: strangerOf(login), to: user })
    return [
      { type: 'account', address: own, account, from },
      { type: 'account', address: theirs, account: null, from },
      ...(events.length === 0 ? [] : [{ type: 'seats' as const, subscription: subscription.id, events }]),
    ]
  })
}

/** The seat goes with the account. */
function seatOf(
  contract: Contract,
  { from, to }: { readonly from: string; readonly to: string },
): readonly SeatEvent[] {
  const holder = contract.memory.seats.get(contract.subscription.id)?.assigned.get(from)
  if (holder === undefined) return []
  const on = today(contract)
  return [
    { event: 'release', on, user: from, reason: 'declared' },
    { event: 'assign', on, user: to, address: holder.address },
  ]
}
