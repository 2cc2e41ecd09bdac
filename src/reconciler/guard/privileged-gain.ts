import { nestedGroupId, parseAddress } from '../../model/address.ts'
import type { World } from '../diff/world.ts'
import type { Draft } from '../digest.ts'
import { privilegedReferences } from '../match/privileged.ts'
import type { Judgement } from './acknowledge.ts'
import type { Evidence } from './guard.ts'

/**
 * Somebody comes into a group that is marked privileged or that the directory counts so, directly or through a group in it, or may let
 * people into it as its owner: always a decision of its own.
 */
export function privilegedGain({ desired, worlds, operations, recent }: Evidence): readonly Judgement[] {
  const privileged = closure({ desired, worlds })
  const gains = operations.filter(
    (operation) =>
      operation.status === 'planned' &&
      ((operation.kind === 'membership' && operation.verb === 'grant' && privileged.has(operation.after.group)) ||
        givesAway(operation, worlds)),
  )
  if (gains.length === 0) return []
  const named = gains.slice(0, 5).map(({ summary }) => summary)
  const lately = recent.filter(({ kind, verb }) => kind === 'membership' && verb === 'grant').length
  const measured = gains.length + lately
  const before = lately === 0 ? '' : ` ${lately} more did in the last 24 hours.`
  const rest = gains.length > 5 ? `; and ${gains.length - 5} more` : ''
  const message = `${gains.length} gain privileged access: ${named.join('; ')}${rest}.${before}`
  return [
    {
      slug: 'privilegedGain',
      gate: 'privilegedGain',
      scope: desired.id,
      result: 'block',
      measured,
      limit: 0,
      message,
      advice: `Add an acknowledgement (gate: privilegedGain, max: ${measured}).`,
    },
  ]
}

/** Privileged groups and every group nested in one: being in it is being in the privileged one. */
function closure({ desired, worlds }: Pick<Evidence, 'desired' | 'worlds'>): ReadonlySet<string> {
  const privileged = new Set([...desired.groups.values()].filter((group) => group.privileged).map(({ id }) => id))
  for (const world of worlds) for (const id of countedPrivileged(world)) privileged.add(id)
  const open = [...privileged]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const declared = desired.groups.get(id)?.members.keys() ?? []
    for (const member of [...declared, ...worlds.flatMap((world) => liveMembers(world, id))]) {
      const nested = member.startsWith(nestedGroupId('')) ? member.slice(nestedGroupId('').length) : undefined
      if (nested === undefined || privileged.has(nested)) continue
      privileged.add(nested)
      open.push(nested)
    }
  }
  return privileged
}

/** Declared groups that their directory counts as privileged, or that lie in one that it does. */
function countedPrivileged({ matches, snapshot }: World): readonly string[] {
  const own = snapshot.groups.flatMap(({ privileged, reference }) => (privileged === true ? [reference] : []))
  if (own.length === 0) return []
  const references = [...own, ...privilegedReferences([], new Map(), snapshot.groups)]
  const nested = nestedGroupId('')
  return references
    .map(matches.memberOf)
    .flatMap((member) => (member.startsWith(nested) ? [member.slice(nested.length)] : []))
}

/** Whether somebody becomes the owner of a group that the directory counts as privileged: they could let themselves in. */
function givesAway(operation: Draft, worlds: readonly World[]): boolean {
  if (operation.kind !== 'group' || operation.verb !== 'update') return false
  if (Object.values(operation.after.references).every((owner) => owner === null)) return false
  const world = worlds.find(({ directory }) => directory.id === operation.directory)
  return world?.matches.groups.get(parseAddress(operation.address).id)?.privileged === true
}

/** Who is in a group now: somebody else may have nested a group in it. */
function liveMembers({ matches }: World, id: string): readonly string[] {
  const live = matches.groups.get(id)
  return live === undefined || live.members === 'unknown' ? [] : live.members.map(matches.memberOf)
}
