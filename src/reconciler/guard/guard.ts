import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Operation, PlatformOperation } from '../../model/operation.ts'
import type { Finding } from '../../model/plan.ts'
import type { Draft } from '../digest.ts'
import type { World } from '../diff/world.ts'
import type { Memory } from '../memory.ts'
import type { OverTime } from '../access/over-time.ts'
import { overTime } from '../access/over-time.ts'
import type { PlatformView } from '../access/view.ts'
import { accessLingers } from './access-lingers.ts'
import { accessPairsLost } from './access-pairs-lost.ts'
import { accessTests } from './access-tests.ts'
import type { Judgement } from './acknowledge.ts'
import { acknowledged } from './acknowledge.ts'
import { adminHolders } from './admin-holders.ts'
import { heldThroughout } from './held-throughout.ts'
import { roleRisks } from './role-risks.ts'
import { certificates } from './certificates.ts'
import { conformance } from './conformance.ts'
import { creatorLockout } from './creator-lockout.ts'
import { dailyAccounts } from './daily-account.ts'
import { disabledElsewhere } from './disabled-elsewhere.ts'
import { escalations } from './escalations.ts'
import { groupMembersRemoved } from './group-members-removed.ts'
import { membershipsRemoved } from './memberships-removed.ts'
import { noDataAccess } from './no-data-access.ts'
import { nothingDesired } from './nothing-desired.ts'
import { orderCycle } from './order-cycle.ts'
import { privilegedAccess } from './privileged-access.ts'
import { privilegedGain } from './privileged-gain.ts'
import { requirements } from './requirements.ts'
import { roleHolders } from './role-holders.ts'
import { directoriesRemoved } from './scope-removed.ts'
import { separationOfDuties } from './separation.ts'
import { signInRules } from './sign-in-rules.ts'
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
}

/** Judges a tenant's whole plan. A finding that blocks holds the tenant, unless an acknowledgement of the workspace lifts it. */
export function guard(evidence: Evidence): readonly Finding[] {
  const findings = [
    ...usersRemoved(evidence),
    ...groupMembersRemoved(evidence),
    ...membershipsRemoved(evidence),
    ...nothingDesired(evidence),
    ...directoriesRemoved(evidence.desired, evidence.memory),
    ...privilegedGain(evidence),
    ...disabledElsewhere(evidence),
    ...orderCycle(evidence),
    ...conformance(evidence),
    ...certificates(evidence.desired, evidence.asOf),
    // Also where nobody has anything: that somebody has something may be what is asked.
    ...accessTests(evidence),
    ...(evidence.access.length === 0 ? [] : onAccess(evidence)),
  ]
  return findings.map((finding) => acknowledged(finding, evidence.desired.acknowledgements, evidence.asOf))
}

/** What is judged of access on platforms. */
function onAccess(evidence: Evidence): readonly Judgement[] {
  const { desired, asOf } = evidence
  const ahead: OverTime | undefined = desired.separation.length === 0 ? undefined : overTime(desired.access, asOf)
  return [
    ...accessPairsLost(evidence),
    ...accessLingers(evidence),
    ...privilegedAccess(evidence),
    ...adminHolders(evidence),
    ...heldThroughout(evidence),
    ...creatorLockout(evidence),
    ...escalations(evidence),
    ...(ahead === undefined ? [] : separationOfDuties(desired, ahead)),
    ...roleHolders(desired, asOf),
    ...roleRisks(evidence),
    ...requirements(evidence),
    ...dailyAccounts(evidence),
    ...signInRules(evidence),
    ...noDataAccess(evidence),
  ]
}

/** What was carried out in the 24 hours before this moment, of what gates sum. */
export function lately(memory: Memory, asOf: Date): readonly Operation[] {
  const since = new Date(asOf.getTime() - 24 * 3_600_000).toISOString()
  return memory.lately.filter(({ at }) => at > since).map(({ operation }) => operation)
}

/** Whether a finding holds the whole tenant: a gate, or something about the tenant or a directory of it. What blocks one object holds that one. */
export function holdsTenant({ result, gate, scope }: Finding): boolean {
  return result === 'block' && (gate !== undefined || scope.split('/').length <= 2)
}
