import type { AccessAccount } from '../../access/access.ts'
import { dayIn, lastDayBefore } from '../../language/compile/calendar.ts'
import type { Finding } from '../../model/plan.ts'
import { arrival } from './arrival.ts'
import type { AccountDifference, Contract } from './contract.ts'
import { addressOn, nameOf, noDifference, placeOf, rememberedOn, together } from './contract.ts'
import { deletion, standingDown } from './departure.ts'
import { enablingAgain } from './enabling.ts'
import { invitation } from './invitation.ts'
import { standingOf } from './standing.ts'
import { staying } from './staying.ts'
import type { Wish } from './wish.ts'

/** One account: what is asked of it against where it stands, and what later days will bring. */
export function accountDifferenceOf(contract: Contract, wish: Wish): AccountDifference {
  return together([cell(contract, wish), toCome(contract, wish)])
}

/** The table of the lifecycle. */
function cell(contract: Contract, wish: Wish): AccountDifference {
  const { account, state } = wish
  switch (state) {
    case 'active':
      return account === undefined ? noDifference : activeRow(contract, account)
    case 'suspended':
      return suspendedRow(contract, wish)
    case 'disabled':
    case 'absent':
      return downRow(contract, wish)
  }
}

function activeRow(contract: Contract, account: AccessAccount): AccountDifference {
  const live = rememberedOn(contract, account.user)?.account
  if (live === undefined) return arrival(contract, account)
  switch (standingOf(live)) {
    case 'absent':
      return arrival(contract, account)
    case 'invited':
    case 'incomplete':
      return together([staying(contract, account, { live, needs: [] }), invitation(contract, account, live)])
    case 'active':
      return staying(contract, account, { live, needs: [] })
    case 'disabled':
      return enablingAgain(contract, account, live)
    case 'softDeleted':
      return { ...noDifference, findings: [notRestored(contract, account.user)] }
  }
}

function suspendedRow(contract: Contract, wish: Wish): AccountDifference {
  switch (standingOf(rememberedOn(contract, wish.user)?.account)) {
    case 'absent':
      return { ...noDifference, findings: [nothingToSuspend(contract, wish.user)] }
    case 'softDeleted':
      return { ...noDifference, findings: [notRestored(contract, wish.user)] }
    case 'invited':
    case 'incomplete':
    case 'active':
    case 'disabled':
      return downRow(contract, { ...wish, state: 'disabled' })
  }
}

function downRow(contract: Contract, wish: Wish): AccountDifference {
  const live = rememberedOn(contract, wish.user)?.account
  if (live === undefined) return noDifference
  switch (standingOf(live)) {
    case 'invited':
    case 'incomplete':
    case 'active':
      return standingDown(contract, wish, live)
    case 'disabled':
      return wish.state === 'absent' ? deletion(contract, wish, live) : noDifference
    case 'absent':
    case 'softDeleted':
      return noDifference
  }
}

/** First and last days: the operations they will bring are approved today. */
function toCome(contract: Contract, wish: Wish): AccountDifference {
  const { account, because } = wish
  const zone = contract.desired.timezone
  const live = rememberedOn(contract, wish.user)?.account
  if (account === undefined || account.state !== 'active') return noDifference
  if (because === 'notStarted' && account.from !== undefined && live === undefined) {
    const date = dayIn(zone, new Date(account.from))
    return {
      ...noDifference,
      later: arrival(contract, account).operations.map((operation) => ({ date, event: 'start', operation })),
    }
  }
  if (because !== 'declared' || account.until === undefined) return noDifference
  const date = lastDayBefore(account.until, zone)
  const then = { ...(live ?? unseen(contract, account)), state: 'active' as const }
  const { operations } = standingDown(contract, { ...wish, state: 'absent', because: 'expired' }, then)
  // What has to be saved is told when the day is there.
  const own = operations.filter(({ kind }) => kind === 'account')
  return { ...noDifference, later: own.map((operation) => ({ date, event: 'end', operation })) }
}

function unseen({ desired }: Contract, { user, type, roles, accessGroups }: AccessAccount) {
  return { type, login: desired.people.get(user)?.username ?? user, roles, accessGroups }
}

function nothingToSuspend(contract: Contract, user: string): Finding {
  const message = `${nameOf(contract, user)} is declared suspended and has no account on ${placeOf(contract)}: there is nothing to suspend.`
  return { slug: 'suspended-without-account', scope: addressOn(contract, 'account', user), result: 'warn', message }
}

function notRestored(contract: Contract, user: string): Finding {
  const message = `the account of ${nameOf(contract, user)} on ${placeOf(contract)} is deleted and can still be restored there: roster does not restore it. Restore it by hand; the next plan goes on from there.`
  return { slug: 'account-not-restored', scope: addressOn(contract, 'account', user), result: 'warn', message }
}
