import {
  anything,
  assert,
  array,
  boolean,
  constantFrom,
  integer,
  letrec,
  oneof,
  property,
  string,
  tuple,
} from 'fast-check'
import { expect, test } from 'vitest'
import { LedgerBroken } from '../../../src/ledger/ledger.ts'
import { canonical } from '../../../src/model/canonical.ts'
import type { ChainedEntry } from '../../../src/model/entry.ts'
import { stillKept } from '../../../src/reconciler/checkpoints/lapse.ts'
import { fromPlain, toPlain } from '../../../src/reconciler/checkpoints/plain.ts'
import { proveCheckpoints } from '../../../src/reconciler/checkpoints/proof.ts'
import { isOurs, memoryOf, type State, stateOf } from '../../../src/reconciler/checkpoints/state.ts'
import type { Memory } from '../../../src/reconciler/memory.ts'
import { remember } from '../../../src/reconciler/memory.ts'
import { chainedEntry, ledgers } from './ledgers.ts'

/** A value as a line of the ledger carries it. */
const written = (state: State): State => JSON.parse(canonical(state)) as State

/** The entry that sums up what comes before it. */
function checkpointAfter(before: readonly ChainedEntry[]): ChainedEntry {
  const [memory, last] = [remember(before), before.at(-1)]
  const at = last?.at ?? '2026-01-01T00:00:00.000Z'
  const state = written(stateOf({ ...memory, ...stillKept(memory, at) }))
  return chainedEntry({ type: 'checkpoint', state }, before.length + 1, at)
}

test('what is remembered is written down and read again without loss, whatever the ledger holds', () => {
  assert(
    property(ledgers, (entries) => {
      const memory = remember(entries)
      expect(memoryOf(written(stateOf(memory)))).toStrictEqual(memory)
    }),
    { numRuns: 300 },
  )
})

test('whoever goes on from a checkpoint knows what who reads everything knows, wherever checkpoints stand', () => {
  assert(
    property(ledgers, integer({ min: 1, max: 20 }), (entries, every) => {
      const chain: ChainedEntry[] = []
      let last = 0
      for (const [index, entry] of entries.entries()) {
        chain.push({ ...entry, seq: chain.length + 1 })
        if (index % every !== every - 1) continue
        last = chain.length
        chain.push(checkpointAfter(chain))
      }
      const whole = remember(chain)
      expect(remember(chain.slice(last === 0 && entries.length < every ? 0 : last))).toStrictEqual(whole)
      expect(proveCheckpoints(chain)).toEqual({ faults: [], notes: [] })
      // Nothing but what may be forgotten is.
      const { lately: _, accessBefore: __, orders: ___, ...kept } = whole
      expect(remember(entries)).toMatchObject(kept)
    }),
    { numRuns: 300 },
  )
})

test('maps, sets and objects that look like them are told apart', () => {
  const { value } = letrec((tie) => ({
    value: oneof(
      { depthSize: 'small', withCrossShrink: true },
      string(),
      integer(),
      boolean(),
      constantFrom(null),
      array(tie('value'), { maxLength: 4 }),
      array(tie('value'), { maxLength: 4 }).map((values) => new Set(values)),
      array(tuple(string(), tie('value')), { maxLength: 4 }).map((pairs) => new Map(pairs)),
      array(tuple(oneof(string(), constantFrom('$map', '$set', '$object', '$')), tie('value')), { maxLength: 3 }).map(
        (pairs) => Object.fromEntries(pairs),
      ),
    ),
  }))
  assert(
    property(value, (each) => {
      expect(fromPlain(JSON.parse(JSON.stringify(toPlain(each))))).toStrictEqual(each)
    }),
  )
})

test('SEC-43 a checkpoint that is damaged inside is not taken for a shorter memory', () => {
  const state = stateOf(remember([]))
  const damaged: readonly State[] = [
    { ...state, objects: [] },
    { ...state, objects: { $map: 'all' } },
    { ...state, objects: { $map: [['one']] } },
    { ...state, declared: { $map: [] } },
    { ...state, lately: null },
    { ...state, lately: [{ $date: [] }] },
  ]
  for (const each of damaged) {
    expect(isOurs(each)).toBe(true)
    expect(() => memoryOf(each)).toThrow(LedgerBroken)
    expect(() => remember([chainedEntry({ type: 'checkpoint', state: each }, 4, '')])).toThrow(/roster ledger verify/)
  }
  assert(
    property(anything(), (odd) => {
      expectMemoryOrBroken({ ...state, objects: odd })
    }),
  )
})

