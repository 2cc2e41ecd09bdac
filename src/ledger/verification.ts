import { genesis, lineOf } from './chain.ts'
import type { Head, Verification } from './ledger.ts'
import { headText } from './ledger.ts'
import { firstSeq, type Line, type Lines, linesOf, type RunFile } from './run-files.ts'

/** Heads that vouch for the tail: one that was kept outside, and that of the last run on this machine (or what stands there instead). */
interface Heads {
  readonly given?: Head | undefined
  readonly kept?: Head | string | undefined
}

/** Proves a tenant's chain: every line byte for byte, every link, and the tail against the heads. */
export function verification(tenant: string, files: readonly RunFile[], heads: Heads): Verification {
  return proof(tenant, { ...linesOf(files), start: genesis }, heads)
}

/** Proves lines that go on from `start`. */
export function proof(
  tenant: string,
  { lines, notes, start }: Lines & { readonly start: Head },
  heads: Heads,
): Verification {
  const last = lines.findLast((line) => line.entry !== undefined)?.entry
  const faults = [
    ...chainFaults(lines, start),
    ...(heads.given === undefined ? [] : tailFaults(lines, heads.given, 'the given head')),
    ...keptFaults(tenant, lines, heads.kept),
  ]
  return {
    tenant,
    entries: lines.length,
    head: last === undefined ? undefined : { seq: last.seq, hash: last.hash },
    faults: [...new Set(faults)],
    notes,
    anchored: heads.given !== undefined && faults.length === 0,
  }
}

function chainFaults(lines: readonly Line[], start: Head): string[] {
  const faults: string[] = []
  let last = start
  let fence = 0
  for (const line of lines) {
    const where = `${line.file}, line ${line.number}`
    if (line.entry === undefined) {
      faults.push(`${where} was edited: it cannot be read as an entry`)
      continue
    }
    const { hash, ...link } = line.entry
    if (line.number === 1 && firstSeq(line.file) !== link.seq)
      faults.push(`${where}: the file's name does not fit its first entry, ${link.seq}`)
    if (!isAsWritten(line)) faults.push(`${where}: entry ${link.seq} was edited`)
    if (link.seq !== last.seq + 1) faults.push(`${where}: ${gap(last.seq + 1, link.seq)}`)
    else if (link.prev !== last.hash)
      faults.push(
        `${where}: entry ${link.seq} does not follow entry ${last.seq}; one of the two was edited or replaced`,
      )
    if (link.fence < fence)
      faults.push(`${where}: entry ${link.seq} was written under lease ${link.fence}, after lease ${fence}`)
    fence = Math.max(fence, link.fence)
    last = { seq: link.seq, hash }
  }
  return faults
}

function isAsWritten(line: Line): boolean {
  if (line.entry === undefined) return false
  const { seq, prev, fence, at, entry } = line.entry
  try {
    return lineOf({ seq, prev, fence, at, entry }).line === line.text
  } catch {
    return false
  }
}

function gap(expected: number, found: number): string {
  if (found < expected) return `entry ${found} stands where entry ${expected} is due; entries were moved or repeated`
  const missing = found - 1 === expected ? `entry ${expected} is` : `entries ${expected} to ${found - 1} are`
  return `${missing} missing before entry ${found}`
}

function tailFaults(lines: readonly Line[], head: Head, who: string): string[] {
  const last = lines.reduce((most, line) => Math.max(most, line.entry?.seq ?? 0), 0)
  if (last < head.seq) return [`the tail was cut: ${who} is ${headText(head)}, and the chain ends at entry ${last}`]
  const vouched = lines.some((line) => line.entry?.seq === head.seq && line.entry.hash === head.hash)
  return vouched
    ? []
    : [`entry ${head.seq} is not the one that ${who} names (${headText(head)}): the chain was rewritten`]
}

function keptFaults(tenant: string, lines: readonly Line[], kept: Head | string | undefined): string[] {
  if (kept === undefined) return []
  if (typeof kept === 'string')
    return [`.roster/heads/${tenant} was edited: ${JSON.stringify(kept.slice(0, 100))} is not a head`]
  return tailFaults(lines, kept, 'the head of the last run on this machine')
}
