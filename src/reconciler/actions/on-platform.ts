import { accountKey } from '../../access/access.ts'
import type { DesiredSubscription } from '../../language/compile/desired-platforms.ts'
import { addressOf } from '../../model/address.ts'
import { outside } from './draft.ts'
import type { Come, Desk, Turn } from './turn.ts'
import { calledIn, isOverFor, over, skipped } from './turn.ts'

/** What an action on a subscription comes to for one person. Nothing of it is done by roster: it waits for somebody to do it. */
export function onPlatform(desk: Desk, turn: Turn, subscription: string): Come {
  const { desired, memory } = desk
  const { action, person } = turn
  const contract = desired.subscriptions.get(subscription)
  if (contract === undefined) return skipped(`nothing is known of ${subscription}`)
  const account = desired.access.get(contract.platform)?.accounts.get(accountKey(subscription, person.id))
  if (account === undefined) return skipped(`has no account on ${subscription}`)
  const address = addressOf({ tenant: desired.id, directory: subscription, kind: 'account', id: person.id })
  const known = memory.accounts.get(address)?.account
  const coming = desk.operations.some(
    (each) => each.address === address && (each.verb === 'create' || each.verb === 'invite'),
  )
  if (action.do === 'resendInvitation') {
    if (isOverFor(desk, turn, { place: subscription, verb: 'invite' })) return over
    if (coming) return skipped(`is invited to ${subscription} by this plan anyway`)
    if (known !== undefined && known.state !== 'invited')
      return skipped(`has accepted the invitation to ${subscription}`)
    return { operations: [invitation(desk, turn, contract, (known?.resends ?? 0) + 1)] }
  }
  if (isOverFor(desk, turn, { place: subscription, verb: 'create' })) return over
  if (coming) return skipped(`comes to ${subscription} by this plan`)
  return { operations: [errand(desk, turn, contract)] }
}

function invitation(desk: Desk, turn: Turn, contract: DesiredSubscription, resend: number): Come['operations'][number] {
  const { action, person } = turn
  const address = addressOf({ tenant: desk.desired.id, directory: contract.id, kind: 'account', id: person.id })
  const what = `the invitation of ${calledIn(turn)} to ${contract.rules.name} is sent again`
  return {
    ...outside(desk, turn, { address, verb: 'invite', place: contract.id, what, risk: 'low', ...held(contract) }),
    kind: 'account',
    verb: 'invite',
    before: null,
    after: { user: person.id, resend, action: action.id },
  }
}

const titles = {
  resetPassword: (who: string, where: string): string => `Give ${who} a new password on ${where}`,
  revokeSessions: (who: string, where: string): string => `Sign ${who} out everywhere on ${where}`,
  notify: (who: string, where: string): string => `Tell ${who} on ${where}`,
  resendInvitation: (who: string, where: string): string => `Send the invitation of ${who} to ${where} again`,
} as const

function errand(desk: Desk, turn: Turn, contract: DesiredSubscription): Come['operations'][number] {
  const { action, person } = turn
  const id = `${action.id}/${person.id}`
  const address = addressOf({ tenant: desk.desired.id, directory: contract.id, kind: 'workOrder', id })
  const title = titles[action.do](calledIn(turn), contract.rules.name)
  const { operator } = contract.settings
  const assigned = operator === undefined ? {} : { assignee: operator }
  const risk = action.do === 'resetPassword' ? 'high' : 'medium'
  return {
    ...outside(desk, turn, { address, verb: 'create', place: contract.id, what: title, risk, ...held(contract) }),
    kind: 'workOrder',
    verb: 'create',
    before: null,
    after: { user: person.id, step: action.do, title, action: action.id, ...assigned },
  }
}

/** Where accounts are kept by hand somebody does it; where they follow from groups or an interface, nobody is there to. */
function held({ delivery, id }: DesiredSubscription): { readonly waitingFor: string } | { readonly blockedBy: string } {
  if (delivery === 'manual') return { waitingFor: 'manual' }
  return {
    blockedBy: `accounts on ${id} come by delivery: ${delivery}, which has no way to do this; ask for it at the console`,
  }
}
