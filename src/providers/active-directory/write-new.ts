import type { ContainerAfter } from '../../model/operation.ts'
import type { Locator, Outcome } from '../../model/outcome.ts'
import { valuesOf } from '../../model/value.ts'
import { pointedBy } from '../already.ts'
import type { EntityOperation, Pointed } from '../already.ts'
import { canonicalDn, isWithin, parseDn } from '../../ldap/dn.ts'
import { referenceOf } from '../../ldap/layout.ts'
import { unitDn } from '../../ldap/units.ts'
import { code, expectSuccess } from '../../ldap/faults.ts'
import { addRequest } from '../../ldap/wire/protocol.ts'
import type { Filter } from '../../ldap/wire/protocol.ts'
import { accountBits, expiryAttribute, expiryOut, newAccountControl, withBit } from './account.ts'
import { isDone, liveAt, locating, newDn } from './confirm.ts'
import { drawPassword } from './draw-password.ts'
import { isRace } from './faults.ts'
import { kindAttribute, scopeAttribute, writtenGroupType } from './group-type.ts'
import { guidDn } from './ids.ts'
import { groupLogin } from './problems.ts'
import { listedBases } from './settings.ts'
import { typeAfter, written } from './write-changes.ts'
import type { Desk } from './write-desk.ts'
import { objectAt, objectsBelow } from './lookup.ts'
import type { Found } from './lookup.ts'

type Creation = EntityOperation & { readonly verb: 'create' }

/** Makes an organizational unit, unless it is there. Its own name is its whole content. */
export async function createUnit(after: ContainerAfter, { connection }: Desk): Promise<Outcome> {
  const { container } = after
  const dn = unitDn(after)
  const units: Filter = { attribute: 'objectClass', equals: 'organizationalUnit' }
  const there = await objectAt(connection, container, [], units)
  if (there !== undefined) return { status: 'unchanged', locator: { immutableId: there.guid, reference: container } }
  const [rdn = []] = parseDn(dn)
  const names = rdn.map(({ type, value }) => [type, [value]] as const)
  const result = await connection.request(addRequest(dn, [['objectClass', ['organizationalUnit']], ...names]))
  const made = await objectAt(connection, container, [], units)
  if (result.code !== code.alreadyExists || made === undefined) expectSuccess(result, `creating ${container}`)
  const status = result.code === code.alreadyExists ? 'unchanged' : 'applied'
  return made === undefined ? { status } : { status, locator: { immutableId: made.guid, reference: container } }
}

/**
 * Makes an account or a group. Looks first whether one is there already, under this login or UPN, anywhere in the domain: the
 * same one is left as it is, another is a conflict.
 */
export async function createEntity(operation: Creation, desk: Desk): Promise<Outcome> {
  const dn = newDn(operation)
  const pointed = await pointedBy(operation, locating(desk))
  const lost = Object.entries(pointed).find(([, reference]) => reference === undefined)
  if (lost !== undefined)
    return { status: 'conflict', detail: `${dn}: the ${lost[0]} it is to have is not there. Plan again.` }
  // Said before anything is drawn, delivered or sent.
  if (operation.kind === 'user' && desk.terms.settings.encryption === 'none')
    return { status: 'failed', class: 'invalid', detail: `${dn}: ${inTheClear}` }
  const there = await namesake(operation, pointed, desk)
  if (there !== undefined) return there
  const content = operation.kind === 'user' ? userContent(operation) : groupContent(operation)
  for (const [name, reference] of Object.entries(pointed))
    if (typeof reference === 'string') content.set(name, [written(reference)])
  try {
    await add(operation, { dn, content }, desk)
  } catch (error) {
    const found = isRace(error) ? await twin(operation, pointed, desk) : undefined
    if (found !== undefined) return found
    throw error
  }
  const made = await objectAt(desk.connection, dn)
  if (made === undefined) return { status: 'accepted' }
  return { status: 'applied', locator: locatorAt(made.guid, dn) }
}

const inTheClear =
  'a new account needs a password, which goes over an encrypted connection only. Let url be ldaps://, or set startTls: true.'

function locatorAt(guid: string, dn: string): Locator {
  return { immutableId: guid, reference: canonicalDn(dn) }
}

