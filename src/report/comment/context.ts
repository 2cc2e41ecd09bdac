import type { ApprovalState } from '../../model/judgement.ts'
import type { Dialect } from './dialect.ts'

/** What a comment says besides the plan itself. */
export interface CommentContext {
  /** The head that the plan was made for. */
  readonly head: string
  /** Whose approval is needed, and how far it is there; `unknown`: nobody looked, so nothing is ready either. */
  readonly approval: readonly ApprovalState[] | 'unknown'
  /** Why nobody can approve this plan, whoever they are. */
  readonly obstacle?: string
  /** Until when the plan can be applied (RFC 3339). */
  readonly expires: string
  /** Where everything is, when the comment was shortened; not there: nowhere but in the plan's own file. */
  readonly fullReport?: string
  /** What to type next. */
  readonly nextCommand: string
  readonly zoneOf: (tenant: string) => string
  /** The forge that it is for; GitHub where nothing is said. */
  readonly dialect?: Dialect
}

/** What a comment says of an apply besides what became of it. */
export interface OutcomeContext {
  /** The commit on the base branch that was applied. */
  readonly merge: string
  /** What finishes what was left, as it is typed. */
  readonly resumeCommand: string
  /** Where everything is, when the comment was shortened. */
  readonly fullReport?: string
  readonly dialect?: Dialect
}

/** What a comment says where there is no plan. */
export interface FailedContext {
  /** The head that a plan was asked for. */
  readonly head: string
  /** Where the whole log is. */
  readonly fullReport?: string
}

/** Which step of the ladder of detail a rendering is on. */
export type Detail = 'full' | 'lossesOnly' | 'summaryRows' | 'topRows'

/** A text of Markdown for one place, and what was left out of it. */
export interface Rendering {
  readonly body: string
  readonly detail: Detail
  /** In words, what was left out; empty: nothing. */
  readonly omitted: readonly string[]
}
