import { test } from 'vitest'
import type { Finding } from '../../../src/model/plan.ts'
import type { PlatformView } from '../../../src/reconciler/access/view.ts'
import { isNoticed } from './seeding.ts'
import type { SeededBug } from './seeding.ts'
import * as laws from './access-laws.ts'

interface Evidence {
  readonly access: readonly PlatformView[]
}
type Gate = (evidence: Evidence) => readonly Finding[]

const silent = (): Gate => () => []
const seeing =
  (change: (view: PlatformView) => PlatformView) =>
  (gate: Gate): Gate =>
  (evidence) =>
    gate({ ...evidence, access: evidence.access.map(change) })

const bugs: readonly SeededBug[] = [
  {
    what: 'accessPairsLost lets one more pass',
    module: 'access-pairs-lost',
    name: 'accessPairsLost',
    instead:
      (gate: Gate): Gate =>
      (evidence) =>
        gate(evidence).map((each) => (each.measured === (each.limit ?? 0) + 1 ? { ...each, result: 'pass' } : each)),
    law: laws.sixPairs,
  },
  {
    what: 'accessPairsLost forgets the morning',
    module: 'access-pairs-lost',
    name: 'accessPairsLost',
    instead: seeing((view) => ({ ...view, ofDay: view.gated })),
    law: laws.pairsAddUp,
  },
  {
    what: 'accessPairsLost counts leavers',
    module: 'access-pairs-lost',
    name: 'accessPairsLost',
    instead: seeing((view) => ({ ...view, gated: view.gated.map((each) => ({ ...each, cause: 'own' as const })) })),
    law: laws.leaversPairsCountOnce,
  },
  {
    what: 'privilegedGain looks at people’s own lines alone',
    module: 'privileged-access',
    name: 'privilegedAccess',
    instead: seeing((view) => ({ ...view, gated: view.gated.filter(({ cause }) => cause === 'own') })),
    law: laws.privilegedByTag,
  },
  {
    what: 'creatorLockout sees nobody',
    module: 'creator-lockout',
    name: 'creatorLockout',
    instead: silent,
    law: laws.makersKeepWhatTheyMade,
  },
  {
    what: 'adminHolders warns where it should hold',
    module: 'admin-holders',
    name: 'adminHolders',
    instead:
      (gate: Gate): Gate =>
      (evidence) =>
        gate(evidence).map((each) => ({ ...each, result: 'warn' })),
    law: laws.somebodyAdministers,
  },
  {
    what: 'tests.yaml is not asked',
    module: 'access-tests',
    name: 'accessTests',
    instead: silent,
    law: laws.testsHold,
  },
  {
    what: 'what was tried is taken for done',
    module: '../access/delivered',
    name: 'deliveryIn',
    instead: () => () => ({ waiting: new Set(), failed: false }),
    law: laws.whatFailedIsNotInEffect,
  },
]

test.each(bugs)('a seeded bug is noticed: $what', isNoticed)
