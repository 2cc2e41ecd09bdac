/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * A calendar day; a whole day in the zone of the tenant.
 */
export type Date = string
/**
 * How much: none, listed, masked, view, edit or full; none or allow for what is done rather than seen.
 */
export type Level = 'none' | 'listed' | 'masked' | 'view' | 'edit' | 'full' | 'allow'
/**
 * basic: everyday work; elevated: sensitive or hard to undo; critical: money, secrets or the rights of others.
 */
export type KeyRisk = 'basic' | 'elevated' | 'critical'
/**
 * A key of the platform: `category/name`.
 */
export type Permission = string
/**
 * A short name that never changes: small letters, digits, dots, dashes and underscores, at most 63 of them.
 */
export type Id = string
/**
 * A number and one of minutes, hours, days, weeks, months, years.
 */
export type Duration = string
/**
 * Something that can be read of a platform.
 */
export type Observation =
  | 'users'
  | 'roles'
  | 'seats'
  | 'openTickets'
  | 'lastActivity'
  | 'signInMethods'
  | 'mfaMethods'
  | 'sessions'
  | 'adminEvents'
/**
 * enforced, verified or advisory.
 */
export type Enforceability = 'enforced' | 'verified' | 'advisory'
/**
 * Something that is done once.
 */
export type RunOnce = 'resetPassword' | 'revokeSessions' | 'notify' | 'resendInvitation'
/**
 * An operation on an account.
 */
export type EffectVerb =
  'create' | 'update' | 'rename' | 'grant' | 'revoke' | 'enable' | 'disable' | 'delete' | 'restore' | 'invite'
/**
 * Money as text, with two digits after the point.
 */
export type Amount = string
/**
 * An operation, or a run-once action.
 */
export type WorkVerb =
  | 'create'
  | 'update'
  | 'rename'
  | 'grant'
  | 'revoke'
  | 'enable'
  | 'disable'
  | 'delete'
  | 'restore'
  | 'invite'
  | 'purchase'
  | 'release'
  | 'resetPassword'
  | 'revokeSessions'
  | 'notify'
  | 'resendInvitation'

/**
 * platforms/<id>.yaml: the rules of a product, as data.
 */
export interface Platform {
  /**
   * What the product is called.
   */
  readonly name: string
  readonly version: Date
  /**
   * Whether these rules bind those who change them: a pull request that edits them is planned under those of its base branch.
   */
  readonly policy?: boolean
  /**
   * Where the rules come from.
   */
  readonly sources?: readonly string[]
  /**
   * Category -> what its keys can be set to.
   */
  readonly categories: {
    readonly [k: string]: Category
  }
  /**
   * Kind -> what is scoped to it.
   */
  readonly entityKinds?: {
    readonly [k: string]: EntityKind
  }
  readonly reach?: Reach
  /**
   * The catalogue: key -> one permission of the product. Keys that are not here do not exist.
   */
  readonly permissions?: {
    readonly [k: string]: CatalogueKey
  }
  /**
   * Keys of the role matrix that the product publishes; live built-in roles are compared with it.
   */
  readonly table?: readonly Permission[]
  /**
   * Switch -> what it gives to a role; roles.yaml says it as a property.
   */
  readonly roleFlags?: {
    readonly [k: string]: RoleFlag
  }
  /**
   * Task that no key gives -> the switch without which a role may not ask for it.
   */
  readonly needsFlag?: {
    readonly [k: string]: string
  }
  readonly roles?: RoleRules
  /**
   * Id -> a role that the product brings along.
   */
  readonly builtInRoles?: {
    readonly [k: string]: BuiltInRole
  }
  /**
   * Sort -> its rules. People who say no other by `as` have the first; of those with an audience, the first for their tenant.
   */
  readonly accountTypes?: {
    readonly [k: string]: AccountType
  }
  /**
   * Sort of account -> what becomes of it.
   */
  readonly lifecycle?: {
    readonly [k: string]: AccountLifecycle
  }
  readonly capabilities?: PlatformCapabilities
  /**
   * What operations bring about besides.
   */
  readonly effects?: readonly OperationEffect[]
  /**
   * Name -> what holds after every operation.
   */
  readonly invariants?: {
    readonly [k: string]: Invariant
  }
  readonly billing?: BillingRules
  /**
   * Edition -> its tiers, from low to high.
   */
  readonly editions?: {
    readonly [k: string]: readonly string[]
  }
  /**
   * Feature -> edition -> the lowest tier that has it. `otherwise: fallback`: below it another way is taken, and the plan says why; else it is an error.
   */
  readonly tierGates?: {
    readonly [k: string]: {
      readonly [k: string]: string
    }
  }
  /**
   * Dated prices; the newest that has begun counts.
   */
  readonly prices?: readonly PriceList[]
  /**
   * Persona -> the role its people have by themselves.
   */
  readonly personas?: {
    readonly [k: string]: PlatformPersona
  }
  readonly entityCreation?: EntityCreation
  /**
   * How things are done by hand where there is no interface.
   */
  readonly workOrders?: readonly PlatformWorkOrder[]
  /**
   * Name -> a list that somebody can export and roster can read.
   */
  readonly exports?: {
    readonly [k: string]: PlatformExport
  }
}
/**
 * A sort of permission: the part of a key before the slash.
 */
