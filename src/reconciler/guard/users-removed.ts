import type { Finding } from '../../model/plan.ts'
import type { Evidence } from './guard.ts'
import { removalFindings } from './removals.ts'

/** How many accounts are disabled or deleted, against all enabled ones of the tenant. */
export function usersRemoved(evidence: Evidence): readonly Finding[] {
  const recentlyDisabled = evidence.recent.filter(({ kind, verb }) => kind === 'user' && verb === 'disable').length
  let population = recentlyDisabled
  for (const { snapshot } of evidence.worlds) {
    for (const user of snapshot.users) if (user.state !== 'disabled' && user.state !== 'softDeleted') population += 1
  }
  return removalFindings(
    {
      gate: 'usersRemoved',
      limits: evidence.desired.limits.usersRemoved,
      population,
      scope: evidence.desired.id,
      noun: 'people',
      counts: ({ kind, verb }) => kind === 'user' && (verb === 'disable' || verb === 'delete'),
      key: ({ address }) => address,
    },
    evidence,
  )
}
