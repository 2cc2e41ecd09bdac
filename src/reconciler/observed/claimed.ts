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
import { declaredLogins, foldedLogin, strangerOf } from './who.ts'

/** What is known once accounts are those of people who were declared since or have another id, and what is to be written of it. */
export interface Claimed {
  readonly memory: Memory
  readonly entries: readonly Entry[]
}

/**
 * An account that a list showed before anybody declared its owner is theirs by its login, and whoever has another id now
 * keeps their account: no second one is made. Whoever has an account already has no other.
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

/** The seat is written first, and the old account last: a run that is cut off in between is finished by the next. */
function claimedOn(contract: Contract): readonly Entry[] {
  const { memory, subscription } = contract
  return passing(contract).flatMap(({ from, to }): readonly Entry[] => {
    const [own, theirs] = [addressOn(contract, 'account', to), addressOn(contract, 'account', from)]
    const [has, known] = [memory.accounts.get(own), memory.accounts.get(theirs)]
    if (known === undefined) return []
    const isSame = has !== undefined && foldedLogin(has.account.login) === foldedLogin(known.account.login)
    if (has !== undefined && !isSame) return []
    const events = seatOf(contract, { from, to })
    return [
      ...(events.length === 0 ? [] : [{ type: 'seats' as const, subscription: subscription.id, events }]),
      ...(isSame ? [] : [{ type: 'account' as const, address: own, account: known.account, from: known.from }]),
      { type: 'account', address: theirs, account: null, from: known.from },
    ]
  })
}

/** Ids under which accounts are known, and whose they are now: those of strangers who were declared, and of people with another id. */
function passing(contract: Contract): readonly { readonly from: string; readonly to: string }[] {
  const { people } = contract.desired
  return [
    ...[...declaredLogins(contract)].map(([login, to]) => ({ from: strangerOf(login), to })),
    ...[...people.values()].flatMap(({ id: to, previousId: from }) =>
      from === undefined || people.has(from) ? [] : [{ from, to }],
    ),
  ]
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