export interface Category {
  /**
   * What a key of this category can be set to, lowest first: some of none, listed, masked, view, edit, full; or none and allow.
   */
  readonly levels: readonly Level[]
  readonly whenExcluded?: Level
}
/**
 * A sort of thing that access is scoped to.
 */
export interface EntityKind {
  /**
   * The word for several, used in the scope of a role.
   */
  readonly plural: string
  /**
   * The kind that contains it: choosing the container chooses what is in it.
   */
  readonly inside?: string
  /**
   * Whether `except` of a scope may leave it out.
   */
  readonly excludable?: boolean
  /**
   * Whether it carries tags that access groups may choose by.
   */
  readonly tagged?: boolean
  /**
   * Whether it is a person or firm around the others: seen only as far as the key marked `stakeholders` says.
   */
  readonly stakeholder?: boolean
  /**
   * Whether it stands for the people of the tenant themselves: they are chosen by `departments` and `tenants` of a scope, and are not declared in entities.yaml.
   */
  readonly people?: boolean
}
/**
 * What `scoped: reach` means.
 */
export interface Reach {
  /**
   * roleScope: the scope of the roles; accessGroup: the access groups of the person; none: nothing is scoped.
   */
  readonly from: 'roleScope' | 'accessGroup' | 'none'
  /**
   * Kinds of entity that are chosen; what lies inside them is reached with them.
   */
  readonly kinds?: readonly string[]
}
/**
 * One permission of the platform.
 */
export interface CatalogueKey {
  /**
   * What the product calls it.
   */
  readonly name: string
  readonly risk: KeyRisk
  /**
   * everywhere: holds or not, whatever the entity; reach: on the entities reached; neighbours: one link away from them as well.
   */
  readonly scoped?: 'everywhere' | 'reach' | 'neighbours'
  readonly atMost?: Level
  /**
   * What of a thing is shown at the level listed.
   */
  readonly listedFields?: readonly string[]
  /**
   * Whether it is the key that says how far stakeholders are seen: the level of every scoped key on a stakeholder is at most that of this one, and what is done to one asks for view. One key at most.
   */
  readonly stakeholders?: boolean
  /**
   * Whether its cell of the published role matrix says where a role reaches instead of how far.
   */
  readonly showsReach?: boolean
  readonly needs?: Permission
  /**
   * The entry of tierGates below which it is none.
   */
  readonly tier?: string
}
/**
 * Something that is switched on for a whole role.
 */
export interface RoleFlag {
  /**
   * What the product calls it.
   */
  readonly name: string
  readonly risk: KeyRisk
  /**
   * everything: all keys, everywhere unless the role has a scope; nothing: no key.
   */
  readonly grants?: 'everything' | 'nothing'
}
/**
 * What holds for roles that a tenant defines.
 */
export interface RoleRules {
  /**
   * Whether a tenant may define roles.
   */
  readonly custom?: boolean
  /**
   * whole: a changed role is one operation; perKey: one for each key.
   */
  readonly saved?: 'whole' | 'perKey'
  readonly scope?: ScopeRules
  /**
   * Preset -> a ready-made set of permissions.
   */
  readonly presets?: {
    readonly [k: string]: Preset
  }
}
/**
 * Rules for what a role reaches.
 */
export interface ScopeRules {
  /**
   * What is said of a role that has scoped keys, no scope and no switch that grants everything.
   */
  readonly whenMissing?: 'allow' | 'warn' | 'error'
  /**
   * Kinds of entity that a scope may leave out.
   */
  readonly exclude?: readonly string[]
}
/**
 * A ready-made set of permissions.
 */
export interface Preset {
  /**
   * What the product calls it.
   */
  readonly name: string
  readonly permissions: Levels
}
/**
 * Permission -> level.
 */
