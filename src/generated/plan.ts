/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * What `roster plan`, `roster drift` and `roster revert` found: formatVersion 1.0. Fields may be added within version 1; none is taken away.
 */
export interface Plan {
  /**
   * Version of this format.
   */
  readonly formatVersion: '1.0'
  readonly tool: Tool
  /**
   * plan: from the files to the directories; drift: what changed behind our back; revert: what an apply did, taken back.
   */
  readonly kind: 'plan' | 'drift' | 'revert'
  readonly status: Status
  readonly context: Context
  /**
   * Tenants, by id.
   */
  readonly tenants: readonly Tenant[]
  /**
   * Operations, by address and verb.
   */
  readonly operations: readonly Operation[]
  readonly access: Access
  /**
   * Paid seats of contracts, and units of licences of directories.
   */
  readonly seats: readonly SeatLine[]
  /**
   * Gates and checks.
   */
  readonly findings: readonly Finding[]
  /**
   * Addresses of live objects that nobody declared.
   */
  readonly unmanaged: readonly string[]
  /**
   * Live objects that roster must not touch.
   */
  readonly notManageable: readonly NotManageable[]
  /**
   * What time will bring.
   */
  readonly calendar: readonly CalendarEntry[]
  /**
   * Mistakes and warnings in the files.
   */
  readonly diagnostics: readonly Diagnostic[]
  /**
   * sha256 over the digests of the tenants.
   */
  readonly digest: string
}
/**
 * What made the plan.
 */
export interface Tool {
  /**
   * Name.
   */
  readonly name: string
  /**
   * Version.
   */
  readonly version: string
}
/**
 * The plan as a whole.
 */
export interface Status {
  /**
   * Whether there is something that apply may do.
   */
  readonly applyable: boolean
  /**
   * Whether every directory was read completely.
   */
  readonly complete: boolean
  /**
   * Whether there were errors.
   */
  readonly errored: boolean
  /**
   * Whether a gate is in the way.
   */
  readonly blocked: boolean
}
/**
 * What the plan was made of.
 */
export interface Context {
  /**
   * Commit of the workspace; null outside git.
   */
  readonly commit: string | null
  /**
   * The files are not those of the commit: some were changed since, or are not in it. Not there: they are.
   */
  readonly dirty?: true
  /**
   * Commit the trusted settings come from.
   */
  readonly baseCommit?: string
  /**
   * sha256 of the files.
   */
  readonly configDigest: string
  /**
   * When the directories were read.
   */
  readonly observedAt: string
  /**
   * The moment that days are judged at.
   */
  readonly asOf: string
  /**
   * Id of the apply that is taken back; only in a plan of the kind `revert`.
   */
  readonly reverts?: string
  /**
   * Which part of the tenants this is, where they are planned apart: `of` plans make one. Not there: it is the whole.
   */
  readonly shard?: {
    /**
     * From 1.
     */
    readonly index: number
    /**
     * How many parts there are.
     */
    readonly of: number
  }
}
/**
 * What was found in one tenant.
 */
export interface Tenant {
  /**
   * Id.
   */
  readonly tenant: string
  /**
   * What the plan comes to.
   */
  readonly status: 'noChange' | 'changes' | 'waiting' | 'blocked' | 'unreadable' | 'invalid'
  /**
   * Exit code of the tenant alone.
   */
  readonly exitCode: number
  /**
   * Listings, with the proof that they are complete.
   */
  readonly reads: readonly Read[]
  /**
   * Verb -> number of operations.
   */
  readonly counts: {
    readonly [k: string]: number
  }
  /**
   * sha256 over the fingerprints of the tenant's operations.
   */
  readonly digest: string
  /**
   * What carrying it out asks of directories that count requests.
   */
  readonly effort?: readonly Effort[]
}
/**
 * One listing of one directory.
 */
