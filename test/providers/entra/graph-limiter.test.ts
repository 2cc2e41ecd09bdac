import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { changes, costOf, effortOf, limits } from '../../../src/providers/entra/graph/effort.ts'
import type { Counted } from '../../../src/providers/entra/graph/effort.ts'
import { limiter } from '../../../src/providers/entra/graph/limiter.ts'
import { serve } from './graph-server.ts'

const question = (method: Counted['method'], path: string, query?: Record<string, string>): Counted => ({
  method,
  path,
  ...(query === undefined ? {} : { query }),
})
const policies = question('GET', '/identity/conditionalAccess/policies')

test.each<[string, Counted, number]>([
  ['a listing of people', question('GET', '/users'), 2],
  ['with $select', question('GET', '/users', { $select: 'id' }), 1],
  ['with $select and $expand', question('GET', '/users', { $select: 'id', $expand: 'manager' }), 2],
  ['with few a page', question('GET', '/users', { $top: '5' }), 1],
  ['never less than one', question('GET', '/users', { $select: 'id', $top: '1' }), 1],
  ['one person', question('GET', '/users/1'), 1],
  ['members', question('GET', '/groups/1/members'), 3],
  ['members of members', question('GET', '/groups/1/transitiveMembers', { $select: 'id' }), 4],
  ['pools of licences', question('GET', '/subscribedSkus'), 3],
  ['looking ids up', question('POST', '/directoryObjects/getByIds'), 3],
  ['a create', question('POST', '/users'), 1],
])('what Graph counts: %s', (_what, counted, units) => {
  expect(costOf(counted)).toBe(units)
})

test('a question that is put by POST counts as no write', () => {
  expect(changes(question('POST', '/users/1/checkMemberGroups'))).toBe(false)
  expect(changes(question('POST', '/users'))).toBe(true)
})

/** Sends as soon as it may, and gives the moments in milliseconds. */
function moments(questions: readonly Counted[]): readonly number[] {
  const keeper = limiter()
  let now = 0
  return questions.map((one) => {
    now += keeper.reserve([one], now)
    return now
  })
}

test('REL-13 Conditional Access is asked once a second, whatever else goes on', () => {
  expect(moments(Array.from({ length: 4 }, () => policies))).toEqual([0, 1000, 2000, 3000])
  expect(moments([policies, question('GET', '/users'), policies])).toEqual([0, 0, 1000])
})

test('REL-13 in no ten seconds more units go out than Graph gives, beyond what had been saved up', () => {
  const one = fc.constantFrom(
    question('GET', '/users'),
    question('GET', '/groups/1/members'),
    question('GET', '/users/1'),
  )
  fc.assert(
    fc.property(fc.array(one, { minLength: 3000, maxLength: 6000 }), (questions) => {
      const at = moments(questions)
      const units = questions.reduce((sum, each) => sum + costOf(each), 0)
      const seconds = (at.at(-1) ?? 0) / 1000
      expect(units).toBeLessThanOrEqual(limits.units.burst + seconds * limits.units.perSecond + 3)
      expect(at).toEqual(at.toSorted((a, b) => a - b))
    }),
    { numRuns: 10 },
  )
})

test('REL-13 writes have a limit of their own', () => {
  const at = moments(Array.from({ length: 3100 }, () => question('PATCH', '/users/1')))
  expect(at[2999]).toBe(0)
  expect(at.at(-1)).toBeCloseTo(5000)
})

test('REL-13 from eight tenths of the limit on it goes slower, and a 429 holds back its own lane', () => {
  const keeper = limiter()
  keeper.note({ expected: 1, units: 1, used: 0.8 }, 0)
  expect(keeper.reserve([question('GET', '/users/1')], 0)).toBe(0)
  keeper.note({ expected: 1, units: 1, used: 1 }, 0)
  expect(keeper.reserve([question('GET', '/users/1')], 0)).toBeCloseTo(2000)
  keeper.hold('/users', 7000, 0)
  expect(keeper.reserve([question('GET', '/users/1')], 0)).toBe(7000)
  expect(keeper.reserve([policies], 0)).toBe(0)
})

test('what a request really cost is what counts', () => {
  const keeper = limiter()
  keeper.reserve([question('GET', '/users/1')], 0)
  keeper.note({ expected: 1, units: limits.units.burst + 350, used: undefined }, 0)
  expect(keeper.reserve([question('GET', '/users/1')], 0)).toBeGreaterThan(1000)
})

test('REL-13 the client keeps to it: a Graph that is nearly full is given time', async () => {
  const server = await serve(() => ({ headers: { 'x-ms-throttle-limit-percentage': '1.2' }, body: {} }))
  const graph = server.graph()
  await graph.ask({ method: 'GET', path: '/users/1' })
  await graph.ask({ method: 'GET', path: '/users/2' })
  expect(server.waits).toEqual([4000])
  await server.close()
})

test('effort: by twenties, Conditional Access one by one and a second each', () => {
  const creates = Array.from({ length: 1000 }, () => question('POST', '/users'))
  expect(effortOf([])).toEqual({ requests: 0, seconds: 0 })
  expect(effortOf(creates)).toEqual({ requests: 50, seconds: 25 })
  expect(effortOf([...creates, policies, policies])).toMatchObject({ requests: 52 })
  expect(effortOf(Array.from({ length: 30 }, () => policies))).toEqual({ requests: 30, seconds: 29 })
  expect(effortOf(Array.from({ length: 10_000 }, () => question('PATCH', '/users/1'))).seconds).toBe(350)
})
