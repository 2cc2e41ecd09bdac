import type { Verified } from '../../model/entry.ts'
import type { Draft } from '../digest.ts'
import { draft } from '../diff/draft.ts'
import type { Body } from '../diff/draft.ts'
import type { World } from '../diff/world.ts'
import { addressIn } from '../diff/world.ts'

/** A difference as the operation that would undo it. */
export function drifted(world: World, id: string, body: Body, summary: string): Draft {
  const { blockedBy: _, ...operation } = draft(world, id, body, {
    summary,
    reason: 'drift',
    derived: true,
    source: world.directory.source,
  })
  return { ...operation, status: 'planned' }
}

/** How people call a recorded person or group. */
export function nameOf(world: World, id: string, verified: Verified): string {
  if (verified.kind === 'group') return `the group ${verified.name}`
  const display =
    world.desired.people.get(id)?.values['displayName'] ??
    verified.attributes['displayName'] ??
    verified.attributes['cn']
  return typeof display === 'string' ? display : id
}

/** How people call a member: a person, or a group in the group. */
export function memberName(world: World, member: string): string {
  if (member.startsWith('group:')) return `the group ${member.slice('group:'.length)}`
  const verified = world.memory.objects.get(addressIn(world, 'user', member))?.verified
  return verified === undefined ? member : nameOf(world, member, verified)
}