export interface Read {
  /**
   * Directory.
   */
  readonly directory: string
  /**
   * What was listed.
   */
  readonly kind: 'user' | 'group' | 'organizationalUnit'
  /**
   * Objects seen.
   */
  readonly count: number
  /**
   * Pages read.
   */
  readonly pages: number
  /**
   * Whether it is complete.
   */
  readonly complete: boolean
  /**
   * How that is known.
   */
  readonly proof: 'countMatched' | 'cursorExhausted' | 'none'
  /**
   * Which directory it was; part of every fingerprint.
   */
  readonly identity: string
}
/**
 * What carrying a plan out asks of one directory.
 */
export interface Effort {
  /**
   * Id.
   */
  readonly directory: string
  /**
   * About how many requests, read-backs among them.
   */
  readonly requests: number
  /**
   * About how long, within the limits that the directory sets.
   */
  readonly seconds: number
}
/**
 * One change to one object.
 */
export interface Operation {
  /**
   * Address, `#`, verb.
   */
  readonly id: string
  /**
   * Address of the object.
   */
  readonly address: string
  /**
   * Address it had before.
   */
  readonly previousAddress?: string
  /**
   * Tenant.
   */
  readonly tenant: string
  /**
   * Directory.
   */
  readonly directory: string
  /**
   * What it is about.
   */
  kind:
    | 'user'
    | 'group'
    | 'membership'
    | 'organizationalUnit'
    | 'policy'
    | 'account'
    | 'role'
    | 'roleAssignment'
    | 'workOrder'
    | 'seat'
    | 'licence'
  /**
   * What is done.
   */
  verb:
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
    | 'resetPassword'
    | 'revokeSessions'
    | 'notify'
    | 'purchase'
    | 'release'
  /**
   * planned: can be carried out; waiting: for something outside; blocked: something is in the way.
   */
  readonly status: 'planned' | 'waiting' | 'blocked'
  /**
   * What it waits for.
   */
  readonly waitingFor?: string
  /**
   * What is in the way.
   */
  readonly blockedBy?: string
  /**
   * Why.
   */
  readonly reason: 'declared' | 'undeclared' | 'expired' | 'started' | 'template' | 'drift' | 'access' | 'seat' | 'reverted'
  /**
   * false: the object's own line asks for it; true: it follows from something else.
   */
  readonly derived: boolean
  /**
   * The same in plain words.
   */
  readonly summary: string
  /**
   * How much it can hurt.
   */
  readonly risk: 'low' | 'medium' | 'high' | 'lockout'
  /**
   * Whether somebody gains privileged access.
   */
  readonly escalation: boolean
  /**
   * Attributes whose values are never written down.
   */
  readonly sensitive: readonly string[]
  /**
   * Operations that must have succeeded before.
   */
  readonly needs: readonly string[]
  /**
   * What else will happen, in words.
   */
  readonly effects: readonly string[]
  readonly source: Source
  /**
   * Whether it can be undone.
   */
  readonly reversible: boolean
  /**
   * Whether it goes first.
   */
  readonly urgent: boolean
  /**
   * What is approved: sha256 of what is done to what.
   */
  readonly fingerprint: string
  /**
   * What was read; the precondition of the write.
   */
  before:
    | KnownChange
    | KnownNaming
    | KnownStanding
    | KnownUser
    | KnownGroup
    | Membership
    | KnownPolicyChange
    | Coverage
    | null
    | AccountChange
    | AccountStanding
    | RoleAssignment
    | PlatformRole
    | KnownId
    | SeatTerms
    | SeatCount
    | AccountLogin
    | LicenceAssignment
  /**
   * What there will be.
   */
  after:
    | ContainerAfter
    | UserAfter
    | GroupAfter
    | Change
    | Naming
    | Standing
    | Membership
    | PolicyAfter
    | PolicyChange
    | Coverage
    | null
    | AccountAfter
    | AccountInvitation
    | AccountChange
    | AccountStanding
    | RoleAssignment
    | PlatformRole
    | WorkOrderAfter
    | ActionAfter
    | MessageAfter
    | SeatTerms
    | SeatCount
    | AccountLogin
    | LicenceAssignment
}
/**
 * Where in the workspace it is said.
 */
export interface Source {
  /**
   * File, from the root of the workspace.
   */
  readonly file: string
  /**
   * Line, from 1.
   */
  readonly line: number
  /**
   * What it came through: template:technician, select.
   */
  readonly via: readonly string[]
}
/**
 * Values that were read, and of which object.
 */
