import { mkdir, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { lineOf, parseHead } from '../../src/ledger/chain.ts'
import { openFileLedger } from '../../src/ledger/file-store.ts'
import { type Head, headText, LedgerBroken, type Verification } from '../../src/ledger/ledger.ts'
import { verification } from '../../src/ledger/verification.ts'
import type { ChainedEntry } from '../../src/model/entry.ts'
import { recorded } from './conformance.ts'
import { story } from './entries.ts'
import { scratch, sweep } from './scratch.ts'

sweep()

interface Kept {
  readonly name: string
  readonly text: string
}
let files: readonly Kept[] = []
let head: Head = { seq: 0, hash: '' }

beforeAll(async () => {
  const root = await scratch()
  const ledger = openFileLedger({ root, now: () => new Date('2026-11-02T09:00:00Z') })
  await recorded(ledger, 'acme', 'run-1', story('ana'))
  head = await recorded(ledger, 'acme', 'run-2', [...story('ben'), ...story('eva')])
  const folder = join(root, '.roster/ledger/acme')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).toSorted()
  files = await Promise.all(names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })))
})

const verify = (changed: readonly Kept[]): Verification => verification('acme', changed, { given: head })
const edited = (index: number, change: (text: string) => string): Kept[] =>
  files.map((file, place) => (place === index ? { ...file, text: change(file.text) } : file))
const linewise = (index: number, change: (lines: string[]) => string[]): Kept[] =>
  edited(index, (text) => `${change(text.split('\n').slice(0, -1)).join('\n')}\n`)

test('SEC-40 the untouched chain is proven', () => {
  expect(files.map((file) => file.name)).toEqual(['00000001-run-1.jsonl', '00000004-run-2.jsonl'])
  expect(verify(files)).toMatchObject({ entries: 9, faults: [], notes: [], anchored: true, head })
})

test('SEC-40 every single byte, changed in every class of its bits, is found', () => {
  for (const [index, file] of files.entries()) {
    const bytes = Buffer.from(file.text)
    // Case, digit and control flips; a byte above 127; a space; a line end.
    const changes = [(b: number) => b ^ 1, (b: number) => b ^ 0x20, (b: number) => b ^ 0x80, () => 0x20, () => 0x0a]
    for (let at = 0; at < bytes.length; at += 1) {
      for (const change of changes) {
        const copy = Buffer.from(bytes)
        copy[at] = change(copy[at] ?? 0)
        if (copy.equals(bytes)) continue
        const { faults, anchored } = verify(edited(index, () => copy.toString('utf8')))
        if (faults.length === 0 || anchored)
          throw new Error(`byte ${at} of ${file.name} changed unseen: ${copy.toString('utf8', at - 20, at + 20)}`)
      }
    }
  }
})

test('SEC-40 a byte put in or taken out anywhere is found', () => {
  const text = files[0]?.text ?? ''
  for (let at = 0; at <= text.length; at += 1) {
    for (const changed of [`${text.slice(0, at)} ${text.slice(at)}`, text.slice(0, at) + text.slice(at + 1)]) {
      if (changed === text) continue
      expect(
        verify(edited(0, () => changed)).faults.length + verify(edited(0, () => changed)).notes.length,
        `at ${at}`,
      ).toBeGreaterThan(0)
      if (at < text.length) expect(verify(edited(0, () => changed)).faults, `at ${at}`).not.toEqual([])
    }
  }
})

