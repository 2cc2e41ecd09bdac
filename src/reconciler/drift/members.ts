import { membershipId } from '../../model/address.ts'
import type { ObservedGroup } from '../../model/observed.ts'
import type { Draft } from '../digest.ts'
import type { Body } from '../diff/draft.ts'
import type { World } from '../diff/world.ts'
import { addressIn } from '../diff/world.ts'

import { drifted, memberName } from './drifted.ts'

/** Who was taken out of a group, or put into it, since it was last verified. */
export function memberDrift(world: World, id: string, live: ObservedGroup): readonly Draft[] {
  if (live.members === 'unknown') return []
  const recorded = world.memory.members.get(addressIn(world, 'group', id)) ?? new Set<string>()
  const now = new Map(live.members.map((reference) => [world.matches.memberOf(reference), reference]))
  const found: Draft[] = []
  const leftovers = new Set<string>()
  for (const member of recorded) {
    if (now.has(member)) continue
    const leftover = goneReference(world, member)
    if (leftover !== undefined) {
      leftovers.add(leftover)
      continue
    }
    const body: Body = { kind: 'membership', verb: 'grant', before: null, after: { group: id, member } }
    found.push(
      drifted(world, membershipId(id, member), body, `${memberName(world, member)} was taken out of ${live.name}`),
    )
  }
  // Who is in by another way than the list came and goes without anybody's hand on it.
  const fixed = new Set(live.fixedMembers)
  for (const [member, reference] of now) {
    if (fixed.has(reference) || recorded.has(member) || leftovers.has(reference)) continue
    const body: Body = {
      kind: 'membership',
      verb: 'revoke',
      before: { group: id, member, ...(member.startsWith('~') ? { reference } : {}) },
      after: null,
    }
    found.push(
      drifted(
        world,
        membershipId(id, member),
        body,
        `${strangerName(world, member, reference)} was put into ${live.name}`,
      ),
    )
  }
  return found
}

/** What a group may still list of somebody who is gone: their deletion is told, and is no second drift of the group. */
function goneReference(world: World, member: string): string | undefined {
  const address = member.startsWith('group:')
    ? addressIn(world, 'group', member.slice('group:'.length))
    : addressIn(world, 'user', member)
  const verified = world.memory.objects.get(address)?.verified
  if (verified === undefined || !world.snapshot.missing.includes(address)) return undefined
  const { container, attributes } = verified
  const common = { container, attributes, references: {} }
  const object =
    verified.kind === 'user'
      ? { ...common, kind: verified.kind, username: verified.username, naming: {}, initial: {}, keys: {} }
      : { ...common, kind: verified.kind, name: verified.name }
  return world.snapshot.dialect.referenceOf?.(object) ?? ''
}

function strangerName(world: World, member: string, reference: string): string {
  if (!member.startsWith('~')) return memberName(world, member)
  if (world.matches.isDangling(reference)) return `${reference}, which does not exist,`
  return world.snapshot.elsewhere.has(reference)
    ? `${reference}, from outside the managed containers,`
    : `${reference}, which is not declared,`
}