export interface KnownChange {
  /**
   * Attribute, in the directory's own name -> its value; null: no value.
   */
  readonly attributes: {
    readonly [k: string]: string | readonly string[] | null
  }
  /**
   * Attribute -> id of the person it points to, or `~` and what the directory calls it; null: nobody.
   */
  readonly references: {
    readonly [k: string]: string | null
  }
  /**
   * The directory's own id of the object.
   */
  readonly immutableId: string
}
/**
 * Names and places that were read, and of which object.
 */
export interface KnownNaming {
  /**
   * Id in the workspace.
   */
  readonly id?: string
  /**
   * Username.
   */
  readonly username?: string
  /**
   * Name of the group.
   */
  readonly name?: string
  /**
   * Where it lies.
   */
  readonly container?: string
  /**
   * Attribute, in the directory's own name -> its value; null: no value.
   */
  readonly attributes?: {
    readonly [k: string]: string | readonly string[] | null
  }
  /**
   * The directory's own id of the object.
   */
  readonly immutableId: string
}
/**
 * Where an account stood, and which.
 */
export interface KnownStanding {
  /**
   * Where the account stands.
   */
  readonly state: 'invited' | 'verified' | 'incomplete' | 'active' | 'locked' | 'disabled' | 'softDeleted'
  /**
   * Where it lies.
   */
  readonly container: string
  /**
   * The directory's own id of the object; not there for an account that roster made and never enabled yet.
   */
  readonly immutableId?: string
}
/**
 * The account that is deleted.
 */
export interface KnownUser {
  /**
   * Username.
   */
  readonly username: string
  /**
   * The directory's own id of the object.
   */
  readonly immutableId: string
}
/**
 * The group that is deleted.
 */
export interface KnownGroup {
  /**
   * Name.
   */
  readonly name: string
  /**
   * The directory's own id of the object.
   */
  readonly immutableId: string
}
/**
 * Somebody in a group.
 */
export interface Membership {
  /**
   * Id of the group.
   */
  readonly group: string
  /**
   * User id, `group:<id>`, or `~<immutable id>`.
   */
  readonly member: string
  /**
   * What the directory calls the member.
   */
  readonly reference?: string
}
/**
 * Values of a policy that were read, and of which policy.
 */
export interface KnownPolicyChange {
  /**
   * Attribute, in the directory's own name -> its value; null: no value.
   */
  readonly attributes: {
    readonly [k: string]: string | readonly string[] | null
  }
  /**
   * The directory's own id of the object.
   */
  readonly immutableId: string
}
/**
 * Somebody for whom a policy holds.
 */
export interface Coverage {
  /**
   * Id of the policy.
   */
  readonly policy: string
  /**
   * User id, or `~<immutable id>`.
   */
  readonly member: string
  /**
   * What the directory calls the member.
   */
  readonly reference?: string
}
/**
 * Changed values only.
 */
export interface AccountChange {
  /**
   * Person.
   */
  readonly user?: string
  /**
   * Sort of account.
   */
  readonly type?: string
  /**
   * What the person signs in with.
   */
  readonly login?: string
  /**
   * Display name.
   */
  readonly name?: string
  /**
   * Entity the account belongs to.
   */
  readonly at?: string
  /**
   * Roles that come with the account.
   */
  readonly roles?: readonly string[]
  /**
   * Access groups.
   */
  readonly accessGroups?: readonly string[]
}
/**
 * Whether it works.
 */
export interface AccountStanding {
  /**
   * Person.
   */
  readonly user: string
  /**
   * State.
   */
  readonly state: 'invited' | 'verified' | 'incomplete' | 'active' | 'locked' | 'disabled' | 'softDeleted'
}
/**
 * A role that somebody has on a platform.
 */
export interface RoleAssignment {
  /**
   * Person.
   */
  readonly user: string
  /**
   * Role.
   */
  readonly role: string
}
/**
 * A role as the platform holds it.
 */
