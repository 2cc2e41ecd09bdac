import type { Invitation } from '@microsoft/microsoft-graph-types'
import type { ObservedUser } from '../../model/observed.ts'
import type { Outcome } from '../../model/outcome.ts'
import { valuesOf } from '../../model/value.ts'
import { isSo } from '../already.ts'
import type { NewUser } from './create-user.ts'
import { failedWrite } from './faults.ts'
import { path } from './graph/quote.ts'
import { administers, patienceOf, peopleAt } from './look-up.ts'
import type { AtAddress } from './look-up.ts'
import { bodyOf } from './mapping.ts'
import { isRow, textIn } from './row.ts'
import type { Body, Row } from './row.ts'
import { objectIn } from './write-answer.ts'
import type { Desk } from './write-desk.ts'
import { locatorOf } from './write-desk.ts'
import { managed } from './write-reference.ts'
import { ask, unlessCutOff } from './write-story.ts'
import type { Story } from './write-story.ts'
import { isUnseen, patiently } from './write-unseen.ts'

/**
 * Invites somebody of another organisation. Asked for twice, an invitation is mailed twice: they are looked for before it is asked for at
 * all, and where the answer was lost it is not asked for again.
 */
export async function* inviteGuest(operation: NewUser, mail: string, desk: Desk): Story {
  const turn = desk.attempts.begin(operation)
  const earlier = yield* desk.attempts.looking(operation, turn, peopleAt(mail, patienceOf(turn), desk))
  if (earlier.length > 0) return yield* met(operation, earlier, turn, desk)
  if (turn === 'again') return lost(mail)
  const answer = yield* ask({ method: 'POST', path: '/invitations', body: invitation(operation, mail, desk) })
  if (answer.outcome === 'refused') {
    desk.attempts.refused(operation)
    return failedWrite(answer, `inviting ${mail}`)
  }
  const made: Row<Invitation> = objectIn(answer) ?? {}
  const id = isRow(made.invitedUser) ? textIn(made.invitedUser, 'id') : undefined
  if (id !== undefined) return yield* filledIn(operation, id, desk)
  const found = yield* peopleAt(mail, 'patiently', desk)
  return found.length === 0 ? lost(mail) : yield* met(operation, found, 'again', desk)
}

function lost(mail: string): Outcome {
  return {
    status: 'failed',
    class: 'unknown',
    detail: `the answer to the invitation of ${mail} was lost, and nobody is to be seen. It may have been mailed all the same: they are looked for before they are invited again.`,
  }
}

/** Whoever is here as a guest already is not mailed again. Whoever else has the address is not written to. */
async function* met(
  operation: NewUser,
  [first, ...others]: readonly AtAddress[],
  turn: 'first' | 'again',
  desk: Desk,
): Story {
  if (first === undefined) return lost(operation.after.username)
  const { user: found } = first
  const stranger = [first, ...others].find((each) => !each.isGuest)
  if (stranger !== undefined) return notTheGuest(stranger.user, 'is no guest')
  if (others.length > 0) return notTheGuest(found, 'is not alone at that address')
  if (yield* administers(found.immutableId, desk)) return notTheGuest(found, 'administers the directory')
  if (turn === 'again') return yield* filledIn(operation, found.immutableId, desk)
  const asIs = { ...operation, after: { ...operation.after, username: found.username } }
  if (isSo(asIs, found, {}, desk.dialect)) return { status: 'unchanged', locator: locatorOf(found.immutableId) }
  const detail = `${found.username} (id ${found.immutableId}) is here already at that address and is not what is asked for. Plan again: it may be taken over.`
  return { status: 'conflict', detail }
}

function notTheGuest({ username, immutableId }: ObservedUser, why: string): Outcome {
  const detail = `${username} (id ${immutableId}) is here at that address, and ${why}: nobody is invited, and nothing is written. Look who that is, and plan again.`
  return { status: 'conflict', detail }
}

/** https://learn.microsoft.com/graph/api/invitation-post */
function invitation({ after }: NewUser, mail: string, { terms }: Pick<Desk, 'terms'>): Body<Invitation> {
  const { redirectUrl, notify, message } = terms.settings.invitations
  const [displayName] = valuesOf(after.attributes['displayName'])
  return {
    invitedUserEmailAddress: mail,
    inviteRedirectUrl: redirectUrl,
    sendInvitationMessage: notify,
    ...(displayName === undefined ? {} : { invitedUserDisplayName: displayName }),
    ...(message === undefined ? {} : { invitedUserMessageInfo: { customizedMessageBody: message } }),
  }
}

/** An invitation says a name and an address; the rest is written once the account is there. */
async function* filledIn(operation: NewUser, id: string, desk: Desk): Story {
  const { mail: _, mailNickname: __, displayName: ___, ...attributes } = operation.after.attributes
  const undone: string[] = []
  for (const story of [described(id, bodyOf(attributes), desk), managed(operation, id, desk)]) {
    const why = yield* unlessCutOff(story, ({ message }) => message)
    if (why !== undefined) undone.push(why)
  }
  return { status: 'applied', locator: locatorOf(id), ...(undone.length === 0 ? {} : { detail: undone.join(' ') }) }
}

async function* described(id: string, body: Readonly<Record<string, unknown>>, desk: Desk): Story<string | undefined> {
  if (Object.keys(body).length === 0) return undefined
  const answer = yield* patiently({ method: 'PATCH', path: path`/users/${id}`, body }, isUnseen, desk)
  if (answer.outcome === 'done') return undefined
  const outcome = failedWrite(answer, 'filling the guest’s account in')
  return 'detail' in outcome ? `Their account is not filled in yet: ${outcome.detail ?? ''}` : undefined
}
