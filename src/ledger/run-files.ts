import type { ChainedEntry } from '../model/entry.ts'
import { genesis } from './chain.ts'
import { type Head, LedgerBroken, ofCheckpoint } from './ledger.ts'

/** The records of one run in one tenant: one line an entry. Named after the number of its first entry and the run. */
export interface RunFile {
  readonly name: string
  readonly text: string
}

/** One whole line of a run's file. `entry` is missing where the line is not JSON of an entry. */
export interface Line {
  readonly file: string
  readonly number: number
  readonly text: string
  readonly entry: ChainedEntry | undefined
}

/** The lines that count, in the order of the chain, and what was left out and why. */
export interface Lines {
  readonly lines: readonly Line[]
  readonly notes: readonly string[]
}

const wellNamed = /^([0-9]{8,15})-([A-Za-z0-9][A-Za-z0-9._-]{0,100})\.jsonl$/

/** The name of the file of a run whose first entry is number `seq`. Throws where the run's id does not fit into a file name. */
export function runFileName(seq: number, apply: string): string {
  const name = `${String(seq).padStart(8, '0')}-${apply}.jsonl`
  if (!wellNamed.test(name))
    throw new Error(`a run cannot be called ${JSON.stringify(apply)}: use letters, digits, dots and dashes`)
  return name
}

/** The number in a run file's name; undefined where the name is not one of ours. */
export function firstSeq(name: string): number | undefined {
  const digits = wellNamed.exec(name)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** Whether a file is named as one that begins with a checkpoint. */
export function isCheckpointName(name: string): boolean {
  return name.endsWith(`${ofCheckpoint}.jsonl`)
}

/** The names of run files among `names`, in the order of the chain. */
export function runFileNames(names: readonly string[]): string[] {
  const numbered = names.flatMap((name) => {
    const seq = firstSeq(name)
    return seq === undefined ? [] : [{ name, seq }]
  })
  return numbered.toSorted((a, b) => a.seq - b.seq || (a.name < b.name ? -1 : 1)).map(({ name }) => name)
}

/** Whether a name is that of a run file. */
export function isRunFile(name: string): boolean {
  return wellNamed.test(name)
}

/** Reads run files, given in the order of their names, into the lines of one chain. */
export function linesOf(files: readonly RunFile[]): Lines {
  const notes: string[] = []
  const parsed = files.map((file) => parse(file, notes)).filter((lines) => lines.length > 0)
  parsed.sort((a, b) => seqOf(a[0]) - seqOf(b[0]) || fenceOf(a[0]) - fenceOf(b[0]))
  const lines: Line[] = []
  for (const run of parsed) {
    const late = takeLate(lines, run[0])
    if (late > 0) notes.push(lateNote(late, run[0]))
    for (const line of run) lines.push(line)
  }
  return { lines, notes }
}

/**
 * The entries of the chain. Throws LedgerBroken where an entry is unreadable or does not name the one before it; whether
 * each hash is true is the verifier's work.
 */
export function entriesOf(tenant: string, files: readonly RunFile[]): ChainedEntry[] {
  return chained(tenant, linesOf(files).lines, genesis)
}

/** The entries of lines that go on from `start`. Throws as `entriesOf` does. */
export function chained(tenant: string, lines: readonly Line[], start: Head): ChainedEntry[] {
  const entries: ChainedEntry[] = []
  let last = start
  for (const line of lines) {
    const entry = line.entry
    if (entry === undefined || entry.seq !== last.seq + 1 || entry.prev !== last.hash) throw broken(tenant, line)
    entries.push(entry)
    last = entry
  }
  return entries
}

/** Where the chain of these files ends, and the highest lease number it holds. */
export function endOf(tenant: string, files: readonly RunFile[]): { readonly head: Head; readonly fence: number } {
  const line = linesOf(files).lines.at(-1)
  if (line === undefined) return { head: genesis, fence: 0 }
  if (line.entry === undefined) throw broken(tenant, line)
  return { head: { seq: line.entry.seq, hash: line.entry.hash }, fence: line.entry.fence }
}

/** A line counts once its line end is there: what a killed writer left of one is no record, and nobody relied on it. */
function parse(file: RunFile, notes: string[]): Line[] {
  const texts = file.text.split('\n')
  const torn = texts.pop() ?? ''
  if (torn !== '') {
    notes.push(
      `${file.name} ends in half a line (${torn.length} characters): its writer was killed; the half line is not counted`,
    )
  }
  return texts.map((text, index) => ({ file: file.name, number: index + 1, text, entry: entryOf(text) }))
}

function entryOf(text: string): ChainedEntry | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isChained(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isChained(value: unknown): value is ChainedEntry {
  if (typeof value !== 'object' || value === null) return false
  const { seq, prev, fence, at, hash, entry } = value as Partial<Record<keyof ChainedEntry, unknown>>
  return (
    Number.isSafeInteger(seq) &&
    Number.isSafeInteger(fence) &&
    typeof prev === 'string' &&
    typeof at === 'string' &&
    typeof hash === 'string' &&
    typeof entry === 'object' &&
    entry !== null
  )
}

/** Takes away what a holder wrote after it had lost its lease: the next holder's first entry stands at the same number, under a higher fence. */
function takeLate(lines: Line[], next: Line | undefined): number {
  let late = 0
  while (lines.length > 0 && seqOf(lines.at(-1)) >= seqOf(next) && fenceOf(lines.at(-1)) < fenceOf(next)) {
    lines.pop()
    late += 1
  }
  return late
}

function lateNote(late: number, next: Line | undefined): string {
  return `${late} records were written by a run that had lost its lease before ${next?.file ?? ''}; they are not counted`
}

function seqOf(line: Line | undefined): number {
  return line?.entry?.seq ?? (line === undefined ? 0 : (firstSeq(line.file) ?? 0))
}

function fenceOf(line: Line | undefined): number {
  return line?.entry?.fence ?? 0
}

function broken(tenant: string, line: Line): LedgerBroken {
  return new LedgerBroken(
    `the ledger of ${tenant} does not hold together at ${line.file}, line ${line.number}: an entry was edited, removed or moved. ` +
      `See \`roster ledger verify --tenant ${tenant}\`, and bring the file back from a copy; until then nothing is applied`,
  )
}
