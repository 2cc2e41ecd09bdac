import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Operation, PlatformOperation } from '../../model/operation.ts'
import type { Finding } from '../../model/plan.ts'
import type { SeatLine } from '../../model/seats.ts'
import type { Draft } from '../digest.ts'
import type { World } from '../diff/world.ts'
import type { Memory } from '../memory.ts'
import type { PlatformView } from '../access/view.ts'
import type { Judgement } from './acknowledge.ts'
import { acknowledged } from './acknowledge.ts'
import { certificates } from './certificates.ts'
import { cost } from './cost.ts'
import { conformance } from './conformance.ts'
import { disabledElsewhere } from './disabled-elsewhere.ts'
import { groupMembersRemoved } from './group-members-removed.ts'
import { lastHolder } from './last-holder.ts'
import { membershipsRemoved } from './memberships-removed.ts'
import { nothingDesired } from './nothing-desired.ts'
import { orderCycle } from './order-cycle.ts'
import { privilegedGain } from './privileged-gain.ts'
import { directoriesRemoved } from './scope-removed.ts'
import { seatPurchases } from './seat-purchases.ts'
import { usersRemoved } from './users-removed.ts'

/** What the gates of one tenant are judged on: the whole plan, what was read, what the ledger knows. */
export interface Evidence {
  readonly desired: DesiredTenant
  readonly worlds: readonly World[]
  readonly operations: readonly Draft[]
  /** Removals and privileged grants carried out in the 24 hours before `asOf`. */
  readonly recent: readonly Operation[]
  readonly memory: Memory
  readonly asOf: Date
  /** Access on each platform. */
  readonly access: readonly PlatformView[]
  /** What is to be done on platforms, and by people. */
  readonly onPlatforms: readonly PlatformOperation[]
  /** Paid seats, now and after the plan. */
  readonly seats: readonly SeatLine[]
}

/**
 * Judges a tenant's whole plan, with what was found about access on platforms. A finding that blocks holds the tenant, unless
 * an acknowledgement of the workspace lifts it.
 */
export function guard(evidence: Evidence, onAccess: readonly Judgement[]): readonly Finding[] {
  const findings = [
    ...usersRemoved(evidence),
    ...groupMembersRemoved(evidence),
    ...membershipsRemoved(evidence),
    ...nothingDesired(evidence),
    ...directoriesRemoved(evidence.desired, evidence.memory),
    ...privilegedGain(evidence),
    ...lastHolder(evidence),
    ...disabledElsewhere(evidence),
    ...orderCycle(evidence),
    ...conformance(evidence),
    ...certificates(evidence.desired, evidence.asOf),
    ...seatPurchases(evidence),
    ...cost(evidence),
    ...onAccess,
  ]
  return findings.map((finding) => acknowledged(finding, evidence.desired.acknowledgements, evidence.asOf))
}

/** What was carried out in the 24 hours before this moment, of what gates sum. */
export function lately(memory: Memory, asOf: Date): readonly Operation[] {
  const since = new Date(asOf.getTime() - 24 * 3_600_000).toISOString()
  return memory.lately.filter(({ at }) => at > since).map(({ operation }) => operation)
}
