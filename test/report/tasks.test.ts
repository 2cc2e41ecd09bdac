import { expect, test } from 'vitest'
import { deedsOf } from '../../src/report/by-hand.ts'
import { inkOf } from '../../src/report/ink.ts'
import { tasksAnswer, type Task } from '../../src/report/tasks.ts'
import type { ChainedEntry, Entry } from '../../src/model/entry.ts'

const file = '.roster/work-orders/acme/desk-1.md'

function task(step: number, more: Partial<Task>): Task {
  const usual = { tenant: 'acme', order: 'desk-1', title: `Step ${step}`, due: '2026-12-01', overdue: false } as const
  return { ...usual, step, standing: 'open', verify: 'export', after: [], file, ...more }
}

function painted(...tasks: readonly Task[]): string {
  return tasksAnswer(tasks).text({ ink: inkOf(false), zone: 'UTC', everything: false })
}

test('ATE-02 below the list: where the next step is explained, what says that it is done, and what proves what was said', () => {
  const observe = 'roster observe desk <file> --purchased <seats paid there> --tenant acme'
  const attested = { standing: 'attested', attestedBy: 'ana-li', attestedOn: '2026-11-20', command: observe } as const
  const text = painted(
    task(1, attested),
    task(2, attested),
    task(3, { overdue: true, command: 'roster attest desk-1 3 --by ana-li --tenant acme' }),
    task(4, { after: [3], command: 'roster attest desk-1 4 --by ana-li --tenant acme' }),
    task(5, { standing: 'contradicted', why: 'the list does not have the account' }),
  )
  expect(text.slice(text.indexOf('\n\n') + 2).split('\n')).toEqual([
    '2 steps open, 1 of them overdue; 2 steps attested and not seen yet; 1 step contradicted: roster plan says what follows.',
    `How: ${file}`,
    '  when it is done: roster attest desk-1 3 --by ana-li --tenant acme',
    `To have it verified, export the list of the platform: ${observe}`,
    '',
  ])
  expect(text).toMatch(/^TENANT +ORDER +STEP +DUE +STANDING/)
})

test('ATE-02 what nothing but a word can show asks for no list', () => {
  const text = painted(
    task(1, { standing: 'attested', attestedBy: 'ana-li', attestedOn: '2026-11-20', verify: 'attest' }),
  )
  expect(text).toMatch(/\n\nNothing is open\.\n$/)
})

test('what people took down is told with what they noted, and why what a list showed counts', () => {
  const by = 'ana-li'
  const entries: readonly Entry[] = [
    {
      type: 'attested',
      order: 'desk-1',
      step: 1,
      by,
      recordedBy: 'root@desk',
      on: '2026-11-20',
      note: 'on the phone',
      verify: 'export',
      operations: [],
      accounts: {},
      seats: [],
    },
    {
      type: 'observed',
      tenant: 'acme',
      subscription: 'desk',
      sheet: 'sha256:0',
      rows: 3,
      by,
      accounts: {},
      seats: [{ event: 'observe', on: '2026-11-21', purchased: 6, assigned: {}, accepted: 'bought at the console' }],
    },
  ]
  const chain = entries.map((entry, seq): ChainedEntry => ({
    seq,
    prev: '',
    fence: 1,
    at: '2026-11-21T10:00:00Z',
    entry,
    hash: '',
  }))
  expect(deedsOf('acme', chain).map(({ summary }) => summary)).toEqual([
    expect.stringMatching(/\(done on 2026-11-20\) \(«on the phone»\)$/),
    'a list with 3 accounts, 6 seats paid, accepted («bought at the console»)',
  ])
})
