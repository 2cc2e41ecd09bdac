import type { AccessCause } from '../model/plan.ts'
import type { AccessSource, PlatformAccess } from './access.ts'

/** Why something changes, and where that is said. */
export interface Cause {
  readonly cause: AccessCause
  readonly source: AccessSource
  /** A few words after a colon: «tag `fund` removed». */
  readonly why: string
  /** Whether the line that asked for the access went away itself. */
  readonly explicit: boolean
}

/** What is compared, and what is known besides. */
export interface Comparison {
  readonly before: PlatformAccess
  readonly after: PlatformAccess
  /** With what begins later or has ended. */
  readonly full: PlatformAccess
  /** Whether a person is still of the tenant. */
  readonly isPresent: (user: string) => boolean
}

/** A cause that is not somebody's own line. */
export function derived(cause: AccessCause, source: AccessSource, why: string): Cause {
  return { cause, source, why, explicit: false }
}
