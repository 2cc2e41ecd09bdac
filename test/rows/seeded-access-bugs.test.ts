import { test } from 'vitest'
import type { Evidence } from '../../src/reconciler/guard/guard.ts'
import type { PlatformView } from '../../src/reconciler/access/view.ts'
import type { Finding } from '../../src/model/plan.ts'
import { isNoticed } from '../reconciler/guard/seeding.ts'
import type { SeededBug } from '../reconciler/guard/seeding.ts'
import * as laws from './access-laws.ts'

type Gate = (evidence: Evidence) => readonly Finding[]
const silent = (): Gate => () => []
const oneMore =
  (gate: Gate): Gate =>
  (evidence) =>
    gate(evidence).map((each) => (each.measured === (each.limit ?? 0) + 1 ? { ...each, result: 'pass' } : each))

/** A gate that is shown other views of the platforms. */
const seeing =
  (changed: (view: PlatformView) => Partial<PlatformView>) =>
  (gate: Gate): Gate =>
  (evidence) =>
    gate({ ...evidence, access: evidence.access.map((view) => ({ ...view, ...changed(view) })) })

const pairs = { module: 'access-pairs-lost', name: 'accessPairsLost' }
const holders = { module: 'admin-holders', name: 'adminHolders' }
const duties = { module: 'separation', name: 'separationOfDuties' }

type Judge = (desired: Evidence['desired'], ahead: { readonly evaluations: unknown }) => readonly Finding[]

const bugs: readonly SeededBug[] = [
  { ...pairs, what: 'accessPairsLost lets one more pass', instead: oneMore, law: laws.pairsAreCounted },
  {
    ...pairs,
    what: 'accessPairsLost forgets the last day',
    instead: seeing(() => ({ ofDay: [] })),
    law: laws.pairsAddUpOverADay,
  },
  {
    ...pairs,
    what: 'accessPairsLost counts leavers twice',
    instead: seeing(({ gated }) => ({
      gated: gated.map((each) => (each.cause === 'leaver' ? { ...each, cause: 'own' } : each)),
    })),
    law: laws.leaversLoseNoPairs,
  },
  { ...holders, what: 'adminHolders is content with nobody', instead: silent, law: laws.somebodyAdministers },
  {
    ...holders,
    what: 'adminHolders looks at what was',
    instead: seeing(({ baseline, after }) => ({ after: baseline ?? after })),
    law: laws.somebodyAdministers,
  },
  {
    ...holders,
    what: 'adminHolders does not tell of the last but one',
    instead:
      (gate: Gate): Gate =>
      (evidence) =>
        gate(evidence).map((each) => (each.result === 'warn' ? { ...each, result: 'pass' } : each)),
    law: laws.oneAdministratorIsTold,
  },
  {
    what: 'creatorLockout forgets who made it',
    module: 'creator-lockout',
    name: 'creatorLockout',
    instead: seeing(({ after }) => ({
      after: {
        ...after,
        entities: new Map([...after.entities].map(([id, entity]) => [id, { ...entity, createdBy: 'somebody-else' }])),
      },
    })),
    law: laws.makersAreNotLockedOut,
  },
  {
    what: 'access tests are not asked',
    module: 'access-tests',
    name: 'accessTests',
    instead: silent,
    law: laws.testsOfAccessHold,
  },
  { ...duties, what: 'separation sees nothing', instead: silent, law: laws.dutiesAreApart('roles') },
  {
    ...duties,
    what: 'separation looks at roles alone',
    instead:
      (judge: Judge): Judge =>
      (desired, ahead) =>
        judge(desired, { ...ahead, evaluations: new Map() }),
    law: laws.dutiesAreApart('override'),
  },
  ...(Object.keys(laws.ways) as (keyof typeof laws.ways)[]).map((way) => ({
    what: `privilegedGain overlooks the way by ${way}`,
    module: 'privileged-access',
    name: 'privilegedAccess',
    instead: seeing(({ gated, after }) => ({
      gated: gated.filter(({ cause }) => cause !== way),
      ofDay: [],
      baseline: after,
    })),
    law: laws.privilegeIsSeen(way),
  })),
]

test.each(bugs)('a seeded bug of access is noticed: $what', { timeout: 120_000 }, isNoticed)
