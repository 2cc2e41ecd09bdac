import type { Outcome } from '../../model/outcome.ts'
import { valuesOf } from '../../model/value.ts'
import { isSo, movedSince, pointedBy, resolvePointed } from '../already.ts'
import type { Entity, EntityOperation, Pointed } from '../already.ts'
import { modify } from './changes.ts'
import type { Subject } from './changes.ts'
import { liveEntity, locating } from './confirm.ts'
import type { Found } from './confirm.ts'
import type { Desk } from './desk.ts'
import { formatRdn, isWithin, parseDn } from '../../ldap/dn.ts'
import { code, expectSuccess, Refusal } from '../../ldap/faults.ts'
import { lockAttribute, lockedForGood } from './locking.ts'
import { entryAt } from '../../ldap/lookup.ts'
import { besides } from './mend.ts'
import { policyAttribute } from './policy-place.ts'
import { deleteRequest } from '../../ldap/wire/protocol.ts'
import { locatorOf, mendAgain, move, rename, update } from './write-name.ts'
import type { Done } from './write-name.ts'

type EntityChange = Exclude<EntityOperation, { readonly verb: 'create' }>
type UserChange = Extract<EntityChange, { readonly kind: 'user' }>

/**
 * A rename of this run changes what entries hold that name the renamed one, by this program, or by the server and later. A change of
 * such an entry may look before and write after: then it looks once more when the renames are done, and only what differs still is a conflict.
 */
export async function changeEntity(operation: EntityChange, desk: Desk): Promise<Outcome> {
  for (let tried = 1; ; tried++) {
    const outcome = await tryToChange(operation, desk)
    const isOurs = outcome.status === 'conflict' && desk.targets.hasMoves && namesOthers(operation)
    if (!isOurs || tried === tries) return outcome
    await desk.targets.settled()
  }
}

const tries = 3

function namesOthers(operation: EntityChange): boolean {
  return operation.verb === 'update' && Object.keys(operation.before.references).length > 0
}

/** Changes a person or a group that is there: looks first, holds `before` against what it finds, and only then writes. */
async function tryToChange(operation: EntityChange, desk: Desk): Promise<Outcome> {
  const pointed = await pointedBy(operation, locating(desk))
  const found = await liveEntity(operation, desk)
  if (isSo(operation, found?.live, pointed, desk.dialect)) {
    if (found === undefined) return { status: 'unchanged' }
    return { status: 'unchanged', locator: locatorOf(found), ...besides(await mendAgain(operation, found, desk)) }
  }
  if (found === undefined) return { status: 'conflict', detail: `${operation.address}: the entry is gone. Plan again.` }
  if (found.live.notManageable !== undefined)
    return { status: 'failed', class: 'forbidden', detail: `${found.dn}: ${found.live.notManageable}.` }
  const open = await staysOpen(operation, found, desk)
  if (open !== undefined) return { status: 'failed', class: 'invalid', detail: `${found.dn}: ${open}` }
  const was = await pointedBefore(operation, desk)
  const moved = movedSince(operation, byTheirNamesNow(found.live, desk), was, desk.dialect)
  if (moved !== undefined)
    return { status: 'conflict', detail: `${found.dn}: ${moved} changed since the plan was made. Plan again.` }
  try {
    return { status: 'applied', ...(await change(operation, { found, pointed, was }, desk)) }
  } catch (error) {
    if (!(error instanceof Refusal) || !racing.includes(error.result.code)) throw error
    const again = await liveEntity(operation, desk)
    if (isSo(operation, again?.live, pointed, desk.dialect)) return { status: 'unchanged' }
    return { status: 'conflict', detail: error.message }
  }
}

/** With what it points to called as this run has renamed it: a server may bring its references up to date a moment later. */
function byTheirNamesNow(live: Entity, { targets }: Desk): Entity {
  if (!targets.hasMoves) return live
  const { references, furtherReferences = {} } = live
  const now = (reference: string): string => targets.now(reference)
  return {
    ...live,
    references: Object.fromEntries(Object.entries(references).map(([name, each]) => [name, now(each)])),
    furtherReferences: Object.fromEntries(Object.entries(furtherReferences).map(([name, all]) => [name, all.map(now)])),
  }
}

/** Codes that say that somebody else wrote between our look and our write. */
const racing: readonly number[] = [code.noSuchAttribute, code.valueExists, code.noSuchObject, code.alreadyExists]

async function change(operation: EntityChange, subject: Subject, desk: Desk): Promise<Done> {
  const { found } = subject
  switch (operation.verb) {
    case 'update':
      return update(operation.after.attributes, subject, desk)
    case 'rename':
      return rename(operation, found, desk)
    case 'enable':
    case 'disable':
      return stand(operation, found, desk)
    case 'delete':
      expectSuccess(await desk.connection.request(deleteRequest(found.dn)), `deleting ${found.dn}`)
      return {}
  }
}

async function pointedBefore(operation: EntityChange, desk: Desk): Promise<Pointed> {
  return operation.verb === 'update' ? resolvePointed(operation.before.references, locating(desk)) : {}
}

/** Locked before it is moved away, and unlocked before it comes back: between the two requests it is never open in the people's place. */
async function stand(
  operation: UserChange & { readonly verb: 'enable' | 'disable' },
  found: Found,
  desk: Desk,
): Promise<Done> {
  if (desk.terms.locking.isKnown) {
    const values = operation.verb === 'disable' ? [lockedForGood] : []
    await modify(found, [{ action: 'replace', attribute: lockAttribute, values }], desk)
  }
  const [own = []] = parseDn(found.dn)
  return move(found, { rdn: formatRdn(own), container: operation.after.container }, desk)
}

/** Why disabling would not keep this person out; undefined: it does. The leavers' container is the promise where there is one. */
async function staysOpen(
  operation: EntityChange,
  { dn }: Found,
  { connection, terms }: Desk,
): Promise<string | undefined> {
  if (operation.verb !== 'disable') return undefined
  const { disabledBase } = terms.settings.users
  if (disabledBase !== undefined && isWithin(operation.after.container, disabledBase)) return undefined
  const entry = terms.locking.isKnown ? await entryAt(connection, dn, [policyAttribute]) : undefined
  const [policy] = valuesOf(entry?.values[0])
  if (terms.locking.holdsFor(policy)) return undefined
  return policy === undefined
    ? unenforced
    : `its own password policy, ${policy}, cannot be read or does not lock; let it have pwdLockout TRUE, or set users.disabledBase.`
}

const unenforced =
  'nothing proves that its password policy locks: not every readable one has pwdLockout TRUE. Set users.disabledBase.'
