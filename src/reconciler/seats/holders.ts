import { standsDown } from '../../model/observed.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import type { Pool, SeatEvent, SeatHolder } from '../../model/seats.ts'
import type { Contract } from '../accounts/contract.ts'
import { knownOn, rememberedOn } from '../accounts/contract.ts'
import { holdersByGroups } from './by-groups.ts'
import { takesSeat, termsOf } from './terms.ts'

/** What is paid is what the files say, and whoever is known to work there has a seat. */
export function openingOf(contract: Contract, on: string): SeatEvent {
  const { subscription } = contract
  const assigned = Object.fromEntries(holdersNow(contract))
  const purchased = subscription.settings.seats?.purchased ?? Object.keys(assigned).length
  return { event: 'opening', on, purchased, declared: purchased, assigned, terms: termsOf(subscription) }
}

/** Who has a seat as far as accounts tell. */
function holdersNow(contract: Contract): ReadonlyMap<string, SeatHolder> {
  if (contract.subscription.delivery === 'groups') return holdersByGroups(contract)
  const known = knownOn(contract).flatMap((user) => {
    const account = rememberedOn(contract, user)?.account
    return account === undefined ? [] : [[user, account] as const]
  })
  return new Map(Object.entries(holdersAmong(contract, Object.fromEntries(known))))
}

/** Who has a seat of the accounts that a platform shows. */
export function holdersAmong(
  contract: Contract,
  accounts: Readonly<Record<string, ObservedAccount>>,
): Readonly<Record<string, SeatHolder>> {
  const sorted = Object.entries(accounts).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(
    sorted
      .filter(([, account]) => takesSeat(contract, account.type) && !standsDown(account))
      .map(([user, { login }]) => [user, { address: login }]),
  )
}

/** Where directory groups carry access nobody says that an account was made: whoever has it by now has a seat. */
export function passedOn(contract: Contract, pool: Pool, on: string): readonly SeatEvent[] {
  if (contract.subscription.delivery !== 'groups') return []
  const now = holdersByGroups(contract)
  const gone = [...pool.assigned.keys()].filter((user) => !now.has(user)).toSorted()
  const come = [...now].filter(([user]) => !pool.assigned.has(user)).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return [
    ...gone.map((user): SeatEvent => ({ event: 'release', on, user, reason: 'access' })),
    ...come.map(([user, { address }]): SeatEvent => ({ event: 'assign', on, user, address })),
  ]
}
