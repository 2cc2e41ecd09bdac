import { addressOf } from '../../model/address.ts'
import type { ObservedGroup } from '../../model/observed.ts'
import type { Operation } from '../../model/operation.ts'
import type { Draft } from '../digest.ts'
import type { World } from '../diff/world.ts'
import type { Judgement } from './acknowledge.ts'
import type { Evidence } from './guard.ts'
import { revocationsThatCount } from './removals.ts'

const smallest = 10

/** One group of ten or more members that loses more than its share, or all of them. */
export function groupMembersRemoved(evidence: Evidence): readonly Judgement[] {
  const counts = revocationsThatCount(evidence)
  const losses = new Map<string, { explicit: number; derived: number; recent: number }>()
  const note = (operation: Draft | Operation, recent: 0 | 1): void => {
    if (!isRevocation(operation) || !counts(operation)) return
    const { tenant, directory, before } = operation
    const group = addressOf({ tenant, directory, kind: 'group', id: before.group })
    const loss = losses.get(group) ?? { explicit: 0, derived: 0, recent: 0 }
    loss[operation.derived ? 'derived' : 'explicit'] += 1
    loss.recent += recent
    losses.set(group, loss)
  }
  for (const operation of evidence.operations) if (operation.status === 'planned') note(operation, 0)
  for (const operation of evidence.recent) note(operation, 1)
  if (losses.size === 0) return []
  return evidence.worlds.flatMap((world) =>
    [...world.matches.groups, ...world.matches.orphanGroups].flatMap(([id, live]) => {
      const scope = addressOf({ tenant: world.desired.id, directory: world.directory.id, kind: 'group', id })
      const loss = losses.get(scope)
      return loss === undefined ? [] : judge({ scope, live, loss, world })
    }),
  )
}

interface Loss {
  readonly scope: string
  readonly live: ObservedGroup
  readonly loss: { readonly explicit: number; readonly derived: number; readonly recent: number }
  readonly world: World
}

function judge({ scope, live, loss, world }: Loss): readonly Judgement[] {
  const size = (live.members === 'unknown' ? 0 : live.members.length) + loss.recent
  if (size < smallest) return []
  const limits = world.desired.limits.groupMembersRemoved
  return (['explicit', 'derived'] as const).flatMap((sort): readonly Judgement[] => {
    const measured = loss[sort]
    if (measured === 0) return []
    const share = Math.floor((limits[sort].percent * size) / 100)
    const limit = Math.min(Math.max(limits[sort].absolute, share), size - 1)
    const emptied = loss.explicit + loss.derived >= size
    const base = { slug: 'groupMembersRemoved', gate: 'groupMembersRemoved', scope, measured, limit } as const
    const said = `${live.name} would lose ${measured} of its ${size} members${emptied ? ' and be emptied' : ''}; the limit is ${limit}`
    if (measured <= limit && !emptied) return [{ ...base, result: 'pass' as const, message: `${said}.` }]
    return [
      {
        ...base,
        result: 'block' as const,
        message: `${said}.`,
        advice: `Check the list, or add an acknowledgement (gate: groupMembersRemoved, max: ${measured}).`,
      },
    ]
  })
}

function isRevocation(
  operation: Draft | Operation,
): operation is Extract<Operation, { kind: 'membership'; verb: 'revoke' }> {
  return operation.kind === 'membership' && operation.verb === 'revoke'
}
