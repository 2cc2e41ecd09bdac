import { expect, test } from 'vitest'
import { cacheFolder } from '../../src/cli/cache.ts'
import { environmentOf } from '../../src/cli/environment.ts'
import { exitOfPlan } from '../../src/cli/exit.ts'
import { momentOf } from '../../src/cli/moment.ts'
import { lines, telling } from '../../src/cli/progress.ts'
import { planOf, tenantPlan } from '../report/sample.ts'

test.each([
  { variables: {}, tty: true, colour: true },
  { variables: {}, tty: false, colour: false },
  { variables: { NO_COLOR: '1' }, tty: true, colour: false },
  { variables: { NO_COLOR: '' }, tty: true, colour: true },
  { variables: { NO_COLOR: '1', FORCE_COLOR: '1' }, tty: true, colour: false },
  { variables: { FORCE_COLOR: '1' }, tty: false, colour: true },
  { variables: { FORCE_COLOR: '0' }, tty: true, colour: false },
  { variables: { TERM: 'dumb' }, tty: true, colour: false },
  { variables: { TERM: 'dumb', FORCE_COLOR: '3' }, tty: false, colour: true },
])('UX-33 colour with $variables, terminal $tty: $colour', ({ variables, tty, colour }) => {
  expect(environmentOf(variables).colour({ isTTY: tty })).toBe(colour)
})

test('a credential of the environment prints as dots; an empty one is none', () => {
  const environment = environmentOf({ PASSWORD: 'hunter2', EMPTY: '' })
  expect(environment.secret('PASSWORD')?.toString()).toBe('••••••')
  expect(JSON.stringify(environment.secret('PASSWORD'))).not.toContain('hunter2')
  expect([environment.secret('EMPTY'), environment.secret('NONE')]).toEqual([undefined, undefined])
})

test('CI is there when it is set, and not when it says no', () => {
  const said = [{}, { CI: '' }, { CI: 'false' }, { CI: '0' }, { CI: 'true' }, { CI: '1' }]
  expect(said.map((variables) => environmentOf(variables).ci)).toEqual([false, false, false, false, true, true])
})

test.each([
  ['2026-12-01T09:00:00+01:00', '2026-12-01T08:00:00.000Z'],
  ['2026-12-01T09:00Z', '2026-12-01T09:00:00.000Z'],
  ['2026-12-01', '2026-12-01T11:00:00.000Z'],
  ['2026-07-01', '2026-07-01T10:00:00.000Z'],
])('UX-36 --as-of %s is %s', (text, moment) => {
  expect(momentOf(text, 'Europe/Berlin').toISOString()).toBe(moment)
})

test.each(['2026-02-30', '2026-02-30T10:00:00Z', '2026-12-01T09:00:00', 'tomorrow', '2026-13-01', ''])(
  'UX-36 --as-of %s is no moment',
  (text) => {
    expect(() => momentOf(text, 'Europe/Berlin')).toThrow('is not a moment')
  },
)

test('the code of a plan: trouble always, changes only where asked for', () => {
  const trouble = planOf({
    tenants: [tenantPlan('a', 'changes', 2), tenantPlan('b', 'unreadable', 4), tenantPlan('c', 'blocked', 5)],
  })
  expect([false, true].map((changesCount) => exitOfPlan(trouble, { changesCount }))).toEqual([4, 4])
  const changes = planOf({ tenants: [tenantPlan('a', 'changes', 2), tenantPlan('b', 'waiting', 0)] })
  expect([false, true].map((changesCount) => exitOfPlan(changes, { changesCount }))).toEqual([0, 2])
  const broken = { slug: 's', severity: 'error', file: 'roster.yaml', line: 1, column: 1, message: 'm' } as const
  expect(exitOfPlan(planOf({ tenants: [], diagnostics: [broken] }), { changesCount: false })).toBe(3)
})

test('UX-33 without a terminal progress is a line for each tenant, after a second, at most every 10 s', () => {
  let now = 0
  const told: string[] = []
  const clock = (): number => now
  const { tell, tick } = telling(
    lines((text) => told.push(text), clock),
    clock,
  )
  const at = (seconds: number, tenant: string, done: number): void => {
    now = seconds * 1000
    tell({ tenant, phase: 'read', done })
  }
  at(0.5, 'acme', 100)
  expect(told).toEqual([])
  // Nothing happens for a while: the clock tells it.
  now = 1500
  tick()
  at(2, 'bakery', 10)
  at(9, 'acme', 900)
  tell({ tenant: 'bakery', phase: 'done', done: 10 })
  at(12, 'acme', 1200)
  now = 60_000
  tell({ tenant: 'acme', phase: 'done', done: 1200 })
  tick()
  expect(told).toEqual(['acme: reading, 100 so far', 'bakery: reading, 10 so far', 'acme: reading, 1,200 so far'])
})

test.each([
  [{ XDG_CACHE_HOME: '/caches', HOME: '/home/ana' }, '/caches'],
  [{ XDG_CACHE_HOME: 'caches', HOME: '/home/ana' }, '/home/ana/.cache'],
  [{ HOME: '/home/ana' }, '/home/ana/.cache'],
  [{}, undefined],
])('caches lie where the XDG specification says: %j', (variables, place) => {
  expect(environmentOf(variables).cacheHome).toBe(place)
})

test('SEC-17 each workspace has a cache of its own, outside of it', () => {
  const [one, other] = ['/one', '/other'].map((root) => cacheFolder('/caches', root))
  expect(one).toMatch(/^\/caches\/roster\/[0-9a-f]{64}$/)
  expect(one).not.toBe(other)
})
