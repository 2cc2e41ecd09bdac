import type { AccessAccount } from '../../access/access.ts'
import { accountKey } from '../../access/access.ts'
import type { DesiredState } from '../../model/desired.ts'
import type { Contract } from './contract.ts'
import { knownOn } from './contract.ts'

/** What is asked of one account at the moment of the plan. */
export interface Wish {
  readonly user: string
  readonly state: DesiredState
  /**
   * notStarted: its first day is to come; expired: its last day is over; gone: nothing asks for it any more.
   * Without the account itself it is always `gone`.
   */
  readonly because: 'declared' | 'notStarted' | 'expired' | 'gone'
  readonly account?: AccessAccount
}

/** What is asked of every account of a contract, by person: of those declared, and of those that are known besides. */
export function wishesOf(contract: Contract): readonly Wish[] {
  const { subscription, access } = contract
  const now = contract.asOf.toISOString()
  const declared: Wish[] = []
  for (const account of access.accounts.values())
    if (account.subscription === subscription.id) declared.push(wishFor(contract, account, now))
  const gone = knownOn(contract)
    .filter((user) => !user.startsWith('~') && !access.accounts.has(accountKey(subscription.id, user)))
    .map((user): Wish => ({ user, state: 'absent', because: 'gone' }))
  return [...declared, ...gone].toSorted((a, b) => (a.user < b.user ? -1 : 1))
}

function wishFor({ desired }: Contract, account: AccessAccount, now: string): Wish {
  const { user, state, from, until } = account
  if (from !== undefined && from > now) return { user, account, state: 'disabled', because: 'notStarted' }
  if (until === undefined || until > now) return { user, account, state, because: 'declared' }
  // Whoever has ended keeps a disabled account; one that was given for a time only goes for good.
  const personEnded = desired.people.get(user)?.stateReason === 'expired'
  return { user, account, state: personEnded ? 'disabled' : 'absent', because: 'expired' }
}
