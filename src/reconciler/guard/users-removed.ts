import { standsDown } from '../../model/observed.ts'
import type { World } from '../diff/world.ts'
import type { Judgement } from './acknowledge.ts'
import type { Evidence } from './guard.ts'
import { removalFindings } from './removals.ts'

/** How many accounts are disabled or deleted, against all enabled ones that roster could disable. */
export function usersRemoved(evidence: Evidence): readonly Judgement[] {
  let population = evidence.recent.filter(({ kind, verb }) => kind === 'user' && verb === 'disable').length
  for (const world of evidence.worlds) population += enabledAndOurs(world)
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

/** Accounts that a plan may touch; what nobody manages would only make the share look smaller. */
function enabledAndOurs({ directory, matches }: World): number {
  if (directory.mode === 'observe') return 0
  const strangers = directory.mode === 'authoritative' ? matches.unmanagedUsers : []
  const ours = [...matches.users.values(), ...matches.orphanUsers.values(), ...strangers]
  return ours.filter((user) => user.notManageable === undefined && user.upstream === undefined && !standsDown(user))
    .length
}
