import type { Locator, Outcome } from '../../model/outcome.ts'
import { valuesOf } from '../../model/value.ts'
import type { Value, WishedAttributes } from '../../model/value.ts'
import { isSo, movedSince } from './already.ts'
import type { Entity, EntityOperation, Pointed } from './already.ts'
import { liveEntity, pointedBy, resolvePointed } from './confirm.ts'
import type { Found } from './confirm.ts'
import type { Desk } from './desk.ts'
import { below, canonicalDn, formatRdn, isWithin, parentOf, parseDn } from './dn.ts'
import { code, expectSuccess, Refusal } from './faults.ts'
import { pointsTo } from './layout.ts'
import { lockAttribute, lockedForGood, policyAttribute } from './locking.ts'
import { foldFor } from './matching.ts'
import { entriesBelow, entryAt } from './lookup.ts'
import { besides, mendReferences } from './mend.ts'
import type { Renaming } from './mend.ts'
import { deleteRequest, modifyRequest, renameRequest } from './wire/protocol.ts'
import type { Change } from './wire/protocol.ts'

type EntityChange = Exclude<EntityOperation, { readonly verb: 'create' }>
type UserChange = Extract<EntityChange, { readonly kind: 'user' }>

/** Changes a person or a group that is there: looks first, holds `before` against what it finds, and only then writes. */
export async function changeEntity(operation: EntityChange, desk: Desk): Promise<Outcome> {
  const pointed = await pointedBy(operation, desk)
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
  const moved = movedSince(operation, found.live, was, desk.dialect)
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

/** Codes that say that somebody else wrote between our look and our write. */
const racing: readonly number[] = [code.noSuchAttribute, code.valueExists, code.noSuchObject, code.alreadyExists]

interface Subject {
  readonly found: Found
  readonly pointed: Pointed
  /** What `pointed` was planned from. */
  readonly was: Pointed
}

interface Done {
  readonly locator?: Locator
  readonly detail?: string
}

async function change(operation: EntityChange, subject: Subject, desk: Desk): Promise<Done> {
  const { found } = subject
  switch (operation.verb) {
    case 'update':
      await modify(found, changesOf(operation.after.attributes, subject, desk), desk)
      return {}
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

async function modify(found: Found, changes: readonly Change[], desk: Desk): Promise<void> {
  if (changes.length === 0) return
  expectSuccess(await desk.connection.request(modifyRequest(found.dn, changes)), `changing ${found.dn}`)
}

/**
 * Every old value is deleted by name and every new one added, in one request: it fails as a whole where a value moved
 * meanwhile. Values without an equality rule cannot be named; those are replaced.
 */
function changesOf(wished: WishedAttributes, { found, pointed, was }: Subject, desk: Desk): readonly Change[] {
  const { schema } = desk.terms
  const references: WishedAttributes = Object.fromEntries(
    Object.entries(pointed).map(([name, reference]) => [name, reference ?? null]),
  )
  return Object.entries({ ...wished, ...references }).flatMap(([attribute, value]) => {
    const old =
      attribute in references
        ? outOfDate(found.live, attribute, { pointed, was })
        : valuesOf(found.live.attributes[attribute])
    const equality = schema.attribute(attribute)?.equality
    if (equality === undefined) return [{ action: 'replace', attribute, values: valuesOf(value) } as const]
    return swap(attribute, { old, value, fold: foldFor(equality) })
  })
}

/** Of several references only the one that was planned from gives way; all of them where none is wished. */
function outOfDate(
  live: Entity,
  attribute: string,
  { pointed, was }: { readonly pointed: Pointed; readonly was: Pointed },
): readonly string[] {
  const held = pointsTo(live, attribute)
  return pointed[attribute] === null ? held : held.filter((reference) => reference === was[attribute])
}

function swap(
  attribute: string,
  {
    old,
    value,
    fold,
  }: { readonly old: readonly string[]; readonly value: Value | null; readonly fold: (text: string) => string },
): readonly Change[] {
  const wanted = valuesOf(value)
  const [before, after] = [new Set(old.map(fold)), new Set(wanted.map(fold))]
  const gone = old.filter((each) => !after.has(fold(each)))
  const fresh = wanted.filter((each) => !before.has(fold(each)))
  return [
    ...(gone.length === 0 ? [] : [{ action: 'delete', attribute, values: gone } as const]),
    ...(fresh.length === 0 ? [] : [{ action: 'add', attribute, values: fresh } as const]),
  ]
}

async function pointedBefore(operation: EntityChange, desk: Desk): Promise<Pointed> {
  return operation.verb === 'update' ? resolvePointed(operation.before.references, desk) : {}
}

/** A new name, a new place, or both in one request; then what else is a name. */
async function rename(operation: Renames, found: Found, desk: Desk): Promise<Done> {
  const { after } = operation
  const [own = []] = parseDn(found.dn)
  const names = namesIn(after)
  const inside = Object.fromEntries([...names].filter(([type]) => own.every((part) => part.type !== type)))
  const attributes = Object.fromEntries(Object.entries(after.attributes ?? {}).filter(([name]) => !names.has(name)))
  const subject = { found: withUsername(found), pointed: {}, was: {} }
  await modify(found, changesOf({ ...attributes, ...inside }, subject, desk), desk)
  const to = { rdn: calledBy(found.dn, names), container: after.container ?? found.live.container }
  const login = found.live.kind === 'user' ? loginChange(found.live.username, names.get('uid'), desk) : {}
  return move(found, { ...to, ...login }, desk)
}

type Renames = EntityChange & { readonly verb: 'rename' }

/** Attributes that may name an entry -> the name. */
function namesIn(called: Renames['after']): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  if ('username' in called && called.username !== undefined) names.set('uid', called.username)
  if ('name' in called && called.name !== undefined) names.set('cn', called.name)
  const cn = valuesOf(called.attributes?.['cn'])[0]
  if (cn !== undefined) names.set('cn', cn)
  return names
}

/** The relative name of an entry with these names in it. */
function calledBy(dn: string, names: ReadonlyMap<string, string>): string {
  const [own = []] = parseDn(dn)
  return formatRdn(own.map(({ type, value }) => ({ type, value: names.get(type) ?? value })))
}

/** Groups that hold logins have to learn a new one. */
function loginChange(from: string, to: string | undefined, { style }: Desk): Pick<Renaming, 'login'> {
  return to === undefined || style.attribute !== 'memberUid' ? {} : { login: { from, to } }
}

/**
 * A run that died between a renaming and its mending left the old name standing. It is mended only while nobody else has it:
 * then it is somebody's who came since.
 */
async function mendAgain(operation: EntityChange, { dn, live }: Found, desk: Desk): Promise<readonly string[]> {
  if (operation.verb === 'update' || operation.verb === 'delete' || live.notManageable !== undefined) return []
  const names = operation.verb === 'rename' ? namesIn(operation.before) : new Map<string, string>()
  const from = canonicalDn(below(calledBy(dn, names), operation.before.container ?? live.container))
  const was = names.get('uid')
  const login = live.kind === 'user' && was !== undefined ? loginChange(was, live.username, desk) : {}
  if (from === live.reference && login.login === undefined) return []
  if (from !== live.reference && (await entryAt(desk.connection, from, [])) !== undefined) return []
  if (was !== undefined && (await hasLogin(was, desk))) return []
  return mendReferences({ from, to: live.reference, ...login }, desk)
}

async function hasLogin(username: string, { connection, terms, layouts }: Desk): Promise<boolean> {
  const filter = { and: [layouts.user.filter, { attribute: 'uid', equals: username }] }
  return (await entriesBelow(connection, terms.settings.base, filter, [])).length > 0
}

/** A login that does not name the entry is an attribute like others. */
function withUsername(found: Found): Found {
  const { live } = found
  return live.kind === 'user'
    ? { ...found, live: { ...live, attributes: { ...live.attributes, uid: live.username } } }
    : found
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

interface Destination extends Pick<Renaming, 'login'> {
  readonly rdn: string
  readonly container: string
}

async function move(found: Found, to: Destination, desk: Desk): Promise<Done> {
  const { live, dn } = found
  const target = canonicalDn(below(to.rdn, to.container))
  const [own = []] = parseDn(dn)
  const isRenamed = formatRdn(own) !== to.rdn
  const isMoved = parentOf(target) !== live.container
  const mend = async (): Promise<Pick<Done, 'detail'>> =>
    besides(await mendReferences({ ...to, from: live.reference, to: target }, desk))
  if (!isRenamed && !isMoved) return { locator: locatorOf(found), ...(await mend()) }
  const request = renameRequest({
    dn,
    rdn: to.rdn,
    dropOldName: isRenamed,
    ...(isMoved ? { parent: to.container } : {}),
  })
  expectSuccess(await desk.connection.request(request), `renaming ${dn} to ${below(to.rdn, to.container)}`)
  const locator = desk.targets.moved(live.immutableId, live.reference, target)
  return { locator, ...(await mend()) }
}

function locatorOf({ live }: Found): Locator {
  return { immutableId: live.immutableId, reference: live.reference }
}
