/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * A number and one of minutes, hours, days, weeks, months, years.
 */
export type Duration = string
/**
 * A short name that never changes: small letters, digits, dots, dashes and underscores, at most 63 of them.
 */
export type Id = string
/**
 * Money as text, with two digits after the point.
 */
export type Amount = string
/**
 * A key of the platform: `category/name`.
 */
export type Permission = string
/**
 * A calendar day; a whole day in the zone of the tenant.
 */
export type Date = string

/**
 * policies.yaml: what is asked of how people sign in, and limits of the gates. Limits of the library of the workspace hold instead of the built-in ones; a parent and a tenant may only be stricter.
 */
export interface Policies {
  readonly security?: Security
  readonly gates?: Gates
  /**
   * Id -> duties that nobody may have together.
   */
  readonly separationOfDuties?: {
    readonly [k: string]: Separation
  }
  /**
   * Leave for single people to keep less than a rule asks.
   */
  readonly waivers?: readonly Waiver[]
  /**
   * Id -> review of access that comes round.
   */
  readonly reviews?: {
    readonly [k: string]: Review
  }
  /**
   * Id -> steps, in order.
   */
  readonly checklists?: {
    /**
     * Steps, in order.
     */
    readonly [k: string]: readonly Step[]
  }
  readonly offboarding?: Id
}
/**
 * What is asked of how people sign in. Of all places that state a rule the strictest counts.
 */
export interface Security {
  readonly password?: PasswordRules
  readonly authentication?: AuthenticationRules
  readonly mfa?: MfaRules
  readonly sso?: SsoRules
  readonly session?: SessionRules
  /**
   * Networks people may sign in from.
   */
  readonly ipAllow?: readonly string[]
}
/**
 * Active Directory enforces them; elsewhere they are told as advice.
 */
export interface PasswordRules {
  /**
   * Characters a password has at least.
   */
  readonly minLength?: number
  /**
   * Of how many kinds the characters are: capital letters, small letters, digits, signs. Active Directory asks for three, or for none.
   */
  readonly complexity?: number
  readonly maxAge?: Duration
  /**
   * How many of the last passwords may not be used again.
   */
  readonly history?: number
  readonly lockout?: LockoutRules
}
/**
 * What wrong passwords lead to.
 */
export interface LockoutRules {
  /**
   * Wrong passwords until the account is locked.
   */
  readonly attempts?: number
  readonly duration?: Duration
}
/**
 * How people may sign in.
 */
export interface AuthenticationRules {
  /**
   * Ways that are allowed; of several places those that all allow.
   */
  readonly methods?: readonly ('password' | 'sso' | 'biometric')[]
}
/**
 * Whether and how a second factor is asked for.
 */
export interface MfaRules {
  /**
   * For whom.
   */
  readonly required?: 'none' | 'admins' | 'all'
  /**
   * How many methods each person has set up at least.
   */
  readonly minMethods?: number
  /**
   * Methods that count; of several places those that all allow.
   */
  readonly methods?: readonly ('totp' | 'webauthn' | 'push' | 'sms' | 'email')[]
}
/**
 * Whether people sign in at one place for all.
 */
export interface SsoRules {
  /**
   * Whether other ways are closed.
   */
  readonly required?: boolean
  readonly provider?: Id
}
/**
 * How long and how often somebody is signed in.
 */
export interface SessionRules {
  readonly idle?: Duration
  /**
   * Sessions a person has at the same time at most.
   */
  readonly maxConcurrent?: number
  /**
   * Whether devices are recorded.
   */
  readonly trackDevices?: boolean
}
/**
 * Safety checks on a plan that count; what is not written keeps the built-in limit.
 */
export interface Gates {
  readonly usersRemoved?: Gate
  readonly groupMembersRemoved?: Gate
  readonly membershipsRemoved?: Gate
  readonly population?: PopulationGate
  readonly accessPairsLost?: Gate
  readonly cost?: CostGate
}
/**
 * Limits of one gate.
 */
export interface Gate {
  readonly explicit?: Limit
  readonly derived?: Limit
}
/**
 * More than this, and the gate blocks; of the two, the larger number counts.
 */
