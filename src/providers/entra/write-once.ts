import type { RunOnceOperation } from '../../model/operation.ts'
import { passwordProfile } from './create-user.ts'
import { failedWrite } from './faults.ts'
import { path } from './graph/quote.ts'
import type { Desk } from './write-desk.ts'
import { locatorOf } from './write-desk.ts'
import { nameOf, userIn, userQuestion } from './write-look.ts'
import { revoke } from './write-standing.ts'
import { ask } from './write-story.ts'
import type { Story } from './write-story.ts'

/**
 * What is done once for somebody: a new password, as an administrator gives it, or the end of all sessions. A password is delivered
 * before it is written: asked for once more, it is a newer one, and the file holds that.
 */
export async function* doOnce(operation: RunOnceOperation, desk: Desk): Story {
  const { immutableId: id } = operation.before
  const live = userIn(yield* ask(userQuestion(id, desk.terms)), desk.terms)
  if (live === undefined) return { status: 'conflict', detail: `${operation.address}: it is gone. Plan again.` }
  if (live.notManageable !== undefined)
    return { status: 'failed', class: 'forbidden', detail: `${nameOf(live)}: ${live.notManageable}.` }
  switch (operation.verb) {
    case 'resetPassword':
      return live.upstream === undefined
        ? yield* newPassword(operation, nameOf(live), desk)
        : { status: 'failed', class: 'forbidden', detail: `${nameOf(live)}: ${live.upstream.why}. Change it there.` }
    case 'revokeSessions': {
      const answer = yield* revoke(id, desk)
      if (answer.outcome !== 'done') return failedWrite(answer, `ending the sessions of ${nameOf(live)}`)
      return { status: 'applied', locator: locatorOf(id) }
    }
  }
}

async function* newPassword(operation: RunOnceOperation, name: string, desk: Desk): Story {
  const { immutableId: id } = operation.before
  const password = await desk.initialPassword(operation.address)
  if (password === undefined) return { status: 'failed', class: 'invalid', detail: `${name}: ${nobodyReceives}` }
  const body = { passwordProfile: passwordProfile(password, desk) }
  const answer = yield* ask({ method: 'PATCH', path: path`/users/${id}`, body })
  if (answer.outcome !== 'done') return failedWrite(answer, `giving ${name} a new password`)
  return { status: 'applied', locator: locatorOf(id) }
}

const nobodyReceives = 'nobody is to receive the new password. Write initialPasswords in tenant.yaml.'
