import { expect, test } from 'vitest'
import type { ChainedEntry, Entry } from '../../src/model/entry.ts'
import { inkOf } from '../../src/report/ink.ts'
import { paintLog, runsOf } from '../../src/report/log.ts'
import { paintVerifications } from '../../src/report/verification.ts'
import { grant, joins } from './sample.ts'

const ana = joins('ana-li', 'Ana Li gets an account in hq')
const staff = grant('staff', 'ana-li', 'Ana Li joins Staff')

function chain(entries: readonly Entry[]): readonly ChainedEntry[] {
  return entries.map((entry, at) => ({
    seq: at + 1,
    prev: '0'.repeat(64),
    fence: 1,
    at: `2026-11-21T23:30:0${at}.000Z`,
    entry,
    hash: 'a'.repeat(64),
  }))
}

const begin = (apply: string): Entry => ({
  type: 'run',
  apply,
  tool: 'roster 0.0.0',
  commit: null,
  configDigest: 'sha256:00',
  asOf: '2026-11-21T23:30:00Z',
  digest: `sha256:${'d'.repeat(64)}`,
  consent: { how: 'digest', digest: `sha256:${'d'.repeat(64)}` },
  operator: 'ci@build-7',
})

test('UX-29 a run that the forge agreed to tells which request it was, by whom, and who approved it', () => {
  const commit = 'c'.repeat(40)
  const traced = {
    repository: 'msp/people',
    number: 12,
    author: 'bo',
    head: commit,
    merge: commit,
    mergedAt: '2026-11-21T20:00:00Z',
    mergedBy: 'dan',
    digest: `sha256:${'d'.repeat(64)}`,
    approvals: [
      { by: 'ana', at: '2026-11-21T19:00:00Z', rules: ['default'] },
      { by: 'cleo', at: '2026-11-21T19:30:00Z', rules: ['/tenants/'] },
    ],
  }
  const run = { ...begin('one'), consent: { how: 'reviewed', requests: [traced] } } as const
  const told = paintLog(runsOf('acme', chain([run])), [], { ink: inkOf(false), everything: true, zoneOf: () => 'UTC' })
  expect(told).toContain('    #12 by bo, approved by ana and cleo, merged by dan\n')
})

const runs = runsOf(
  'acme',
  chain([
    begin('one'),
    { type: 'intent', operation: ana },
    { type: 'outcome', operation: ana.id, fingerprint: ana.fingerprint, status: 'applied' },
    { type: 'end', apply: 'one', result: 'applied', exitCode: 0 },
    begin('two'),
    { type: 'intent', operation: staff },
    { type: 'intent', operation: ana },
    {
      type: 'outcome',
      operation: ana.id,
      fingerprint: ana.fingerprint,
      status: 'failed',
      class: 'forbidden',
      detail: 'no right',
    },
  ]),
)

test('the ledger is told run by run; one without an end is unfinished, an intent without an outcome unknown', () => {
  expect(runs.map(({ apply, result }) => [apply, result])).toEqual([
    ['one', 'applied'],
    ['two', 'unfinished'],
  ])
  expect(runs[1]?.operations.map(({ status }) => status)).toEqual(['unknown', 'failed'])
})

test('the log for people', async () => {
  const painted = paintLog(runs, [], { ink: inkOf(false), everything: false, zoneOf: () => 'America/New_York' })
  await expect(painted).toMatchFileSnapshot('golden/log.txt')
})

test('a proof says what it proves, and what it does not', async () => {
  const head = { seq: 9, hash: 'e'.repeat(64) }
  const painted = paintVerifications(
    [
      { tenant: 'acme', entries: 9, head, faults: [], notes: [], anchored: true },
      {
        tenant: 'bakery',
        entries: 1,
        head,
        faults: [],
        notes: ['half a line of a killed run was left out'],
        anchored: false,
      },
      { tenant: 'zoo', entries: 3, head: undefined, faults: ['entry 2 was edited'], notes: [], anchored: false },
    ],
    inkOf(false),
  )
  await expect(painted).toMatchFileSnapshot('golden/verification.txt')
})
