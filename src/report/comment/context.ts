import type { ApprovalState } from '../../model/judgement.ts'

/** What a comment says besides the plan itself. */
export interface CommentContext {
  /** The head that the plan was made for. */
  readonly head: string
  /** Whose approval is needed, and how far it is there. */
  readonly approval: readonly ApprovalState[]
  /** Until when the plan can be applied (RFC 3339). */
  readonly expires: string
  /** Where everything is, when the comment was shortened; not there: nowhere but in the plan's own file. */
  readonly fullReport?: string
  /** What to type next. */
  readonly nextCommand: string
  readonly zoneOf: (tenant: string) => string
}

/** A text of Markdown for one place, and what was left out of it. */
export interface Rendering {
  readonly body: string
  /** Which step of the ladder of detail it is on. */
  readonly detail: 'full' | 'lossesOnly' | 'summaryRows' | 'topRows'
  /** In words, what was left out; empty: nothing. */
  readonly omitted: readonly string[]
}
