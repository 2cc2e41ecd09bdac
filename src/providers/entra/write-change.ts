import type { ObservedGroup, ObservedUser } from '../../model/observed.ts'
import type { Outcome } from '../../model/outcome.ts'
import { isSo, movedSince, pointedBy, resolvePointed } from '../already.ts'
import type { EntityOperation, Pointed } from '../already.ts'
import { failedWrite } from './faults.ts'
import type { GraphRequest } from './graph/request.ts'
import { places } from './group-kind.ts'
import { bodyOf } from './mapping.ts'
import type { Desk } from './write-desk.ts'
import { locatorOf, objectUrl } from './write-desk.ts'
import { liveEntity, locating, missingReference, nameOf } from './write-look.ts'
import { groupPath } from './write-place.ts'
import type { GroupPlace } from './write-place.ts'
import { keptOut, letIn } from './write-standing.ts'
import type { Story } from './write-story.ts'
import { isAlreadyThere, isUnseen, patiently } from './write-unseen.ts'
import { path } from './graph/quote.ts'

export type EntityChange = Exclude<EntityOperation, { readonly verb: 'create' }>
type Entity = ObservedUser | ObservedGroup

/** Changes an account or a group that is there: looks first, holds `before` against what it finds, and only then writes. */
export async function* changeEntity(operation: EntityChange, desk: Desk): Story {
  const live = yield* liveEntity(operation, desk)
  if (live === undefined) return yield* unseen(operation, desk)
  const pointed = await pointedBy(operation, locating(operation, desk))
  const refused = leftAlone(operation, live)
  if (refused !== undefined) return refused
  if (isSo(operation, live, pointed, desk.dialect)) return yield* asItIs(operation, live, desk)
  const moved = missingReference(pointed) ?? cameBack(operation, live) ?? (await movedIn(operation, live, desk))
  if (moved !== undefined)
    return { status: 'conflict', detail: `${nameOf(live)}: ${moved} changed since the plan was made. Plan again.` }
  return yield* change(operation, { live, pointed }, desk)
}

/** What was made a moment ago is as it was made; all else that is not seen is gone. */
async function* unseen(operation: EntityChange, desk: Desk): Story {
  const { immutableId: id } = operation.before
  if (id === undefined || !desk.attempts.isNew(id)) return gone(operation)
  if (operation.verb !== 'update')
    return {
      status: 'failed',
      class: 'retryable',
      detail: `${operation.address}: it was made, and is not to be seen yet.`,
    }
  const pointed = await pointedBy(operation, locating(operation, desk))
  return yield* change(operation, { live: asMade(operation, id, desk), pointed }, desk)
}

function asMade({ kind, address }: EntityChange, id: string, { groups }: Desk): Entity {
  const made = { immutableId: id, reference: id, attributes: {}, references: {}, unknown: [] }
  return kind === 'user'
    ? { ...made, kind, container: places.users, username: address, keys: {}, state: 'active' }
    : { ...made, kind, container: groups.placeOf(id) ?? places.groups, name: address, members: 'unknown' }
}

function gone(operation: EntityChange): Outcome {
  if (operation.verb === 'delete') return { status: 'unchanged' }
  return { status: 'conflict', detail: `${operation.address}: it is gone. Plan again.` }
}

/** What roster does not touch, whatever a plan says. */
function leftAlone(operation: EntityChange, live: Entity): Outcome | undefined {
  if (live.notManageable !== undefined)
    return { status: 'failed', class: 'forbidden', detail: `${nameOf(live)}: ${live.notManageable}.` }
  const upstream = live.kind === 'user' ? live.upstream : undefined
  if (upstream === undefined) return undefined
  const isWritable =
    operation.verb === 'update' &&
    Object.keys(operation.after.references).length === 0 &&
    Object.keys(operation.after.attributes).every((name) => upstream.writable.includes(name))
  return isWritable
    ? undefined
    : { status: 'failed', class: 'forbidden', detail: `${nameOf(live)}: ${upstream.why}. Change it there.` }
}

/** Whoever is kept out already may have sessions all the same: a run may have died between the two requests. */
async function* asItIs(operation: EntityChange, live: Entity, desk: Desk): Story {
  const locator = locatorOf(live.immutableId)
  if (operation.verb !== 'disable') return { status: 'unchanged', locator }
  const outcome = yield* keptOut(operation, live, desk)
  return outcome.status === 'applied' ? { ...outcome, status: 'unchanged' } : outcome
}

/** Only who is kept out is deleted: whoever was enabled since is somebody's. */
function cameBack({ kind, verb }: EntityChange, live: Entity): string | undefined {
  return kind === 'user' && verb === 'delete' && live.kind === 'user' && live.state !== 'disabled'
    ? 'the state'
    : undefined
}

