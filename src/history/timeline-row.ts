import type { Address } from '../model/address.ts'
import type { RequestTrace } from '../model/forge.ts'
import type { AccessCause, AccessPlace } from '../model/plan.ts'

/** What a timeline is about. */
export type SubjectKind = 'user' | 'group' | 'entity' | 'role'

/**
 * Why something changed. Besides the causes of access: `undeclared`, nobody asks for it any more; `access`, a group that passes
 * access on; `select`, the selection of a group; `group`, the group that somebody is in joined or left another; `drift`, roster
 * mended what somebody had changed; `outside`, somebody changed it, and roster only saw it; `adoption`, it was there before
 * roster came; `reverted`, an apply was taken back.
 */
export type TimelineCause =
  | AccessCause
  | 'undeclared'
  | 'access'
  | 'seat'
  | 'select'
  | 'group'
  | 'outside'
  | 'adoption'
  | 'released'
  | 'reverted'

/**
 * How it is known to be so: the directory, or a list of the platform, was seen to show it; somebody said so; what somebody said is
 * not what the platform shows; nothing has shown it yet.
 */
export type Proof =
  | { readonly state: 'verified'; readonly at: string }
  | { readonly state: 'attested'; readonly by: string; readonly on: string }
  | { readonly state: 'contradicted'; readonly by: string; readonly why: string }
  | { readonly state: 'awaited' }

/** Who brought it about, and what allowed it. */
export interface Decision {
  /** The apply; not there: it was taken down outside of one. */
  readonly apply?: string
  readonly operator?: string
  readonly commit: string | null
  readonly requests: readonly RequestTrace[]
}

/** One change that took effect. */
export interface TimelineRow {
  /** RFC 3339: when the ledger recorded it, and the number of the record. */
  readonly at: string
  readonly seq: number
  readonly what: string
  readonly cause: TimelineCause
  readonly source?: AccessPlace
  readonly decision: Decision
  readonly proof: Proof
  /** Of a change of membership: the group, and whether the subject (or `member`) is in it afterwards. */
  readonly membership?: { readonly group: Address; readonly member: string; readonly stands: boolean }
}
