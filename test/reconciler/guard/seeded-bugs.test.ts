import { test } from 'vitest'
import type { Finding } from '../../../src/model/plan.ts'
import { isNoticed } from './seeding.ts'
import type { SeededBug } from './seeding.ts'
import * as laws from './laws.ts'

type Gate = (evidence: Evidence) => readonly Finding[]
interface Evidence {
  readonly operations: readonly { readonly effects: readonly string[] }[]
  readonly recent: readonly unknown[]
  readonly worlds: readonly unknown[]
  readonly desired: { readonly groups: ReadonlyMap<string, { readonly members: ReadonlyMap<string, unknown> }> }
}

const oneMore =
  (gate: Gate): Gate =>
  (evidence) =>
    gate(evidence).map((each) => (each.measured === (each.limit ?? 0) + 1 ? { ...each, result: 'pass' } : each))
const forgetful =
  (gate: Gate): Gate =>
  (evidence) =>
    gate({ ...evidence, recent: [] })
const silent = (): Gate => () => []

type Belief = { readonly findings: readonly Finding[] }
const credulous =
  (slug: string) =>
  (believe: (...given: readonly unknown[]) => Belief) =>
  (...given: readonly unknown[]): Belief => {
    const belief = believe(...given)
    return { ...belief, findings: belief.findings.filter((each) => each.slug !== slug) }
  }

const explicit = (people: number, removed: number, limit: number) => ({ people, removed, limit, blocks: true })

const bugs: readonly SeededBug[] = [
  {
    what: 'usersRemoved lets one more pass',
    module: 'users-removed',
    name: 'usersRemoved',
    instead: oneMore,
    law: laws.usersRemoved('explicit', explicit(10, 6, 5)),
  },
  {
    what: 'usersRemoved forgets yesterday',
    module: 'users-removed',
    name: 'usersRemoved',
    instead: forgetful,
    law: laws.removalsAddUpOverADay,
  },
  {
    what: 'groupMembersRemoved lets one more pass',
    module: 'group-members-removed',
    name: 'groupMembersRemoved',
    instead: oneMore,
    law: laws.groupMembersRemoved('explicit', explicit(10, 6, 5)),
  },
  {
    what: 'groupMembersRemoved forgets the last day',
    module: 'group-members-removed',
    name: 'groupMembersRemoved',
    instead: forgetful,
    law: laws.membersAddUpOverADay,
  },
  {
    what: 'membershipsRemoved lets one more pass',
    module: 'memberships-removed',
    name: 'membershipsRemoved',
    instead: oneMore,
    law: laws.membershipsRemoved('derived', explicit(50, 6, 5)),
  },
  {
    what: 'membershipsRemoved counts what leavers leave',
    module: 'memberships-removed',
    name: 'membershipsRemoved',
    instead:
      (gate: Gate): Gate =>
      (evidence) =>
        gate({ ...evidence, operations: evidence.operations.map((each) => ({ ...each, effects: [] })) }),
    law: laws.leaversCountOnce,
  },
  {
    what: 'scopeRemoved does not miss a directory',
    module: 'scope-removed',
    name: 'directoriesRemoved',
    instead: silent,
    law: laws.directoryRemoved,
  },
  {
    what: 'scopeRemoved does not miss a tenant',
    module: 'scope-removed',
    name: 'tenantsRemoved',
    instead: silent,
    law: laws.tenantRemoved,
  },
  {
    what: 'nothingDesired is content with nothing',
    module: 'nothing-desired',
    name: 'nothingDesired',
    instead: silent,
    law: laws.nothingDesired,
  },
  {
    what: 'nothingDesired can be lifted',
    module: 'nothing-desired',
    name: 'nothingDesired',
    instead:
      (gate: Gate): Gate =>
      (evidence) =>
        gate(evidence).map((each) => ({ ...each, gate: 'usersRemoved' })),
    law: laws.nothingDesired,
  },
  {
    what: 'privilegedGain looks at the privileged groups alone',
    module: 'privileged-gain',
    name: 'privilegedGain',
    instead:
      (gate: Gate): Gate =>
      (evidence) =>
        gate({
          ...evidence,
          worlds: [],
          desired: {
            ...evidence.desired,
            groups: new Map(
              [...evidence.desired.groups].map(([id, group]) => [
                id,
                { ...group, members: new Map<string, unknown>() },
              ]),
            ),
          },
        }),
    law: laws.privilegedGain('group in a group in it'),
  },
  {
    what: 'privilegedGain believes the files alone',
    module: 'privileged-gain',
    name: 'privilegedGain',
    instead:
      (gate: Gate): Gate =>
      (evidence) =>
        gate({ ...evidence, worlds: [] }),
    law: laws.privilegedGain('group that somebody else put in it'),
  },
  {
    what: 'population believes any reading',
    module: '../believe',
    name: 'believe',
    instead: credulous('population'),
    law: laws.population('user', 2, true),
  },
  {
    what: 'recordedMissing takes what is hidden for deleted',
    module: '../believe',
    name: 'believe',
    instead: credulous('recordedMissing'),
    law: laws.recordedMissing,
  },
  {
    what: 'disabledElsewhere is lifted whatever max says',
    module: 'disabled-elsewhere',
    name: 'enabledAgain',
    instead:
      (lift: (operations: unknown, acknowledgements: readonly object[], asOf: Date) => unknown) =>
      (operations: unknown, acknowledgements: readonly object[], asOf: Date): unknown =>
        lift(
          operations,
          acknowledgements.map((each) => ({ ...each, max: 1000 })),
          asOf,
        ),
    law: laws.disabledElsewhere,
  },
  {
    what: 'order-cycle sees none',
    module: 'order-cycle',
    name: 'orderCycle',
    instead: silent,
    law: laws.orderCycle,
  },
  {
    what: 'acknowledgements lift whatever is measured',
    module: 'acknowledge',
    name: 'acknowledged',
    instead:
      (lift: (finding: Finding, list: readonly object[], asOf: Date) => Finding) =>
      (finding: Finding, list: readonly object[], asOf: Date): Finding => {
        const { measured = 0 } = finding
        const generous = list.map((each) => ({ ...each, max: measured }))
        return lift(finding, generous, asOf)
      },
    law: laws.acknowledged(10, '2026-12-02T09:00:00Z', false),
  },
  {
    what: 'acknowledgements last for ever',
    module: 'acknowledge',
    name: 'acknowledged',
    instead:
      (lift: (finding: Finding, list: readonly object[], asOf: Date) => Finding) =>
      (finding: Finding, list: readonly object[], asOf: Date): Finding =>
        lift(
          finding,
          list.map((each) => ({ ...each, expires: new Date(asOf.getTime() + 1000).toISOString() })),
          asOf,
        ),
    law: laws.acknowledged(11, '2026-12-01T09:00:00Z', false),
  },
]

test.each(bugs)('a seeded bug is noticed: $what', isNoticed)
