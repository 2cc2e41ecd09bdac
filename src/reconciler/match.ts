import type { DesiredTenant } from '../language/compile/desired-tenant.ts'
import type { Address } from '../model/address.ts'
import { addressOf, nestedGroupId, parseAddress, undeclaredId } from '../model/address.ts'
import type { DesiredGroup, Person } from '../model/desired.ts'
import type { FindingSlug } from '../model/finding-slug.ts'
import type { Kind } from '../model/kind.ts'
import type { ObservedGroup, ObservedUser } from '../model/observed.ts'
import type { Finding } from '../model/plan.ts'
import { isWantedBack } from './bin.ts'
import type { Lifted } from './guard/acknowledge.ts'
import type { Memory } from './memory.ts'
import type { Snapshot } from './observe.ts'
import { madeUnseen } from './on-its-way.ts'
import type { Bound, Found, Register } from './match/bind.ts'
import { bindById, recall } from './match/bind.ts'
import { adoptGroups, refuseOtherKinds } from './match/groups.ts'
import { createdByUs, findByKeys, findDeleted, indexKeys } from './match/keys.ts'
import { privilegedReferences } from './match/privileged.ts'

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
 * Finds each declared person and group in a snapshot: by the recorded id; else by the id that `adopt` names; else, for
 * people, exactly one object by employeeId, UPN or primary mail, in that order, among what is live and then among what was deleted;
 * for groups exactly one of their sort by name. Never by likeness.
 */
export function match(
  desired: DesiredTenant,
  snapshot: Snapshot,
  memory: Memory,
  lifted: Lifted = () => false,
): Matches {
  const at = (kind: Kind, id: string): Address =>
    addressOf({ tenant: desired.id, directory: snapshot.directory, kind, id })
  const people = [...desired.people.values()].filter((person) => person.directories.includes(snapshot.directory))
  const groups = [...desired.groups.values()].filter((group) => group.directory === snapshot.directory)
  const how = new Map<Address, Found>()
  const movedFrom = new Map<Address, Address>()
  const refused = new Map<Address, Finding>()
  const refuse = (kind: 'user' | 'group', id: string, slug: FindingSlug, why: string): void => {
    const scope = at(kind, id)
    const who = kind === 'user' ? nameOf(desired.people.get(id), id) : `the group ${id}`
    refused.set(scope, { slug, scope, result: 'block', message: `${who}: ${why}` })
  }
  const shared = {
    directory: snapshot.directory,
    recorded: recall(memory, `${desired.id}/${snapshot.directory}/`),
    missing: new Set(snapshot.missing),
    mayBeGone: (count: number): boolean => lifted('recordedMissing', count),
    how,
    movedFrom,
  }
  const register = (kind: 'user' | 'group'): Register => ({
    ...shared,
    addressOf: (id) => at(kind, id),
    refuse: (id, slug, why) => refuse(kind, id, slug, why),
  })
  const foundGroups = bindById(groups, snapshot.groups, register('group'))
  const foundUsers = bindById(people, [...snapshot.users, ...(snapshot.deleted ?? [])], register('user'))
  const unmanagedGroups = adoptGroups(foundGroups, snapshot, {
    refuse: (id, slug, why) => refuse('group', id, slug, why),
    note: (id) => how.set(at('group', id), 'name'),
  })
  refuseOtherKinds(groups, foundGroups.bound, snapshot, (id, slug, why) => refuse('group', id, slug, why))
  const sight = { snapshot, groups: foundGroups.bound, declaredGroups: groups, lifted }
  const unmanaged = adoptPeople(foundUsers, sight, {
    refuse: (id, slug, why) => refuse('user', id, slug, why),
    note: (id, found) => how.set(at('user', id), found),
    isById: (id) => how.get(at('user', id)) === 'id',
    creationOf: (id) => memory.unresolved.get(`${at('user', id)}#create`),
  })
  return {
    users: foundUsers.bound,
    groups: foundGroups.bound,
    how,
    movedFrom,
    orphanUsers: foundUsers.orphans,
    orphanGroups: foundGroups.orphans,
    unmanagedUsers: unmanaged,
    unmanagedGroups,
    refused,
    ...namesOf(snapshot, memory, {
      users: foundUsers,
      groups: foundGroups,
      unmanaged: [...unmanaged, ...unmanagedGroups],
    }),
  }
}

interface Sight {
  readonly snapshot: Snapshot
  readonly groups: ReadonlyMap<string, ObservedGroup>
  readonly declaredGroups: readonly DesiredGroup[]
  readonly lifted: Lifted
}

interface Desk {
  readonly refuse: (id: string, slug: FindingSlug, why: string) => void
  readonly note: (id: string, found: Found) => void
  readonly isById: (id: string) => boolean
  readonly creationOf: (id: string) => Parameters<typeof createdByUs>[0]
}

