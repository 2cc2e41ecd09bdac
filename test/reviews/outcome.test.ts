import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Campaign, Line } from '../../src/reviews/campaign.ts'
import { folderHash } from '../../src/reviews/campaign.ts'
import type { Decided } from '../../src/reviews/decisions.ts'
import { itemKey, populationOf, type ReviewItem } from '../../src/reviews/item.ts'
import { outcomesOf, tally } from '../../src/reviews/outcome.ts'
import { reviewerOf } from '../../src/reviews/reviewers.ts'

const lines = ['rone', 'rtwo'].map((item): Line => ({
  item,
  person: 'eva',
  name: 'Eva',
  has: 'group',
  id: item,
  where: 'hq',
  marks: [],
  path: '',
  since: '',
  peers: '',
  lastSignIn: '',
  seat: '',
  decision: '',
  reason: '',
  seen: '',
}))
const [first] = lines
const decided = new Map<string, Decided>(
  first === undefined
    ? []
    : [
        [
          'rone',
          {
            line: first,
            word: 'keep',
            reason: '',
            by: { commit: 'c', email: 'a@b', person: 'acme/ana' },
            isOwn: false,
          },
        ],
      ],
)

/** What becomes of a line that nobody decided on. */
function silent(
  onTimeout: Campaign['onTimeout'],
  today: string,
  more: { readonly escalation?: string; readonly isEscalated?: boolean } = {},
): string {
  const { isEscalated = false, ...named } = more
  const campaign = { due: '2026-12-01', escalatedDue: '2026-12-15', onTimeout, ...named } as Campaign
  const found = outcomesOf(campaign, { lines, decided }, { today, isEscalated })
  if (found.is !== 'whole') return `${found.is} ${found.lines.length}`
  const last = found.outcomes.at(-1)
  return `${last?.word} ${last?.exception ?? ''} ${last?.by === undefined ? 'by nobody' : 'by somebody'}`
}

describe('UX-42 silence is never approval', () => {
  test.each([
    ['keep', '2026-11-30', {}, 'open 1'],
    ['keep', '2026-12-01', {}, 'keep silence by nobody'],
    ['revoke', '2026-11-30', {}, 'open 1'],
    ['revoke', '2026-12-01', {}, 'revoke silence by nobody'],
    ['escalate', '2026-11-30', { escalation: 'security' }, 'open 1'],
    ['escalate', '2026-12-01', { escalation: 'security' }, 'escalated 1'],
    ['escalate', '2026-12-02', { escalation: 'security', isEscalated: true }, 'open 1'],
    ['escalate', '2026-12-15', { escalation: 'security', isEscalated: true }, 'keep silence by nobody'],
    ['escalate', '2026-12-01', {}, 'keep silence by nobody'],
  ] as const)('%s on %s %o: %s', (onTimeout, today, more, becomes) => {
    expect(silent(onTimeout, today, more)).toBe(becomes)
  })

  test('an exception is counted', () => {
    const campaign = { due: '2026-12-01', onTimeout: 'keep' } as Campaign
    const found = outcomesOf(campaign, { lines, decided }, { today: '2026-12-02', isEscalated: false })
    expect(found.is === 'whole' ? tally(found.outcomes) : found.is).toEqual({
      keep: 2,
      revoke: 0,
      change: 0,
      exceptions: 1,
    })
  })
})

describe('UX-42 whose review it is', () => {
  const person = (id: string, manager?: string, more: object = {}) =>
    [id, { id, state: 'active' as const, ...(manager === undefined ? {} : { manager }), ...more }] as const
  const people = new Map<string, Parameters<typeof reviewerOf>[2] extends ReadonlyMap<string, infer P> ? P : never>([
    person('top'),
    person('ana', 'top'),
    person('ben', 'ana'),
    person('away', 'ana', { state: 'disabled' }),
    person('eva', 'away'),
    person('ana-adm', 'ana', { dailyAccount: 'ana' }),
    person('loop-a', 'loop-b', {}),
    person('loop-b', 'loop-a', { state: 'disabled' }),
    person('self', 'self'),
  ])
  const by = (user: string, instead: Parameters<typeof reviewerOf>[3] = {}): string | undefined => {
    const found = reviewerOf(user, { reviewers: 'manager' }, people, instead)
    return found === undefined ? undefined : `${found.is} ${found.id}`
  }
  test('the nearest manager who is somebody else and works here', () => {
    expect(['ben', 'eva', 'ana-adm'].map((user) => by(user))).toEqual(['person ana', 'person ana', 'person top'])
  })
  test('nobody above: the escalation, or themselves for a recorded reason, or nobody', () => {
    for (const user of ['top', 'loop-a', 'self']) {
      expect(by(user)).toBeUndefined()
      expect(by(user, { escalation: 'security', ownAccess: 'small firm' })).toBe('approvers security')
      expect(by(user, { ownAccess: 'small firm' })).toBe(`self ${user}`)
    }
  })
})

const anyItem: fc.Arbitrary<ReviewItem> = fc.record({
  person: fc.string(),
  has: fc.constantFrom('group', 'licence', 'account', 'role', 'accessGroup', 'permission'),
  id: fc.string(),
  where: fc.string(),
})

test('UX-41 the hash of a population does not depend on the order, and on everything else', () => {
  fc.assert(
    fc.property(fc.array(anyItem), fc.array(fc.string()), anyItem, (items, people, more) => {
      const frozen = populationOf(people, items)
      expect(populationOf(people.toReversed(), items.toReversed())).toEqual(frozen)
      const known = items.some((item) => itemKey(item) === itemKey(more))
      expect(populationOf(people, [...items, more]).hash === frozen.hash).toBe(known)
    }),
  )
})

test('UX-42 the hash of a closed campaign changes with any byte and any name', () => {
  const files = new Map([
    ['a.yaml', 'x: 1\n'],
    ['b.yaml', 'y: 2\n'],
  ])
  const hash = folderHash(files)
  expect(folderHash(new Map([...files].toReversed()))).toBe(hash)
  expect(folderHash(new Map([...files, ['a.yaml', 'x: 1 \n']]))).not.toBe(hash)
  expect(
    folderHash(
      new Map([
        ['a.yaml', 'y: 2\n'],
        ['b.yaml', 'x: 1\n'],
      ]),
    ),
  ).not.toBe(hash)
  expect(folderHash(new Map([['a.yaml', 'x: 1\n']]))).not.toBe(hash)
})
