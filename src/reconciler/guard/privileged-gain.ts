import { nestedGroupId } from '../../model/address.ts'
import type { World } from '../diff/world.ts'
import type { Judgement } from './acknowledge.ts'
import type { Evidence } from './guard.ts'

/** Somebody comes into a group marked privileged, directly or through a group in it: always a decision of its own. */
export function privilegedGain({ desired, worlds, operations, recent }: Evidence): readonly Judgement[] {
  const privileged = closure({ desired, worlds })
  const gains = operations.filter(
    (operation) =>
      operation.kind === 'membership' &&
      operation.verb === 'grant' &&
      operation.status === 'planned' &&
      privileged.has(operation.after.group),
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

/** Who is in a group now: somebody else may have nested a group in it. */
function liveMembers({ matches }: World, id: string): readonly string[] {
  const live = matches.groups.get(id)
  return live === undefined || live.members === 'unknown' ? [] : live.members.map(matches.memberOf)
}
