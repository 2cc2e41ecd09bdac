/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * A short name that never changes: small letters, digits, dots, dashes and underscores, at most 63 of them.
 */
export type Id = string
/**
 * A DNS domain in small ASCII letters.
 */
export type Domain = string
/**
 * A time zone of the IANA database.
 */
export type Timezone = string
/**
 * A number and one of minutes, hours, days, weeks, months, years.
 */
export type Duration = string
/**
 * Small letters, digits, dots, dashes and underscores, at most 63 of them; or null for none.
 */
export type ClearableId = string | null
/**
 * How much: none, listed, masked, view, edit or full; none or allow for what is done rather than seen.
 */
export type Level = 'none' | 'listed' | 'masked' | 'view' | 'edit' | 'full' | 'allow'
/**
 * A key of the platform: `category/name`.
 */
export type Permission = string
/**
 * A live directory; `provider` says of which sort.
 */
export type Directory = LocalDirectory | LdapDirectory | AdDirectory | EntraDirectory
/**
 * Path of users.yaml, by itself or as `from:`; null: roster leaves the attribute alone.
 */
export type Mapped = Path | MappedFrom | null
/**
 * Dotted path of users.yaml; department.name gives the name of the department.
 */
export type Path = string
/**
 * A calendar day; a whole day in the zone of the tenant.
 */
export type Date = string

/**
 * tenant.yaml: one organisation, and the directories it lives in.
 */
export interface Tenant {
  /**
   * Full name of the organisation.
   */
  readonly name: string
  readonly parent?: Id
  /**
   * client: an organisation that is served; internal: our own.
   */
  readonly audience?: 'client' | 'internal'
  /**
   * E-mail domains that belong to the tenant; people outside them are guests.
   */
  readonly domains?: readonly Domain[]
  readonly timezone?: Timezone
  /**
   * Whether real people depend on it.
   */
  readonly production?: boolean
  /**
   * Why nothing is applied in this tenant for now: apply stops before its next operation. Take the line away to go on.
   */
  readonly paused?: string
  readonly deleteAfter?: Duration
  readonly naming?: Naming
  readonly defaults?: Defaults
  /**
   * Id -> a live directory of the tenant.
   */
  readonly directories?: {
    readonly [k: string]: Directory
  }
  readonly initialPasswords?: InitialPasswords
  /**
   * Id -> contract with a platform. Shares its ids with `directories`.
   */
  readonly subscriptions?: {
    readonly [k: string]: Subscription
  }
  /**
   * Id -> who vouches for people.
   */
  readonly identityProviders?: {
    readonly [k: string]: IdentityProvider
  }
  /**
   * Id -> what its people get.
   */
  readonly applications?: {
    readonly [k: string]: Application
  }
  /**
   * Id -> a licence that people can be given (`licences` of a person or a template).
   */
  readonly licences?: {
    readonly [k: string]: Licence
  }
}
/**
 * Patterns with {first}, {last}, {f} (first letter of the first name), {l}, {employeeId} and {id}; names are written in ASCII.
 */
export interface Naming {
  /**
   * Pattern of usernames.
   */
  readonly username?: string
  /**
   * Pattern of UPNs, with {username}. Not there: no UPN is made.
   */
  readonly upn?: string
  /**
   * number: the second one gets a 2; error: two of a name are an error.
   */
  readonly onCollision?: 'number' | 'error'
}
/**
 * What people get who state nothing else.
 */
