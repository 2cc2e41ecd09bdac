import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { lineOf } from '../../src/ledger/chain.ts'
import { openFileLedger } from '../../src/ledger/file-store.ts'
import { checkpointOf, type Ledger, LedgerBroken } from '../../src/ledger/ledger.ts'
import type { ChainedEntry, Entry } from '../../src/model/entry.ts'
import { recorded } from './conformance.ts'
import { checkpoint, outcome, story } from './entries.ts'
import { scratch, sweep } from './scratch.ts'

sweep()
const now = (): Date => new Date('2026-11-02T09:00:00Z')
let root = ''
let ledger: Ledger

/** Three entries, a checkpoint as the fourth, three more. */
beforeEach(async () => {
  root = await scratch()
  ledger = openFileLedger({ root, now })
  await recorded(ledger, 'acme', 'run-1', story('ana'))
  await recorded(ledger, 'acme', checkpointOf('run-1'), [checkpoint('one')])
  await recorded(ledger, 'acme', 'run-2', story('ben'))
})

const fileOf = (name: string): string => join(root, '.roster/ledger/acme', name)
const oldFile = '00000001-run-1.jsonl'
const checkpointFile = '00000004-run-1.checkpoint.jsonl'

async function edit(name: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(fileOf(name), 'utf8')
  const changed = change(text)
  expect(changed).not.toBe(text)
  await writeFile(fileOf(name), changed)
}

test('what came before the last checkpoint is not opened', async () => {
  const before = await ledger.recent('acme')
  // A folder in its place: whoever opens it fails.
  await rm(fileOf(oldFile))
  await mkdir(fileOf(oldFile))
  expect(await ledger.recent('acme')).toEqual(before)
  expect((await ledger.verifyRecent('acme')).faults).toEqual([])
  await expect(ledger.read('acme')).rejects.toThrow(/EISDIR/)
})

test('SEC-40 an edit before the checkpoint is found by the proof of everything, one from it on by both', async () => {
  await edit(oldFile, (text) => text.replace('"at":"2026', '"at":"2025'))
  expect((await ledger.verify('acme')).faults.join()).toMatch(/00000001-run-1.jsonl, line 1: entry 1 was edited/)
  expect((await ledger.verifyRecent('acme')).faults).toEqual([])
  await edit(oldFile, (text) => text.replace('"at":"2025', '"at":"2026'))

  await edit(checkpointFile, (text) => text.replace('"what":"one"', '"what":"two"'))
  for (const { faults } of [await ledger.verify('acme'), await ledger.verifyRecent('acme')])
    expect(faults).toEqual([`${checkpointFile}, line 1: entry 4 was edited`])
})

test('SEC-40 every byte of what is recent, changed, is found by the proof of what is recent', async () => {
  const file = '00000005-run-2.jsonl'
  for (const name of [checkpointFile, file]) {
    const bytes = await readFile(fileOf(name))
    for (let at = 0; at < bytes.length; at += 7) {
      const copy = Buffer.from(bytes)
      copy[at] = (copy[at] ?? 0) ^ 1
      await writeFile(fileOf(name), copy)
      expect((await ledger.verifyRecent('acme')).faults, `byte ${at} of ${name}`).not.toEqual([])
    }
    await writeFile(fileOf(name), bytes)
  }
  expect((await ledger.verifyRecent('acme')).faults).toEqual([])
})

test('SEC-43 a checkpoint that cannot be read as an entry breaks the chain; it is not stepped over', async () => {
  await edit(checkpointFile, (text) => text.replace('{', '['))
  await expect(ledger.recent('acme')).rejects.toThrow(LedgerBroken)
  await expect(ledger.recent('acme')).rejects.toThrow(/run-1.checkpoint.jsonl, line 1.*roster ledger verify/)
})

test('SEC-41 a tail that was cut behind a checkpoint is missed, and so is a checkpoint that was cut', async () => {
  await rm(fileOf('00000005-run-2.jsonl'))
  await expect(ledger.recent('acme')).rejects.toThrow(/does not hold the head that the last run/)
  expect((await ledger.verifyRecent('acme')).faults.join()).toMatch(/tail was cut/)
  await rm(fileOf(checkpointFile))
  await expect(ledger.recent('acme')).rejects.toThrow(/does not hold the head that the last run/)
})

