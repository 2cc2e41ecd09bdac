import type { AccessSide, Scene } from './side.ts'

const nothing: AccessSide = { views: [], inOrder: (drafts) => drafts, judge: () => [], ends: [], impact: () => [] }

/** Access on platforms. A tenant without any of it does not load what works it out. */
export async function accessWhereNeeded(scene: Scene): Promise<AccessSide> {
  const { desired, memory } = scene
  if (desired.access.size + desired.tests.length + memory.access.size === 0) return nothing
  const { accessSide } = await import('./side.ts')
  return accessSide(scene)
}
