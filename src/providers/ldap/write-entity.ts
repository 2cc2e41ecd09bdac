import type { Locator, Outcome } from '../../model/outcome.ts'
import { valuesOf } from '../../model/value.ts'
import type { Value, WishedAttributes } from '../../model/value.ts'
import { isSo, movedSince } from './already.ts'
import type { EntityOperation, Pointed } from './already.ts'
import { liveEntity, pointedBy, resolvePointed } from './confirm.ts'
import type { Found } from './confirm.ts'
import type { Desk } from './desk.ts'
import { below, canonicalDn, formatRdn, parentOf, parseDn } from './dn.ts'
import { code, expectSuccess, Refusal } from './faults.ts'
import { lockedForGood } from './layout-user.ts'
import { foldFor } from './matching.ts'
import { mendReferences } from './mend.ts'
import { deleteRequest, modifyRequest, renameRequest } from './wire/protocol.ts'
import type { Change } from './wire/protocol.ts'

type EntityChange = Exclude<EntityOperation, { readonly verb: 'create' }>
type UserChange = Extract<EntityChange, { readonly kind: 'user' }>

/** Changes a person or a group that is there: looks first, holds `before` against what it finds, and only then writes. */
export async function changeEntity(operation: EntityChange, desk: Desk): Promise<Outcome> {
  const pointed = await pointedBy(operation, desk)
  const found = await liveEntity(operation, desk)
  if (isSo(operation, found?.live, pointed, desk.dialect)) {
    return { status: 'unchanged', ...(found === undefined ? {} : { locator: locatorOf(found) }) }
  }
  if (found === undefined) return { status: 'conflict', detail: `${operation.address}: the entry is gone. Plan again.` }
  if (found.live.notManageable !== undefined)
    return { status: 'failed', class: 'forbidden', detail: `${found.dn}: ${found.live.notManageable}.` }
  const moved = movedSince(operation, found.live, await pointedBefore(operation, desk), desk.dialect)
  if (moved !== undefined)
    return { status: 'conflict', detail: `${found.dn}: ${moved} changed since the plan was made. Plan again.` }
  try {
    return { status: 'applied', ...(await change(operation, { found, pointed }, desk)) }
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
}

async function change(operation: EntityChange, subject: Subject, desk: Desk): Promise<{ readonly locator?: Locator }> {
  const { found } = subject
  switch (operation.verb) {
    case 'update':
      await modify(found, changesOf(operation.after.attributes, subject, desk), desk)
      return {}
    case 'rename':
      return { locator: await rename(operation, found, desk) }
    case 'enable':
    case 'disable':
      return { locator: await stand(operation, found, desk) }
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
function changesOf(wished: WishedAttributes, { found, pointed }: Subject, desk: Desk): readonly Change[] {
  const { schema } = desk.terms
  const references: WishedAttributes = Object.fromEntries(
    Object.entries(pointed).map(([name, reference]) => [name, reference ?? null]),
  )
  return Object.entries({ ...wished, ...references }).flatMap(([attribute, value]) => {
    const old = valuesOf(found.live.attributes[attribute] ?? found.live.references[attribute])
    const equality = schema.attribute(attribute)?.equality
    if (equality === undefined) return [{ action: 'replace', attribute, values: valuesOf(value) } as const]
    return swap(attribute, { old, value, fold: foldFor(equality) })
  })
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
async function rename(
  operation: EntityChange & { readonly verb: 'rename' },
  found: Found,
  desk: Desk,
): Promise<Locator> {
  const { after } = operation
  const [own = []] = parseDn(found.dn)
  const names = new Map<string, string>()
  if ('username' in after && after.username !== undefined) names.set('uid', after.username)
  if ('name' in after && after.name !== undefined) names.set('cn', after.name)
  const cn = valuesOf(after.attributes?.['cn'])[0]
  if (cn !== undefined) names.set('cn', cn)
  const renamed = own.map(({ type, value }) => ({ type, value: names.get(type) ?? value }))
  const inside = Object.fromEntries([...names].filter(([type]) => own.every((part) => part.type !== type)))
  const attributes = Object.fromEntries(Object.entries(after.attributes ?? {}).filter(([name]) => !names.has(name)))
  const subject = { found: withUsername(found), pointed: {} }
  await modify(found, changesOf({ ...attributes, ...inside }, subject, desk), desk)
  return move(found, { rdn: formatRdn(renamed), container: after.container ?? found.live.container }, desk)
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
): Promise<Locator> {
  if (desk.terms.canLock) {
    const values = operation.verb === 'disable' ? [lockedForGood] : []
    await modify(found, [{ action: 'replace', attribute: 'pwdAccountLockedTime', values }], desk)
  }
  const [own = []] = parseDn(found.dn)
  return move(found, { rdn: formatRdn(own), container: operation.after.container }, desk)
}

async function move(
  found: Found,
  to: { readonly rdn: string; readonly container: string },
  desk: Desk,
): Promise<Locator> {
  const { live, dn } = found
  const target = canonicalDn(below(to.rdn, to.container))
  const [own = []] = parseDn(dn)
  const isRenamed = formatRdn(own) !== to.rdn
  const isMoved = parentOf(target) !== live.container
  if (!isRenamed && !isMoved) return locatorOf(found)
  const request = renameRequest({
    dn,
    rdn: to.rdn,
    dropOldName: isRenamed,
    ...(isMoved ? { parent: to.container } : {}),
  })
  expectSuccess(await desk.connection.request(request), `renaming ${dn} to ${below(to.rdn, to.container)}`)
  const locator = desk.targets.moved(live.immutableId, live.reference, target)
  await mendReferences(live.reference, target, desk)
  return locator
}

function locatorOf({ live }: Found): Locator {
  return { immutableId: live.immutableId, reference: live.reference }
}
