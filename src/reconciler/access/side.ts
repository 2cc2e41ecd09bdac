import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { AccessGroupChange, CalendarEntry } from '../../model/plan.ts'
import type { Draft } from '../digest.ts'
import type { World } from '../diff/world.ts'
import type { Judgement } from '../guard/acknowledge.ts'
import type { Evidence } from '../guard/guard.ts'
import { onAccess } from '../guard/on-access.ts'
import type { Memory } from '../memory.ts'
import { overrideEnds } from './calendar.ts'
import { driftImpact } from './drift.ts'
import { successorsFirst } from './successors.ts'
import type { PlatformView } from './view.ts'
import { platformViews } from './view.ts'

/** What access on platforms adds to the plan of a tenant. */
export interface AccessSide {
  readonly views: readonly PlatformView[]
  /** The operations of directories, those that bring successors in before those that take predecessors out. */
  readonly inOrder: (drafts: readonly Draft[]) => readonly Draft[]
  readonly judge: (evidence: Evidence) => readonly Judgement[]
  /** Ends of what was given for a time. */
  readonly ends: readonly CalendarEntry[]
  /** Who gains and who loses what by these operations of directories. */
  readonly impact: (drafts: readonly Draft[]) => readonly AccessGroupChange[]
}

/** A tenant as it is declared, as it was read, and as the ledger knows it. */
export interface Scene {
  readonly desired: DesiredTenant
  readonly worlds: readonly World[]
  readonly memory: Memory
  readonly asOf: Date
}

export function accessSide({ desired, worlds, memory, asOf }: Scene): AccessSide {
  const views = platformViews(desired, worlds, memory, asOf)
  return {
    views,
    inOrder: (drafts) => successorsFirst(desired, views, drafts),
    judge: onAccess,
    ends: overrideEnds(desired, views),
    impact: (drafts) => [...views.flatMap(({ impact }) => impact), ...driftImpact(desired, drafts, views)],
  }
}
