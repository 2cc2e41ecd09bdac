import type { RunOnceOperation } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import { reveal } from '../../model/secret.ts'
import { modify } from './changes.ts'
import { liveEntity } from './confirm.ts'
import type { Desk } from './desk.ts'
import { locatorOf } from './write-name.ts'

/** Why nobody can be signed out by this server. */
export const noSessions = {
  cannot: 'an LDAP server knows no sessions: they lie with the services that people sign in to',
} as const

/**
 * Gives somebody a new password. It takes the place of whatever was there, and is delivered before it is written: asked once more,
 * it is a newer one, and the file holds that.
 */
export async function doOnce(operation: RunOnceOperation, desk: Desk): Promise<Outcome> {
  if (operation.verb === 'revokeSessions') return { status: 'failed', class: 'invalid', detail: noSessions.cannot }
  const found = await liveEntity(operation, desk)
  if (found === undefined) return { status: 'conflict', detail: `${operation.address}: the entry is gone. Plan again.` }
  if (found.live.notManageable !== undefined)
    return { status: 'failed', class: 'forbidden', detail: `${found.dn}: ${found.live.notManageable}.` }
  const password = await desk.initialPassword(operation.address)
  if (password === undefined) return { status: 'failed', class: 'invalid', detail: `${found.dn}: ${nobodyReceives}` }
  await modify(found, [{ action: 'replace', attribute: 'userPassword', values: [reveal(password)] }], desk)
  return { status: 'applied', locator: locatorOf(found) }
}

const nobodyReceives = 'nobody is to receive the new password. Write initialPasswords in tenant.yaml.'
