import type { Platform } from '../../generated/platform.ts'
import type { ChecklistStep } from '../../language/compile/desired-platforms.ts'
import { standsDown } from '../../model/observed.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import { hasSignedIn, settled } from '../accounts/standing.ts'
import type { Desk, Sheet } from './place.ts'
import { onAccountsOf, stepAddress } from './place.ts'

/** Whether a step is done: somebody said so, or it can be seen. */
export function isDone(desk: Desk, sheet: Sheet, step: ChecklistStep): boolean {
  return isSaid(desk, sheet, step) || isSeen(desk, sheet.user, step)
}

/** Whether the ledger says that a step was done. */
export function isSaid({ desired, memory }: Desk, sheet: Sheet, { step }: ChecklistStep): boolean {
  return memory.done.has(stepAddress(desired, sheet, step))
}

/** Whether what shows that a step is done can be seen, on every account that is known. */
export function isSeen(desk: Desk, user: string, { done }: ChecklistStep): boolean {
  const accounts = accountsOf(desk, user)
  const every = (holds: (known: KnownAccount) => boolean): boolean => accounts.length > 0 && accounts.every(holds)
  const isOpen = (...verbs: readonly string[]): boolean =>
    onAccountsOf(desk, user).some(({ verb }) => verbs.includes(verb))
  switch (done ?? 'attested') {
    case 'attested':
      return false
    case 'firstLogin':
      return !isOpen('create') && every(({ rules, account }) => hasSignedIn(rules, account))
    case 'mfaEnrolled':
      return !isOpen('create') && every(({ account: { mfaMethods = [] } }) => mfaMethods.length > 0)
    case 'active':
      return !isOpen('create', 'enable') && accounts.every(({ account }) => settled(account.state) === 'active')
    case 'disabled':
      return isAway(desk, user)
  }
}

/** Whether nobody can sign in as this person any more, anywhere. */
export function isAway(desk: Desk, user: string): boolean {
  const open = onAccountsOf(desk, user).some(({ verb }) => verb === 'disable')
  return !open && accountsOf(desk, user).every(({ account }) => standsDown(account))
}

interface KnownAccount {
  readonly rules: Platform
  readonly account: ObservedAccount
}

/** What is known of somebody's accounts on platforms. */
function accountsOf({ desired, memory }: Desk, user: string): readonly KnownAccount[] {
  return [...desired.subscriptions.values()].flatMap(({ id, rules }) => {
    const known = memory.accounts.get(`${desired.id}/${id}/account/${user}`)
    return known === undefined ? [] : [{ rules, account: known.account }]
  })
}
