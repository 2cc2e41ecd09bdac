import type { AccountState } from '../../model/observed.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import type { Contract } from './contract.ts'
import { lifecycleOf } from './contract.ts'
import type { Awaited } from './draft.ts'

/** The columns of the lifecycle: whoever is verified or locked counts as active. */
export type Standing = 'absent' | 'invited' | 'incomplete' | 'active' | 'disabled' | 'softDeleted'

/** Where an account stands. */
export function standingOf(account: ObservedAccount | undefined): Standing {
  return account === undefined ? 'absent' : settled(account.state)
}

/** The state that operations speak of: sorts of active are one. */
export function settled(state: AccountState): Exclude<Standing, 'absent'> {
  return state === 'verified' || state === 'locked' ? 'active' : state
}

/** What the platform waits for before a role other than the newcomers' can be set. */
export function awaitedBy(
  { subscription }: Contract,
  type: string,
  account: ObservedAccount | undefined,
): { readonly awaits?: Awaited } {
  switch (lifecycleOf(subscription.rules, type).roleSettableAfter ?? 'creation') {
    case 'creation':
      return {}
    case 'verification':
      return isVerified(account) ? {} : { awaits: 'verification' }
    case 'firstLogin':
      return hasSignedIn(account) ? {} : { awaits: 'firstLogin' }
  }
}

function isVerified(account: ObservedAccount | undefined): boolean {
  return account?.state === 'verified' || hasSignedIn(account)
}

/** Whether the person was there once. A disabled account keeps what it had; an active one without a date has been seen working. */
export function hasSignedIn(account: ObservedAccount | undefined): boolean {
  if (account === undefined) return false
  return account.firstLoginAt !== undefined || account.state === 'active' || account.state === 'locked'
}
