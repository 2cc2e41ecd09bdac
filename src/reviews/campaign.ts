import { digestOf, textDigest, type ItemSort, type Population } from './item.ts'

/** What a campaign froze when it began: `campaign.yaml`. Nobody edits it. */
export interface Campaign {
  /** `quarterly-2026-11-22`. */
  readonly campaign: string
  readonly tenant: string
  readonly review: string
  /** The commit whose files were read. */
  readonly commit: string
  /** When the directories were read (RFC 3339). */
  readonly read: string
  /** The day before which reviewers decide; what nobody decided on is escalated until `escalatedDue`. */
  readonly due: string
  readonly escalatedDue: string
  readonly onTimeout: 'escalate' | 'keep' | 'revoke'
  readonly escalation?: string
  /** Why people review themselves where nobody else is there. */
  readonly ownAccess?: string
  readonly population: Population
  /** Of what it was not known what people have; what is declared stood for it. */
  readonly unseen: readonly string[]
  readonly sheets: readonly {
    readonly file: string
    readonly reviewer: string
    readonly is: 'person' | 'approvers' | 'self'
    readonly items: number
    /** Of everything but decisions: see `sealOf`. */
    readonly seal: string
  }[]
}

/** A line that a reviewer decides on: what was frozen, and what they say. */
export interface Line {
  /** Its code. */
  readonly item: string
  readonly person: string
  readonly name: string
  readonly has: ItemSort
  readonly id: string
  readonly where: string
  readonly marks: readonly string[]
  readonly path: string
  readonly since: string
  readonly peers: string
  readonly lastSignIn: string
  readonly seat: string
  readonly decision: string
  readonly reason: string
  readonly seen: string
}

/** A file of lines, of one reviewer. */
export interface Sheet {
  readonly campaign: string
  readonly reviewer: string
  readonly before: string
  readonly lines: readonly Line[]
}

/** The hash of everything in a sheet but what reviewers fill in: an edit of anything else shows. */
export function sealOf({ lines, ...sheet }: Sheet): string {
  return digestOf({ ...sheet, lines: lines.map(frozenOf) })
}

/** What of a line is not the reviewer's. */
export function frozenOf(line: Line): string {
  return digestOf({ ...line, decision: '', reason: '', seen: '' })
}

/** The hash of a folder: names of files and their texts, in any order. */
export function folderHash(files: ReadonlyMap<string, string>): string {
  const pairs = [...files].map(([name, text]) => [name, textDigest(text)] as const)
  return digestOf(pairs.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