/** An update may take several requests, and a run may have died between them: what is as it should be has not moved. */
async function movedIn(operation: EntityChange, live: Entity, desk: Desk): Promise<string | undefined> {
  const { dialect } = desk
  if (operation.verb !== 'update') return movedSince(operation, live, {}, dialect)
  const { after, before } = operation
  const isOpen = ([name]: readonly [string, unknown]): boolean =>
    !dialect.same(name, after.attributes[name], live.attributes[name])
  const attributes = Object.fromEntries(Object.entries(before.attributes).filter(isOpen))
  const was = await resolvePointed(before.references, locating(operation, desk))
  const to = await resolvePointed(after.references, locating(operation, desk))
  const references = Object.fromEntries(
    Object.entries(before.references).filter(([name]) => (live.references[name] ?? null) !== to[name]),
  )
  const open = { ...before, attributes, references }
  const narrowed: EntityChange =
    operation.kind === 'user' ? { ...operation, before: open } : { ...operation, before: open }
  return movedSince(narrowed, live, was, dialect)
}

interface Subject {
  readonly live: Entity
  readonly pointed: Pointed
}

async function* change(operation: EntityChange, subject: Subject, desk: Desk): Story {
  const { live } = subject
  switch (operation.verb) {
    case 'update':
      return yield* written(
        [...patchOf(live, bodyOf(operation.after.attributes)), ...pointing(subject, desk)],
        live,
        desk,
      )
    case 'rename':
      return yield* written(patchOf(live, namesOf(operation)), live, desk)
    case 'enable':
      return yield* letIn(live, desk)
    case 'disable':
      return yield* keptOut(operation, live, desk)
    case 'delete':
      return yield* deleted(live, desk)
  }
}

function namesOf({ after }: EntityChange & { readonly verb: 'rename' }): Readonly<Record<string, unknown>> {
  return {
    ...(after.username === undefined ? {} : { userPrincipalName: after.username }),
    ...(after.name === undefined ? {} : { displayName: after.name }),
    ...bodyOf(after.attributes ?? {}),
  }
}

/** One request that names what changes and nothing else; none where nothing does. */
function patchOf(live: Entity, body: Readonly<Record<string, unknown>>): readonly GraphRequest[] {
  return Object.keys(body).length === 0 ? [] : [{ method: 'PATCH', path: pathOf(live), body }]
}

/** Where an account or a group is changed. */
export function pathOf(live: Entity): string {
  return live.kind === 'user'
    ? path`/users/${live.immutableId}`
    : groupPath(live.container === places.units ? places.units : (places.groups satisfies GroupPlace), live.immutableId)
}

/** What it takes for an object to point where it should. */
function pointing({ live, pointed }: Subject, { terms }: Pick<Desk, 'terms'>): readonly GraphRequest[] {
  return Object.entries(pointed).flatMap(([name, to]) => {
    const body = to === undefined || to === null ? undefined : { '@odata.id': objectUrl(to, terms) }
    if (live.kind === 'user') return toManager(`${pathOf(live)}/manager/$ref`, body)
    const held = [live.references[name] ?? [], live.furtherReferences?.[name] ?? []].flat()
    return toOwner(
      `${pathOf(live)}/owners`,
      body,
      held.filter((id) => id !== to),
    )
  })
}

type Reference = Readonly<Record<string, string>> | undefined

/** A manager takes the place of the one before. */
function toManager(at: string, body: Reference): readonly GraphRequest[] {
  return body === undefined ? [{ method: 'DELETE', path: at }] : [{ method: 'PUT', path: at, body }]
}

/** An owner comes, and then the others go: a group is never without. */
function toOwner(at: string, body: Reference, others: readonly string[]): readonly GraphRequest[] {
  return [
    ...(body === undefined ? [] : [{ method: 'POST', path: `${at}/$ref`, body } as const]),
    ...others.map((id) => ({ method: 'DELETE', path: `${at}${path`/${id}/$ref`}` }) as const),
  ]
}

/** One after the other; what the first did stays where a later one fails. */
async function* written(requests: readonly GraphRequest[], live: Entity, desk: Desk): Story {
  for (const request of requests) {
    const answer = yield* patiently(request, isUnseen, desk)
    const isSoAlready = request.path.endsWith('/$ref') && isSettled(request, answer)
    if (answer.outcome !== 'done' && !isSoAlready) return failedWrite(answer, `changing ${nameOf(live)}`)
  }
  return { status: 'applied', locator: locatorOf(live.immutableId) }
}

/** A reference that is there already, or gone already, is what was asked for. */
function isSettled({ method }: GraphRequest, answer: Parameters<typeof isUnseen>[0]): boolean {
  return method === 'DELETE' ? isUnseen(answer) : isAlreadyThere(answer)
}

async function* deleted(live: Entity, desk: Desk): Story {
  const mayAdminister = live.kind === 'user' || live.privileged === true
  const refusal = mayAdminister ? await desk.keyholders.takeDown(live.immutableId) : undefined
  if (refusal !== undefined) return { status: 'failed', class: 'forbidden', detail: `${nameOf(live)}: ${refusal}` }
  const answer = yield* patiently({ method: 'DELETE', path: pathOf(live) }, () => false, desk)
  if (answer.outcome === 'done') {
    desk.attempts.gone(live.immutableId)
    return { status: 'applied' }
  }
  if (isUnseen(answer)) return { status: 'unchanged' }
  desk.keyholders.stays(live.immutableId)
  return failedWrite(answer, `deleting ${nameOf(live)}`)
}