export interface PlatformRole {
  /**
   * Name.
   */
  readonly name: string
  /**
   * Permission -> level.
   */
  readonly permissions: {
    readonly [k: string]: 'none' | 'listed' | 'masked' | 'view' | 'edit' | 'full' | 'allow'
  }
  /**
   * Switches that are on.
   */
  readonly flags: readonly string[]
  /**
   * `all`, the ids it works on, or null.
   */
  readonly scope: 'all' | readonly string[] | null
  /**
   * Entities left out.
   */
  readonly except: readonly string[]
}
/**
 * An object by the directory's own id.
 */
export interface KnownId {
  /**
   * The directory's own id.
   */
  readonly immutableId: string
}
/**
 * What a contract is for: it decides what a seat costs.
 */
export interface SeatTerms {
  /**
   * Edition.
   */
  readonly edition?: string
  /**
   * Tier.
   */
  readonly tier?: string
  /**
   * How often it is charged.
   */
  readonly cycle: 'monthly' | 'annual'
  /**
   * For how long the price was agreed.
   */
  readonly term: 'monthly' | 'annual'
  /**
   * Add-ons.
   */
  readonly addons: readonly string[]
  /**
   * Price of a seat that was agreed, where it is not that of the list.
   */
  readonly agreed?: string
}
/**
 * How many seats are paid.
 */
export interface SeatCount {
  /**
   * Paid seats.
   */
  readonly purchased: number
  /**
   * The first day of the cycle with which seats are given back.
   */
  readonly effective?: string
}
/**
 * What an account signs in with.
 */
export interface AccountLogin {
  /**
   * Person.
   */
  readonly user: string
  /**
   * Login.
   */
  readonly login: string
}
/**
 * That somebody uses a unit of a licence.
 */
export interface LicenceAssignment {
  /**
   * Id of the licence.
   */
  readonly licence: string
  /**
   * The directory's own name of it.
   */
  readonly sku: string
  /**
   * Person.
   */
  readonly user: string
  /**
   * The directory's own name of the person.
   */
  readonly reference?: string
  /**
   * Services of it that the person does not get, by the directory's own names; not there: nobody asks.
   */
  readonly disabledPlans?: readonly string[]
}
/**
 * A container that is made.
 */
export interface ContainerAfter {
  /**
   * Where it lies.
   */
  readonly container: string
  /**
   * Its own name, spelled as it is declared; `container` is the form that is compared.
   */
  readonly name?: string
}
/**
 * What an account looks like after its creation.
 */
export interface UserAfter {
  /**
   * Username.
   */
  readonly username: string
  /**
   * Where it lies.
   */
  readonly container: string
  /**
   * Where the account stands; disabled: another operation enables it once everything else is in place.
   */
  readonly state: 'active' | 'disabled'
  /**
   * Attribute, in the directory's own name -> its value.
   */
  readonly attributes: {
    readonly [k: string]: string | readonly string[]
  }
  /**
   * Attribute -> id of the person it points to.
   */
  readonly references: {
    readonly [k: string]: string
  }
  /**
   * Whose keys the first password is encrypted to; not there where none is made.
   */
  readonly passwordFor?: readonly string[]
  /**
   * Address that an invitation goes to: a guest, who has an account elsewhere.
   */
  readonly invites?: string
}
/**
 * What a group looks like after its creation.
 */
export interface GroupAfter {
  /**
   * Name.
   */
  readonly name: string
  /**
   * Where it lies.
   */
  readonly container: string
  /**
   * Attribute, in the directory's own name -> its value.
   */
  readonly attributes: {
    readonly [k: string]: string | readonly string[]
  }
  /**
   * Attribute -> id of the person it points to.
   */
  readonly references: {
    readonly [k: string]: string
  }
}
/**
 * Values that change.
 */
export interface Change {
  /**
   * Attribute, in the directory's own name -> its value; null: no value.
   */
  readonly attributes: {
    readonly [k: string]: string | readonly string[] | null
  }
  /**
   * Attribute -> id of the person it points to, or `~` and what the directory calls it; null: nobody.
   */
  readonly references: {
    readonly [k: string]: string | null
  }
}
/**
 * Names and places that change.
 */