test('SEC-41 a head from before the checkpoint is looked for where it stands', async () => {
  const kept = join(root, '.roster/heads/acme')
  const entries = await ledger.read('acme')
  for (const { seq, hash } of entries.slice(0, 3)) {
    await writeFile(kept, `${seq}:${hash}\n`)
    expect((await ledger.recent('acme'))[0]?.seq).toBe(4)
    expect((await ledger.verifyRecent('acme')).faults).toEqual([])
    await writeFile(kept, `${seq}:${'b'.repeat(64)}\n`)
    await expect(ledger.recent('acme')).rejects.toThrow(LedgerBroken)
    expect((await ledger.verifyRecent('acme')).faults.join()).toMatch(new RegExp(`entry ${seq} is not the one`))
  }
  await rm(fileOf(oldFile))
  await expect(ledger.recent('acme')).rejects.toThrow(LedgerBroken)
})

test('SEC-40 a chain that begins with a checkpoint hides nothing from the proof of everything', async () => {
  await rm(fileOf(oldFile))
  expect((await ledger.verify('acme')).faults.join()).toMatch(/entries 1 to 3 are missing/)
  await expect(ledger.read('acme')).rejects.toThrow(LedgerBroken)
})

test('REL-11 half a line of a killed checkpoint is left out, and the next run goes on', async () => {
  const line = await readFile(fileOf(checkpointFile), 'utf8')
  const killed = fileOf('00000008-killed.checkpoint.jsonl')
  for (const cut of [0, 1, 40, line.length - 1]) {
    await writeFile(killed, line.slice(0, cut))
    expect((await ledger.recent('acme')).map(({ seq }) => seq)).toEqual([4, 5, 6, 7])
  }
  const head = await recorded(ledger, 'acme', 'run-3', story('eva'))
  expect((await ledger.recent('acme')).at(-1)?.seq).toBe(10)
  expect(await ledger.verify('acme', head)).toMatchObject({ entries: 10, faults: [], anchored: true })
  expect((await ledger.verifyRecent('acme')).notes.join()).toMatch(/killed.checkpoint.jsonl ends in half a line/)
})

test('REL-08 a checkpoint of a run that had lost its lease does not count', async () => {
  const entries = await ledger.read('acme')
  const last = entries.at(-1)
  const lineAfter = (before: ChainedEntry | undefined, fence: number, entry: Entry): string =>
    `${lineOf({ seq: (before?.seq ?? 0) + 1, prev: before?.hash ?? '', fence, at: now().toISOString(), entry }).line}\n`
  // Both went on from entry 7: the one with the higher lease is the one that counts, whichever name comes first.
  for (const names of [
    ['00000008-a.checkpoint.jsonl', '00000008-z.jsonl'],
    ['00000008-z.checkpoint.jsonl', '00000008-a.jsonl'],
  ]) {
    const [late = '', next = ''] = names
    await writeFile(fileOf(late), lineAfter(last, 3, checkpoint('late')))
    await writeFile(fileOf(next), lineAfter(last, 4, outcome('eva')))
    const recent = await ledger.recent('acme')
    expect(recent.map(({ seq }) => seq)).toEqual([4, 5, 6, 7, 8])
    expect(recent.at(-1)?.entry).toEqual(outcome('eva'))
    expect(recent).toEqual((await ledger.read('acme')).slice(3))
    expect((await ledger.verifyRecent('acme')).faults).toEqual([])
    await rm(fileOf(late))
    await rm(fileOf(next))
  }
})

test('REL-08 a checkpoint that overtook late records is where reading begins', async () => {
  const last = (await ledger.read('acme')).at(-1)
  const after = (fence: number, entry: Entry): string =>
    `${lineOf({ seq: 8, prev: last?.hash ?? '', fence, at: now().toISOString(), entry }).line}\n`
  await writeFile(fileOf('00000008-a.jsonl'), after(3, outcome('late')))
  await writeFile(fileOf('00000008-b.checkpoint.jsonl'), after(4, checkpoint('two')))
  expect((await ledger.recent('acme')).map(({ entry }) => entry)).toEqual([checkpoint('two')])
  expect(await readdir(join(root, '.roster/ledger/acme'))).toHaveLength(6)
  expect((await ledger.verifyRecent('acme')).notes.join()).toMatch(/1 records were written by a run that had lost/)
})