/** Binds people by an unfinished creation of roster's, or by one exact key; gives back the accounts of nobody. */
function adoptPeople(
  found: Bound<Person, ObservedUser>,
  { snapshot, groups, declaredGroups, lifted }: Sight,
  { refuse, note, isById, creationOf }: Desk,
): readonly ObservedUser[] {
  const privileged = privilegedReferences(declaredGroups, groups, snapshot.groups)
  const isPrivileged = (user: ObservedUser): boolean => user.administers === true || privileged.has(user.reference)
  // Who was named by an id is not to be had by a key as well: a second claim is told, not passed over.
  const byAdoption = new Map([...found.bound].flatMap(([id, user]) => (isById(id) ? [[user, id] as const] : [])))
  const bin = new Set(snapshot.deleted)
  const rest = bin.size === 0 ? found.rest : found.rest.filter((user) => !bin.has(user))
  const keys = indexKeys([...rest, ...byAdoption.keys()])
  const keysInBin = once(() => indexKeys(found.rest.filter((user) => bin.has(user))))
  const unmanaged = new Set(rest)
  const byPlace = once(
    () => new Map(rest.map((user) => [`${user.container}\0${snapshot.dialect.foldName(user.username)}`, user])),
  )
  const hits = found.open.map((person) => {
    const cutOff = createdByUs(creationOf(person.id), byPlace, snapshot)
    const live = cutOff ?? findByKeys(snapshot.dialect.user(person), keys, snapshot)
    if (live !== undefined || bin.size === 0 || !isWantedBack(person)) return { person, hit: live }
    return { person, hit: findDeleted(snapshot.dialect.user(person), keysInBin(), snapshot) }
  })
  const claims = new Map<ObservedUser, number>()
  for (const { hit } of hits)
    if (hit !== undefined && 'user' in hit) claims.set(hit.user, (claims.get(hit.user) ?? 0) + 1)
  for (const { person, hit } of hits) {
    if (hit === undefined) continue
    const { id } = person
    const owner = 'user' in hit ? byAdoption.get(hit.user) : undefined
    if ('refusal' in hit) refuse(id, hit.slug, hit.refusal)
    else if (owner !== undefined)
      refuse(
        id,
        'adoption-ambiguous',
        `the account ${hit.user.username} has their ${hit.by}, and is ${owner}'s by its id (adopt). Correct the keys of one of the two.`,
      )
    else if ((claims.get(hit.user) ?? 0) > 1)
      refuse(
        id,
        'adoption-ambiguous',
        `more than one declared person has a key of the account ${hit.user.username} (here its ${hit.by}); nobody takes it. Correct the keys of those it does not belong to.`,
      )
    else if (hit.by !== 'created' && isPrivileged(hit.user) && !lifted('privilegedGain', 1))
      refuse(
        id,
        'adoption-privileged',
        `the account ${hit.user.username} ${hit.user.administers === true ? 'is an administrator of the directory' : 'holds privileged groups'} and is not adopted by its ${hit.by} alone. Name it by its id (adopt), or add an acknowledgement (gate: privilegedGain) if it is really theirs.`,
      )
    else {
      found.bound.set(id, hit.user)
      note(id, hit.by)
      unmanaged.delete(hit.user)
    }
  }
  return [...unmanaged]
}

interface Everybody {
  readonly users: Bound<Person, ObservedUser>
  readonly groups: Bound<DesiredGroup, ObservedGroup>
  readonly unmanaged: readonly (ObservedUser | ObservedGroup)[]
}

type Names = Pick<Matches, 'memberOf' | 'isDangling' | 'danglingIn' | 'isProtected' | 'accountAt' | 'holderOf'>

/** Whom the references and names of a directory mean. */
function namesOf(snapshot: Snapshot, memory: Memory, { users, groups, unmanaged }: Everybody): Names {
  const memberIds = new Map<string, string>()
  for (const [address, reference] of madeUnseen(memory, snapshot.directory)) {
    const { kind, id } = parseAddress(address)
    memberIds.set(reference, kind === 'group' ? nestedGroupId(id) : id)
  }
  for (const object of unmanaged) memberIds.set(object.reference, undeclaredId(object.immutableId))
  for (const bound of [users.orphans, users.bound]) for (const [id, user] of bound) memberIds.set(user.reference, id)
  for (const bound of [groups.orphans, groups.bound])
    for (const [id, group] of bound) memberIds.set(group.reference, nestedGroupId(id))

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
    memberOf: (reference) => memberIds.get(reference) ?? undeclaredId(reference),
    isDangling: (reference) => !memberIds.has(reference) && !snapshot.elsewhere.has(reference),
    danglingIn: (reference) => dangling.get(reference) ?? [],
    isProtected: (reference) => untouchable.has(reference) || snapshot.dialect.protects(reference),
    accountAt: (reference) => byReference().get(reference),
    holderOf: (foldedName) => names().get(foldedName),
  }
}

function nameOf(person: Person | undefined, id: string): string {
  const display = person?.values['displayName']
  return typeof display === 'string' ? display : id
}

/** Works something out when it is first asked for: most plans need neither of the indexes by name. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