export interface Naming {
  /**
   * Id in the workspace.
   */
  readonly id?: string
  /**
   * Username.
   */
  readonly username?: string
  /**
   * Name of the group.
   */
  readonly name?: string
  /**
   * Where it lies.
   */
  readonly container?: string
  /**
   * Attribute, in the directory's own name -> its value; null: no value.
   */
  readonly attributes?: {
    readonly [k: string]: string | readonly string[] | null
  }
}
/**
 * Where an account stands.
 */
export interface Standing {
  /**
   * Where the account stands.
   */
  readonly state: 'invited' | 'verified' | 'incomplete' | 'active' | 'locked' | 'disabled' | 'softDeleted'
  /**
   * Where it lies.
   */
  readonly container: string
}
/**
 * What a policy says after its creation.
 */
export interface PolicyAfter {
  /**
   * Name.
   */
  readonly name: string
  /**
   * Attribute, in the directory's own name -> its value.
   */
  readonly attributes: {
    readonly [k: string]: string | readonly string[]
  }
}
/**
 * Values of a policy that change.
 */
export interface PolicyChange {
  /**
   * Attribute, in the directory's own name -> its value; null: no value.
   */
  readonly attributes: {
    readonly [k: string]: string | readonly string[] | null
  }
}
/**
 * A person's presence on a platform.
 */
export interface AccountAfter {
  /**
   * Person.
   */
  readonly user: string
  /**
   * Sort of account.
   */
  readonly type: string
  /**
   * What the person signs in with.
   */
  readonly login: string
  /**
   * Display name.
   */
  readonly name: string
  /**
   * Entity the account belongs to.
   */
  readonly at?: string
  /**
   * Roles that come with the account.
   */
  readonly roles: readonly string[]
  /**
   * Access groups.
   */
  readonly accessGroups: readonly string[]
}
/**
 * An invitation that is sent again.
 */
export interface AccountInvitation {
  /**
   * Person.
   */
  readonly user: string
  /**
   * Which time, from 1.
   */
  readonly resend: number
  /**
   * The entry of actions.yaml that asks for it; none: the time of the invitation ran out.
   */
  readonly action?: string
}
/**
 * One step that a person does.
 */
export interface WorkOrderAfter {
  /**
   * Whom it is about.
   */
  readonly user: string
  /**
   * Step.
   */
  readonly step: string
  /**
   * What to do.
   */
  readonly title: string
  /**
   * Who does it.
   */
  readonly assignee?: string
  /**
   * The entry of actions.yaml that asks for it; none: a checklist.
   */
  readonly action?: string
}
/**
 * What is done once for a person.
 */
export interface ActionAfter {
  /**
   * Ids of the entries of actions.yaml that ask for it; once serves them all.
   */
  readonly actions: readonly string[]
  /**
   * Whose keys a new password is encrypted to.
   */
  readonly passwordFor?: readonly string[]
}
/**
 * A message to one person, as it is sent.
 */
export interface MessageAfter {
  /**
   * The entry of actions.yaml that asks for it.
   */
  readonly action: string
  /**
   * Sink of roster.yaml that it goes through.
   */
  readonly sink: string
  /**
   * Sender.
   */
  readonly from: string
  /**
   * Address of the person.
   */
  readonly to: string
  /**
   * Subject.
   */
  readonly subject: string
  /**
   * What the person is told.
   */
  readonly text: string
}
/**
 * Access on platforms.
 */
export interface Access {
  /**
   * Gained.
   */
  readonly gained: readonly AccessChange[]
  /**
   * Lost.
   */
  readonly lost: readonly AccessChange[]
  /**
   * All changes, those with one cause together.
   */
  readonly groups: readonly AccessGroupChange[]
  /**
   * How many changes are in `groups` and not one by one in `gained` and `lost`.
   */
  readonly omitted: number
}
/**
 * One permission that one person gains or loses on a platform.
 */