/** What has the login or the UPN already, anywhere in the domain: the same, or something that is in the way. One quick search. */
async function namesake(operation: Creation, pointed: Pointed, desk: Desk): Promise<Outcome | undefined> {
  const [other] = await objectsBelow(desk.connection, desk.terms.domain.root, loginFilter(operation))
  return other === undefined ? undefined : standingInTheWay(operation, other, pointed, desk)
}

/** What has the name or the login, after the domain has said that something does. */
async function twin(operation: Creation, pointed: Pointed, desk: Desk): Promise<Outcome | undefined> {
  const here = await objectAt(desk.connection, newDn(operation))
  return here === undefined ? namesake(operation, pointed, desk) : standingInTheWay(operation, here, pointed, desk)
}

const outOfSight =
  'has this name already, and lies where roster does not read, so that a further plan would ask for the same again. Choose another name, or name that object by its id (adopt).'

async function standingInTheWay(operation: Creation, other: Found, pointed: Pointed, desk: Desk): Promise<Outcome> {
  const found = await liveAt(guidDn(other.guid), operation.kind, desk)
  const isInPlace = found?.live.reference === canonicalDn(newDn(operation))
  if (isInPlace && isDone(operation, found, pointed, desk.dialect))
    return { status: 'unchanged', locator: locatorAt(found.guid, found.dn) }
  const reference = referenceOf(other.dn)
  if (!listedBases(desk.terms.settings).some((base) => isWithin(reference, base)))
    return { status: 'failed', class: 'invalid', detail: `${other.dn} ${outOfSight}` }
  return {
    status: 'conflict',
    detail: `${other.dn} is there already and is not what is asked for. Plan again: it may be taken over.`,
  }
}

/** Names that a domain has once. It keeps an index of them. */
function loginFilter({ after }: Creation): Filter {
  const [upn] = valuesOf(after.attributes['userPrincipalName'])
  const login = { attribute: 'sAMAccountName', equals: 'username' in after ? after.username : groupLogin(after.name) }
  return upn === undefined ? login : { or: [login, { attribute: 'userPrincipalName', equals: upn }] }
}

type Content = Map<string, readonly (string | Uint8Array)[]>

function userContent({ after }: Creation & { readonly kind: 'user' }): Content {
  const { cn: _, ...attributes } = after.attributes
  const control =
    after.state === 'disabled' ? newAccountControl : withBit(newAccountControl, accountBits.disabled, 'clear')
  return new Map([
    ['objectClass', ['user']],
    ['sAMAccountName', [after.username]],
    ['userAccountControl', [control]],
    ...Object.entries(attributes).map(
      ([name, value]) => [name, name === expiryAttribute ? valuesOf(value).map(expiryOut) : valuesOf(value)] as const,
    ),
  ])
}

function groupContent({ after }: Creation & { readonly kind: 'group' }): Content {
  const { [kindAttribute]: kind, [scopeAttribute]: scope, ...attributes } = after.attributes
  const type = typeAfter(
    {
      ...(kind === undefined ? {} : { [kindAttribute]: kind }),
      ...(scope === undefined ? {} : { [scopeAttribute]: scope }),
    },
    { kind: 'security', scope: 'global' },
  )
  return new Map([
    ['objectClass', ['group']],
    ['sAMAccountName', [groupLogin(after.name)]],
    ['groupType', [writtenGroupType(type)]],
    ...Object.entries(attributes).map(([name, value]) => [name, valuesOf(value)] as const),
  ])
}

interface Newcomer {
  readonly dn: string
  readonly content: Content
}

/** One request, password included: there is no account that has none. */
async function add(operation: Creation, { dn, content }: Newcomer, desk: Desk): Promise<void> {
  const password = operation.kind === 'user' ? await passwordFor(operation, desk) : undefined
  if (password !== undefined) {
    content.set('unicodePwd', [password])
    if (desk.changeAtNextLogin === true) content.set('pwdLastSet', ['0'])
  }
  const request = addRequest(dn, content)
  try {
    expectSuccess(await desk.connection.request(request), `creating ${dn}`)
  } finally {
    // The request was sent: what is left of the password in this process need not outlive it.
    password?.fill(0)
    if (password !== undefined) request.fill(0)
  }
}

async function passwordFor(
  { address, after }: Creation & { readonly kind: 'user' },
  desk: Desk,
): Promise<Buffer | undefined> {
  const [displayName] = valuesOf(after.attributes['displayName'])
  return drawPassword(address, { username: after.username, displayName }, desk)
}
