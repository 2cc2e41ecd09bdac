import type { Findings, World } from '../world.ts'
import { below } from '../world.ts'
import { templateIdOf } from './account-of.ts'
import { checkAssignments } from './assignment-names.ts'
import { refuseReclaimed } from './reclaim.ts'
import type { SubscriptionOf } from './subscription-of.ts'
import { checkApplicationsNamed } from './tenant-access.ts'

/** What templates give on platforms; of those that are handed down only what somebody here has. */
export function checkTemplateAccess(
  world: World,
  findings: Findings,
  subscriptions: ReadonlyMap<string, SubscriptionOf>,
): void {
  const giving = [...world.templates].filter(
    ([, { spec }]) => spec.platforms !== undefined || spec.applications !== undefined,
  )
  if (giving.length === 0) return
  const used = new Set([...world.users.values()].map(({ spec }) => templateIdOf(world, spec)))
  for (const [id, { file, spec }] of giving) {
    if (!used.has(id) && !file.startsWith(`tenants/${world.id}/`)) continue
    const spot = { file, path: [id] }
    const { platforms, applications } = spec
    if (platforms !== undefined) {
      checkAssignments({ world, findings, spot: below(spot, 'platforms'), platforms, subscriptions })
      refuseReclaimed({ findings, spot: below(spot, 'platforms'), platforms })
    }
    checkApplicationsNamed({ world, findings, spot: below(spot, 'applications') }, applications)
  }
}
