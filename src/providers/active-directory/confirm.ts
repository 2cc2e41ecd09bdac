import type { ObservedGroup, ObservedUser } from '../../model/observed.ts'
import type { DirectoryOperation, RunOnceOperation } from '../../model/operation.ts'
import { isRunOnce } from '../../model/operation.ts'
import { valuesOf } from '../../model/value.ts'
import { isSo, pointedBy } from '../already.ts'
import type { Entity, EntityOperation, Locate, Pointed } from '../already.ts'
import { parseAddress } from '../../model/address.ts'
import { below, newRdn } from '../../ldap/dn.ts'
import type { Layout } from '../../ldap/layout.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import type { Connection } from '../../ldap/wire/connection.ts'
import type { Dialect } from '../provider.ts'
import { accountBits, hasBit } from './account.ts'
import { guidDn } from './ids.ts'
import { isPolicyShift, policyNames } from './policy-people.ts'
import { policyStands } from './policy-write.ts'
import type { Target, Targets } from './targets.ts'
import { pointingRules } from './terms.ts'
import type { Terms } from './terms.ts'
import { objectAt } from './lookup.ts'
import { standingOf } from './write-members.ts'

/** What it takes to hold an operation against what is there. */
export interface Standpoint {
  readonly terms: Terms
  readonly dialect: Dialect
  readonly connection: Connection
  readonly targets: Targets
  readonly layouts: { readonly user: Layout<ObservedUser>; readonly group: Layout<ObservedGroup> }
}

/** Reads back whether what an operation asks for is the case now. */
export async function confirmed(operation: DirectoryOperation, at: Standpoint): Promise<boolean> {
  switch (operation.kind) {
    case 'organizationalUnit':
      return (await objectAt(at.connection, operation.after.container)) !== undefined
    case 'membership':
      return isMember(operation, at)
    case 'policy':
      return isPolicyShift(operation) ? policyNames(operation, at) : policyStands(operation, at)
    case 'licence':
      return false
    case 'user':
    case 'group': {
      if (operation.verb === 'restore') return false
      if (isRunOnce(operation)) return (await liveEntity(operation, at)) !== undefined
      const [pointed, found] = await Promise.all([pointedBy(operation, locating(at)), liveEntity(operation, at)])
      return isDone(operation, found, pointed, at.dialect)
    }
  }
}

async function isMember(
  { verb, before, after }: DirectoryOperation & { readonly kind: 'membership' },
  at: Standpoint,
): Promise<boolean> {
  const { group, member } = after ?? before
  const where = at.targets.object('group', group)
  const target = await at.targets.target(member, at.connection)
  if (where === undefined || target === undefined) return verb === 'revoke'
  return ((await standingOf(where.immutableId, target, at)) === 'out') === (verb === 'revoke')
}

/** An object that is there. References of `live` are GUIDs: they are right whatever anybody is called meanwhile. */
export interface Live {
  readonly guid: string
  /** As the directory spells it. */
  readonly dn: string
  readonly live: Entity
  /** Values of an attribute as the directory holds them; of those only that `extras` names. */
  readonly raw: (attribute: string) => readonly string[]
}

/** Is what an operation asks for the case? An account is disabled by its own bit, wherever it lies. */
export function isDone(
  operation: EntityOperation,
  found: Live | undefined,
  pointed: Pointed,
  dialect: Dialect,
): boolean {
  if (!isSo(operation, found?.live, pointed, dialect)) return false
  if (found === undefined || (operation.verb !== 'enable' && operation.verb !== 'disable')) return true
  return isDisabled(found) === (operation.verb === 'disable')
}

/** Whether an account is kept out by its own bit. */
export function isDisabled({ raw }: Live): boolean {
  return hasBit(raw('userAccountControl')[0] ?? '0', accountBits.disabled)
}

