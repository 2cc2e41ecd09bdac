import { expect, test } from 'vitest'
import { claimsIn, type SaidDone } from '../../src/cli/loop/task-claims.ts'
import type { RememberedOrder, RememberedStep } from '../../src/reconciler/work-orders/remembered.ts'

function step(more: Partial<RememberedStep> = {}): RememberedStep {
  const usual = {
    title: 'Create the account',
    clicks: [],
    fields: [],
    effects: [],
    due: '2026-12-01',
    operations: [],
    after: [],
  }
  return { ...usual, verify: 'attest', ...more }
}

const ana = { assignee: 'ana-li' }
const around = {
  tenant: 'acme',
  parent: 'msp',
  people: new Set(['ana-li', 'ben-osei', 'cleo-fox']),
  zone: 'Pacific/Auckland',
  today: '2026-11-25',
}

function order(...steps: readonly RememberedStep[]): RememberedOrder {
  return { order: 'front-1', directory: 'front', on: '2026-11-20', steps }
}

function says(login: string, steps: readonly number[], more: Partial<SaidDone> = {}): SaidDone {
  const people: Readonly<Record<string, string>> = { ana: 'acme/ana-li', cleo: 'msp/cleo-fox', eve: 'bakery/eve-ro' }
  return { login, steps, at: '2026-11-22T12:30:00Z', person: people[login], mayWrite: true, ...more }
}

interface Heard {
  readonly claims: readonly unknown[]
  readonly unclear: Readonly<Record<string, string>>
}

function heard(
  of: RememberedOrder,
  { ticked = [], comments = [] }: { ticked?: readonly number[]; comments?: readonly SaidDone[] },
): Heard {
  const { claims, unclear } = claimsIn(of, { number: 12, ticked: new Set(ticked), comments }, around)
  return { claims, unclear: Object.fromEntries(unclear) }
}

test('nothing was said: nothing is recorded', () => {
  expect(heard(order(step(ana), step()), {})).toEqual({ claims: [], unclear: {} })
})

test('a ticked box counts for whoever is asked, and for nobody where nobody is', () => {
  const { claims, unclear } = heard(order(step(ana), step(), step({ assignee: 'zoe-ng' })), { ticked: [1, 2, 3, 9] })
  expect(claims).toEqual([{ step: 1, by: 'ana-li', note: 'ticked in #12' }])
  expect(unclear[2]).toContain('`done 2`')
  expect(unclear[3]).toContain('`zoe-ng` is not in the files any more')
})

test('a comment says who, on the day of the tenant; it comes before the box', () => {
  const { claims } = heard(order(step(ana), step()), { ticked: [1], comments: [says('cleo', [1, 2])] })
  const of = { by: 'cleo-fox', note: 'said by cleo in #12', on: '2026-11-23' }
  expect(claims).toEqual([
    { step: 1, ...of },
    { step: 2, ...of },
  ])
})

test('clocks that differ make no day that is not: neither before the order nor to come', () => {
  const days = ['2026-11-01T00:00:00Z', '2026-12-24T00:00:00Z'].map((at) =>
    heard(order(step()), { comments: [says('ana', [1], { at })] }),
  )
  expect(days.flatMap(({ claims }) => claims)).toMatchObject([{ on: '2026-11-20' }, { on: '2026-11-25' }])
})

test.each<readonly [string, SaidDone, string]>([
  ['a stranger', says('mallory', [1]), '`mallory` says that it is done, and is nobody of `acme`'],
  ['somebody of another tenant', says('eve', [1]), '`eve` says that it is done, and is nobody of `acme`'],
  ['somebody who left', says('ana', [1], { person: 'acme/zoe-ng' }), 'is nobody of `acme`'],
  [
    'who may only read and is not asked',
    says('cleo', [1], { mayWrite: false }),
    'neither asked to do it nor may write',
  ],
])('SEC-05 the word of %s is not recorded, and why is said', (_who, comment, why) => {
  const { claims, unclear } = heard(order(step()), { comments: [comment] })
  expect(claims).toEqual([])
  expect(unclear[1]).toContain(why)
})

test('whoever is asked needs no right to write; and the word of a stranger hides nobody else’s', () => {
  const { claims } = heard(order(step(ana)), {
    comments: [says('mallory', [1]), says('ana', [1], { mayWrite: false })],
  })
  expect(claims).toMatchObject([{ by: 'ana-li' }])
})

test('a step that comes after another waits for it, whoever says so; both together are taken in order', () => {
  const both = order(step(ana), step({ ...ana, after: [1] }))
  expect(heard(both, { ticked: [2] })).toEqual({
    claims: [],
    unclear: { 2: 'it comes after step 1, which nobody has said to be done.' },
  })
  expect(heard(both, { ticked: [2], comments: [says('cleo', [1])] }).claims).toMatchObject([{ step: 1 }, { step: 2 }])
})

test('what is recorded is not recorded again', () => {
  const attested = { by: 'ana-li', recordedBy: 'x', on: '2026-11-21', at: '2026-11-21T00:00:00Z' }
  const { claims, unclear } = heard(order(step({ ...ana, attested })), { ticked: [1], comments: [says('cleo', [1])] })
  expect([claims, unclear]).toEqual([[], {}])
})
