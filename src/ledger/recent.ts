import type { ChainedEntry } from '../model/entry.ts'
import { genesis } from './chain.ts'
import { holdingHead, keptHead } from './heads.ts'
import type { Head, Verification } from './ledger.ts'
import { chained, firstSeq, isCheckpointName, type Line, type Lines, linesOf, type RunFile } from './run-files.ts'
import type { Shelf } from './shelf.ts'
import { proof } from './verification.ts'

/** One tenant's run files, and the workspace that keeps its head. */
interface Place {
  readonly root: string
  readonly tenant: string
  readonly shelf: Shelf
}

/** The entries from the last checkpoint on. Throws LedgerBroken as `read` does. */
export async function recentEntries({ root, tenant, shelf }: Place): Promise<readonly ChainedEntry[]> {
  const { lines, start } = await recentLines(shelf)
  return holdingHead(root, tenant, chained(tenant, lines, start), (head) => stands(shelf, head))
}

/** Proves the entries from the last checkpoint on. */
export async function recentProof({ root, tenant, shelf }: Place): Promise<Verification> {
  const recent = await recentLines(shelf)
  const kept = await keptHead(root, tenant)
  // A head from before these lines is looked for where it stands; one that is not there is a fault as any other.
  const isBefore = kept !== undefined && typeof kept !== 'string' && kept.seq <= recent.start.seq
  return proof(tenant, recent, isBefore && (await stands(shelf, kept)) ? {} : { kept })
}

/**
 * The lines from the last checkpoint that counts on, and what they go on from. Reads from the end backwards, guided by the names
 * of files; what a name promises and the file does not hold costs a longer way and changes nothing.
 */
async function recentLines(shelf: Shelf): Promise<Lines & { readonly start: Head }> {
  const names = await shelf.names()
  let files: readonly RunFile[] = []
  let from = names.length
  for (const begin of beginnings(names)) {
    files = [...(await shelf.read(names.slice(begin, from))), ...files]
    from = begin
    const { lines, notes } = linesOf(files)
    const at = lines.findLastIndex(isCheckpoint)
    const entry = lines[at]?.entry
    if (entry !== undefined) return { lines: lines.slice(at), notes, start: { seq: entry.seq - 1, hash: entry.prev } }
  }
  return { ...linesOf(files), start: genesis }
}

/** Where reading may begin: at each file that is named as a checkpoint, the last first; then at the first file of all. */
function* beginnings(names: readonly string[]): Iterable<number> {
  for (let at = names.length - 1; at > 0; at -= 1) {
    const name = names[at] ?? ''
    if (isCheckpointName(name)) yield firstRival(names, at)
  }
  yield 0
}

/** Files that begin at the same number are rivals: which of them counts is only seen with all of them. */
function firstRival(names: readonly string[], at: number): number {
  const seq = firstSeq(names[at] ?? '')
  let first = at
  while (first > 0 && firstSeq(names[first - 1] ?? '') === seq) first -= 1
  return first
}

function isCheckpoint({ entry }: Line): boolean {
  return entry?.entry.type === 'checkpoint'
}

/** Whether an older entry is the one that a head names. Reads only the files that can hold it. */
async function stands(shelf: Shelf, head: Head): Promise<boolean> {
  const names = await shelf.names()
  const holding = names.findLast((name) => (firstSeq(name) ?? 0) <= head.seq) ?? ''
  const rivals = names.filter((name) => firstSeq(name) === firstSeq(holding))
  return linesOf(await shelf.read(rivals)).lines.some(
    ({ entry }) => entry?.seq === head.seq && entry.hash === head.hash,
  )
}
