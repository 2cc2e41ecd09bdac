import type { AccessAccount } from '../../access/access.ts'
import { after } from '../../language/compile/calendar.ts'
import type { FindingSlug } from '../../model/finding-slug.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import type { AccountDifference, Contract, PlatformDraft } from './contract.ts'
import { addressOn, invitationOf, nameOf, noDifference, placeOf } from './contract.ts'
import { platformDraft } from './draft.ts'
import { spokenAge, spokenWord } from './spoken.ts'

/** Somebody who was invited and has not come: reminded of, told to those who approve, invited again, and at last given up. */
export function invitation(contract: Contract, account: AccessAccount, live: ObservedAccount): AccountDifference {
  const { invitedAt, resends = 0 } = live
  if (invitedAt === undefined) return noDifference
  const rules = invitationOf(contract, account.type)
  const isOver = (duration: string | undefined): boolean =>
    duration !== undefined && after(invitedAt, duration, contract.desired.timezone).due <= contract.asOf
  if (live.state === 'invited' && isOver(rules.expiresAfter))
    return resends < (rules.resend ?? 0)
      ? { ...noDifference, operations: [resending(contract, account, resends + 1)] }
      : overdue(contract, account, { slug: 'invitation-expired', live })
  if (isOver(rules.escalateAfter)) return overdue(contract, account, { slug: 'invitation-escalation', live })
  if (isOver(rules.remindAfter)) return overdue(contract, account, { slug: 'invitation-reminder', live })
  return noDifference
}

function resending(contract: Contract, account: AccessAccount, resend: number): PlatformDraft {
  const { user } = account
  return platformDraft(
    contract,
    user,
    { kind: 'account', verb: 'invite', before: null, after: { user, resend } },
    {
      summary: `${nameOf(contract, user)} is invited to ${placeOf(contract)} again: the invitation ran out`,
      source: account.source,
      derived: true,
    },
  )
}

interface Overdue {
  readonly slug: Extract<FindingSlug, `invitation-${string}`>
  readonly live: ObservedAccount
}

function overdue(contract: Contract, account: AccessAccount, { slug, live }: Overdue): AccountDifference {
  const { suggest } = invitationOf(contract, account.type)
  const age = live.invitedAt === undefined ? '' : ` ${spokenAge(live.invitedAt, contract.asOf)}`
  const said = `${nameOf(contract, account.user)} was invited to ${placeOf(contract)}${age} and has not signed in${whatElse(slug, live)}.`
  const action =
    suggest === undefined ? '' : `, or ${spokenWord(suggest)} instead (an action of actions.yaml, do: ${suggest})`
  const message = `${said} Ask whether the mail to ${live.login} was filtered${action}.`
  return {
    ...noDifference,
    findings: [{ slug, scope: addressOn(contract, 'account', account.user), result: 'warn', message }],
  }
}

function whatElse(slug: Overdue['slug'], { resends = 0 }: ObservedAccount): string {
  if (slug === 'invitation-escalation') return ': those who approve should know'
  if (slug === 'invitation-reminder') return ''
  return resends === 0
    ? '; the invitation ran out'
    : `; it ran out, and was sent again as often as is allowed (${resends})`
}
