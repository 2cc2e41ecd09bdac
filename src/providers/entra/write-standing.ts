import type { ObservedGroup, ObservedUser } from '../../model/observed.ts'
import type { DirectoryOperation } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import { failedWrite } from './faults.ts'
import { path } from './graph/quote.ts'
import type { GraphAnswer } from './graph/request.ts'
import { objectIn } from './write-answer.ts'
import type { Desk } from './write-desk.ts'
import { locatorOf } from './write-desk.ts'
import { nameOf, userIn, userQuestion } from './write-look.ts'
import { ask } from './write-story.ts'
import type { Story } from './write-story.ts'
import { isAlreadyThere, isUnseen, patiently } from './write-unseen.ts'

type Entity = ObservedUser | ObservedGroup

/** Lets somebody sign in. */
export async function* letIn(live: Entity, desk: Desk): Story {
  const answer = yield* setEnabled(live.immutableId, true, desk)
  if (answer.outcome !== 'done') return failedWrite(answer, `enabling ${nameOf(live)}`)
  return { status: 'applied', locator: locatorOf(live.immutableId) }
}

/**
 * Keeps somebody out: no new sign-in, and then no more use of the ones there are. Without the second, tokens work on for an hour, and
 * refresh tokens of some applications longer: https://learn.microsoft.com/entra/identity/users/users-revoke-access
 */
export async function* keptOut({ address }: DirectoryOperation, live: Entity, desk: Desk): Story {
  const { immutableId: id } = live
  const refusal = await desk.keyholders.takeDown(id)
  if (refusal !== undefined) return { status: 'failed', class: 'forbidden', detail: `${nameOf(live)}: ${refusal}` }
  const isOut = live.kind === 'user' && live.state === 'disabled'
  const answer = isOut ? undefined : yield* setEnabled(id, false, desk)
  if (answer !== undefined && answer.outcome !== 'done') {
    desk.keyholders.stays(id)
    return failedWrite(answer, `disabling ${nameOf(live)}`)
  }
  const revoked = yield* revoke(id, desk)
  if (revoked.outcome === 'done') return { status: 'applied', locator: locatorOf(id) }
  const why = failedWrite(revoked, `ending the sessions of ${nameOf(live)}`)
  // Neither done nor undone: tried again, it ends the sessions.
  const detail = `${address} can no longer sign in, but sessions that are open go on: ${'detail' in why ? why.detail : ''}`
  return { status: 'failed', class: why.status === 'failed' ? why.class : 'unknown', detail }
}

async function* setEnabled(id: string, accountEnabled: boolean, desk: Desk): Story<GraphAnswer> {
  return yield* patiently({ method: 'PATCH', path: path`/users/${id}`, body: { accountEnabled } }, isUnseen, desk)
}

/** Ends every session somebody has. It may be asked for any number of times. */
export async function* revoke(id: string, desk: Desk): Story<GraphAnswer> {
  return yield* patiently(
    { method: 'POST', path: path`/users/${id}/revokeSignInSessions` },
    (answer) => isUnseen(answer) || answer.outcome === 'lost',
    desk,
  )
}

type Restoration = Extract<DirectoryOperation, { readonly verb: 'restore' }>

/** Brings somebody back out of the bin, in the state that is asked for. A run that died in between is finished by the next. */
export async function* restore(operation: Restoration, desk: Desk): Story {
  const { immutableId: id } = operation.before
  const [live, binned] = yield [
    userQuestion(id, desk.terms),
    { method: 'GET', path: path`/directory/deletedItems/${id}`, query: { $select: 'id,displayName' } },
  ]
  const now = live === undefined ? undefined : userIn(live, desk.terms)
  if (now !== undefined && (now.state === 'disabled') === (operation.after.state === 'disabled'))
    return { status: 'unchanged', locator: locatorOf(id) }
  if (now?.notManageable !== undefined)
    return { status: 'failed', class: 'forbidden', detail: `${nameOf(now)}: ${now.notManageable}.` }
  if (now === undefined && objectIn(binned) === undefined)
    return { status: 'conflict', detail: `${operation.address}: it is no longer in the bin. Plan again.` }
  const brought =
    now === undefined ? yield* ask({ method: 'POST', path: path`/directory/deletedItems/${id}/restore` }) : live
  if (brought === undefined || brought.outcome !== 'done') return notBrought(operation, brought)
  const answer = yield* setEnabled(id, operation.after.state !== 'disabled', desk)
  if (answer.outcome === 'done') return { status: 'applied', locator: locatorOf(id) }
  return failedWrite(answer, `bringing ${operation.address} into its state`)
}

function notBrought({ address }: Restoration, answer: Exclude<GraphAnswer, { outcome: 'done' }> | undefined): Outcome {
  if (answer === undefined) return { status: 'failed', class: 'unknown', detail: `${address}: no answer came` }
  if (!isAlreadyThere(answer)) return failedWrite(answer, `bringing ${address} back`)
  const detail = `${address}: somebody else has its sign-in name or an address of it by now. Give that account another one, and run again.`
  return { status: 'failed', class: 'invalid', detail }
}
