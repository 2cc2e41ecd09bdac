import { randomBytes } from 'node:crypto'
import type { PasswordProfile, User } from '@microsoft/microsoft-graph-types'
import type { ObservedUser } from '../../model/observed.ts'
import type { DirectoryOperation } from '../../model/operation.ts'
import { reveal, Secret } from '../../model/secret.ts'
import { valuesOf } from '../../model/value.ts'
import { isSo } from '../already.ts'
import { failedWrite } from './faults.ts'
import type { GraphAnswer } from './graph/request.ts'
import { administers, holderOf } from './look-up.ts'
import { bodyOf } from './mapping.ts'
import { firstSignIn } from './create-pass.ts'
import { inviteGuest } from './invite.ts'
import { textIn } from './row.ts'
import type { Body } from './row.ts'
import { objectIn } from './write-answer.ts'
import type { Desk } from './write-desk.ts'
import { locatorOf } from './write-desk.ts'
import { managed } from './write-reference.ts'
import { ask, unlessCutOff } from './write-story.ts'
import type { Story } from './write-story.ts'

export type NewUser = Extract<DirectoryOperation, { readonly kind: 'user'; readonly verb: 'create' }>

/**
 * Makes an account. Entra ID keeps sign-in names unique, so that nothing has to be looked for before the first try; where that one was
 * lost, or somebody has the name, the account is looked for before anything else.
 */
export async function* createUser(operation: NewUser, desk: Desk): Story {
  const { after } = operation
  if (after.invites !== undefined) return yield* inviteGuest(operation, after.invites, desk)
  const turn = desk.attempts.begin(operation)
  const earlier = turn === 'first' ? undefined : yield* holderOf(after.username, 'once', desk)
  if (earlier !== undefined) return yield* met(operation, earlier, 'ours', desk)
  const answer = yield* ask({ method: 'POST', path: '/users', body: await newAccount(operation, desk) })
  const id = textIn(objectIn(answer), 'id')
  if (id !== undefined) return yield* completed(operation, id, desk)
  return yield* notMade(operation, answer, turn, desk)
}

async function* notMade(operation: NewUser, answer: GraphAnswer, turn: 'first' | 'again', desk: Desk): Story {
  const { username } = operation.after
  const isTaken = answer.outcome === 'refused' && hasTheName(answer.error.message)
  const patience = answer.outcome === 'refused' && turn === 'first' ? 'once' : 'patiently'
  if (answer.outcome === 'refused' && !isTaken) {
    desk.attempts.refused(operation)
    return failedWrite(answer, `creating ${username}`)
  }
  const found = yield* holderOf(username, patience, desk)
  const whose = isTaken && turn === 'first' ? 'somebody' : 'ours'
  if (found !== undefined) return yield* met(operation, found, whose, desk)
  return { status: 'failed', class: 'unknown', detail: isTaken ? unseen(username) : notFound(username) }
}

/** https://learn.microsoft.com/graph/api/user-post-users: a name that is taken is a 400 which says so in words. */
function hasTheName(message: string): boolean {
  return /same value for property userPrincipalName already exists|userPrincipalName already exists/i.test(message)
}

function notFound(username: string): string {
  return `the answer to the creation of ${username} was lost, and it is not to be seen. It may have been made all the same: it is looked for before it is asked for again.`
}

function unseen(username: string): string {
  return `something has the sign-in name ${username} already, and is not to be seen yet. The next run looks again; if it stays so, look among the deleted accounts.`
}

/** An account that has the name: our own of a try whose answer was lost, the very one that is asked for, or somebody's. */
async function* met(operation: NewUser, found: ObservedUser, whose: 'ours' | 'somebody', desk: Desk): Story {
  const isAsAsked = isSo(operation, found, {}, desk.dialect)
  const isAdministrator = isAsAsked && (yield* administers(found.immutableId, desk))
  if (isAsAsked && !isAdministrator)
    return yield* completed(operation, found.immutableId, desk, whose === 'ours' ? 'applied' : 'unchanged')
  const displayName = valuesOf(found.attributes['displayName'])[0] ?? found.immutableId
  const what = isAdministrator ? 'administers the directory' : 'is not what is asked for'
  const detail = `${found.username} is there already (${displayName}, id ${found.immutableId}) and ${what}. Plan again: it may be taken over.`
  return { status: 'conflict', detail }
}

/** What an account gets once it is there. It counts as made whatever becomes of that: the next plan does what is left. */
async function* completed(
  operation: NewUser,
  id: string,
  desk: Desk,
  status: 'applied' | 'unchanged' = 'applied',
): Story {
  const rest = [
    managed(operation, id, desk),
    ...(status === 'applied' ? [firstSignIn(operation.address, id, desk)] : []),
  ]
  const undone: string[] = []
  for (const story of rest) {
    const why = yield* unlessCutOff(story, ({ message }) => message)
    if (why !== undefined) undone.push(why)
  }
  if (status === 'unchanged') undone.push(olderPassword)
  return { status, locator: locatorOf(id), ...(undone.length === 0 ? {} : { detail: undone.join(' ') }) }
}

const olderPassword =
  'It was there already: the password that was delivered last may not be the one it has; resetPassword in actions.yaml gives it a new one.'

async function newAccount(operation: NewUser, desk: Desk): Promise<Body<User>> {
  const { after } = operation
  const { displayName, mailNickname, ...others } = after.attributes
  return {
    accountEnabled: after.state === 'active',
    userPrincipalName: after.username,
    displayName: valuesOf(displayName)[0] ?? after.username,
    mailNickname: valuesOf(mailNickname)[0] ?? localPart(after.username),
    ...bodyOf(others),
    passwordProfile: passwordProfile(await passwordFor(operation, desk), desk),
  }
}

function localPart(upn: string): string {
  return upn.slice(0, upn.indexOf('@') < 0 ? undefined : upn.indexOf('@'))
}

/** Whoever signs in by a temporary access pass is given no password to know. */
async function passwordFor({ address }: NewUser, desk: Desk): Promise<Secret> {
  const byPass = desk.terms.settings.users.firstSignIn === 'temporaryAccessPass' && desk.handOver !== undefined
  const delivered = byPass ? undefined : await desk.initialPassword(address)
  return delivered ?? passwordOfNobody()
}

/** Nobody learns it. All four sorts of characters are in it, whatever was drawn. */
function passwordOfNobody(): Secret {
  return new Secret(`${randomBytes(36).toString('base64url')}aA1!`)
}

/** https://learn.microsoft.com/graph/api/resources/passwordprofile */
export function passwordProfile(
  password: Secret,
  { changeAtNextLogin }: Pick<Desk, 'changeAtNextLogin'>,
): Body<PasswordProfile> {
  return { password: reveal(password), forceChangePasswordNextSignIn: changeAtNextLogin === true }
}