export interface AccessChange {
  /**
   * Tenant.
   */
  readonly tenant: string
  /**
   * Person.
   */
  readonly user: string
  /**
   * Platform.
   */
  readonly platform: string
  /**
   * Entity; none: wherever the permission holds.
   */
  readonly entity?: string
  /**
   * Permission.
   */
  readonly key: string
  /**
   * Gained: the level now. Lost: the level until now.
   */
  readonly level: 'none' | 'listed' | 'masked' | 'view' | 'edit' | 'full' | 'allow'
  /**
   * Where it is not from or to nothing: the level on the other side.
   */
  readonly other?: 'none' | 'listed' | 'masked' | 'view' | 'edit' | 'full' | 'allow'
  /**
   * Why.
   */
  readonly cause:
    | 'own'
    | 'role'
    | 'accessGroup'
    | 'tag'
    | 'entity'
    | 'template'
    | 'persona'
    | 'department'
    | 'tenant'
    | 'application'
    | 'platform'
    | 'start'
    | 'expiry'
    | 'leaver'
    | 'drift'
  readonly source: Place
}
/**
 * A place in the workspace.
 */
export interface Place {
  /**
   * File.
   */
  readonly file: string
  /**
   * Line.
   */
  readonly line: number
  /**
   * What it came through.
   */
  readonly via?: readonly string[]
}
/**
 * Every user of it gains or loses every level of it on every entity of it.
 */
export interface AccessGroupChange {
  /**
   * Tenant.
   */
  readonly tenant: string
  /**
   * Platform.
   */
  readonly platform: string
  /**
   * Gained or lost.
   */
  readonly change: 'gained' | 'lost'
  /**
   * Why.
   */
  readonly cause:
    | 'own'
    | 'role'
    | 'accessGroup'
    | 'tag'
    | 'entity'
    | 'template'
    | 'persona'
    | 'department'
    | 'tenant'
    | 'application'
    | 'platform'
    | 'start'
    | 'expiry'
    | 'leaver'
    | 'drift'
  readonly source: Place
  /**
   * The same in plain words.
   */
  readonly summary: string
  /**
   * Whether something privileged or critical is among it.
   */
  readonly privileged: boolean
  /**
   * Whether the line that asked for the access went away itself.
   */
  readonly explicit: boolean
  /**
   * People.
   */
  readonly users: readonly string[]
  /**
   * Entities; `everywhere` for permissions that hold on the platform as a whole.
   */
  readonly entities: 'everywhere' | readonly string[]
  /**
   * Permission -> change of its level.
   */
  readonly levels: {
    readonly [k: string]: LevelChange
  }
}
/**
 * From and to.
 */
export interface LevelChange {
  /**
   * Level until now.
   */
  readonly from: 'none' | 'listed' | 'masked' | 'view' | 'edit' | 'full' | 'allow'
  /**
   * Level from now on.
   */
  readonly to: 'none' | 'listed' | 'masked' | 'view' | 'edit' | 'full' | 'allow'
}
/**
 * Money is in hundredths; null: not priced.
 */
export interface SeatLine {
  /**
   * Tenant.
   */
  readonly tenant: string
  /**
   * Platform; of a licence the directory.
   */
  readonly platform: string
  /**
   * Id of the contract, or of the licence.
   */
  readonly subscription: string
  /**
   * What is counted.
   */
  readonly pool: 'seats' | 'licence'
  /**
   * Paid now.
   */
  readonly purchased: number
  /**
   * In use now.
   */
  readonly assigned: number
  /**
   * Paid and not in use now.
   */
  readonly free: number
  /**
   * The same once the plan is done.
   */
  readonly after: {
    /**
     * Paid.
     */
    readonly purchased: number
    /**
     * In use.
     */
    readonly assigned: number
    /**
     * Paid and not in use.
     */
    readonly free: number
  }
  /**
   * Seats that are bought (given back, where negative).
   */
  readonly delta: number
  /**
   * Seats that go at the end of the cycle.
   */
  readonly reducing: number
  /**
   * ISO 4217; null: not priced.
   */
  readonly currency: string | null
  /**
   * A seat for a whole cycle.
   */
  readonly unitMinor: number | null
  /**
   * What is charged for the rest of this cycle.
   */
  readonly nowMinor: number | null
  /**
   * What each cycle costs afterwards.
   */
  readonly recurringMinor: number | null
  /**
   * What each cycle costs now.
   */
  readonly recurringBeforeMinor: number | null
  /**
   * The cycle of this day.
   */
  readonly cycle?: {
    /**
     * Its first day.
     */
    readonly start: string
    /**
     * First day of the next.
     */
    readonly next: string
    /**
     * Whole days since its first day.
     */
    readonly day: number
    /**
     * How many it has.
     */
    readonly days: number
    /**
     * How often.
     */
    readonly every: 'month' | 'year'
  }
  /**
   * What add-ons cost each cycle.
   */
  readonly addons: readonly AddonCost[]
  /**
   * What has no price in the profile.
   */
  readonly notPriced: readonly string[]
  /**
   * The order of this plan against adding first.
   */
  readonly cheaper?: {
    /**
     * In words.
     */
    readonly summary: string
    /**
     * What adding first would have cost.
     */
    readonly insteadMinor: number | null
  }
  /**
   * What stayed free for a whole cycle beyond what may.
   */
  readonly waste?: {
    /**
     * How many.
     */
    readonly seats: number
    /**
     * What they cost each cycle.
     */
    readonly recurringMinor: number | null
  }
  readonly drift?: SeatDrift
}
/**
 * Add-on.
 */
