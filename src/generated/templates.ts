/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * Small letters, digits, dots, dashes and underscores, at most 63 of them; or null for none.
 */
export type ClearableId = string | null
/**
 * A short name that never changes: small letters, digits, dots, dashes and underscores, at most 63 of them.
 */
export type Id = string
/**
 * A calendar day; a whole day in the zone of the tenant.
 */
export type Date = string

/**
 * templates.yaml: id -> defaults for people.
 */
export interface Templates {
  readonly [k: string]: Template
}
/**
 * Defaults for the people that name it.
 */
export interface Template {
  /**
   * onCreate: given once, with the account; continuous: kept so.
   */
  readonly applies?: 'onCreate' | 'continuous'
  /**
   * What becomes of groups and applications a person has beyond the template: report shows them, enforce takes them out.
   */
  readonly conformance?: 'report' | 'enforce'
  readonly attributes?: Attributes
  /**
   * Groups the people get.
   */
  readonly groups?: readonly Id[]
  readonly movedFrom?: Id
  /**
   * Subscription -> what the people get there.
   */
  readonly platforms?: {
    readonly [k: string]: Assignment
  }
  /**
   * Applications the people get.
   */
  readonly applications?: readonly Id[]
  readonly onboarding?: Id
  /**
   * Licences of directories.
   */
  readonly licences?: readonly Id[]
}
/**
 * Values for everybody below who does not state them: the names and paths of users.yaml.
 */
export interface Attributes {
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
