import type { OverTime } from '../access/over-time.ts'
import { overTime } from '../access/over-time.ts'
import { accessLingers } from './access-lingers.ts'
import { accessPairsLost } from './access-pairs-lost.ts'
import { accessTests } from './access-tests.ts'
import type { Judgement } from './acknowledge.ts'
import { adminHolders } from './admin-holders.ts'
import { creatorLockout } from './creator-lockout.ts'
import { dailyAccounts } from './daily-account.ts'
import { escalations } from './escalations.ts'
import type { Evidence } from './guard.ts'
import { heldThroughout } from './held-throughout.ts'
import { noDataAccess } from './no-data-access.ts'
import { privilegedAccess } from './privileged-access.ts'
import { requirements } from './requirements.ts'
import { roleHolders } from './role-holders.ts'
import { roleRisks } from './role-risks.ts'
import { separationOfDuties } from './separation.ts'
import { signInRules } from './sign-in-rules.ts'

/** What is judged of access on platforms. */
export function onAccess(evidence: Evidence): readonly Judgement[] {
  // Also where nobody has anything: that somebody has something may be what is asked.
  const tested = accessTests(evidence)
  if (evidence.access.length === 0) return tested
  const { desired, asOf } = evidence
  const ahead: OverTime | undefined = desired.separation.length === 0 ? undefined : overTime(desired.access, asOf)
  return [
    ...tested,
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
