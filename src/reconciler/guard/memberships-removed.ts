import type { Judgement } from './acknowledge.ts'
import type { Evidence } from './guard.ts'
import { removalFindings, revocationsThatCount } from './removals.ts'

/** How many memberships go, against all of the declared groups. A leaver's own count with the leaver. */
export function membershipsRemoved(evidence: Evidence): readonly Judgement[] {
  const counts = revocationsThatCount(evidence)
  let population = evidence.recent.filter(counts).length
  for (const { directory, matches } of evidence.worlds) {
    if (directory.mode === 'observe') continue
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
      counts,
    },
    evidence,
  )
}
