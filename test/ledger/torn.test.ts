import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lineOf } from '../../src/ledger/chain.ts'
import { openFileLedger } from '../../src/ledger/file-store.ts'
import { recorded } from './conformance.ts'
import { outcome, story } from './entries.ts'
import { scratch, sweep } from './scratch.ts'

sweep()
const clock = (): Date => new Date()

test('REL-11 a run killed at every byte of its last line: the half line is left out, and the next run goes on', async () => {
  const whole = await scratch()
  await recorded(openFileLedger({ root: whole, now: clock }), 'acme', 'killed', [outcome('ana'), outcome('ben')])
  const bytes = await readFile(join(whole, '.roster/ledger/acme/00000001-killed.jsonl'))
  const lastLine = bytes.subarray(0, -1).lastIndexOf(10) + 1

  for (let cut = lastLine; cut < bytes.length; cut += 1) {
    const root = await scratch()
    const ledger = openFileLedger({ root, now: clock })
    await mkdir(join(root, '.roster/ledger/acme'), { recursive: true })
    await writeFile(join(root, '.roster/ledger/acme/00000001-killed.jsonl'), bytes.subarray(0, cut))

    expect(await ledger.read('acme')).toHaveLength(1)
    const before = await ledger.verify('acme')
    expect(before.faults).toEqual([])
    expect(before.notes).toHaveLength(cut === lastLine ? 0 : 1)

    const head = await recorded(ledger, 'acme', 'next', [outcome('eva')])
    const after = await ledger.verify('acme', head)
    expect(after).toMatchObject({ entries: 2, faults: [], anchored: true })
    expect(after.notes.join()).toMatch(cut === lastLine ? /^$/ : /00000001-killed.jsonl ends in half a line/)
  }
})

test('REL-11 a run killed in its first line leaves a file that the next one does not stumble over', async () => {
  const root = await scratch()
  const ledger = openFileLedger({ root, now: clock })
  const lease = await ledger.lock('acme')
  await writeFile(join(root, '.roster/ledger/acme/00000001-killed.jsonl'), '{"at":"2026')
  await lease.release()
  const head = await recorded(ledger, 'acme', 'next', story('eva'))
  expect(await ledger.verify('acme', head)).toMatchObject({ entries: 3, faults: [], anchored: true })
  expect(await recorded(ledger, 'acme', 'third', story('tom'))).toMatchObject({ seq: 6 })
})

test('REL-08 what a run wrote after it had lost its lease is left out, and noted', async () => {
  const root = await scratch()
  const ledger = openFileLedger({ root, now: clock })
  await recorded(ledger, 'acme', 'slow', [outcome('ana')])
  const path = join(root, '.roster/ledger/acme/00000001-slow.jsonl')
  const head = await recorded(ledger, 'acme', 'next', story('eva'))

  // The slow run's next line, as it would have been: chained to its own last entry, under its own lease.
  const [first] = await ledger.read('acme')
  const late = lineOf({ seq: 2, prev: first?.hash ?? '', fence: 1, at: clock().toISOString(), entry: outcome('late') })
  await writeFile(path, `${await readFile(path, 'utf8')}${late.line}\n`)

  expect((await ledger.read('acme')).map((entry) => entry.seq)).toEqual([1, 2, 3, 4])
  const proof = await ledger.verify('acme', head)
  expect(proof).toMatchObject({ entries: 4, faults: [], anchored: true })
  expect(proof.notes.join()).toMatch(/1 records were written by a run that had lost its lease/)
})
