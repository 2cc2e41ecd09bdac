import { array, assert, boolean, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import type { Draft } from '../../src/reconciler/digest.ts'
import { inOrder } from '../../src/reconciler/order.ts'
import { rationed } from '../../src/reconciler/diff/rationing.ts'
import { licenceDraft } from './licence-draft.ts'

function drafts(verb: 'grant' | 'revoke', count: number, planned: readonly boolean[] = []): readonly Draft[] {
  return Array.from({ length: count }, (_, at): Draft => {
    const user = `${verb}-${String(at).padStart(2, '0')}`
    const draft = { ...licenceDraft(verb, user), summary: user }
    return planned[at] === false ? { ...draft, status: 'blocked' } : draft
  })
}

test('whoever gets a unit that comes back waits for the one who gives it, and for the rest there is none', () => {
  const { operations, short } = rationed({
    free: 1,
    grants: drafts('grant', 3),
    revocations: drafts('revoke', 1),
    isOnItsWay: () => false,
  })
  expect(operations.map(({ summary, status, needs }) => [summary, status, needs.length])).toEqual([
    ['revoke-00', 'planned', 0],
    ['grant-00', 'planned', 0],
    ['grant-01', 'planned', 1],
    ['grant-02', 'blocked', 0],
  ])
  expect(short).toBe(1)
})

test('what the directory took already keeps its unit, whoever else asks', () => {
  const { operations } = rationed({
    free: 1,
    grants: drafts('grant', 2),
    revocations: [],
    isOnItsWay: ({ id }) => id.includes('grant-01'),
  })
  expect(operations.map(({ status }) => status)).toEqual(['blocked', 'planned'])
})

test('ATR-15 law: in whatever order the graph allows, no more units are in use than were bought, and none stays unused that somebody lacks', () => {
  assert(
    property(
      integer({ min: -3, max: 4 }),
      integer({ min: 0, max: 6 }),
      array(boolean(), { maxLength: 6 }),
      (free, asked, back) => {
        const { operations, short } = rationed({
          free,
          grants: drafts('grant', asked),
          revocations: drafts('revoke', back.length, back),
          isOnItsWay: () => false,
        })
        const planned = operations.filter(({ status }) => status === 'planned')
        const coming = back.filter(Boolean).length
        const given = planned.filter(({ verb }) => verb === 'grant').length
        expect(given).toBe(Math.max(0, Math.min(asked, free + coming)))
        expect(short).toBe(asked - given)
        // The worst that the graph allows: as early as it may, everybody is given a unit.
        for (const grant of planned.filter(({ verb }) => verb === 'grant')) {
          const done = new Set(grant.needs)
          const others = planned.filter(({ verb, needs }) => verb === 'grant' && needs.every((need) => done.has(need)))
          expect(others.length).toBeLessThanOrEqual(Math.max(0, free + done.size))
        }
        expect(inOrder(planned).cycle).toEqual([])
      },
    ),
  )
})
