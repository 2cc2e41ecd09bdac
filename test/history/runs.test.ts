import { expect, test } from 'vitest'
import { memoryAt } from '../../src/history/memory-at.ts'
import { runs } from '../../src/history/runs.ts'
import type { Entry } from '../../src/model/entry.ts'
import type { Operation } from '../../src/model/operation.ts'
import { remember } from '../../src/reconciler/memory.ts'
import { stateOf } from '../../src/reconciler/checkpoints/state.ts'
import { chained, request } from './house.ts'

function run(apply: string, requests?: readonly ReturnType<typeof request>[]): Entry {
  const consent = requests === undefined ? { how: 'autoApprove' as const } : { how: 'reviewed' as const, requests }
  return {
    type: 'run',
    apply,
    tool: 'roster 1',
    commit: 'c1',
    configDigest: 'd',
    asOf: '2026-11-01T08:00:00Z',
    digest: 'sha256:1',
    consent,
    operator: 'ci',
  }
}

const joins = (member: string): Operation =>
  ({
    id: `acme/hq/membership/staff/${member}#grant`,
    address: `acme/hq/membership/staff/${member}`,
    tenant: 'acme',
    directory: 'hq',
    kind: 'membership',
    verb: 'grant',
    reason: 'declared',
    urgent: false,
    summary: `${member} joins`,
    source: { file: 'groups.yaml', line: 1, via: [] },
    sensitive: [],
    effects: [],
    before: null,
    after: { group: 'staff', member },
    fingerprint: `f-${member}`,
    escalation: false,
  }) as unknown as Operation
const intent = (member: string): Entry => ({ type: 'intent', operation: joins(member) })
const outcome = (member: string, status: 'applied' | 'accepted' | 'failed'): Entry => {
  const { id, fingerprint } = joins(member)
  return { type: 'outcome', operation: id, fingerprint, status }
}
const end = (apply: string): Entry => ({ type: 'end', apply, result: 'applied', exitCode: 0 })

test('a run has its requests; what had stayed approved is traced to the request that it was agreed to in', () => {
  const [first, second] = [request(1, 'ana', 'ben'), request(2, 'eva', 'tom')]
  const chain = chained([
    run('one', [first]),
    { type: 'approved', request: first, standing: ['f-tom'] },
    intent('ana'),
    outcome('ana', 'applied'),
    end('one'),
    run('two', [second]),
    intent('tom'),
    outcome('tom', 'applied'),
    intent('eva'),
    outcome('eva', 'failed'),
    end('two'),
  ])
  const found = runs('acme', chain)
  expect(found.map(({ apply, from, to, requests }) => [apply, from, to, requests.map(({ number }) => number)])).toEqual(
    [
      ['one', 1, 5, [1]],
      ['two', 6, 11, [2]],
    ],
  )
  const operations = found.flatMap((each) => each.operations)
  expect(
    operations.map(({ status, requests, verifiedAt }) => [status, requests.map(({ number }) => number), verifiedAt]),
  ).toEqual([
    ['applied', [1], chain[3]?.at],
    ['applied', [1], chain[7]?.at],
    ['failed', [2], undefined],
  ])
})

test('what a run was cut off from, and what a directory shows only later, stands with the run that announced it', () => {
  const chain = chained([run('one'), intent('ana'), intent('ben'), outcome('ben', 'accepted'), run('two'), outcome('ana', 'applied'), outcome('ben', 'applied'), end('two')]) // prettier-ignore
  const [one, two] = runs('acme', chain)
  expect([one?.result, two?.result, two?.operations]).toEqual(['unfinished', 'applied', []])
  expect(one?.operations.map(({ status, at }) => [status, at])).toEqual([
    ['applied', chain[5]?.at],
    ['applied', chain[6]?.at],
  ])
})

test('UX-18 what was known at a moment is all that was recorded until then, over checkpoints too', () => {
  const begun = [run('one'), intent('ana'), outcome('ana', 'applied')]
  const state = stateOf(remember(chained(begun)))
  const chain = chained([...begun, { type: 'checkpoint', state }, intent('ben'), outcome('ben', 'applied')])
  const members = (at: string | undefined): readonly string[] => [
    ...(memoryAt(chain, new Date(at ?? 0)).members.get('acme/hq/group/staff') ?? []),
  ]
  expect(members(chain[1]?.at)).toEqual([])
  expect(members(chain[2]?.at)).toEqual(['ana'])
  expect(members(chain[4]?.at)).toEqual(['ana'])
  expect(members(chain[5]?.at)).toEqual(['ana', 'ben'])
  expect(members('2020-01-01T00:00:00Z')).toEqual([])
})
