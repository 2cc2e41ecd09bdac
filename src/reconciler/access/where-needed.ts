import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Draft } from '../digest.ts'
import type { AccessSide, Scene } from './side.ts'

const nothing: AccessSide = { views: [], inOrder: (drafts) => drafts, judge: () => [], ends: [], impact: () => [] }

/** The tenant with access as it is after these operations take memberships back, where there is any. */
export async function takenBackWhereNeeded(scene: Scene, drafts: readonly Draft[]): Promise<DesiredTenant> {
  const { desired, memory } = scene
  if (desired.access.size + memory.access.size === 0) return desired
  const { withAccessTakenBack } = await import('../revert/access.ts')
  return withAccessTakenBack(scene, drafts)
}

/** Access on platforms. A tenant without any of it does not load what works it out. */
export async function accessWhereNeeded(scene: Scene): Promise<AccessSide> {
  const { desired, memory } = scene
  if (desired.access.size + desired.tests.length + memory.access.size === 0) return nothing
  const { accessSide } = await import('./side.ts')
  return accessSide(scene)
}