describe('SEC-40 an edit that keeps the meaning is an edit too', () => {
  const cases: readonly (readonly [string, (line: string) => string])[] = [
    ['a space', (line) => line.replace('"at":', '"at": ')],
    ['an escape', (line) => line.replace('Zoë', String.raw`Zo\u00eb`)],
    [
      'another order of keys',
      (line) => line.replace(/^\{("at":"[^"]+"),/, '{').replace(/\}$/, `,${/"at":"[^"]+"/.exec(line)?.[0] ?? ''}}`),
    ],
    ['a key twice', (line) => line.replace(/^\{/, '{"at":"2020-01-01T00:00:00.000Z",')],
    ['a key more', (line) => line.replace(/\}$/, ',"zzz":1}')],
  ]
  for (const [what, change] of cases) {
    test(what, () => {
      const changed = linewise(0, ([first = '', ...rest]) => [change(first), ...rest])
      expect(changed[0]?.text).not.toBe(files[0]?.text)
      expect(verify(changed).faults.join()).toMatch(/entry 1 was edited/)
    })
  }
})

test('SEC-40 an edit with its hash made right is found by the entry that follows, or by the head', () => {
  const forge = (line: string): string => {
    const { hash: _, ...link } = JSON.parse(line) as ChainedEntry
    return lineOf({ ...link, at: '2020-01-01T00:00:00.000Z' }).line
  }
  const first = linewise(0, ([line = '', ...rest]) => [forge(line), ...rest])
  expect(verify(first).faults.join()).toMatch(/entry 2 does not follow entry 1/)
  const last = linewise(1, (lines) => [...lines.slice(0, -1), forge(lines.at(-1) ?? '')])
  expect(verify(last).faults.join()).toMatch(/entry 9 is not the one that the given head names/)
})

test('SEC-40 each line taken out, each pair swapped, each line doubled is found', () => {
  for (const [index, file] of files.entries()) {
    const count = file.text.split('\n').length - 1
    for (let at = 0; at < count; at += 1) {
      const without = linewise(index, (lines) => lines.toSpliced(at, 1))
      expect(verify(without).faults, `without ${at}`).not.toEqual([])
      const doubled = linewise(index, (lines) => lines.toSpliced(at, 0, lines[at] ?? ''))
      expect(verify(doubled).faults, `doubled ${at}`).not.toEqual([])
      if (at === 0) continue
      const swapped = linewise(index, (lines) => lines.toSpliced(at - 1, 2, lines[at] ?? '', lines[at - 1] ?? ''))
      expect(verify(swapped).faults, `swapped ${at}`).not.toEqual([])
    }
  }
})

test('SEC-40 a whole file taken out, renamed, or put behind the other is found', () => {
  expect(verify(files.slice(1)).faults.join()).toMatch(/entries 1 to 3 are missing/)
  expect(verify(files.slice(0, 1)).faults.join()).toMatch(/tail was cut/)
  expect(verify([]).faults.join()).toMatch(/tail was cut/)
  const renamed = files.map((file, index) => (index === 0 ? { ...file, name: '00000002-run-1.jsonl' } : file))
  expect(verify(renamed).faults.join()).toMatch(/does not fit its first entry, 1/)
})

test('SEC-41 a cut tail of any length is found with a head, and only with one', () => {
  const all = files[1]?.text.split('\n').slice(0, -1) ?? []
  for (let left = 0; left < all.length; left += 1) {
    const cut = linewise(1, (lines) => lines.slice(0, left)).filter((file) => file.text !== '\n')
    expect(verify(cut).faults.join()).toMatch(/tail was cut: the given head is 9:/)
    expect(verification('acme', cut, {}).faults).toEqual([])
    expect(verification('acme', cut, {}).anchored).toBe(false)
  }
})

test('SEC-41 the head kept on this machine finds a cut tail too, and a changed one is a fault', async () => {
  const root = await scratch()
  const ledger = openFileLedger({ root, now: () => new Date() })
  await recorded(ledger, 'acme', 'run-1', story('ana'))
  await recorded(ledger, 'acme', 'run-2', story('ben'))
  const folder = join(root, '.roster/ledger/acme')
  await unlink(join(folder, '00000004-run-2.jsonl'))
  expect((await ledger.verify('acme')).faults.join()).toMatch(
    /tail was cut: the head of the last run on this machine is 6:/,
  )

  await rm(folder, { recursive: true })
  expect(await ledger.tenants()).toEqual(['acme'])
  expect((await ledger.verify('acme')).faults).toHaveLength(1)
  await writeFile(join(root, '.roster/heads/acme'), 'nonsense')
  expect((await ledger.verify('acme')).faults.join()).toMatch(/heads\/acme was edited/)
})

test('SEC-43 nothing is read from, or built on, a chain that does not hold together', async () => {
  for (const change of [
    (lines: string[]) => lines.toSpliced(1, 1),
    (lines: string[]) => lines.toSpliced(1, 1, 'garbage'),
  ]) {
    const root = await scratch()
    const folder = join(root, '.roster/ledger/acme')
    await mkdir(folder, { recursive: true })
    for (const file of linewise(0, change)) await writeFile(join(folder, file.name), file.text)
    const ledger = openFileLedger({ root, now: () => new Date() })
    await expect(ledger.read('acme')).rejects.toThrow(LedgerBroken)
    await expect(ledger.read('acme')).rejects.toThrow(
      /00000001-run-1.jsonl, line 2.*roster ledger verify --tenant acme/,
    )
  }
})

test('a head is written and read as <seq>:<hash>', () => {
  expect(parseHead(`${headText(head)}\n`)).toEqual(head)
  for (const text of [
    '',
    '9',
    `0:${head.hash}`,
    `9:${head.hash.toUpperCase()}`,
    `-1:${head.hash}`,
    `9:${head.hash}0`,
  ]) {
    expect(parseHead(text)).toBeUndefined()
  }
})
