import { nestedGroupId, parseAddress } from '../../model/address.ts'
import type { World } from './world.ts'
import { membershipLine, recordedAddress, recordedMember } from './world.ts'

/** Whether roster put this member in. Asked, as all here, under the ids that the ledger knows. */
export function isGranted(world: World, group: string, member: string): boolean {
  return world.memory.granted.get(recordedAddress(world, 'group', group))?.has(recordedMember(world, member)) === true
}

/** Whether a template gave this group with the person's creation. */
export function isPromised(world: World, group: string, member: string): boolean {
  if (member.startsWith('~') || member.startsWith(nestedGroupId(''))) return false
  const promised = world.memory.promised.get(recordedAddress(world, 'user', member))
  return promised?.has(parseAddress(recordedAddress(world, 'group', group)).id) === true
}

/** Whether a line of its own asked for this membership at the last apply. */
export function hadLine(world: World, group: string, member: string): boolean {
  const { id } = parseAddress(recordedAddress(world, 'group', group))
  return world.memory.declared.has(membershipLine(id, recordedMember(world, member)))
}

/** The members of a group when it was last verified. */
export function lastSeen(world: World, group: string): ReadonlySet<string> | undefined {
  return world.memory.members.get(recordedAddress(world, 'group', group))
}