export interface Levels {
  readonly [k: string]: Level
}
/**
 * A role that the product brings along; roles.yaml may not declare its id.
 */
export interface BuiltInRole {
  /**
   * What the product calls it.
   */
  readonly name: string
  /**
   * Whether it reaches everything, and its holders are the administrators of gates and policies.
   */
  readonly administrator?: boolean
  /**
   * everything: each key at its highest level; nothing: each key is none; listed: what `permissions` says.
   */
  readonly grants?: 'everything' | 'nothing' | 'listed'
  readonly permissions?: Levels
  /**
   * What of it a tenant may change.
   */
  readonly editable?: readonly ('permissions' | 'scope')[]
  /**
   * What the role works on where nothing says so: `all` is every entity of the tenant, `none` is nothing.
   */
  readonly reach?: 'all' | 'none'
  /**
   * Whether its holders belong to access groups.
   */
  readonly accessGroups?: 'allowed' | 'required' | 'forbidden'
  readonly forced?: Levels
  /**
   * The way out for somebody who needs what is forced otherwise.
   */
  readonly instead?: string
  /**
   * How many people should hold it at most; more is a warning.
   */
  readonly maxAssignees?: number
}
/**
 * A sort of account that a person can have.
 */
export interface AccountType {
  /**
   * What the product calls it.
   */
  readonly name?: string
  /**
   * Whose people it is for: client or internal tenants. Not there: both.
   */
  readonly audience?: 'client' | 'internal'
  /**
   * Whether these accounts run the platform: becoming one is an escalation, policies for administrators hold.
   */
  readonly administrator?: boolean
  /**
   * false: these people are served and never sign in. They get no role, invitation or seat.
   */
  readonly platformAccess?: boolean
  /**
   * Whether an account takes a paid seat: 1 or 0.
   */
  readonly seats?: number
  readonly roles?: Cardinality
  readonly accessGroups?: GroupCardinality
  readonly at?: AccountPlace
  /**
   * Paths of users.yaml, or properties of the assignment, that must be there.
   */
  readonly required?: readonly string[]
  /**
   * What people sign in with.
   */
  readonly login?: 'email' | 'username' | 'upn'
  /**
   * How long nobody else can have the login.
   */
  readonly loginReserved?: 'forever' | 'untilDeleted'
  /**
   * tenant: addresses outside the domains of the tenant ask for `guest: true`.
   */
  readonly emailDomains?: 'any' | 'tenant'
  /**
   * What these accounts can do without any role, in words.
   */
  readonly gives?: readonly string[]
}
/**
 * At least and at most how many.
 */
export interface Cardinality {
  /**
   * At least.
   */
  readonly min?: number
  /**
   * At most. Not there: any number.
   */
  readonly max?: number
}
/**
 * At least and at most how many, and what is said of none.
 */
export interface GroupCardinality {
  /**
   * At least.
   */
  readonly min?: number
  /**
   * At most. Not there: any number.
   */
  readonly max?: number
  /**
   * What is said of somebody without one whose role asks for one.
   */
  readonly whenMissing?: 'allow' | 'warn' | 'error'
}
/**
 * The entity that an account belongs to.
 */
export interface AccountPlace {
  /**
   * Kind of the entity.
   */
  readonly kind: string
  /**
   * Whether `at` must be written.
   */
  readonly required?: boolean
}
/**
 * What becomes of an account.
 */
export interface AccountLifecycle {
  readonly created?: NewAccount
  /**
   * What has to happen before the declared role can be set; the plan waits for it.
   */
  readonly roleSettableAfter?: 'creation' | 'verification' | 'firstLogin'
  readonly invitation?: InvitationRules
  /**
   * Where `absent` ends.
   */
  readonly end?: 'disabled' | 'deleted'
  /**
   * Whether a disabled account takes a seat again when it is enabled.
   */
  readonly enableNeedsSeat?: boolean
}
/**
 * What a new account is.
 */
export interface NewAccount {
  /**
   * Its state until the person signs in.
   */
  readonly state?: 'invited' | 'verified' | 'incomplete' | 'active'
  readonly role?: Id
}
/**
 * How new people are invited; a subscription may say otherwise.
 */
export interface InvitationRules {
  /**
   * Whether the product sends a mail.
   */
  readonly mail?: boolean
  readonly remindAfter?: Duration
  readonly escalateAfter?: Duration
  readonly expiresAfter?: Duration
  /**
   * How often one that expired is sent again.
   */
  readonly resend?: number
  /**
   * What the plan proposes where the mail did not arrive.
   */
  readonly suggest?: 'resetPassword' | 'resendInvitation'
}
/**
 * What can be asked of the platform; asking for more is an error.
 */