/** The object an operation is about, wherever it lies: by its recorded id, and for a creation where it would lie. */
export async function liveEntity(
  operation: EntityOperation | RunOnceOperation,
  at: Standpoint,
): Promise<Live | undefined> {
  const guid =
    operation.before?.immutableId ?? at.targets.object(operation.kind, parseAddress(operation.address).id)?.immutableId
  if (guid !== undefined) return liveAt(guidDn(guid), operation.kind, at)
  return operation.verb === 'create' ? liveAt(newDn(operation), operation.kind, at) : undefined
}

/** The account or group that has this DN; undefined where there is nothing, or something else. */
export async function liveAt(dn: string, kind: EntityOperation['kind'], at: Standpoint): Promise<Live | undefined> {
  const { attributes, read } = liveLayout(kind, at)
  const entry = await objectAt(at.connection, dn, attributes, at.layouts[kind].filter)
  return entry === undefined ? undefined : read(entry, entry.guid)
}

/** What is read of an object before it is changed: what a listing reads, without the members, and what only a writer needs. */
export function liveLayout(
  kind: EntityOperation['kind'],
  { layouts, terms }: Pick<Standpoint, 'layouts' | 'terms'>,
): { readonly attributes: readonly string[]; readonly read: (entry: Entry, guid: string) => Live } {
  const layout = layouts[kind]
  const names = layout.attributes.map((name) => (isMemberSlot(name) ? unread : name))
  const slotOf = (attribute: string): number =>
    names.findIndex((name) => name.toLowerCase() === attribute.toLowerCase())
  const pointing = kind === 'group' ? ['managedBy'] : pointingRules(terms).map(({ attribute }) => attribute)
  for (const name of [...extras[kind], terms.settings.users.stamp, ...pointing]) if (slotOf(name) < 0) names.push(name)
  return {
    attributes: names,
    read: (entry, guid) => {
      const raw = (attribute: string): readonly string[] => valuesOf(entry.values[slotOf(attribute)])
      const live = layout.read({ ...entry, values: entry.values.slice(0, layout.attributes.length) }, [])
      return { guid, dn: entry.dn, raw, live: { ...live, ...pointedTo(pointing, raw) } }
    },
  }
}

const extras = {
  user: ['sAMAccountName', 'userAccountControl', 'accountExpires'],
  group: ['sAMAccountName', 'groupType'],
} as const

/** A group may have any number of members; nothing here asks for them. */
function isMemberSlot(name: string): boolean {
  return /^member(;|$)/i.test(name)
}

/** No attribute of any directory has this name: asked for it, a server gives nothing. */
const unread = 'rosterReadsNoMembers'

function pointedTo(
  attributes: readonly string[],
  raw: Live['raw'],
): Required<Pick<Entity, 'references' | 'furtherReferences'>> {
  const held = attributes.flatMap((attribute) => {
    const [first, ...rest] = raw(attribute).map(guidIn)
    return first === undefined ? [] : [[attribute, first, rest] as const]
  })
  return {
    references: Object.fromEntries(held.map(([attribute, first]) => [attribute, first])),
    furtherReferences: Object.fromEntries(held.map(([attribute, , rest]) => [attribute, rest])),
  }
}

/** The GUID in a DN of the extended form. */
function guidIn(value: string): string {
  return /^<GUID=([0-9a-f-]{36})>/i.exec(value)?.[1]?.toLowerCase() ?? value
}

/** Where a creation puts its object. Throws DnSyntaxError for a name that none can have. */
export function newDn(operation: EntityOperation & { readonly verb: 'create' }): string {
  const { after } = operation
  const [cn] = 'name' in after ? [after.name] : valuesOf(after.attributes['cn'])
  return below(newRdn('CN', cn ?? ('username' in after ? after.username : after.name)), after.container)
}

/** Says where the references of operations point to. */
export function locating(at: Standpoint): Locate {
  return async (target) => nameOf(await at.targets.target(target, at.connection))
}

function nameOf(target: Target | undefined): string | undefined {
  if (target === undefined) return undefined
  return 'guid' in target ? target.guid : target.dn
}
