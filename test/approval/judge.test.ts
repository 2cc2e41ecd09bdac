import { expect, test } from 'vitest'
import type { Court } from '../../src/approval/judge.ts'
import { judgeOf } from '../../src/approval/judge.ts'
import type { Judged } from '../../src/model/judgement.ts'
import { approvalKey } from '../../src/model/judgement.ts'
import type { PostedPlan } from '../../src/model/posted-plan.ts'
import type { Step } from './story.ts'
import { commitAt, happened, operation, people, planOf, privilege, terms } from './story.ts'

const usual: readonly Step[] = [
  ['plan', 'one'],
  ['approve', 'ben'],
  ['merge', 'ben'],
]

function court(steps: readonly Step[], more: Partial<Court> = {}): Court {
  return {
    requests: [happened(steps)],
    termsAt: () => terms,
    people,
    tool: { name: 'roster', version: '1.4.9' },
    isWhole: () => true,
    now: new Date('2026-12-01T12:00:00Z'),
    ...more,
  }
}

function judged(more: Partial<Judged> = {}): Judged {
  return {
    tenant: 'msp',
    operations: [operation()],
    access: [],
    findings: [],
    calendar: [],
    consumed: new Set(),
    insiders: () => [],
    ...more,
  }
}

/** The usual story, with the plan on record altered. */
function recorded(change: Partial<PostedPlan>, more: Partial<Court> = {}): Court {
  const { facts, posted } = happened(usual)
  return court(usual, { requests: [{ facts, posted: posted.map((plan) => ({ ...plan, ...change })) }], ...more })
}

test('SEC-05 what was approved and merged is allowed, with who agreed', () => {
  const { allowed, missing } = judgeOf(court(usual))(judged())
  expect(missing).toEqual([])
  expect(allowed).toEqual([
    {
      trace: {
        repository: 'msp/access',
        number: 12,
        author: 'ana',
        head: commitAt(0),
        merge: 'f'.repeat(40),
        mergedAt: '2026-12-01T09:03:00.000Z',
        mergedBy: 'ben',
        digest: 'sha256:one',
        approvals: [{ by: 'ben', person: 'msp/ben-osei', at: '2026-12-01T09:02:00.000Z', rules: ['default'] }],
      },
      observedAt: '2026-12-01T09:01:00.000Z',
      fingerprints: new Set(['one']),
      standing: new Set(),
      critical: false,
    },
  ])
})

test('SEC-05 SEC-12 an older plan whose job is run again does not take the place of the one that is shown', () => {
  const { facts, posted } = happened([['plan', 'shown'], ['plan', 'one'], ['approve', 'ben'], ['merge', 'ben']]) // prettier-ignore
  const observed = (plan: PostedPlan): PostedPlan =>
    plan.digest === 'sha256:one' ? { ...plan, observedAt: '2026-12-01T09:00:00.000Z' } : plan
  const asked = court(usual, { requests: [{ facts, posted: posted.map(observed) }] })
  expect(judgeOf(asked)(judged()).allowed.flatMap(({ fingerprints }) => [...fingerprints])).toEqual(['shown'])
})

test('what is not merged allows nothing', () => {
  expect(judgeOf(court(usual.slice(0, 2)))(judged())).toEqual({ allowed: [], missing: [] })
})

test('a request that is not about the tenant allows nothing in it, and nothing is said', () => {
  expect(judgeOf(court(usual))(judged({ tenant: 'acme' }))).toEqual({ allowed: [], missing: [] })
})

const key = approvalKey({ repository: 'msp/access', number: 12, digest: 'sha256:one' })
const held = { ...planOf('one', '', '').tenants[0]!, held: true, fingerprints: [], standing: [] }

