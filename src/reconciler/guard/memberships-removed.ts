import type { Finding } from '../../model/plan.ts'
import type { Evidence } from './guard.ts'
import { removalFindings } from './removals.ts'

/** How many memberships go, against all of the declared groups. A leaver's own count with the leaver. */
export function membershipsRemoved(evidence: Evidence): readonly Finding[] {
  let population = evidence.recent.filter(({ kind, effects }) => kind === 'membership' && effects.length === 0).length
  for (const { matches } of evidence.worlds) {
    for (const group of [...matches.groups.values(), ...matches.orphanGroups.values()])
      population += group.members === 'unknown' ? 0 : group.members.length
  }
  return removalFindings(
    {
      gate: 'membershipsRemoved',
      limits: evidence.desired.limits.membershipsRemoved,
      population,
      scope: evidence.desired.id,
      noun: 'memberships',
      counts: ({ kind, verb, effects }) => kind === 'membership' && verb === 'revoke' && effects.length === 0,
    },
    evidence,
  )
}
