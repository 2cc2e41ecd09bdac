import type { DirectoryOperation, RunOnceOperation } from '../../model/operation.ts'
import { isRunOnce } from '../../model/operation.ts'
import { isSo, pointedBy } from '../already.ts'
import type { Entity, EntityOperation, Locate } from '../already.ts'
import { parseAddress } from '../../model/address.ts'
import type { Dialect } from '../provider.ts'
import type { ObservedGroup, ObservedUser } from '../../model/observed.ts'
import { below, canonicalDn, newRdn } from '../../ldap/dn.ts'
import type { Layout } from '../../ldap/layout.ts'
import { Rights } from '../../ldap/listing.ts'
import { entryById } from './by-id.ts'
import { entryAt } from '../../ldap/lookup.ts'
import type { MemberStyle } from './members.ts'
import { isPolicyShift, policyNames } from './policy-people.ts'
import { policyStands } from './policy-write.ts'
import type { Targets } from './targets.ts'
import type { Terms } from './translate.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import type { Connection } from '../../ldap/wire/connection.ts'

/** What it takes to hold an operation against what is there. */
export interface Standpoint {
  readonly terms: Terms
  readonly dialect: Dialect
  readonly connection: Connection
  readonly targets: Targets
  readonly layouts: { readonly user: Layout<ObservedUser>; readonly group: Layout<ObservedGroup> }
  readonly style: MemberStyle
}

/** Reads back whether what an operation asks for is the case now. */
export async function confirmed(operation: DirectoryOperation, at: Standpoint): Promise<boolean> {
  switch (operation.kind) {
    case 'organizationalUnit':
      return (await entryAt(at.connection, operation.after.container, [])) !== undefined
    case 'membership': {
      const standing = await isMember(operation, at)
      return standing === 'unknown' || standing === (operation.verb === 'grant')
    }
    case 'policy': {
      const { policies } = at.terms
      if (policies === undefined) return false
      return isPolicyShift(operation) ? policyNames(operation, at) : policyStands(operation, policies, at)
    }
    case 'licence':
      return false
    case 'user':
    case 'group': {
      if (operation.verb === 'restore') return false
      const found = await liveEntity(operation, at)
      if (isRunOnce(operation)) return found !== undefined
      const pointed = await pointedBy(operation, locating(at))
      if (isSo(operation, found?.live, pointed, at.dialect)) return true
      return found !== undefined && isSo(operation, await asVisible(operation, found, at), pointed, at.dialect)
    }
  }
}

/** The entry once more, with what this account may not see told from what is not there. */
async function asVisible(operation: EntityOperation, { entry }: Found, at: Standpoint): Promise<Entity> {
  const layout = at.layouts[operation.kind]
  const rights = new Rights(at.terms.schema)
  await rights.probe([entry], layout, at.connection)
  return layout.read(entry, rights.unreadable(entry, layout))
}

async function isMember(
  operation: DirectoryOperation & { readonly kind: 'membership' },
  at: Standpoint,
): Promise<boolean | 'unknown'> {
  const { group, member } = operation.after ?? operation.before
  const where = at.targets.object('group', group)
  const reference = operation.before?.reference ?? (await at.targets.reference(member, at.connection))
  if (where === undefined || reference === undefined) return false
  const value = await at.style.valueFor(reference, at.connection)
  if (value === undefined) return false
  const entry = await entryById(
    at.connection,
    { id: where.immutableId, hint: where.reference, base: at.terms.settings.base },
    [],
  )
  if (entry === undefined) return false
  const { attribute } = at.style
  if ((await entryAt(at.connection, entry.dn, [], { attribute, equals: value })) !== undefined) return true
  if ((await entryAt(at.connection, entry.dn, [], { present: attribute })) !== undefined) return false
  // A filter lets nothing through on an attribute that may not be searched; a comparison says so.
  const isHidden = await new Rights(at.terms.schema).isHidden(entry.dn, attribute, at.connection)
  return isHidden ? 'unknown' : false
}

export interface Found {
  /** As the server spells it. */
  readonly dn: string
  readonly live: Entity
  /** What `live` was read from. */
  readonly entry: Entry
}

/** The object an operation is about: by its recorded id, and for a creation where it would lie. */
export async function liveEntity(
  operation: EntityOperation | RunOnceOperation,
  at: Standpoint,
): Promise<Found | undefined> {
  const layout = at.layouts[operation.kind]
  const { base } = at.terms.settings
  const known = at.targets.object(operation.kind, parseAddress(operation.address).id)
  const id = operation.before?.immutableId ?? known?.immutableId
  const entry =
    id === undefined
      ? operation.verb === 'create'
        ? await entryAt(at.connection, newDn(operation, at.terms), layout.attributes, layout.filter)
        : undefined
      : await entryById(
          at.connection,
          { id, hint: at.targets.lastKnown(id) ?? known?.reference, base },
          layout.attributes,
        )
  return entry === undefined ? undefined : { dn: entry.dn, live: layout.read(entry, []), entry }
}

/** Where a creation puts its entry. Throws DnSyntaxError for a name that no entry can have. */
export function newDn(operation: EntityOperation & { readonly verb: 'create' }, { settings }: Terms): string {
  const { after } = operation
  return below(
    operation.kind === 'group' ? newRdn('cn', operation.after.name) : userRdn(operation.after, settings.users.rdn),
    after.container,
  )
}

function userRdn(
  after: { readonly username: string; readonly attributes: Readonly<Record<string, unknown>> },
  rdn: 'uid' | 'cn',
): string {
  if (rdn === 'uid') return newRdn('uid', after.username)
  const cn = after.attributes['cn']
  const first: unknown = Array.isArray(cn) ? cn[0] : cn
  return newRdn('cn', typeof first === 'string' ? first : after.username)
}

/** Says where the references of operations point to. */
export function locating(at: Standpoint): Locate {
  return async (target) => at.targets.reference(target, at.connection)
}

/** The canonical DN of a creation. */
export function newReference(operation: EntityOperation & { readonly verb: 'create' }, terms: Terms): string {
  return canonicalDn(newDn(operation, terms))
}
