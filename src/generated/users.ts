/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * An address in ASCII; write a domain with other letters in its xn-- form. `null` for none.
 */
export type ClearableEmail = string | null
/**
 * An address in ASCII; write a domain with other letters in its xn-- form.
 */
export type Email = string
/**
 * Small letters, digits, dots, dashes and underscores, at most 63 of them; or null for none.
 */
export type ClearableId = string | null
/**
 * A short name that never changes: small letters, digits, dots, dashes and underscores, at most 63 of them.
 */
export type Id = string
/**
 * A number and one of minutes, hours, days, weeks, months, years.
 */
export type Duration = string
/**
 * A calendar day; a whole day in the zone of the tenant.
 */
export type Date = string
/**
 * A calendar day; a whole day in the zone of the tenant; or null for none.
 */
export type ClearableDate = string | null
/**
 * A key of the platform: `category/name`.
 */
export type Permission = string
/**
 * How much: none, listed, masked, view, edit or full; none or allow for what is done rather than seen.
 */
export type Level = 'none' | 'listed' | 'masked' | 'view' | 'edit' | 'full' | 'allow'

/**
 * users.yaml: id -> person.
 */
export interface People {
  readonly [k: string]: User
}
/**
 * A person.
 */
export interface User {
  readonly name?: PersonName
  /**
   * Name as it is shown. Default: first and last name.
   */
  readonly displayName?: string
  /**
   * Name to log in with, on one line, without any of " / \ [ ] : ; | = , + * ? < >. Default: made by the tenant's `naming`.
   */
  readonly username?: string
  /**
   * User principal name. Default: made by the tenant's `naming`.
   */
  readonly upn?: string
  readonly email?: ClearableEmail
  /**
   * More addresses.
   */
  readonly emails?: readonly OtherEmail[]
  readonly persona?: ClearableId
  /**
   * Job title. `null` clears it.
   */
  readonly title?: string | null
  readonly department?: ClearableId
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
  /**
   * Number at the employer, as text (quote it). `null` clears it.
   */
  readonly employeeId?: string | null
  readonly template?: ClearableId
  /**
   * Groups the person is in, beside those of the template. `[]`: none at all.
   */
  readonly groups?: readonly Id[]
  readonly without?: Without
  /**
   * Directories the person has an account in. Default: all of the tenant.
   */
  readonly directories?: readonly Id[]
  readonly security?: Security
  readonly starts?: Date
  readonly ends?: ClearableDate
  /**
   * active; suspended: cannot log in, keeps memberships; disabled: cannot log in; absent: as if the entry were not there.
   */
  readonly state?: 'active' | 'suspended' | 'disabled' | 'absent'
  /**
   * Goes first when access is taken away.
   */
  readonly urgent?: boolean
  readonly leaving?: Leaving
  /**
   * Allows an e-mail address outside the tenant's domains.
   */
  readonly guest?: boolean
  readonly posix?: Posix
  readonly movedFrom?: Id
  /**
   * Directory -> the directory's own id of an account that was there before (objectGUID, entryUUID): it is taken over by this id alone, whatever it is called.
   */
  readonly adopt?: {
    readonly [k: string]: string
  }
  /**
   * Applications the person uses, of `applications` in tenant.yaml.
   */
  readonly applications?: readonly Id[]
  /**
   * Subscription -> what the person has there; no entry: no account.
   */
  readonly platforms?: {
    readonly [k: string]: Assignment
  }
  /**
   * Single permissions apart from what roles give.
   */
  readonly overrides?: readonly Override[]
  /**
   * Proofs of skills, with their last days.
   */
  readonly certifications?: readonly Certification[]
  /**
   * Courses taken, for the record.
   */
  readonly training?: readonly string[]
  readonly dailyAccount?: Id
  /**
   * Licences of directories, beside those of the template; `[]` takes them all out.
   */
  readonly licences?: readonly Id[]
}
/**
 * Name of a person; one of the two at least.
 */
export interface PersonName {
  /**
   * First name.
   */
  readonly first?: string
  /**
   * Last name.
   */
  readonly last?: string
}
/**
 * One more address of a person.
 */
export interface OtherEmail {
  readonly address: Email
  /**
   * What it is for.
   */
  readonly type?: string
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
 * What is taken out of what a template gives.
 */
export interface Without {
  /**
   * Ids of groups.
   */
  readonly groups?: readonly Id[]
  /**
   * Applications not to get.
   */
  readonly applications?: readonly Id[]
  /**
   * Subscriptions not to have an account on.
   */
  readonly platforms?: readonly Id[]
  /**
   * Licences that a template would give.
   */
  readonly licences?: readonly Id[]
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
 * What goes with leaving.
 */
export interface Leaving {
  /**
   * Why and when.
   */
  readonly reason?: string
  readonly reassignTo?: Id
  /**
   * What may be destroyed with the account, in the platform's words.
   */
  readonly accept?: readonly string[]
}
/**
 * Attributes of an account on Unix systems (posixAccount, RFC 2307).
 */
export interface Posix {
  /**
   * User number.
   */
  readonly uidNumber?: number
  /**
   * Number of the primary group.
   */
  readonly gidNumber?: number
  /**
   * Home directory.
   */
  readonly homeDirectory?: string
  /**
   * Login shell.
   */
  readonly loginShell?: string
}
/**
 * What a person has on one subscription.
 */
export interface Assignment {
  /**
   * Sort of account, one of the platform's; its first where none is named.
   */
  readonly as?: string
  readonly at?: Id
  readonly role?: Id
  /**
   * The roles, where the platform takes several.
   */
  readonly roles?: readonly Id[]
  readonly accessGroup?: Id
  /**
   * The access groups, where the platform takes several.
   */
  readonly accessGroups?: readonly Id[]
  readonly expires?: Date
  /**
   * Why; needed for roles with critical permissions.
   */
  readonly reason?: string
  readonly reclaimEmail?: ReclaimEmail
}
/**
 * An address that a disabled account keeps taken: that account gets another one first.
 */
export interface ReclaimEmail {
  readonly from: Id
  /**
   * What the old account is called from then on; stays taken as well.
   */
  readonly renameOldTo: string
  /**
   * Why.
   */
  readonly reason: string
}
/**
 * One permission of one person, apart from what roles give. Grants need `expires`.
 */
export interface Override {
  readonly platform: Id
  readonly permission: Permission
  readonly level: Level
  /**
   * Why.
   */
  readonly reason: string
  readonly expires?: Date
}
/**
 * Proof of a skill.
 */
export interface Certification {
  /**
   * What was proved.
   */
  readonly name: string
  readonly expires?: Date
}