export interface AddonCost {
  /**
   * Name.
   */
  readonly addon: string
  /**
   * Each cycle.
   */
  readonly recurringMinor: number | null
}
/**
 * What the platform shows and the ledger says, where they differ.
 */
export interface SeatDrift {
  /**
   * Day of the export.
   */
  readonly on: string
  /**
   * Paid seats.
   */
  readonly purchased?: {
    /**
     * In the ledger.
     */
    readonly ledger: number
    /**
     * On the platform.
     */
    readonly platform: number
  }
  /**
   * Have a seat in the ledger, and none on the platform.
   */
  readonly missing: readonly string[]
  /**
   * Have a seat on the platform, and none in the ledger.
   */
  readonly extra: readonly string[]
}
/**
 * A gate or a check: what was measured, against which limit.
 */
export interface Finding {
  /**
   * Name of the check.
   */
  readonly slug: string
  /**
   * Gate an acknowledgement can name.
   */
  readonly gate?: string
  /**
   * Tenant or address it is about.
   */
  readonly scope: string
  /**
   * What follows.
   */
  readonly result: 'pass' | 'warn' | 'block'
  /**
   * What was measured.
   */
  readonly measured?: number
  /**
   * The limit.
   */
  readonly limit?: number
  /**
   * In words, with what to do next.
   */
  readonly message: string
  /**
   * The acknowledgement that lifts it.
   */
  readonly acknowledgedBy?: string
}
/**
 * A live object that roster must not touch.
 */
export interface NotManageable {
  /**
   * Address.
   */
  readonly address: string
  /**
   * Why.
   */
  readonly why: string
}
/**
 * What time will bring.
 */
export interface CalendarEntry {
  /**
   * A day in the tenant's zone.
   */
  readonly date: string
  /**
   * Tenant.
   */
  readonly tenant: string
  /**
   * Address.
   */
  readonly address: string
  /**
   * What will happen.
   */
  readonly event: 'start' | 'end' | 'delete'
  /**
   * What it is about in words, where the address does not say it.
   */
  readonly summary?: string
  /**
   * Fingerprint of the operation it will be.
   */
  readonly fingerprint: string
}
/**
 * A mistake in a file.
 */
export interface Diagnostic {
  /**
   * Name of the rule.
   */
  readonly slug: string
  /**
   * Whether it stops the tenant.
   */
  readonly severity: 'error' | 'warning'
  /**
   * File.
   */
  readonly file: string
  /**
   * Line, from 1.
   */
  readonly line: number
  /**
   * Column, from 1.
   */
  readonly column: number
  /**
   * What is wrong.
   */
  readonly message: string
  /**
   * What to do.
   */
  readonly fix?: string
  /**
   * The line.
   */
  readonly excerpt?: string
  /**
   * Tenant it stops; none: the whole workspace.
   */
  readonly tenant?: string
}
