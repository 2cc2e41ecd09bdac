import type { AccessAccount } from '../../access/access.ts'
import { inForce } from '../../access/access.ts'
import type { SeatHolder } from '../../model/seats.ts'
import { inEffect } from '../access/remembered.ts'
import type { Contract } from '../accounts/contract.ts'
import { loginOf } from '../accounts/contract.ts'
import { takesSeat } from './terms.ts'

/** Who has a seat on a contract whose access directory groups carry: those whose account is in effect. */
export function holdersByGroups(contract: Contract): ReadonlyMap<string, SeatHolder> {
  const { memory, subscription } = contract
  const prefix = `account/${subscription.id}/`
  const found: (readonly [string, SeatHolder])[] = []
  for (const [key, element] of inEffect(memory, subscription.platform)) {
    if (!key.startsWith(prefix)) continue
    const account = element as unknown as AccessAccount
    if (account.state === 'active' && takesSeat(contract, account.type))
      found.push([account.user, { address: addressOf(contract, account) }])
  }
  return new Map(found)
}

/** Who is to have one by the files on the day of the plan. */
export function wantedByGroups(contract: Contract): ReadonlySet<string> {
  const { subscription, access, asOf } = contract
  const accounts = [...inForce(access, asOf).accounts.values()].filter(
    (account) =>
      account.subscription === subscription.id && account.state === 'active' && takesSeat(contract, account.type),
  )
  return new Set(accounts.map(({ user }) => user))
}

function addressOf(contract: Contract, { user, type }: AccessAccount): string {
  const person = contract.desired.people.get(user)
  return person === undefined ? user : loginOf(contract, person, type)
}