export interface Defaults {
  readonly attributes?: Attributes
  /**
   * Persona -> what people of that persona get.
   */
  readonly personas?: {
    readonly [k: string]: Persona
  }
  readonly permissions?: PlatformPermissions
  /**
   * Platform -> permissions that nobody gets, whatever else says so; holds for children too.
   */
  readonly guard?: {
    /**
     * Permissions forced to none.
     */
    readonly [k: string]: readonly Permission[]
  }
  readonly ceiling?: PlatformPermissions
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
 * What people of one persona get.
 */
export interface Persona {
  readonly template?: Id
  readonly attributes?: Attributes
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
/**
 * An embedded directory in one file, for trying out, examples and tests.
 */
export interface LocalDirectory {
  /**
   * Sort of directory.
   */
  readonly provider: 'local'
  /**
   * observe: looks only; additive: creates and changes what is declared; authoritative: also disables and removes what is not.
   */
  readonly mode?: 'observe' | 'additive' | 'authoritative'
  /**
   * Proves which directory this is (LDAP: entryUUID of the base entry). Recorded at the first apply where it is not written.
   */
  readonly identity?: string
  /**
   * Attribute of the directory -> path of users.yaml it is filled from; only to differ from the provider's defaults.
   */
  readonly mapping?: {
    readonly [k: string]: Mapped
  }
  /**
   * Patterns of objects that are never touched: `*` stands for anything within one part of the name, `**` for any number of parts.
   */
  readonly protect?: readonly string[]
  /**
   * Directories of this tenant that are applied before this one.
   */
  readonly dependsOn?: readonly Id[]
  /**
   * File of the workspace it is kept in. Default: .roster/local/<tenant>/<directory>.json.
   */
  readonly file?: string
  readonly users?: LocalUsers
  readonly groups?: LocalGroups
}
/**
 * Path of users.yaml.
 */
export interface MappedFrom {
  readonly from: Path
}
/**
 * Where people are put.
 */
export interface LocalUsers {
  /**
   * Container of people.
   */
  readonly base?: string
  /**
   * Container disabled people are moved to. Not there: they stay.
   */
  readonly disabledBase?: string
  /**
   * flat: everybody in the base; department: in a container named after the department; departmentPath: below those of its parents too; keep: new people in the base, and everybody else where they lie.
   */
  readonly placement?: 'flat' | 'department' | 'departmentPath' | 'keep'
}
/**
 * Where groups are put.
 */
export interface LocalGroups {
  /**
   * Container of groups.
   */
  readonly base?: string
  /**
   * flat: all groups in the base; keep: new groups in the base, and all others where they lie.
   */
  readonly placement?: 'flat' | 'keep'
}
/**
 * A directory that speaks LDAP: OpenLDAP, 389 Directory Server and others.
 */
export interface LdapDirectory {
  /**
   * Sort of directory.
   */
  readonly provider: 'ldap'
  /**
   * observe: looks only; additive: creates and changes what is declared; authoritative: also disables and removes what is not.
   */
  readonly mode?: 'observe' | 'additive' | 'authoritative'
  /**
   * Proves which directory this is (LDAP: entryUUID of the base entry). Recorded at the first apply where it is not written.
   */
  readonly identity?: string
  /**
   * Attribute of the directory -> path of users.yaml it is filled from; only to differ from the provider's defaults.
   */
  readonly mapping?: {
    readonly [k: string]: Mapped
  }
  /**
   * Patterns of objects that are never touched: `*` stands for anything within one part of the name, `**` for any number of parts.
   */
  readonly protect?: readonly string[]
  /**
   * Directories of this tenant that are applied before this one.
   */
  readonly dependsOn?: readonly Id[]
  /**
   * ldaps://host, or ldap://host with startTls.
   */
  readonly url: string
  /**
   * Encrypts an ldap:// connection before anything else is said.
   */
  readonly startTls?: boolean
  /**
   * DN of the entry everything lies below.
   */
  readonly base: string
  readonly tls?: Tls
  readonly credentials: Credentials
  readonly users?: LdapUsers
  readonly groups?: LdapGroups
  /**
   * Whether a plan may read only what changed since the last one, where the server makes that safe, from a copy kept in the cache of this machine.
   */
  readonly incremental?: boolean
}
/**
 * Trust in the server.
 */
export interface Tls {
  readonly ca?: Environment
}
/**
 * A value that is taken from an environment variable and never written down.
 */
export interface Environment {
  /**
   * Name of the environment variable.
   */
  readonly env: string
}
/**
 * Whom roster binds as.
 */
export interface Credentials {
  readonly read: Credential
  readonly write?: Credential
}
/**
 * A DN and where its password comes from.
 */
export interface Credential {
  /**
   * DN to bind as.
   */
  readonly bindDn: string
  readonly password: Environment
}
/**
 * Where people are, and what they look like.
 */
export interface LdapUsers {
  /**
   * Container of people, relative to the base of the directory.
   */
  readonly base: string
  /**
   * Attribute that names the entry.
   */
  readonly rdn?: 'uid' | 'cn'
  /**
   * Object classes of a new entry.
   */
  readonly objectClasses?: readonly string[]
  /**
   * Container disabled people are moved to, relative to the base of the directory. Not there: they stay.
   */
  readonly disabledBase?: string
  /**
   * flat: everybody in the base; department: in a container named after the department; departmentPath: below those of its parents too; keep: new people in the base, and everybody else where they lie.
   */
  readonly placement?: 'flat' | 'department' | 'departmentPath' | 'keep'
}
/**
 * Where groups are, and what they look like.
 */
export interface LdapGroups {
  /**
   * Container of groups, relative to the base of the directory.
   */
  readonly base: string
  /**
   * Attribute that names the entry.
   */
  readonly rdn?: 'cn'
  /**
   * What a group is; posixGroup holds usernames and no nested groups.
   */
  readonly objectClass?: 'groupOfNames' | 'groupOfUniqueNames' | 'posixGroup'
  /**
   * flat: all groups in the base; keep: new groups in the base, and all others where they lie.
   */
  readonly placement?: 'flat' | 'keep'
}
/**
 * A domain of Active Directory, or of Samba as a domain controller.
 */
export interface AdDirectory {
  /**
   * Sort of directory.
   */
  readonly provider: 'active-directory'
  /**
   * observe: looks only; additive: creates and changes what is declared; authoritative: also disables and removes what is not.
   */
  readonly mode?: 'observe' | 'additive' | 'authoritative'
  /**
   * Proves which domain this is: its SID. Recorded at the first apply where it is not written.
   */
  readonly identity?: string
  /**
   * Attribute of the directory -> path of users.yaml it is filled from; only to differ from the provider's defaults.
   */
  readonly mapping?: {
    readonly [k: string]: Mapped
  }
  /**
   * Patterns of objects that are never touched: `*` stands for anything within one part of the name, `**` for any number of parts.
   */
  readonly protect?: readonly string[]
  /**
   * Directories of this tenant that are applied before this one.
   */
  readonly dependsOn?: readonly Id[]
  /**
   * ldaps://dc1.domain of a domain controller; ldap:// with startTls.
   */
  readonly url: string
  /**
   * Encrypts an ldap:// connection before anything else is said.
   */
  readonly startTls?: boolean
  /**
   * DN of the domain, or of an organizational unit in it that everything lies below.
   */
  readonly base: string
  readonly tls?: Tls
  readonly credentials: Credentials
  readonly users?: AdUsers
  readonly groups?: AdGroups
  /**
   * Whether a plan may read only what changed since the last one (DirSync), from a copy kept in the cache of this machine.
   */
  readonly incremental?: boolean
}
/**
 * Where people are, and how their accounts are named.
 */
export interface AdUsers {
  /**
   * Container of people, relative to the base of the directory.
   */
  readonly base?: string
  /**
   * Container disabled people are moved to, relative to the base of the directory. Not there: they stay.
   */
  readonly disabledBase?: string
  /**
   * flat: everybody in the base; department: in a container named after the department; departmentPath: below those of its parents too; keep: new people in the base, and everybody else where they lie.
   */
  readonly placement?: 'flat' | 'department' | 'departmentPath' | 'keep'
  /**
   * What accounts are named by (their CN): the display name, or the username; keep: the display name at the creation, and never renamed.
   */
  readonly cn?: 'displayName' | 'username' | 'keep'
  /**
   * Attribute that says when and why roster disabled an account.
   */
  readonly stamp?: string
}
/**
 * Where groups are.
 */
export interface AdGroups {
  /**
   * Container of groups, relative to the base of the directory.
   */
  readonly base?: string
  /**
   * flat: all groups in the base; keep: new groups in the base, and all others where they lie.
   */
  readonly placement?: 'flat' | 'keep'
}
/**
 * A tenant of Microsoft Entra ID, reached through Microsoft Graph.
 */
export interface EntraDirectory {
  /**
   * Sort of directory.
   */
  readonly provider: 'entra'
  /**
   * observe: looks only; additive: creates and changes what is declared; authoritative: also disables and removes what is not.
   */
  readonly mode?: 'observe' | 'additive' | 'authoritative'
  /**
   * Id of the tenant in Entra ID; it is also the directory's identity.
   */
  readonly tenantId: string
  /**
   * Proves which tenant this is: its id, once more. Not needed: `tenantId` says it.
   */
  readonly identity?: string
  /**
   * Which of Microsoft's clouds the tenant lies in.
   */
  readonly cloud?: 'global' | 'usGovernment' | 'usGovernmentDod' | 'china'
  readonly credentials?: EntraCredentials
  readonly users?: EntraUsers
  /**
   * Attribute of the directory -> path of users.yaml it is filled from; only to differ from the provider's defaults.
   */
  readonly mapping?: {
    readonly [k: string]: Mapped
  }
  /**
   * Patterns of objects that are never touched: of people's sign-in names, of groups' names, or ids. `*` stands for anything.
   */
  readonly protect?: readonly string[]
  /**
   * Emergency accounts, by sign-in name or id: never managed, and left out of every Conditional Access policy.
   *
   * Items: The sign-in name or the id of an emergency account.
   */
  readonly breakGlass?: readonly string[]
  /**
   * reportOnly: policies are told what they would do, and stop nobody; enforced: they hold. A new policy begins in report-only all the same.
   */
  readonly conditionalAccess?: 'reportOnly' | 'enforced'
  /**
   * Directories of this tenant that are applied before this one.
   */
  readonly dependsOn?: readonly Id[]
  readonly syncedFrom?: Id
  readonly invitations?: EntraInvitations
  /**
   * Whether a plan may read only what changed since the last one (delta queries), from a copy kept in the cache of this machine.
   */
  readonly incremental?: boolean
}
/**
 * Applications that roster signs in as.
 */
export interface EntraCredentials {
  readonly read: EntraCredential
  readonly write?: EntraCredential
}
/**
 * An application of the tenant, and how it proves itself: by federation where nothing else is said.
 */
export interface EntraCredential {
  /**
   * Id of the application. Default: the variable AZURE_CLIENT_ID.
   */
  readonly clientId?: string
  /**
   * Who vouches for it: github (the token of the workflow), file (a token in the file that AZURE_FEDERATED_TOKEN_FILE names). Default: whichever is there.
   */
  readonly federated?: 'github' | 'file'
  /**
   * The machine signs in as itself; `clientId` chooses among several.
   */
  readonly managedIdentity?: true
  readonly certificate?: Environment
  readonly secret?: Environment
}
/**
 * How people's accounts are named and made.
 */
export interface EntraUsers {
  readonly domain?: Domain
  /**
   * How somebody signs in for the first time: with a password, or with a temporary access pass.
   */
  readonly firstSignIn?: 'password' | 'temporaryAccessPass'
}
/**
 * How guests are invited.
 */
export interface EntraInvitations {
  /**
   * Where guests arrive once they accepted.
   */
  readonly redirectUrl?: string
  /**
   * Whether Microsoft sends them the mail.
   */
  readonly notify?: boolean
  /**
   * What the mail says besides.
   */
  readonly message?: string
}
/**
 * Who receives the first passwords of new people; one encrypted file a person.
 */
export interface InitialPasswords {
  /**
   * age public keys the password is encrypted to.
   */
  readonly recipients: readonly string[]
  /**
   * Folder the files are put in; keep it out of git.
   */
  readonly folder?: string
  /**
   * Whether people must choose a password of their own when they first sign in, where the directory can ask for it.
   */
  readonly changeAtNextLogin?: boolean
}
/**
 * A contract with a platform.
 */
export interface Subscription {
  readonly platform?: Id
  /**
   * The parent has the contract.
   */
  readonly from?: 'parent'
  readonly entity?: Id
  /**
   * Edition of the platform.
   */
  readonly edition?: string
  /**
   * Tier of the edition.
   */
  readonly tier?: string
  /**
   * Features that are used and that not every tier has.
   */
  readonly features?: readonly string[]
  /**
   * Add-ons that are paid besides.
   */
  readonly addons?: readonly string[]
  readonly billing?: Billing
  readonly seats?: SeatPool
  /**
   * Whether everybody with an address of the domains comes in by themselves, where the platform can.
   */
  readonly domainJoin?: boolean
  /**
   * How several accounts are made at once.
   */
  readonly bulk?: 'csv' | 'bulk'
  readonly invitation?: Invitation
  /**
   * How changes reach the product: by hand, by directory groups that single sign-on passes on, or by its SCIM interface.
   */
  readonly delivery?: 'manual' | 'groups' | 'scim'
  readonly groups?: AccessGroupsIn
  readonly operator?: Id
  readonly operatorRole?: Id
  /**
   * Role that comes with the platform -> which entities it works on, where the platform lets that be chosen. Roles of your own say it in roles.yaml.
   */
  readonly scopes?: {
    readonly [k: string]: Scope
  }
}
/**
 * How the subscription is paid.
 */
export interface Billing {
  /**
   * How often it is charged.
   */
  readonly cycle?: 'monthly' | 'annual'
  readonly anchor?: Date
  /**
   * For how long the price was agreed.
   */
  readonly term?: 'monthly' | 'annual'
  /**
   * What was agreed for a seat and the period of the price list (a month, where there is no list), where it is not the price of the list. With two digits after the point.
   */
  readonly price?: string
}
/**
 * Paid seats.
 */
export interface SeatPool {
  /**
   * How many are to be paid: more than there are is a purchase, fewer are given back with the next cycle.
   */
  readonly purchased?: number
  /**
   * How many may be bought without being asked.
   */
  readonly autoPurchase?: {
    /**
     * So many above `purchased` at most.
     */
    readonly upTo?: number
    /**
     * As many as it takes.
     */
    readonly unlimited?: true
  }
  /**
   * How many may stay free before it is told.
   */
  readonly maxFree?: number
}
/**
 * How new people are invited; what is not written is as the platform has it.
 */
export interface Invitation {
  /**
   * Whether they are told.
   */
  readonly notify?: boolean
  readonly expiresAfter?: Duration
  /**
   * How often one that expired is sent again.
   */
  readonly resend?: number
  readonly remindAfter?: Duration
  readonly escalateAfter?: Duration
}
/**
 * Directory groups through which access reaches the product.
 */
export interface AccessGroupsIn {
  readonly directory: Id
  /**
   * Role -> name of the group; `default` for all others. {role}, {accessGroup}, {entity} and {subscription} are filled in.
   */
  readonly names: {
    readonly [k: string]: string
  }
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
 * Who vouches for people in single sign-on.
 */
export interface IdentityProvider {
  /**
   * How.
   */
  readonly protocol?: 'saml' | 'oidc'
  /**
   * Its name in the protocol.
   */
  readonly issuer?: string
  readonly certificateExpires?: Date
}
/**
 * What people get who use it: a group, or a role on a subscription.
 */
export interface Application {
  readonly group?: Id
  readonly subscription?: Id
  readonly role?: Id
}
/**
 * Units that a directory lends to people, so many as were bought.
 */
export interface Licence {
  readonly directory: Id
  /**
   * The directory's own name of it.
   */
  readonly sku: string
  /**
   * Services of the licence that people are not to have, by the directory's own names. Not there: as they are; `[]`: none.
   */
  readonly disabledPlans?: readonly string[]
}
