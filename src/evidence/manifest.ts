import { createHash } from 'node:crypto'
import { headText } from '../ledger/ledger.ts'
import type { TenantEvidence } from './gather.ts'
import type { Period } from './period.ts'

/** A file of a pack. */
export interface PackFile {
  readonly name: string
  readonly text: string
  /** Entries, without the line that names the columns. */
  readonly rows: number
}

/** How many accounts there were, and a hash over their lines. */
interface Counted {
  readonly count: number
  readonly sha256: string
}

/** What a pack holds. Its file is signed; everything else hangs on the hashes in it. */
export interface Manifest {
  readonly formatVersion: '1.0'
  readonly kind: 'evidence'
  readonly tool: string
  /** The command line that makes the pack again. */
  readonly command: string
  readonly period: {
    readonly first: string
    readonly last: string
    readonly zone: string
    readonly from: string
    readonly to: string
    /** Whether it was over when the pack was made: else its end is that moment, and more may come. */
    readonly over: boolean
  }
  /** What was checked out. */
  readonly commit: string | null
  readonly tenants: readonly ManifestTenant[]
  readonly files: readonly {
    readonly name: string
    readonly bytes: number
    readonly sha256: string
    readonly rows: number
  }[]
}

/** Heads are `<seq>:<hash>`. */
export interface ManifestTenant {
  readonly tenant: string
  /** Where the ledger stood when the pack was made. */
  readonly head: string
  /** Where it stood before the first entry of the period, and after the last. */
  readonly chain: { readonly before: string; readonly after: string; readonly entries: number }
  readonly population: { readonly start: Counted; readonly end: Counted }
  readonly changes: number
}

export const manifestName = 'manifest.json'
export const signatureName = 'manifest.json.sig'
/** What signatures under packs are made for. */
export const evidenceNamespace = 'roster-evidence'

/** The manifest of a pack. */
export function manifestOf(
  about: Pick<Manifest, 'tool' | 'command' | 'commit'> & { readonly period: Period; readonly now: Date },
  tenants: readonly TenantEvidence[],
  files: readonly PackFile[],
): Manifest {
  const { first, last, zone, from, to } = about.period
  const populations = { start: textOf(files, 'population-start.csv'), end: textOf(files, 'population-end.csv') }
  return {
    formatVersion: '1.0',
    kind: 'evidence',
    tool: about.tool,
    command: about.command,
    period: { first, last, zone, from: from.toISOString(), to: to.toISOString(), over: about.now >= to },
    commit: about.commit,
    tenants: tenants.map(({ tenant, head, chain, changes }) => ({
      tenant,
      head: headText(head),
      chain: { before: headText(chain.before), after: headText(chain.after), entries: chain.entries },
      population: { start: countedIn(populations.start, tenant), end: countedIn(populations.end, tenant) },
      changes: changes.length,
    })),
    files: files.map(({ name, text, rows }) => ({ name, bytes: Buffer.byteLength(text), sha256: sha256(text), rows })),
  }
}

/** A manifest as its file has it, to the byte. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, undefined, 2)}\n`
}

/** Counts and hashes the lines of one tenant in the list of accounts. */
export function countedIn(csv: string, tenant: string): Counted {
  const lines = csv.split('\r\n').filter((line) => line.startsWith(`"${tenant}",`))
  return { count: lines.length, sha256: sha256(lines.map((line) => `${line}\r\n`).join('')) }
}

/** The hash of a text or of bytes, as hex. */
export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

function textOf(files: readonly PackFile[], name: string): string {
  return files.find((file) => file.name === name)?.text ?? ''
}