test.each<[string, Court, Partial<Judged>, string]>([
  [
    'merged past everybody',
    court([
      ['plan', 'one'],
      ['merge', 'ana'],
    ]),
    {},
    '#12 needs one more approval of @msp/leads (default: every change needs it)',
  ],
  [
    'approved by who gains',
    court(usual),
    { operations: [operation({ verb: 'create', address: 'msp/hq/user/ben-osei' })] },
    '#12 needs one more approval of @msp/leads (default: every change needs it); not counted: @ben gains by it (msp/ben-osei)',
  ],
  [
    'critical by what it does now',
    court(usual),
    { operations: [{ ...privilege, fingerprint: 'one' }] },
    '#12 needs one more approval of @msp/security or @dora (critical: Zoe comes into admins)',
  ],
  [
    'critical when it was shown',
    recorded({ tenants: planOf('one', '', '').tenants.map((each) => ({ ...each, critical: true as const })) }),
    {},
    '#12 needs one more approval of @msp/security or @dora (critical: the plan was critical when it was shown)',
  ],
  ['no plan on record', court([['merge', 'ana']]), {}, '#12 was merged without a plan on record for its last commit'],
  [
    'only a plan of an earlier commit',
    court([
      ['plan', 'one'],
      ['push', 'ana'],
      ['approve', 'ben'],
      ['merge', 'ben'],
    ]),
    {},
    '#12 was merged without a plan on record for its last commit',
  ],
  [
    'SEC-14 older than a day',
    court(usual, { now: new Date('2026-12-02T09:01:01Z') }),
    {},
    '#12 was approved on a plan that is older than 24 hours',
  ],
  [
    'SEC-14 read in the future',
    recorded({ observedAt: '2026-12-01T12:02:00Z' }),
    {},
    '#12 was approved on a plan that is older than 24 hours',
  ],
  [
    'SEC-14 used up',
    court(usual),
    { consumed: new Set([key]) },
    '#12 was carried out already, and its approvals are used up',
  ],
  [
    'SEC-14 of another repository',
    recorded({ repository: 'evil/access' }),
    {},
    '#12 was merged without a plan on record',
  ],
  ['of another request', recorded({ number: 13 }), {}, '#12 was merged without a plan on record'],
  [
    'SEC-14 a base commit that is not on the branch',
    court(usual, { termsAt: () => undefined }),
    {},
    '#12 was planned for bbbbbbbbbb, which is not on the base branch',
  ],
  [
    'SEC-14 another major version',
    recorded({ tool: { name: 'roster', version: '2.0.0' } }),
    {},
    '#12 was planned by roster 2.0.0, and this is roster 1.4.9',
  ],
  [
    'SEC-14 another minor version before the first',
    recorded({ tool: { name: 'roster', version: '0.3.0' } }, { tool: { name: 'roster', version: '0.4.0' } }),
    {},
    '#12 was planned by roster 0.3.0, and this is roster 0.4.0',
  ],
  [
    'SEC-12 altered on record',
    court(usual, { isWhole: () => false }),
    {},
    '#12 has a plan on record whose digest is not that of what it lists',
  ],
  ['held when it was shown', recorded({ tenants: [held] }), {}, '#12 had a plan that a gate or a mistake held'],
])('%s', (_, at, more, why) => {
  const { allowed, missing } = judgeOf(at)(judged(more))
  expect(allowed.flatMap(({ fingerprints }) => [...fingerprints])).toEqual([])
  expect(missing).toHaveLength(1)
  expect(missing[0]).toContain(why)
})

test('what waits, and what time will bring, stays allowed after a day', () => {
  const tenants = [{ ...planOf('one', '', '').tenants[0]!, standing: ['later'] }]
  const late = recorded({ tenants }, { now: new Date('2026-12-20T09:00:00Z') })
  const { allowed, missing } = judgeOf(late)(judged({ operations: [operation({ fingerprint: 'later' })] }))
  expect(missing).toEqual([])
  expect(allowed).toMatchObject([{ fingerprints: new Set(), standing: new Set(['later']), critical: false }])
})

test('SEC-05 what only time will bring needs approvals too', () => {
  const tenants = [{ ...planOf('one', '', '').tenants[0]!, fingerprints: [], standing: ['later'] }]
  const { facts, posted } = happened([
    ['plan', 'one'],
    ['merge', 'ana'],
  ])
  const bypassed = court([], { requests: [{ facts, posted: posted.map((plan) => ({ ...plan, tenants })) }] })
  expect(judgeOf(bypassed)(judged({ operations: [] })).allowed).toEqual([])
})

test('with what is critical agreed to, that is known of what stands', () => {
  const steps: readonly Step[] = [
    ['plan', 'one'],
    ['approve', 'ben'],
    ['approve', 'cleo'],
    ['merge', 'ben'],
  ]
  expect(judgeOf(court(steps))(judged()).allowed).toMatchObject([{ critical: true }])
})

test('nothing left to do: the request is used up, whoever agreed', () => {
  const bypassed = court([
    ['plan', 'one'],
    ['merge', 'ana'],
  ])
  const { allowed, missing } = judgeOf(bypassed)(judged({ operations: [] }))
  expect(missing).toEqual([])
  expect(allowed).toMatchObject([{ trace: { approvals: [] } }])
})

test('several requests are judged each by its own', () => {
  const good = happened(usual)
  const bad = happened([
    ['plan', 'two'],
    ['merge', 'ana'],
  ])
  const other = { ...bad, facts: { ...bad.facts, pull: { ...bad.facts.pull, number: 13 } } }
  const both = court([], {
    requests: [good, { ...other, posted: other.posted.map((plan) => ({ ...plan, number: 13 })) }],
  })
  const { allowed, missing } = judgeOf(both)(judged({ operations: [operation(), operation({ fingerprint: 'two' })] }))
  expect(allowed.map(({ trace }) => trace.number)).toEqual([12])
  expect(missing).toEqual(['#13 needs one more approval of @msp/leads (default: every change needs it)'])
})
