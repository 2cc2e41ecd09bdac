import type { DirectoryOperation } from '../../model/operation.ts'
import { membershipOf } from '../../model/operation.ts'
import type { World } from '../diff/world.ts'
import { groupOf, isThere, memberCalled } from './called.ts'
import type { WayBack } from './way-back.ts'
import { already, inverse, lost } from './way-back.ts'

type OnMembership = Extract<DirectoryOperation, { kind: 'membership' }>

/** Takes back that somebody came into a group, or left it. */
export function membershipBack(world: World, operation: OnMembership): WayBack {
  const { group, member } = membershipOf(operation)
  const live = groupOf(world, group)
  if (live === undefined)
    return operation.verb === 'grant' ? already : lost(operation.summary, 'the group is no longer there')
  const who = memberCalled(world, member)
  const isPrivileged = world.desired.groups.get(group)?.privileged ?? false
  const { members } = live
  const reference = members === 'unknown' ? undefined : members.find((one) => world.matches.memberOf(one) === member)
  const blockedBy =
    live.notManageable ?? (members === 'unknown' ? `the members of ${live.name} could not be read` : undefined)
  const blocked = blockedBy === undefined ? {} : { blockedBy }
  if (operation.verb === 'grant') {
    if (members !== 'unknown' && reference === undefined) return already
    if (reference !== undefined && live.fixedMembers?.includes(reference) === true)
      return lost(`${who} in the group ${live.name}`, 'held there by the directory itself')
    const named = member.startsWith('~') && reference !== undefined ? { reference } : {}
    return inverse(
      world,
      operation,
      { kind: 'membership', verb: 'revoke', before: { group, member, ...named }, after: null },
      { summary: `${who} leaves the group ${live.name} again`, isPrivileged, ...blocked },
    )
  }
  if (reference !== undefined) return already
  if (!isThere(world, member)) return lost(operation.summary, 'whoever it was is no longer there, or lies outside')
  return inverse(
    world,
    operation,
    { kind: 'membership', verb: 'grant', before: null, after: { group, member } },
    {
      summary: `${who} joins the group ${live.name} again${isPrivileged ? ', which is privileged' : ''}`,
      isPrivileged,
      ...blocked,
    },
  )
}
