import type { Platform } from '../../generated/platform.ts'
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
  { subscription: { rules } }: Contract,
  type: string,
  account: ObservedAccount | undefined,
): { readonly awaits?: Awaited } {
  const after = lifecycleOf(rules, type).roleSettableAfter ?? 'creation'
  if (after === 'creation' || (account !== undefined && hasSignedIn(rules, account))) return {}
  if (after === 'verification' && account?.state === 'verified') return {}
  return { awaits: after }
}

/**
 * Whether the person was there once. An active account without a date has been seen working, unless the platform makes
 * them active to begin with.
 */
export function hasSignedIn(rules: Platform, { type, state, firstLoginAt }: ObservedAccount): boolean {
  if (firstLoginAt !== undefined) return true
  const fromTheStart = (lifecycleOf(rules, type).created?.state ?? 'active') === 'active'
  return (state === 'active' || state === 'locked') && !fromTheStart
}
