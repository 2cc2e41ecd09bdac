import type { ContainerAfter } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import { reveal } from '../../model/secret.ts'
import { valuesOf } from '../../model/value.ts'
import type { Value } from '../../model/value.ts'
import { isSo, pointedBy } from '../already.ts'
import type { EntityOperation, Pointed } from '../already.ts'
import { locating, newDn, newReference } from './confirm.ts'
import type { Desk } from './desk.ts'
import { canonicalDn, parseDn } from '../../ldap/dn.ts'
import { unitDn } from '../../ldap/units.ts'
import { code, expectSuccess } from '../../ldap/faults.ts'
import { entriesBelow, entryAt } from '../../ldap/lookup.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import { addRequest } from '../../ldap/wire/protocol.ts'
import type { Filter } from '../../ldap/wire/protocol.ts'

type Creation = EntityOperation & { readonly verb: 'create' }

/** Makes a container, unless it is there. Its own name is its whole content. */
export async function createContainer(after: ContainerAfter, desk: Desk): Promise<Outcome> {
  const { container } = after
  const dn = unitDn(after)
  const [rdn = []] = parseDn(dn)
  const names = rdn.map(({ type, value }) => [type, [value]] as const)
  const result = await desk.connection.writeAndRead(
    addRequest(dn, [['objectClass', ['organizationalUnit']], ...names]),
    ['entryUUID'],
  )
  if (result.code !== code.alreadyExists) expectSuccess(result, `creating ${container}`)
  const entry = result.entry ?? (await entryAt(desk.connection, container, ['entryUUID']))
  const locator = locatorOf(entry, container)
  return { status: result.code === code.alreadyExists ? 'unchanged' : 'applied', ...locator }
}

/**
 * Makes a person or a group. Looks first whether one is there already, under this name or this login or number: the same one is
 * left as it is, another is a conflict.
 */
export async function createEntity(operation: Creation, desk: Desk): Promise<Outcome> {
  const dn = newDn(operation, desk.terms)
  const pointed = await pointedBy(operation, locating(desk))
  const lost = Object.entries(pointed).find(([, reference]) => reference === undefined)
  if (lost !== undefined)
    return { status: 'conflict', detail: `${dn}: the ${lost[0]} it is to have is not there. Plan again.` }
  const there = (await isTaken(operation, desk)) ? await twin(operation, pointed, desk) : undefined
  if (there !== undefined) return there
  const attributes = await contentOf(operation, pointed, desk)
  const result = await desk.connection.writeAndRead(addRequest(dn, attributes), ['entryUUID'])
  if (result.code === code.alreadyExists) {
    const found = await twin(operation, pointed, desk)
    if (found !== undefined) return found
  }
  expectSuccess(result, `creating ${dn}`)
  const entry = result.entry ?? (await entryAt(desk.connection, dn, ['entryUUID']))
  const reference = newReference(operation, desk.terms)
  const [immutableId] = valuesOf(entry?.values[0])
  if (immutableId === undefined) return { status: 'accepted' }
  if (operation.kind === 'group' && desk.style.attribute !== 'memberUid') desk.placeholders.note(immutableId, true)
  return { status: 'applied', locator: desk.targets.created(immutableId, reference) }
}

/** What is there already in its place: the same, or something that is in the way. */
async function twin(operation: Creation, pointed: Pointed, desk: Desk): Promise<Outcome | undefined> {
  const layout = desk.layouts[operation.kind]
  const { settings } = desk.terms
  const reference = newReference(operation, desk.terms)
  const [here, keyed] = await Promise.all([
    entryAt(desk.connection, reference, layout.attributes),
    operation.kind === 'user'
      ? entriesBelow(
          desk.connection,
          settings.base,
          { and: [layout.filter, { or: keysOf(operation, desk) }] },
          layout.attributes,
        )
      : [],
  ])
  const entry = here ?? keyed[0]
  if (entry === undefined) return undefined
  const isOurKind = await entryAt(desk.connection, entry.dn, [], layout.filter)
  const live = isOurKind === undefined ? undefined : layout.read(entry, [])
  if (live !== undefined && live.reference === reference && isSo(operation, live, pointed, desk.dialect)) {
    return { status: 'unchanged', locator: desk.targets.created(live.immutableId, live.reference) }
  }
  return {
    status: 'conflict',
    detail: `${entry.dn} is there already and is not what is asked for. Plan again: it may be taken over.`,
  }
}

/**
 * Whether a closer look is due. Mostly nothing of any class has the login or the number, and where people are named by their login
 * nothing lies in the new one's place then either: one search tells.
 */
async function isTaken(operation: Creation, desk: Desk): Promise<boolean> {
  const { base, users } = desk.terms.settings
  if (operation.kind !== 'user' || users.rdn !== 'uid') return true
  return (await entriesBelow(desk.connection, base, { or: keysOf(operation, desk) }, [])).length > 0
}

/** What tells somebody who has the login or the number already. */
function keysOf({ after }: Creation, { terms }: Desk): readonly Filter[] {
  const attribute = terms.rules.find(({ paths }) => paths[0] === 'employeeId')?.attribute
  const username = 'username' in after ? after.username : after.name
  const [employeeId] = attribute === undefined ? [] : valuesOf(after.attributes[attribute])
  return [
    { attribute: 'uid', equals: username },
    ...(attribute === undefined || employeeId === undefined ? [] : [{ attribute, equals: employeeId }]),
  ]
}

type Content = Iterable<readonly [string, readonly string[]]>

async function contentOf(operation: Creation, pointed: Pointed, desk: Desk): Promise<Content> {
  const { settings } = desk.terms
  const content = new Map<string, readonly string[]>()
  const put = (name: string, value: Value): void => void content.set(name, valuesOf(value))
  put('objectClass', operation.kind === 'user' ? settings.users.objectClasses : settings.groups.objectClass)
  for (const [name, value] of Object.entries(operation.after.attributes)) put(name, value)
  for (const [name, reference] of Object.entries(pointed)) if (typeof reference === 'string') put(name, reference)
  if (operation.kind === 'group') {
    put('cn', operation.after.name)
    if (desk.style.attribute !== 'memberUid') put(desk.style.attribute, settings.placeholder)
    return content
  }
  put('uid', operation.after.username)
  if (settings.users.rdn === 'cn' && !content.has('cn')) put('cn', operation.after.username)
  const password = await desk.initialPassword(operation.address)
  if (password !== undefined) put('userPassword', reveal(password))
  return content
}

function locatorOf(
  entry: Entry | undefined,
  container: string,
): { readonly locator?: { readonly immutableId: string; readonly reference: string } } {
  const [immutableId] = valuesOf(entry?.values[0])
  return immutableId === undefined ? {} : { locator: { immutableId, reference: canonicalDn(container) } }
}
