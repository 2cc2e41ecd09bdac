import { membershipOf } from '../../model/operation.ts'
import { isVerified } from '../../model/outcome.ts'
import type { World } from '../diff/world.ts'
import { passedAccessOn } from '../diff/world.ts'
import type { Settled } from '../run.ts'

/** What became of access that reaches a product through the groups of one directory. */
export interface Delivery {
  /** People with a membership that their access asks for and that is not there, or with one that should have gone and did not. */
  readonly waiting: ReadonlySet<string>
  /** Whether something was tried and did not come to its end. */
  readonly failed: boolean
}

/** Looks at every membership that access asks for: it is live by now, or it is not delivered. */
export function deliveryIn(world: World, settled: readonly Settled[]): Delivery {
  const tried = settled.flatMap(({ operation, outcome }) =>
    operation.kind === 'membership' && operation.directory === world.directory.id
      ? [{ operation, done: isVerified(outcome.status) }]
      : [],
  )
  const waiting = new Set<string>()
  let failed = false
  const come = new Map<string, Set<string>>()
  for (const { operation, done } of tried) {
    const { group, member } = membershipOf(operation)
    if (done && operation.verb === 'grant') come.set(group, (come.get(group) ?? new Set()).add(member))
    if (done || !carriesAccess(world, group)) continue
    failed = true
    waiting.add(member)
  }
  for (const [id, group] of world.desired.groups) {
    if (group.directory !== world.directory.id || group.subscription === undefined) continue
    const present = liveMembers(world, id)
    for (const member of group.members.keys())
      if (!present.has(member) && come.get(id)?.has(member) !== true) waiting.add(member)
  }
  return { waiting, failed }
}

/** Whether a group passes access on to a product, or did so at the last apply. */
function carriesAccess(world: World, id: string): boolean {
  return world.desired.groups.get(id)?.subscription !== undefined || passedAccessOn(world, id)
}

function liveMembers({ matches }: World, id: string): ReadonlySet<string> {
  const live = matches.groups.get(id)
  if (live === undefined || live.members === 'unknown') return new Set()
  return new Set(live.members.map(matches.memberOf))
}
