import type { RequestTrace } from './forge.ts'
import type { Operation } from './operation.ts'
import type { AccessGroupChange, CalendarEntry, Finding } from './plan.ts'

/** What approvals are judged on: a tenant's plan of this moment. */
export interface Judged {
  readonly tenant: string
  readonly operations: readonly Operation[]
  readonly access: readonly AccessGroupChange[]
  readonly findings: readonly Finding[]
  /** What time will bring. */
  readonly calendar: readonly CalendarEntry[]
  /** Requests that the tenant's ledger says were carried out to the end, as `approvalKey` names them: they are used up. */
  readonly consumed: ReadonlySet<string>
  /** Ids of the people in a group of the tenant, directly or by way of a group in it. */
  readonly insiders: (group: string) => readonly string[]
}

/** What approvals come to for one tenant. */
export interface Judgement {
  /** Requests with every approval they need; what they allow may run. */
  readonly allowed: readonly AllowedRequest[]
  /** Whatever else was asked for and is not allowed, one sentence each: which request, and what is missing. */
  readonly missing: readonly string[]
}

/** A request that was agreed to, and what of it concerns the tenant. */
export interface AllowedRequest {
  readonly trace: RequestTrace
  /** When the directories were read for the plan that was agreed to; RFC 3339. */
  readonly observedAt: string
  readonly fingerprints: ReadonlySet<string>
  readonly standing: ReadonlySet<string>
  /** Its approvals are enough for what is critical too, whether or not that was asked for. */
  readonly critical: boolean
}

/** Judges a tenant's plan by the approvals on the forge. */
export type Judge = (judged: Judged) => Judgement

/** The name under which the use of an approval is remembered. */
export function approvalKey({
  repository,
  number,
  digest,
}: Pick<RequestTrace, 'repository' | 'number' | 'digest'>): string {
  return `${repository}#${number} ${digest}`
}

/** Who has to agree to something. */
export interface ApprovalRule {
  /** `default`, `critical`, or the pattern of CODEOWNERS. */
  readonly name: string
  /** Logins and teams as they are written: `@ana`, `@msp/leads`; empty: whoever may write to the repository. */
  readonly approvers: readonly string[]
  readonly count: number
  /** Why it is asked for, in words. */
  readonly why: string
}

/** How far a rule is met. */
export interface ApprovalState {
  readonly rule: ApprovalRule
  /** Logins whose approval counts. */
  readonly by: readonly string[]
  /** How many more are needed; 0: met. */
  readonly missing: number
  /** Who approved to no effect, and why. */
  readonly notCounted: readonly { readonly by: string; readonly why: string }[]
  /** Those of `by` of whom nobody has said which person they are; not there: of all it is known, or it does not matter. */
  readonly unknown?: readonly string[]
  /** Why no approval can meet the rule as things are, in one sentence. */
  readonly obstacle?: string
}
