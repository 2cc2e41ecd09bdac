import { undeclaredId } from '../../model/address.ts'
import type { ObservedGroup, ObservedUser } from '../../model/observed.ts'
import { displayName, liveName } from '../diff/called.ts'
import type { World } from '../diff/world.ts'

/** The account that goes by an id now; whoever nobody declared goes by that of the directory. */
export function accountOf({ matches }: World, id: string): ObservedUser | undefined {
  return (
    matches.users.get(id) ??
    matches.orphanUsers.get(id) ??
    matches.unmanagedUsers.find(({ immutableId }) => undeclaredId(immutableId) === id)
  )
}

/** The group that goes by an id now. */
export function groupOf({ matches }: World, id: string): ObservedGroup | undefined {
  return (
    matches.groups.get(id) ??
    matches.orphanGroups.get(id) ??
    matches.unmanagedGroups.find(({ immutableId }) => undeclaredId(immutableId) === id)
  )
}

/** What people call an account or a group. */
export function calledIn(world: World, id: string, live: ObservedUser | ObservedGroup): string {
  if (live.kind === 'group') return `the group ${live.name}`
  const person = world.desired.people.get(id)
  return person === undefined ? liveName(live) : displayName(person)
}

/** What people call a member, written as in addresses. */
export function memberCalled(world: World, member: string): string {
  const nested = nestedIn(member)
  if (nested !== undefined) return `the group ${groupOf(world, nested)?.name ?? nested}`
  const live = accountOf(world, member)
  return live === undefined ? member : calledIn(world, member, live)
}

/** Whether a member is there to be named: a person, a group, or an account that nobody declared. */
export function isThere(world: World, member: string): boolean {
  const nested = nestedIn(member)
  return nested === undefined ? accountOf(world, member) !== undefined : groupOf(world, nested) !== undefined
}

function nestedIn(member: string): string | undefined {
  return member.startsWith('group:') ? member.slice('group:'.length) : undefined
}
