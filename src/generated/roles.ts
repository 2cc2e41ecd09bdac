/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * A short name that never changes: small letters, digits, dots, dashes and underscores, at most 63 of them.
 */
export type Id = string
/**
 * Name of a preset of the platform.
 */
export type PresetName = string
/**
 * How much: none, listed, masked, view, edit or full; none or allow for what is done rather than seen.
 */
export type Level = 'none' | 'listed' | 'masked' | 'view' | 'edit' | 'full' | 'allow'
/**
 * A number and one of minutes, hours, days, weeks, months, years.
 */
export type Duration = string

/**
 * roles.yaml: id -> role on a platform.
 */
export interface Roles {
  readonly [k: string]: Role
}
/**
 * A named set of permissions on a platform; besides these properties, the switches that the platform has for roles, as true or false.
 */
export interface Role {
  readonly platform: Id
  /**
   * The name people see; unique on its platform.
   */
  readonly name: string
  /**
   * What the role is for.
   */
  readonly description?: string
  readonly preset?: PresetName
  readonly permissions?: Levels
  readonly scope?: Scope
  /**
   * Tasks of the platform that no permission gives, and that the role is for.
   */
  readonly tasks?: readonly string[]
  readonly requires?: Requirements
  /**
   * How many people may hold it at most.
   */
  readonly maxAssignees?: number
  /**
   * Whether coming to hold it is always a decision of its own.
   */
  readonly privileged?: boolean
  readonly security?: Security
  readonly movedFrom?: Id
}
/**
 * Permission -> level.
 */
export interface Levels {
  readonly [k: string]: Level
}
/**
 * Which entities the role works on: `all: true`, or lists named by the plurals of the kinds of entity that the platform has; choosing a container chooses what is in it.
 */
export interface Scope {
  /**
   * Every entity, those to come included; stands alone (with `except`).
   */
  readonly all?: true
  /**
   * Tenants that name this one as their parent; for roles of a parent only.
   */
  readonly tenants?: readonly Id[]
  /**
   * Departments whose people the role works on; `<tenant>/<department>` for those of a child.
   */
  readonly departments?: readonly string[]
  /**
   * Access groups whose entities the role works on.
   */
  readonly accessGroups?: readonly Id[]
  /**
   * Entities left out, in lists named by the plurals of their kinds.
   */
  readonly except?: {
    readonly [k: string]: readonly Id[]
  }
}
/**
 * What somebody must have to hold a role.
 */
export interface Requirements {
  /**
   * A second factor.
   */
  readonly mfa?: boolean
  /**
   * Certifications that are held and have not run out.
   */
  readonly certifications?: readonly string[]
  /**
   * A reason with each assignment. True by itself where the role has a critical permission.
   */
  readonly reason?: boolean
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