export interface PlatformCapabilities {
  /**
   * How changes reach it: by hand, by directory groups that single sign-on passes on, by its SCIM interface.
   */
  readonly deliveries?: readonly ('manual' | 'groups' | 'scim')[]
  /**
   * Sort of account -> ways it can be made. Not there: one at a time.
   */
  readonly create?: {
    readonly [k: string]: readonly ('single' | 'bulk' | 'csv')[]
  }
  /**
   * Sorts of account that can be deleted; others are only disabled.
   */
  readonly delete?: readonly string[]
  /**
   * Whether it can show a value in part. If not, masked is refused and never widened.
   */
  readonly mask?: boolean
  /**
   * Whether everybody with an address of the domains can come in by themselves.
   */
  readonly domainJoin?: boolean
  /**
   * Whether the role comes with the invitation, so that granting it is no operation of its own.
   */
  readonly grantsWithInvitation?: boolean
  /**
   * Sort of account -> providers of directories that it reads from; what comes from there is read only.
   */
  readonly syncIn?: {
    readonly [k: string]: readonly Id[]
  }
  /**
   * What can be read of it.
   */
  readonly observes?: readonly Observation[]
  readonly enforces?: Enforcement
  readonly methods?: SignInMethods
  /**
   * Run-once actions that it can carry out.
   */
  readonly actions?: readonly RunOnce[]
  /**
   * Verb and sort of account, as one word -> the role that whoever does it must hold.
   */
  readonly operator?: {
    readonly [k: string]: Id
  }
}
/**
 * enforced: the platform sees to it; verified: it can be read whether people keep to it; advisory: neither.
 */
export interface Enforcement {
  readonly password?: Enforceability
  readonly authentication?: Enforceability
  readonly mfa?: Enforceability
  readonly sso?: Enforceability
  readonly session?: Enforceability
  readonly ipAllow?: Enforceability
}
/**
 * Ways to sign in that the platform offers.
 */
export interface SignInMethods {
  /**
   * First factors. Not there: password.
   */
  readonly authentication?: readonly ('password' | 'sso' | 'biometric')[]
  /**
   * Second factors. Not there: none is known.
   */
  readonly mfa?: readonly ('totp' | 'webauthn' | 'push' | 'sms' | 'email')[]
}
/**
 * What an operation on an account brings about besides.
 */
export interface OperationEffect {
  readonly verb: EffectVerb
  /**
   * Sort of account.
   */
  readonly of: string
  /**
   * Only where it is done in this way.
   */
  readonly by?: 'single' | 'bulk' | 'csv'
  /**
   * Whether it holds at once, for people who are signed in too.
   */
  readonly immediate?: boolean
  /**
   * Whether the seat is free afterwards.
   */
  readonly releasesSeat?: boolean
  /**
   * Whether the product tells the person.
   */
  readonly mail?: boolean
  /**
   * What has nobody afterwards; counted where it can be read.
   */
  readonly unassigns?: readonly string[]
  /**
   * What stays as it is.
   */
  readonly keeps?: readonly string[]
  /**
   * What is gone for good; blocks until it is acknowledged.
   */
  readonly destroys?: readonly string[]
  /**
   * What the person can do no more.
   */
  readonly stops?: readonly string[]
  /**
   * Attributes that are lost on the way; each asks for an operation of its own afterwards.
   */
  readonly drops?: readonly string[]
  /**
   * What nobody has written down; to be looked at by a person.
   */
  readonly unknown?: readonly string[]
}
/**
 * What holds after every operation.
 */
export interface Invariant {
  readonly role: Id
  /**
   * How many hold it.
   */
  readonly atLeast: number
  /**
   * active: those who can sign in; all: those who are invited or disabled as well.
   */
  readonly counting?: 'active' | 'all'
}
/**
 * How seats are charged.
 */
