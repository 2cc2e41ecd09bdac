import type { Outcome } from '../../model/outcome.ts'
import { movedSince, pointedBy, resolvePointed } from '../already.ts'
import type { Entity, EntityOperation, Pointed } from '../already.ts'
import { expectSuccess } from '../../ldap/faults.ts'
import { deleteRequest } from '../../ldap/wire/protocol.ts'
import { isDisabled, isDone, liveEntity, locating } from './confirm.ts'
import type { Live } from './confirm.ts'
import { adFailedWrite, isRace } from './faults.ts'
import { scopeAttribute } from './group-type.ts'
import { changesOf, modify } from './write-changes.ts'
import type { Subject } from './write-changes.ts'
import type { Desk } from './write-desk.ts'
import { guidDn } from './ids.ts'
import { locatorOf, rename } from './write-name.ts'
import type { Done } from './write-name.ts'
import { stand } from './write-standing.ts'

export type EntityChange = Exclude<EntityOperation, { readonly verb: 'create' }>

/** Changes an account or a group that is there: looks first, holds `before` against what it finds, and only then writes. */
export async function changeEntity(operation: EntityChange, desk: Desk): Promise<Outcome> {
  const [pointed, found] = await Promise.all([pointedBy(operation, locating(desk)), liveEntity(operation, desk)])
  if (isDone(operation, found, pointed, desk.dialect)) return asItIs(found)
  if (found === undefined) return { status: 'conflict', detail: `${operation.address}: it is gone. Plan again.` }
  if (found.live.notManageable !== undefined)
    return { status: 'failed', class: 'forbidden', detail: `${found.dn}: ${found.live.notManageable}.` }
  const was = operation.verb === 'update' ? await resolvePointed(operation.before.references, locating(desk)) : {}
  const moved =
    missing(pointed) ??
    cameBack(operation, found) ??
    movedSince(operation, onItsWay(operation, found.live), was, desk.dialect)
  if (moved !== undefined)
    return { status: 'conflict', detail: `${found.dn}: ${moved} changed since the plan was made. Plan again.` }
  try {
    const done = await change(operation, { found, pointed, was }, desk)
    return 'status' in done ? done : { status: 'applied', ...done }
  } catch (error) {
    if (!isRace(error)) throw error
    const again = await liveEntity(operation, desk)
    return isDone(operation, again, pointed, desk.dialect) ? asItIs(again) : adFailedWrite(error)
  }
}

function asItIs(found: Live | undefined): Outcome {
  return found === undefined ? { status: 'unchanged' } : { status: 'unchanged', locator: locatorOf(found) }
}

/** Only who is kept out is deleted: whoever was enabled since is somebody's. */
function cameBack({ kind, verb }: EntityChange, found: Live): string | undefined {
  return kind === 'user' && verb === 'delete' && !isDisabled(found) ? 'the state' : undefined
}

/** What an object should point to and is not there. */
function missing(pointed: Pointed): string | undefined {
  const lost = Object.entries(pointed).find(([, reference]) => reference === undefined)
  return lost === undefined ? undefined : `the ${lost[0]} it is to have`
}

/** A group that a run left between two scopes is universal: as good as where it came from. */
function onItsWay(operation: EntityChange, live: Entity): Entity {
  if (operation.kind !== 'group' || operation.verb !== 'update' || live.attributes[scopeAttribute] !== 'universal')
    return live
  const from = operation.before.attributes[scopeAttribute]
  const isRoundabout = from !== 'universal' && operation.after.attributes[scopeAttribute] !== 'universal'
  if (typeof from !== 'string' || !isRoundabout) return live
  return { ...live, attributes: { ...live.attributes, [scopeAttribute]: from } }
}

async function change(operation: EntityChange, subject: Subject, desk: Desk): Promise<Done | Outcome> {
  const { found } = subject
  switch (operation.verb) {
    case 'update':
      for (const changes of changesOf(operation.after.attributes, subject, desk)) await modify(found, changes, desk)
      return {}
    case 'rename':
      return rename(operation, found, desk)
    case 'enable':
    case 'disable':
      return stand(operation, found, desk)
    case 'delete':
      expectSuccess(await desk.connection.request(deleteRequest(guidDn(found.guid))), `deleting ${found.dn}`)
      return {}
  }
}
