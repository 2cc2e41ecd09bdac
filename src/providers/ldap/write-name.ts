import type { Locator } from '../../model/outcome.ts'
import { valuesOf } from '../../model/value.ts'
import type { WishedAttributes } from '../../model/value.ts'
import type { Entity, EntityOperation } from '../already.ts'
import { changesOf, modify } from './changes.ts'
import type { Subject } from './changes.ts'
import type { Found } from './confirm.ts'
import type { Desk } from './desk.ts'
import { below, canonicalDn, formatRdn, parentOf, parseDn } from '../../ldap/dn.ts'
import { expectSuccess } from '../../ldap/faults.ts'
import { entriesBelow, entryAt } from '../../ldap/lookup.ts'
import { besides, mendReferences } from './mend.ts'
import type { Renaming } from './mend.ts'
import { renameRequest } from '../../ldap/wire/protocol.ts'

type EntityChange = Exclude<EntityOperation, { readonly verb: 'create' }>

/** What came of a change, besides that it was made. */
export interface Done {
  readonly locator?: Locator
  readonly detail?: string
}

/** A new name, a new place, or both in one request; then what else is a name. */
export async function rename(operation: Renames, found: Found, desk: Desk): Promise<Done> {
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
export async function mendAgain(operation: EntityChange, { dn, live }: Found, desk: Desk): Promise<readonly string[]> {
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

/** An entry that was taken over may be named by an attribute that is an ordinary one for roster: that part is a new name. */
export async function update(wished: WishedAttributes, subject: Subject, desk: Desk): Promise<Done> {
  const { found } = subject
  const names = newNames(wished, found, desk)
  const inName = (attribute: string): boolean =>
    [...names.keys()].some((type) => desk.terms.schema.nameOf(type) === attribute)
  const [naming, plain] = [true, false].map((isNaming) =>
    Object.fromEntries(Object.entries(wished).filter(([attribute]) => inName(attribute) === isNaming)),
  )
  await modify(found, changesOf(plain ?? {}, subject, desk), desk)
  if (names.size === 0) return {}
  const { container } = found.live
  const rdn = calledBy(found.dn, names)
  const done = await move(found, { rdn, container }, desk)
  const renamed = { ...found, dn: below(rdn, container), live: withNames(found, names, desk) }
  await modify(renamed, changesOf(naming ?? {}, { found: renamed, pointed: {}, was: {} }, desk), desk)
  return done
}

/** Types of the relative name whose value is not among the wished ones -> the value to be named by. */
function newNames(wished: WishedAttributes, { dn }: Found, { dialect, terms }: Desk): ReadonlyMap<string, string> {
  const [own = []] = parseDn(dn)
  const names = new Map<string, string>()
  for (const { type, value } of own) {
    const attribute = terms.schema.nameOf(type)
    const values = valuesOf(wished[attribute])
    const isKept = values.some((each) => dialect.same(attribute, each, value))
    if (values[0] !== undefined && !isKept) names.set(type, values[0])
  }
  return names
}

/** The old name is gone with the old relative name, and the new one is there. */
function withNames({ dn, live }: Found, names: ReadonlyMap<string, string>, { dialect, terms }: Desk): Entity {
  const [own = []] = parseDn(dn)
  const attributes = { ...live.attributes }
  for (const { type, value } of own) {
    const [attribute, fresh] = [terms.schema.nameOf(type), names.get(type)]
    if (fresh === undefined) continue
    const others = valuesOf(attributes[attribute]).filter(
      (each) => !dialect.same(attribute, each, value) && !dialect.same(attribute, each, fresh),
    )
    attributes[attribute] = [...others, fresh]
  }
  return { ...live, attributes }
}

interface Destination extends Pick<Renaming, 'login'> {
  readonly rdn: string
  readonly container: string
}

/** To another name, another place or both, in one request; who names it by the old one learns the new one. */
export async function move(found: Found, to: Destination, desk: Desk): Promise<Done> {
  return desk.targets.moving(async () => moveNow(found, to, desk))
}

async function moveNow(found: Found, to: Destination, desk: Desk): Promise<Done> {
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

/** How a live entry is found again. */
export function locatorOf({ live }: Found): Locator {
  return { immutableId: live.immutableId, reference: live.reference }
}
