import { afterEach, expect, test, vi } from 'vitest'
import type { Finding } from '../../../src/model/plan.ts'
import type { PlatformView } from '../../../src/reconciler/access/view.ts'
import type { Law } from './laws.ts'
import * as laws from './access-laws.ts'

type Module = Readonly<Record<string, unknown>>

/** One bug: a function of a module of the reconciler that does something else, and a law that must notice. */
interface Bug {
  readonly what: string
  /** Below src/reconciler. */
  readonly module: string
  readonly name: string
  readonly instead: (original: never) => unknown
  readonly law: Law
}

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

const bugs: readonly Bug[] = [
  {
    what: 'accessPairsLost lets one more pass',
    module: 'guard/access-pairs-lost',
    name: 'accessPairsLost',
    instead:
      (gate: Gate): Gate =>
      (evidence) =>
        gate(evidence).map((each) => (each.measured === (each.limit ?? 0) + 1 ? { ...each, result: 'pass' } : each)),
    law: laws.sixPairs,
  },
  {
    what: 'accessPairsLost forgets the morning',
    module: 'guard/access-pairs-lost',
    name: 'accessPairsLost',
    instead: seeing((view) => ({ ...view, ofDay: view.gated })),
    law: laws.pairsAddUp,
  },
  {
    what: 'accessPairsLost counts leavers',
    module: 'guard/access-pairs-lost',
    name: 'accessPairsLost',
    instead: seeing((view) => ({ ...view, gated: view.gated.map((each) => ({ ...each, cause: 'own' as const })) })),
    law: laws.leaversPairsCountOnce,
  },
  {
    what: 'privilegedGain looks at people’s own lines alone',
    module: 'guard/privileged-access',
    name: 'privilegedAccess',
    instead: seeing((view) => ({ ...view, gated: view.gated.filter(({ cause }) => cause === 'own') })),
    law: laws.privilegedByTag,
  },
  {
    what: 'creatorLockout sees nobody',
    module: 'guard/creator-lockout',
    name: 'creatorLockout',
    instead: silent,
    law: laws.makersKeepWhatTheyMade,
  },
  {
    what: 'adminHolders warns where it should hold',
    module: 'guard/admin-holders',
    name: 'adminHolders',
    instead:
      (gate: Gate): Gate =>
      (evidence) =>
        gate(evidence).map((each) => ({ ...each, result: 'warn' })),
    law: laws.somebodyAdministers,
  },
  {
    what: 'tests.yaml is not asked',
    module: 'guard/access-tests',
    name: 'accessTests',
    instead: silent,
    law: laws.testsHold,
  },
  {
    what: 'what was tried is taken for done',
    module: 'access/delivered',
    name: 'deliveryIn',
    instead: () => () => ({ waiting: new Set(), failed: false }),
    law: laws.whatFailedIsNotInEffect,
  },
]

const mocked = new Set<string>()
afterEach(() => {
  for (const path of mocked) vi.doUnmock(path)
  mocked.clear()
  vi.resetModules()
})

/** A bench whose reconciler has the bug; without one, as it is. */
async function benchWith(bug?: Bug): Promise<InstanceType<(typeof import('../bench.ts'))['Bench']>> {
  vi.resetModules()
  if (bug !== undefined) {
    const path = `../../../src/reconciler/${bug.module}.ts`
    mocked.add(path)
    vi.doMock(path, async (importOriginal) => {
      const original = await importOriginal<Module>()
      return { ...original, [bug.name]: bug.instead(original[bug.name] as never) }
    })
  }
  const { Bench } = await import('../bench.ts')
  return new Bench()
}

test.each(bugs)('a seeded bug is noticed: $what', async (bug) => {
  const sound = await benchWith()
  await bug.law(sound)
  sound.close()
  const broken = await benchWith(bug)
  await expect(bug.law(broken)).rejects.toThrow(/^expected/)
  broken.close()
})
