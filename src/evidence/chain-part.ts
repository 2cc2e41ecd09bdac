import { chainUntil } from '../history/memory-at.ts'
import { genesis, type Link, lineOf } from '../ledger/chain.ts'
import type { Head } from '../ledger/ledger.ts'
import type { ChainedEntry } from '../model/entry.ts'
import { endOf, type Period } from './period.ts'

/** The entries of a period, and where the chain stood before and after: the part can be proven without the rest. */
export interface ChainPart {
  readonly before: Head
  readonly after: Head
  /** Each entry byte for byte as the ledger has it, one a line. */
  readonly text: string
  readonly entries: number
}

/** Cuts the part of a period out of a chain. */
export function chainPart(chain: readonly ChainedEntry[], period: Period): ChainPart {
  const earlier = chainUntil(chain, new Date(period.from.getTime() - 1))
  const part = chainUntil(chain, endOf(period)).slice(earlier.length)
  const before = headAfter(earlier, genesis)
  return {
    before,
    after: headAfter(part, before),
    text: part.map((each) => `${lineOf(linkOf(each)).line}\n`).join(''),
    entries: part.length,
  }
}

/** Proves such a part: every line byte for byte, every link, both ends. One sentence for each fault. */
export function chainFaults(
  file: string,
  text: string,
  { before, after }: Pick<ChainPart, 'before' | 'after'>,
): readonly string[] {
  const faults: string[] = []
  const lines = text.split('\n')
  if (lines.pop() !== '') faults.push(`${file} ends in half a line: it was cut`)
  let last = before
  for (const [index, line] of lines.entries()) {
    const found = entryIn(line)
    const where = `${file}, line ${index + 1}`
    if (found === undefined) {
      faults.push(`${where} was edited: it is no entry as the ledger writes it`)
      continue
    }
    if (found.seq !== last.seq + 1)
      faults.push(
        `${where}: entry ${found.seq} stands where entry ${last.seq + 1} is due; lines were removed, repeated or moved`,
      )
    else if (found.prev !== last.hash) faults.push(`${where}: entry ${found.seq} does not follow the one before it`)
    last = found
  }
  if (last.seq !== after.seq || last.hash !== after.hash)
    faults.push(`${file} ends at entry ${last.seq}, and the manifest says ${after.seq}: lines were removed or added`)
  return faults
}

function linkOf({ seq, prev, fence, at, entry }: ChainedEntry): Link {
  return { seq, prev, fence, at, entry }
}

function headAfter(chain: readonly ChainedEntry[], before: Head): Head {
  const last = chain.at(-1)
  return last === undefined ? before : { seq: last.seq, hash: last.hash }
}

function entryIn(line: string): ChainedEntry | undefined {
  try {
    const { hash, ...link } = JSON.parse(line) as ChainedEntry
    const written = lineOf(link)
    return written.line === line && written.hash === hash ? { ...link, hash } : undefined
  } catch {
    return undefined
  }
}
