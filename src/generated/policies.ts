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
 * policies.yaml: what is asked of how people sign in, and limits of the gates. Limits of the library of the workspace hold instead of the built-in ones; a parent and a tenant may only be stricter.
 */
export interface Policies {
  readonly security?: Security
  readonly gates?: Gates
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
