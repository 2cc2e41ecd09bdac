/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * A short name that never changes: small letters, digits, dots, dashes and underscores, at most 63 of them.
 */
export type Id = string
/**
 * Small letters, digits, dots, dashes and underscores, at most 63 of them; or null for none.
 */
export type ClearableId = string | null
/**
 * A number and one of minutes, hours, days, weeks, months, years.
 */
export type Duration = string
/**
 * How much: none, listed, masked, view, edit or full; none or allow for what is done rather than seen.
 */
export type Level = 'none' | 'listed' | 'masked' | 'view' | 'edit' | 'full' | 'allow'

/**
 * departments.yaml: id -> department. A parent gives nothing by itself.
 */
export interface Departments {
  readonly [k: string]: Department
}
/**
 * A part of the organisation.
 */
export interface Department {
  /**
   * Full name.
   */
  readonly name: string
  readonly parent?: Id
  readonly head?: Id
  readonly template?: Id
  readonly attributes?: DepartmentAttributes
  readonly movedFrom?: Id
  readonly security?: Security
  readonly permissions?: PlatformPermissions
}
/**
 * Values for everybody in the department who does not state them: the names and paths of users.yaml.
 */
export interface DepartmentAttributes {
  /**
   * Job title. `null` clears it.
   */
  readonly title?: string | null
  readonly manager?: ClearableId
  /**
   * Site or office. `null` clears it.
   */
  readonly location?: string | null
  readonly address?: Address
  readonly phones?: Phones
  readonly profile?: Profile
  /**
   * What the person knows.
   */
  readonly skills?: readonly string[]
  readonly posix?: PosixDefaults
}
/**
 * Where a person works.
 */
export interface Address {
  /**
   * Country, as two capital letters (ISO 3166-1). `null` clears it.
   */
  readonly country?: string | null
  /**
   * Town or city. `null` clears it.
   */
  readonly city?: string | null
  /**
   * State, province or region. `null` clears it.
   */
  readonly region?: string | null
  /**
   * Postal code, as text. `null` clears it.
   */
  readonly postalCode?: string | null
  /**
   * Street and number. `null` clears it.
   */
  readonly street?: string | null
}
/**
 * Telephone numbers, as text (quote them).
 */
export interface Phones {
  /**
   * Number at work. `null` clears it.
   */
  readonly work?: string | null
  /**
   * Mobile number. `null` clears it.
   */
  readonly mobile?: string | null
  /**
   * Number at home. `null` clears it.
   */
  readonly home?: string | null
  /**
   * Fax number. `null` clears it.
   */
  readonly fax?: string | null
  /**
   * Pager number. `null` clears it.
   */
  readonly pager?: string | null
}
/**
 * Set once when the account is created, then the person's own.
 */
export interface Profile {
  /**
   * Language, as a BCP 47 tag. `null` clears it.
   */
  readonly language?: string | null
  /**
   * Time zone of the IANA database. `null` clears it.
   */
  readonly timezone?: string | null
  /**
   * Topics the person is told about.
   */
  readonly notifications?: readonly string[]
}
/**
 * Attributes of an account on Unix systems (posixAccount, RFC 2307).
 */
export interface PosixDefaults {
  /**
   * Number of the primary group.
   */
  readonly gidNumber?: number
  /**
   * Login shell.
   */
  readonly loginShell?: string
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
 * Platform -> permission -> level.
 */
export interface PlatformPermissions {
  readonly [k: string]: Levels
}
/**
 * Permission -> level.
 */
export interface Levels {
  readonly [k: string]: Level
}
