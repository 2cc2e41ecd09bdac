import type { Decisions } from './decisions.ts'
import type { Moment } from './replay.ts'
import type { Proof, TimelineRow } from './timeline-row.ts'

/** What every part of a timeline is told from. */
export interface Scene {
  readonly tenant: string
  readonly decisions: Decisions
  /** Whether an id is the subject's at a record of the chain. */
  readonly isSubject: (id: string, seq: number) => boolean
  /** What the subject is called at a record, newest first. */
  readonly namesAt: (seq: number) => readonly string[]
  /** What somebody is called by now. */
  readonly nameNow: (id: string) => string
}

/** A row whose proof may still come. */
export interface DraftRow extends Omit<TimelineRow, 'proof'> {
  proof: Proof
  /** The operation that the directory took and did not show yet, or the step of a work order that somebody attested. */
  readonly until?: { readonly operation: string } | { readonly order: string; readonly step: number }
}

/** A part of a timeline. */
export interface Teller {
  /** Told of every record in order, it says what that changed. */
  readonly told: (moment: Moment) => readonly DraftRow[]
  /** What was still open when the chain ended. */
  readonly rest?: () => readonly DraftRow[]
}