export interface Limit {
  /**
   * Per cent of what there is.
   */
  readonly percent?: number
  /**
   * A number of objects.
   */
  readonly absolute?: number
}
/**
 * How far a directory may shrink between two runs.
 */
export interface PopulationGate {
  /**
   * Per cent of the accounts there were.
   */
  readonly percent: number
}
/**
 * How much dearer a plan may make a tenant.
 */
export interface CostGate {
  readonly warn?: CostLimit
  readonly block?: CostLimit
}
/**
 * More than one of these is told, or is in the way.
 */
export interface CostLimit {
  readonly now?: Amount
  readonly absolute?: Amount
  /**
   * The same, in percent of what a month costs before.
   */
  readonly percent?: number
  readonly total?: Amount
}
/**
 * Duties that nobody may have too many of.
 */
export interface Separation {
  /**
   * The duties.
   */
  readonly sets: readonly DutySet[]
  /**
   * How many of them one person may have.
   */
  readonly atMost?: number
  /**
   * What follows where somebody has more: record keeps it in the plan, warn says so, enforce holds the tenant.
   */
  readonly effect?: 'record' | 'warn' | 'enforce'
  /**
   * Why.
   */
  readonly reason?: string
}
/**
 * Roles, or permissions, that belong to one duty.
 */
export interface DutySet {
  /**
   * Platform -> permissions.
   */
  readonly permissions?: {
    /**
     * Permissions.
     */
    readonly [k: string]: readonly Permission[]
  }
  /**
   * Platform -> roles.
   */
  readonly roles?: {
    /**
     * Roles.
     */
    readonly [k: string]: readonly Id[]
  }
}
/**
 * Leave for one person to keep less than a rule asks, until a day.
 */
export interface Waiver {
  /**
   * The rule: `security.` and its path, or `separationOfDuties.` and its id.
   */
  readonly rule: string
  readonly user: Id
  /**
   * What holds instead; none for separation of duties.
   */
  readonly value?: string | number | boolean | readonly string[]
  /**
   * Why.
   */
  readonly reason: string
  readonly approver: Id
  readonly expires: Date
}
/**
 * A review of access that comes round.
 */
export interface Review {
  readonly every: Duration
  readonly due: Duration
  /**
   * `manager`, or a name of `approvers` in roster.yaml.
   */
  readonly reviewers: string
  /**
   * What becomes of access that nobody decided on.
   */
  readonly onTimeout?: 'escalate' | 'keep' | 'revoke'
  /**
   * A name of `approvers` in roster.yaml: who reviews where no manager can, and what nobody decided on in time.
   */
  readonly escalation?: string
  readonly starts?: Date
  readonly select: Selection
}
/**
 * All people, or those whom every one of the lists takes; in one list, any value will do.
 */
export interface Selection {
  /**
   * Everybody; stands alone.
   */
  readonly all?: true
  /**
   * Ids of people.
   */
  readonly users?: readonly Id[]
  /**
   * Ids of departments; those below them are not included.
   */
  readonly departments?: readonly Id[]
  /**
   * Personas.
   */
  readonly personas?: readonly Id[]
  /**
   * Ids of templates.
   */
  readonly templates?: readonly Id[]
  /**
   * Ids of groups that people list themselves or get from a template.
   */
  readonly groups?: readonly Id[]
  /**
   * Locations.
   */
  readonly locations?: readonly string[]
  /**
   * States.
   */
  readonly states?: readonly ('active' | 'suspended' | 'disabled' | 'absent')[]
  /**
   * Roles on platforms; whoever holds one of them.
   */
  readonly roles?: readonly Id[]
}
/**
 * One step of a checklist.
 */
export interface Step {
  /**
   * What is done; roster knows disable, revokeSessions, welcomeMail, all others are for people.
   */
  readonly step: string
  /**
   * What the person reads.
   */
  readonly title?: string
  /**
   * Who does it.
   */
  readonly by?: 'roster' | 'person'
  /**
   * `manager`, `self`, or the id of a person.
   */
  readonly assignee?: string
  /**
   * What shows that it is done; none: somebody says so.
   */
  readonly done?: 'firstLogin' | 'mfaEnrolled' | 'active' | 'disabled' | 'attested'
}
