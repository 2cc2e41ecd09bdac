import type { DesiredTenant } from '../language/compile/desired-tenant.ts'
import type { Address } from '../model/address.ts'
import { addressOf, nestedGroupId, undeclaredId } from '../model/address.ts'
import type { DesiredGroup, Person } from '../model/desired.ts'
import type { Kind } from '../model/kind.ts'
import type { ObservedGroup, ObservedUser } from '../model/observed.ts'
import type { Operation } from '../model/operation.ts'
import type { FindingSlug } from '../model/finding-slug.ts'
import type { Finding } from '../model/plan.ts'
import type { ExpressedUser } from '../providers/provider.ts'
import type { Memory } from './memory.ts'
import type { Snapshot } from './observe.ts'

/** How a declared thing was found in the directory. `created`: roster made it in a run whose record was cut off. */
export type Found = 'recorded' | 'created' | 'employeeId' | 'upn' | 'mail' | 'name'

/** Which declared person or group is which live object; what is left over on either side. */
export interface Matches {
  readonly users: ReadonlyMap<string, ObservedUser>
  readonly groups: ReadonlyMap<string, ObservedGroup>
  readonly how: ReadonlyMap<Address, Found>
  /** Address under which a declared thing is recorded when that is not its own: its id changed. */
  readonly movedFrom: ReadonlyMap<Address, Address>
  /** Recorded and live, but no longer declared: id -> object. */
  readonly orphanUsers: ReadonlyMap<string, ObservedUser>
  readonly orphanGroups: ReadonlyMap<string, ObservedGroup>
  readonly unmanagedUsers: readonly ObservedUser[]
  readonly unmanagedGroups: readonly ObservedGroup[]
  /** People and groups that cannot be worked on, and why. */
  readonly refused: ReadonlyMap<Address, Finding>
  /** Member, as in addresses, for a reference of the directory. */
  readonly memberOf: (reference: string) => string
  /** A reference that names nothing any more. */
  readonly isDangling: (reference: string) => boolean
  /** Groups that list this reference although nobody has it. */
  readonly danglingIn: (reference: string) => readonly ObservedGroup[]
  /** A reference that roster must leave where it is. */
  readonly isProtected: (reference: string) => boolean
  /** The account that this reference names, whether it is declared or not. */
  readonly accountAt: (reference: string) => ObservedUser | undefined
  /** Who has this username now, in the folded form. */
  readonly holderOf: (foldedName: string) => ObservedUser | undefined
}

/**
 * Finds each declared person and group in a snapshot: by the recorded id; else, for people, exactly one object by
 * employeeId, UPN or primary mail, in that order; for groups by name. Never by likeness.
 */
