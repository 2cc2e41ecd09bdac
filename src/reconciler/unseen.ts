import type { Address } from '../model/address.ts'
import type { ObservedGroup, ObservedUser } from '../model/observed.ts'
import type { DirectoryOperation, GroupAfter, UserAfter } from '../model/operation.ts'
import { isRunOnce, membershipOf } from '../model/operation.ts'
import type { Finding } from '../model/plan.ts'
import { changesOf, changedAttributes } from './diff/attributes.ts'
import type { World } from './diff/world.ts'
import { addressIn, recordedMember } from './diff/world.ts'
import { isAssigned } from './licence-record.ts'
import { isTaken } from './on-its-way.ts'
import { policyStandsAs } from './policy-record.ts'

/** What a directory took lately and does not show: by the address of what it was done to. A plan made of what it shows would be made of what is over. */
export function unseenIn(world: World): ReadonlyMap<Address, DirectoryOperation> {
  const unseen = new Map<Address, DirectoryOperation>()
  const { memory, directory, desired } = world
  if (world.snapshot.dialect.settlesWithin === undefined) return unseen
  const inside = membersIn(world)
  for (const [id, { operation }] of memory.accepted) {
    if (operation === undefined || operation.tenant !== desired.id || operation.directory !== directory.id) continue
    if (isTaken(world, id) && !isShown(world, operation, inside)) unseen.set(operation.address, operation)
  }
  return unseen
}

/** Says how much is still to come, so that nothing to do is not taken for everything done. */
export function toldUnseen(world: World): readonly Finding[] {
  const unseen = unseenIn(world)
  if (unseen.size === 0) return []
  const { desired, directory } = world
  const [first] = unseen.values()
  const rest = unseen.size > 1 ? `, and ${unseen.size - 1} more` : ''
  const message = `${directory.id} took ${unseen.size === 1 ? 'a change' : `${unseen.size} changes`} that it does not show yet: ${first?.summary}${rest}. What else is to be done there waits; plan again in some minutes.`
  return [
    { slug: 'not-visible-yet', scope: `${desired.id}/${directory.id}`, result: 'warn', measured: unseen.size, message },
  ]
}

/** Whether the directory shows what an operation asked for. */
function isShown(world: World, operation: DirectoryOperation, inside: ReturnType<typeof membersIn>): boolean {
  switch (operation.kind) {
    case 'organizationalUnit':
      return world.snapshot.containers.has(operation.after.container)
    case 'membership': {
      const { group, member } = membershipOf(operation)
      const members = inside(group)
      return members === 'unknown' || members.has(member) === (operation.verb === 'grant')
    }
    case 'licence':
      return (isAssigned(world, operation) ?? true) === (operation.verb === 'grant')
    case 'policy':
      return policyStandsAs(world, operation) !== undefined
    case 'user':
      return isRunOnce(operation) || isUserShown(world, operation, userOf(world, idIn(world, 'user', operation)))
    case 'group':
      return isGroupShown(world, operation, groupOf(world, idIn(world, 'group', operation)))
  }
}

/** Who is in each group, by the ids that operations knew; in one that is not there, nobody. Of each group it is worked out once. */
function membersIn(world: World): (group: string) => ReadonlySet<string> | 'unknown' {
  const known = new Map<string, ReadonlySet<string> | 'unknown'>()
  return (group) => {
    const members = groupOf(world, group)?.members ?? []
    const found =
      known.get(group) ??
      (members === 'unknown' ? members : new Set(members.map((reference) => namedIn(world, reference))))
    known.set(group, found)
    return found
  }
}

type OnUser = Exclude<
  DirectoryOperation & { readonly kind: 'user' },
  { readonly verb: 'resetPassword' | 'revokeSessions' }
>
type OnGroup = DirectoryOperation & { readonly kind: 'group' }

function isUserShown(world: World, operation: OnUser, live: ObservedUser | undefined): boolean {
  if (operation.verb === 'delete') return live === undefined || live.state === 'softDeleted'
  if (live === undefined) return false
  const { dialect } = world.snapshot
  switch (operation.verb) {
    case 'create':
      return (
        (live.state === 'disabled') === (operation.after.state === 'disabled') &&
        holds(world, live, compared(world, operation))
      )
    case 'update':
      return holds(world, live, operation.after)
    case 'rename': {
      const { username, attributes = {} } = operation.after
      const isNamed = username === undefined || dialect.foldName(username) === dialect.foldName(live.username)
      return isNamed && changedAttributes(attributes, live, dialect) === undefined
    }
    case 'enable':
    case 'restore':
    case 'disable':
      return (live.state === 'disabled' || live.state === 'softDeleted') === (operation.after.state === 'disabled')
  }
}

function isGroupShown(world: World, operation: OnGroup, live: ObservedGroup | undefined): boolean {
  if (operation.verb === 'delete') return live === undefined
  if (live === undefined) return false
  switch (operation.verb) {
    case 'create':
      return holds(world, live, compared(world, operation))
    case 'update':
      return holds(world, live, operation.after)
    case 'rename': {
      const { name } = operation.after
      const { dialect } = world.snapshot
      return name === undefined || dialect.foldName(name) === dialect.foldName(live.name)
    }
  }
}

/** Of what a creation sets, that which is compared ever after; the rest need not look as it was set. */
function compared(
  world: World,
  { kind, address, after }: Extract<OnUser | OnGroup, { readonly verb: 'create' }>,
): UserAfter | GroupAfter {
  const { desired, snapshot } = world
  const id = address.slice(addressIn(world, kind, '').length)
  const [person, group] = [desired.people.get(id), desired.groups.get(id)]
  const wished = kind === 'user' ? person && snapshot.dialect.user(person) : group && snapshot.dialect.group(group)
  const names = new Set(Object.keys(wished?.attributes ?? {}))
  return {
    ...after,
    attributes: Object.fromEntries(Object.entries(after.attributes).filter(([name]) => names.has(name))),
  }
}

function holds(
  world: World,
  live: ObservedUser | ObservedGroup,
  { attributes, references }: Parameters<typeof changesOf>[0],
): boolean {
  // Who has another id by now is not looked for under the old one.
  const known = Object.entries(references).filter(([, id]) => id === null || isKnown(world, id))
  const after = { attributes, references: Object.fromEntries(known) }
  return changesOf(after, live, world.snapshot.dialect, (reference) => namedIn(world, reference)) === undefined
}

function isKnown(world: World, id: string): boolean {
  const { desired, memory } = world
  return id.startsWith('~') || desired.people.has(id) || memory.objects.has(addressIn(world, 'user', id))
}

/** Whom a reference names, by the id that the operation knew. */
function namedIn(world: World, reference: string): string {
  return recordedMember(world, world.matches.memberOf(reference))
}

function userOf({ matches }: World, id: string): ObservedUser | undefined {
  return matches.users.get(id) ?? matches.orphanUsers.get(id)
}

function groupOf({ matches }: World, id: string): ObservedGroup | undefined {
  return matches.groups.get(id) ?? matches.orphanGroups.get(id)
}

function idIn(world: World, kind: 'user' | 'group', { address }: DirectoryOperation): string {
  return address.slice(addressIn(world, kind, '').length)
}
