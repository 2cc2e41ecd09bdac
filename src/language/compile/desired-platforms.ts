import type { AccessSource, PlatformAccess } from '../../access/access.ts'
import type { Platform } from '../../generated/platform.ts'
import type { Subscription } from '../../generated/tenant.ts'
import type { Level } from '../../model/level.ts'
import type { RuleName } from '../../model/policy.ts'

/** A contract with a platform, what it leaves open filled in from the platform's profile and the parent's contract. */
export interface DesiredSubscription {
  readonly id: string
  readonly platform: string
  readonly rules: Platform
  readonly settings: Subscription
  readonly delivery: 'manual' | 'groups' | 'scim'
  readonly source: AccessSource
}

/** Roles or permissions that make up one duty; any of them will do. */
export interface Duty {
  /** Platform -> keys. */
  readonly permissions: Readonly<Record<string, readonly string[]>>
  /** Platform -> role ids. */
  readonly roles: Readonly<Record<string, readonly string[]>>
}

/** Duties of which one person is to have `atMost` so many, and what becomes of it where somebody has more. */
export interface DesiredSeparation {
  readonly id: string
  readonly sets: readonly Duty[]
  readonly atMost: number
  readonly effect: 'record' | 'warn' | 'enforce'
  readonly reason?: string
  readonly source: AccessSource
}

/** Leave for one person to keep less than a rule asks; those that ran out are not here. */
export interface DesiredWaiver {
  readonly rule: `security.${RuleName}` | `separationOfDuties.${string}`
  readonly user: string
  readonly value?: string | number | boolean | readonly string[]
  readonly reason: string
  readonly approver: string
  /** First moment at which it holds no more (RFC 3339). */
  readonly until: string
  readonly source: AccessSource
}

/** What must be true of somebody's access. */
export interface DesiredTest {
  readonly id: string
  readonly user: string
  readonly platform: string
  readonly permission: string
  readonly entity?: string
  readonly expects: { readonly how: 'is' | 'atMost' | 'atLeast'; readonly level: Level }
  readonly source: AccessSource
}

/** One step of a checklist: what is to be done, by whom, and what shows that it is done. */
export interface ChecklistStep {
  readonly step: string
  readonly title?: string
  readonly by: 'roster' | 'person'
  readonly assignee?: string
  readonly done?: 'firstLogin' | 'mfaEnrolled' | 'active' | 'disabled' | 'attested'
}

/** Something that is done once for each of some people. `users` are those selected on the day. */
export interface DesiredAction {
  readonly id: string
  readonly do: 'resetPassword' | 'revokeSessions' | 'notify' | 'resendInvitation'
  readonly users: readonly string[]
  readonly reason: string
  readonly directory?: string
  readonly subscription?: string
  readonly subject?: string
  readonly message?: string
  readonly source: AccessSource
}

/** A review of access that comes round. */
export interface DesiredReview {
  readonly id: string
  readonly every: string
  readonly due: string
  readonly reviewers: string
  readonly onTimeout: 'escalate' | 'keep' | 'revoke'
  /** Who reviews where no manager can, and what nobody decided on in time: a name of `approvers`. */
  readonly escalation?: string
  readonly starts?: string
  readonly users: readonly string[]
  readonly source: AccessSource
}

/** Everything a tenant asks for beyond its directories. */
export interface DesiredPlatforms {
  /** Platform -> all that is said about access there, what begins later or has ended included (`inForce` leaves that out). */
  readonly access: ReadonlyMap<string, PlatformAccess>
  readonly subscriptions: ReadonlyMap<string, DesiredSubscription>
  readonly separation: readonly DesiredSeparation[]
  readonly waivers: readonly DesiredWaiver[]
  readonly tests: readonly DesiredTest[]
  readonly checklists: ReadonlyMap<string, readonly ChecklistStep[]>
  /** Checklist for people who leave. */
  readonly offboarding?: string
  readonly reviews: readonly DesiredReview[]
  readonly actions: readonly DesiredAction[]
  readonly identityProviders: ReadonlyMap<
    string,
    {
      readonly protocol?: 'saml' | 'oidc'
      readonly issuer?: string
      readonly certificateExpires?: string
      readonly source: AccessSource
    }
  >
}