export function match(
  desired: DesiredTenant,
  snapshot: Snapshot,
  memory: Memory,
  acknowledged: ReadonlySet<string> = new Set(),
): Matches {
  const at = (kind: Kind, id: string): Address =>
    addressOf({ tenant: desired.id, directory: snapshot.directory, kind, id })
  const people = [...desired.people.values()].filter((person) => person.directories.includes(snapshot.directory))
  const groups = [...desired.groups.values()].filter((group) => group.directory === snapshot.directory)
  const how = new Map<Address, Found>()
  const movedFrom = new Map<Address, Address>()
  const refused = new Map<Address, Finding>()
  const recorded = recall(memory, `${desired.id}/${snapshot.directory}/`)

  const bind = <T extends Person | DesiredGroup, O extends { readonly immutableId: string }>(
    kind: 'user' | 'group',
    declared: readonly T[],
    live: readonly O[],
  ): { bound: Map<string, O>; orphans: Map<string, O>; rest: O[]; open: T[] } => {
    const byId = new Map(live.map((object) => [object.immutableId, object]))
    const bound = new Map<string, O>()
    const open: T[] = []
    const taken = new Set<string>()
    const missing = new Set(snapshot.missing)
    for (const thing of declared) {
      const address = at(kind, thing.id)
      const old = thing.previousId === undefined ? undefined : at(kind, thing.previousId)
      const known = recorded.get(address) ?? (old === undefined ? undefined : recorded.get(old))
      if (known !== undefined && !recorded.has(address) && old !== undefined) movedFrom.set(address, old)
      const object = known === undefined ? undefined : byId.get(known)
      if (known !== undefined) recorded.delete(movedFrom.get(address) ?? address)
      if (object !== undefined) {
        bound.set(thing.id, object)
        how.set(address, 'recorded')
        taken.add(object.immutableId)
      } else if (known === undefined || !missing.has(movedFrom.get(address) ?? address)) open.push(thing)
    }
    const orphans = new Map<string, O>()
    const prefix = at(kind, '')
    for (const [address, id] of recorded) {
      const object = address.startsWith(prefix) ? byId.get(id) : undefined
      if (object === undefined) continue
      orphans.set(address.slice(prefix.length), object)
      taken.add(object.immutableId)
    }
    return { bound, orphans, open, rest: live.filter((object) => !taken.has(object.immutableId)) }
  }

  const foundGroups = bind('group', groups, snapshot.groups)
  const foundUsers = bind('user', people, snapshot.users)
  const unmanagedGroups = adoptGroups(foundGroups, snapshot, (id, found) => how.set(at('group', id), found))
  const privileged = privilegedReferences(groups, foundGroups.bound, snapshot.groups)
  const keys = indexKeys(foundUsers.rest)
  const unmanaged = new Set(foundUsers.rest)
  const byPlace = once(
    () =>
      new Map(foundUsers.rest.map((user) => [`${user.container}\0${snapshot.dialect.foldName(user.username)}`, user])),
  )
  const hits = foundUsers.open.map((person) => {
    const wished = snapshot.dialect.user(person)
    const cutOff = createdByUs(memory.unresolved.get(`${at('user', person.id)}#create`), byPlace, snapshot)
    return { person, hit: cutOff ?? findByKeys(wished, keys, snapshot) }
  })
  const claims = new Map<ObservedUser, number>()
  for (const { hit } of hits)
    if (hit !== undefined && 'user' in hit) claims.set(hit.user, (claims.get(hit.user) ?? 0) + 1)
  for (const { person, hit } of hits) {
    if (hit === undefined) continue
    const address = at('user', person.id)
    const refuse = (slug: FindingSlug, why: string): void => {
      refused.set(address, blocking(address, slug, `${nameOf(person)}: ${why}`))
    }
    if ('refusal' in hit) refuse(hit.slug, hit.refusal)
    else if ((claims.get(hit.user) ?? 0) > 1)
      refuse(
        'adoption-ambiguous',
        `more than one declared person has a key of the account ${hit.user.username} (here its ${hit.by}); nobody takes it. Correct the keys of those it does not belong to.`,
      )
    else if (hit.by !== 'created' && privileged.has(hit.user.reference) && !acknowledged.has('privilegedGain'))
      refuse(
        'adoption-privileged',
        `the account ${hit.user.username} holds privileged groups and is not adopted by its ${hit.by} alone. Add an acknowledgement (gate: privilegedGain) if it is really theirs.`,
      )
    else {
      foundUsers.bound.set(person.id, hit.user)
      how.set(address, hit.by)
      unmanaged.delete(hit.user)
    }
  }

  const memberIds = new Map<string, string>()
  for (const object of [...unmanaged, ...unmanagedGroups])
    memberIds.set(object.reference, undeclaredId(object.immutableId))
  for (const users of [foundUsers.orphans, foundUsers.bound])
    for (const [id, user] of users) memberIds.set(user.reference, id)
  for (const found of [foundGroups.orphans, foundGroups.bound])
    for (const [id, group] of found) memberIds.set(group.reference, nestedGroupId(id))

  const dangling = new Map<string, ObservedGroup[]>()
  for (const group of snapshot.groups) {
    for (const reference of group.members === 'unknown' ? [] : group.members) {
      if (memberIds.has(reference) || snapshot.elsewhere.has(reference)) continue
      const listing = dangling.get(reference)
      if (listing === undefined) dangling.set(reference, [group])
      else listing.push(group)
    }
  }
  const untouchable = new Set<string>()
  for (const objects of [snapshot.users, snapshot.groups])
    for (const { notManageable, reference } of objects) if (notManageable !== undefined) untouchable.add(reference)
  const byReference = once(() => new Map(snapshot.users.map((user) => [user.reference, user])))
  const names = once(() => new Map(snapshot.users.map((user) => [snapshot.dialect.foldName(user.username), user])))
  return {
    users: foundUsers.bound,
    groups: foundGroups.bound,
    how,
    movedFrom,
    orphanUsers: foundUsers.orphans,
    orphanGroups: foundGroups.orphans,
    unmanagedUsers: [...unmanaged],
    unmanagedGroups,
    refused,
    memberOf: (reference) => memberIds.get(reference) ?? undeclaredId(reference),
    isDangling: (reference) => !memberIds.has(reference) && !snapshot.elsewhere.has(reference),
    danglingIn: (reference) => dangling.get(reference) ?? [],
    isProtected: (reference) => untouchable.has(reference) || snapshot.dialect.protects(reference),
    accountAt: (reference) => byReference().get(reference),
    holderOf: (foldedName) => names().get(foldedName),
  }
}