export interface BillingRules {
  /**
   * How often it is charged.
   */
  readonly cycles?: readonly ('monthly' | 'annual')[]
  /**
   * For how long prices are agreed.
   */
  readonly terms?: readonly ('monthly' | 'annual')[]
  /**
   * daily: a seat bought within a cycle costs what is left of it; none: the whole cycle.
   */
  readonly proration?: 'daily' | 'none'
  /**
   * Whether a seat that became free costs nothing for the next person of the same cycle.
   */
  readonly reuseFreedSeat?: boolean
  /**
   * When a lower number of seats holds.
   */
  readonly reduceTakesEffect?: 'cycleEnd' | 'atOnce'
  /**
   * disabled: the account is disabled before its seat is given back, since it works to the end otherwise.
   */
  readonly reduceNeeds?: 'disabled' | 'nothing'
}
/**
 * What seats cost from a day on. What has no amount is not priced, which is not 0.
 */
export interface PriceList {
  readonly from: Date
  /**
   * ISO 4217.
   */
  readonly currency: string
  /**
   * What an amount is for: a seat and this long.
   */
  readonly per: 'month' | 'year'
  /**
   * Prices of seats.
   */
  readonly seats?: readonly SeatPrice[]
  /**
   * Add-on -> its price.
   */
  readonly addons?: {
    readonly [k: string]: Amounts
  }
}
/**
 * Price of a seat of one tier, by the term it was agreed for.
 */
export interface SeatPrice {
  /**
   * The edition.
   */
  readonly edition: string
  /**
   * The tier.
   */
  readonly tier: string
  readonly annual?: Amount
  readonly monthly?: Amount
}
/**
 * A price by the term it was agreed for.
 */
export interface Amounts {
  readonly annual?: Amount
  readonly monthly?: Amount
}
/**
 * A sort of person that the product knows.
 */
export interface PlatformPersona {
  /**
   * What the product calls it.
   */
  readonly name?: string
  /**
   * Whose people: client or internal tenants.
   */
  readonly audience: 'client' | 'internal'
  readonly role: Id
  /**
   * Their sort of account.
   */
  readonly as?: string
  /**
   * Paths of users.yaml that must be there.
   */
  readonly requires?: readonly string[]
}
/**
 * Who may make entities, and what new ones take over from their maker.
 */
export interface EntityCreation {
  readonly permission?: Permission
  /**
   * tags: the tags of the access group; names: its place in the list of the access group.
   */
  readonly inherits?: readonly ('tags' | 'names')[]
}
/**
 * The clicks that carry out an operation by hand.
 */
export interface PlatformWorkOrder {
  readonly verb: WorkVerb
  /**
   * Sort of account, or one of role, seat, accessGroup, entity.
   */
  readonly of: string
  /**
   * Only where it is done in this way.
   */
  readonly by?: 'single' | 'bulk' | 'csv'
  /**
   * What is to be done; {fields} are filled in.
   */
  readonly title: string
  /**
   * One click path after the other; {fields} are filled in.
   */
  readonly steps: readonly string[]
  /**
   * How it is known to be done: reread: roster reads it again; export: somebody gives the list of the product; attest: somebody says so.
   */
  readonly verify: 'reread' | 'export' | 'attest'
}
/**
 * A list that the platform gives of the accounts on it.
 */
export interface PlatformExport {
  /**
   * Sorts of account that it lists; the first is that of a row which says no other.
   */
  readonly types: readonly string[]
  /**
   * Where it is found on the platform.
   */
  readonly where?: string
  readonly columns: ExportColumns
  readonly states?: ExportStates
}
/**
 * What the columns are called that roster reads; the first that is there counts. Others are ignored.
 */
export interface ExportColumns {
  /**
   * What people sign in with.
   */
  readonly login: readonly string[]
  /**
   * Whether the account works.
   */
  readonly state?: readonly string[]
  /**
   * The role, by its name on the platform.
   */
  readonly role?: readonly string[]
  /**
   * For messages only.
   */
  readonly name?: readonly string[]
  /**
   * The entity that the account belongs to, by its name.
   */
  readonly at?: readonly string[]
  /**
   * When the person was last seen.
   */
  readonly lastActivity?: readonly string[]
  /**
   * When the person was first there.
   */
  readonly firstLogin?: readonly string[]
  /**
   * When the person was invited.
   */
  readonly invited?: readonly string[]
  /**
   * How many are open in the name.
   */
  readonly openTickets?: readonly string[]
}
/**
 * What stands in the column of the state.
 */
export interface ExportStates {
  /**
   * What stands for active.
   */
  readonly active?: readonly string[]
  /**
   * What stands for disabled.
   */
  readonly disabled?: readonly string[]
  /**
   * What stands for invited.
   */
  readonly invited?: readonly string[]
  /**
   * What stands for incomplete.
   */
  readonly incomplete?: readonly string[]
  /**
   * What stands for locked.
   */
  readonly locked?: readonly string[]
}