function expectMemoryOrBroken(state: State): void {
  try {
    expect(memoryOf(state).objects).toBeInstanceOf(Map)
  } catch (error) {
    expect(error).toBeInstanceOf(LedgerBroken)
  }
}

test('a checkpoint of another version is known as such', () => {
  const state = stateOf(remember([]))
  const { dropped: _, ...older } = state
  expect(isOurs(written(state))).toBe(true)
  for (const other of [older, { ...state, plans: [] }, { ...state, formatVersion: '2' }, { what: 'else' }])
    expect(isOurs(other)).toBe(false)
})

test('REL-27 a ledger without checkpoints, and one with those of another version among them, mean what they meant', () => {
  assert(
    property(ledgers, (entries) => {
      const foreign = entries.map((entry, index) =>
        index === 3 ? chainedEntry({ type: 'checkpoint', state: { formatVersion: '9' } }, 4, entry.at) : entry,
      )
      const { notes, faults } = proveCheckpoints(foreign)
      expect(faults).toEqual([])
      expect(notes).toHaveLength(entries.length > 3 ? 1 : 0)
    }),
    { numRuns: 50 },
  )
})

test('SEC-40 whatever is changed in a checkpoint, the proof names it', () => {
  const before = [
    chainedEntry({ type: 'identity', directory: 'hq', identity: 'guid-1' }, 1, '2026-11-01T00:00:00.000Z'),
    chainedEntry({ type: 'declared', added: ['acme/hq/user/ana'], removed: [] }, 2, '2026-11-01T00:00:00.000Z'),
  ]
  const honest = checkpointAfter(before)
  expect(proveCheckpoints([...before, honest]).faults).toEqual([])
  const state = honest.entry.type === 'checkpoint' ? honest.entry.state : {}
  for (const change of [
    { identities: { $map: [] } },
    { declared: { $set: ['acme/hq/user/eva'] } },
    { population: { $map: [['hq', { users: 0, groups: 0 }]] } },
  ]) {
    const forged = chainedEntry({ type: 'checkpoint', state: { ...state, ...change } }, 3, honest.at)
    expect(proveCheckpoints([...before, forged]).faults).toEqual([
      'the checkpoint at entry 3 does not say what the entries before it mean: it was made up or edited',
    ])
  }
  expect(proveCheckpoints([honest]).faults.join()).toMatch(/entry 1 is a checkpoint/)
})

test('what may be forgotten: removals and former access after three days, closed orders but for the last fifty', () => {
  const memory = remember([])
  const at = (hours: number): string => new Date(Date.parse('2026-11-10T00:00:00Z') - hours * 3_600_000).toISOString()
  const accessBefore = [80, 72, 71, 1].map((hours) => ({ at: at(hours), platform: 'atlas', elements: new Map() }))
  const attested = { by: 'ana', recordedBy: 'ana', on: '2026-11-01', at: at(90) }
  const step = {
    title: '',
    clicks: [],
    fields: [],
    effects: [],
    due: '',
    verify: 'export',
    operations: [],
    after: [],
  } as const
  const orders: Memory['orders'] = new Map(
    [
      { order: 'other-1', directory: 'other', steps: [{ ...step, attested, verified: at(80) }] },
      { order: 'main-1', directory: 'main', steps: [step] },
      { order: 'main-2', directory: 'main', steps: [{ ...step, attested }] },
      { order: 'main-3', directory: 'main', steps: [{ ...step, attested, contradicted: { at: at(80), why: 'no' } }] },
      { order: 'main-4', directory: 'main', steps: [{ ...step, verify: 'attest' as const, attested }] },
      { order: 'main-5', directory: 'main', steps: [step], replacedBy: 'main-6' },
      ...Array.from({ length: 50 }, (_, index) => {
        return { order: `main-${index + 6}`, directory: 'main', steps: [{ ...step, attested, verified: at(80) }] }
      }),
    ].map((order) => [order.order, { on: '2026-11-01', ...order }]),
  )
  const kept = stillKept({ ...memory, accessBefore, orders }, at(0))
  expect(kept.accessBefore.map((each) => each.at)).toEqual([at(71), at(1)])
  // The last of the other contract stays though it is closed; of this one those that somebody still has to look at.
  expect([...kept.orders.keys()].slice(0, 5)).toEqual(['other-1', 'main-1', 'main-2', 'main-3', 'main-6'])
  expect(kept.orders.size).toBe(4 + 50)
})