function recall(memory: Memory, prefix: string): Map<Address, string> {
  const recorded = new Map<Address, string>()
  for (const [address, { immutableId }] of memory.objects) {
    if (address.startsWith(prefix)) recorded.set(address, immutableId)
  }
  return recorded
}

function adoptGroups(
  found: { bound: Map<string, ObservedGroup>; rest: ObservedGroup[]; open: DesiredGroup[] },
  snapshot: Snapshot,
  note: (id: string, found: Found) => void,
): ObservedGroup[] {
  const byName = new Map(found.rest.map((group) => [snapshot.dialect.foldName(group.name), group]))
  const unmanaged = new Set(found.rest)
  for (const group of found.open) {
    const live = byName.get(snapshot.dialect.foldName(snapshot.dialect.group(group).name))
    if (live === undefined || !unmanaged.has(live)) continue
    found.bound.set(group.id, live)
    unmanaged.delete(live)
    note(group.id, 'name')
  }
  return [...unmanaged]
}

/** Everybody in a privileged group, or in a group within one. */
function privilegedReferences(
  declared: readonly DesiredGroup[],
  bound: ReadonlyMap<string, ObservedGroup>,
  live: readonly ObservedGroup[],
): ReadonlySet<string> {
  const byReference = new Map(live.map((group) => [group.reference, group]))
  const references = new Set<string>()
  const open = declared.flatMap(({ id, privileged }) => (privileged ? (bound.get(id) ?? []) : []))
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    if (group.members === 'unknown') continue
    for (const member of group.members) {
      const nested = byReference.get(member)
      if (nested !== undefined && !references.has(member)) open.push(nested)
      references.add(member)
    }
  }
  return references
}

type KeyName = 'employeeId' | 'upn' | 'mail'
type KeyIndex = Readonly<Record<KeyName, ReadonlyMap<string, readonly ObservedUser[]>>>
const keyNames: readonly KeyName[] = ['employeeId', 'upn', 'mail']

function indexKeys(users: readonly ObservedUser[]): KeyIndex {
  const index = {
    employeeId: new Map<string, ObservedUser[]>(),
    upn: new Map<string, ObservedUser[]>(),
    mail: new Map<string, ObservedUser[]>(),
  }
  for (const user of users) {
    for (const name of keyNames) {
      const key = user.keys[name]
      if (key === undefined) continue
      const same = index[name].get(key)
      if (same === undefined) index[name].set(key, [user])
      else same.push(user)
    }
  }
  return index
}

type Hit =
  | { readonly user: ObservedUser; readonly by: KeyName | 'created' }
  | { readonly slug: FindingSlug; readonly refusal: string }

/**
 * The account of a creation whose outcome was cut off: of that name, at that place, where nobody was before, and with
 * all that roster would have written. One that somebody else made meanwhile is no more ours than any other.
 */
function createdByUs(
  intent: Operation | undefined,
  byPlace: () => ReadonlyMap<string, ObservedUser>,
  { dialect }: Snapshot,
): Hit | undefined {
  if (intent?.kind !== 'user' || intent.verb !== 'create') return undefined
  const { username, container, attributes } = intent.after
  const user = byPlace().get(`${container}\0${dialect.foldName(username)}`)
  if (user === undefined) return undefined
  const agrees = Object.entries(attributes).every(
    ([name, value]) => user.unknown.includes(name) || dialect.same(name, value, user.attributes[name]),
  )
  return agrees ? { user, by: 'created' } : undefined
}

function findByKeys(wished: ExpressedUser, index: KeyIndex, snapshot: Snapshot): Hit | undefined {
  for (const by of keyNames) {
    const key = wished.keys[by]
    const users = key === undefined ? undefined : index[by].get(key)
    if (users === undefined) continue
    const [user] = users
    if (user === undefined) continue
    if (users.length > 1)
      return {
        slug: 'adoption-ambiguous',
        refusal: `${users.length} accounts of ${snapshot.directory} have the ${by} ${key}; none is taken. Make it unique in the directory.`,
      }
    const theirs = user.keys.employeeId
    if (theirs !== undefined && wished.keys.employeeId !== undefined && theirs !== wished.keys.employeeId) {
      return {
        slug: 'adoption-contradiction',
        refusal: `the account ${user.username} has the same ${by} but employeeId ${theirs}, not ${wished.keys.employeeId}; it is somebody else's. Give this person another ${by === 'upn' ? 'username' : by}.`,
      }
    }
    return { user, by }
  }
  return undefined
}

function nameOf(person: Person): string {
  const display = person.values['displayName']
  return typeof display === 'string' ? display : person.id
}

function blocking(scope: Address, slug: FindingSlug, message: string): Finding {
  return { slug, scope, result: 'block', message }
}

/** Works something out when it is first asked for: most plans need neither of the indexes by name. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
