import type { RunOnceOperation } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import { valuesOf } from '../../model/value.ts'
import { expectSuccess } from '../../ldap/faults.ts'
import type { Change } from '../../ldap/wire/protocol.ts'
import { modifyRequest } from '../../ldap/wire/protocol.ts'
import { noSessions } from './capabilities.ts'
import { liveEntity } from './confirm.ts'
import type { Live } from './confirm.ts'
import { guidDn } from './ids.ts'
import { drawPassword } from './draw-password.ts'
import type { Desk } from './write-desk.ts'
import { locatorOf } from './write-name.ts'

/**
 * Gives somebody a new password, as an administrator does (MS-ADTS 3.1.1.3.1.5: a replace of unicodePwd is a reset). It is delivered
 * before it is written: asked once more, it is a newer one, and the file holds that.
 */
export async function doOnce(operation: RunOnceOperation, desk: Desk): Promise<Outcome> {
  if (operation.verb === 'revokeSessions') return { status: 'failed', class: 'invalid', detail: noSessions.cannot }
  const found = await liveEntity(operation, desk)
  if (found === undefined) return { status: 'conflict', detail: `${operation.address}: it is gone. Plan again.` }
  if (found.live.notManageable !== undefined)
    return { status: 'failed', class: 'forbidden', detail: `${found.dn}: ${found.live.notManageable}.` }
  // Said before anything is drawn, delivered or sent.
  if (desk.terms.settings.encryption === 'none')
    return { status: 'failed', class: 'invalid', detail: `${found.dn}: ${inTheClear}` }
  const [username = ''] = found.raw('sAMAccountName')
  const [displayName] = valuesOf(found.live.attributes['displayName'])
  const password = await drawPassword(operation.address, { username, displayName }, desk)
  if (password === undefined) return { status: 'failed', class: 'invalid', detail: `${found.dn}: ${nobodyReceives}` }
  await write(password, found, desk)
  return { status: 'applied', locator: locatorOf(found) }
}

const inTheClear = 'a password goes over an encrypted connection only. Let url be ldaps://, or set startTls: true.'
const nobodyReceives = 'nobody is to receive the new password. Write initialPasswords in tenant.yaml.'

/** One request: there is no moment at which the new password holds for longer than the first sign-in. */
async function write(password: Buffer, found: Live, desk: Desk): Promise<void> {
  const changes: readonly Change[] = [
    { action: 'replace', attribute: 'unicodePwd', values: [password] },
    ...(desk.changeAtNextLogin === true
      ? [{ action: 'replace', attribute: 'pwdLastSet', values: ['0'] } as const]
      : []),
  ]
  const request = modifyRequest(guidDn(found.guid), changes)
  try {
    expectSuccess(await desk.connection.request(request), `giving ${found.dn} a new password`)
  } finally {
    // The request was sent: what is left of the password in this process need not outlive it.
    password.fill(0)
    request.fill(0)
  }
}
