/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * A fact about the paid seats of a contract.
 */
export type SeatEvent =
  | EventOpening
  | EventPurchase
  | EventReduce
  | EventAssign
  | EventRelease
  | EventRename
  | EventReserve
  | EventTerms
  | EventDeclare
  | EventCycleStart
  | EventObserve

/**
 * One record of a tenant's ledger, in its place in the chain: version 1.
 */
export interface LedgerEntry {
  /**
   * Place in the chain.
   */
  readonly seq: number
  /**
   * `hash` of the entry before; 64 zeros for the first.
   */
  readonly prev: string
  /**
   * Number of the lease it was written under; never falls.
   */
  readonly fence: number
  /**
   * When.
   */
  readonly at: string
  /**
   * What happened.
   */
  entry:
    | Run
    | Identity
    | Adopt
    | Intent
    | Outcome
    | Verified
    | Promised
    | Members
    | Declared
    | Population
    | Released
    | End
    | VerifiedPolicy
    | Account
    | AccessEntry
    | Done
    | Seats
    | WorkOrder
    | Attested
    | Observed
    | Checkpoint
    | Approved
    | Lapsed
    | Consumed
    | Review
  /**
   * sha256 over the canonical JSON (RFC 8785) of all the other fields.
   */
  readonly hash: string
}
/**
 * An apply begins.
 */
export interface Run {
  /**
   * Sort of entry.
   */
  readonly type: 'run'
  /**
   * Id of the apply.
   */
  readonly apply: string
  /**
   * Name and version of the program.
   */
  readonly tool: string
  /**
   * Commit of the workspace; null outside git.
   */
  readonly commit: string | null
  /**
   * sha256 of the files.
   */
  readonly configDigest: string
  /**
   * The moment that days are judged at.
   */
  readonly asOf: string
  /**
   * Digest of what is applied.
   */
  readonly digest: string
  readonly consent: Consent
  /**
   * Who runs it.
   */
  readonly operator: string
  /**
   * Id of the apply that is taken back.
   */
  readonly reverts?: string
}
/**
 * What gives the right to write.
 */
export interface Consent {
  /**
   * How it was given.
   */
  readonly how: 'digest' | 'approved' | 'terminal' | 'autoApprove' | 'reviewed'
  /**
   * The digest that was approved.
   */
  readonly digest?: string
  /**
   * Requests on the forge whose approvals allow it.
   */
  readonly requests?: readonly RequestTrace[]
}
/**
 * A request on the forge, and who agreed to it.
 */
export interface RequestTrace {
  /**
   * Owner and name.
   */
  readonly repository: string
  /**
   * Number of the pull request.
   */
  readonly number: number
  /**
   * Login of who asked for it.
   */
  readonly author: string
  /**
   * Commit that was approved.
   */
  readonly head: string
  /**
   * Commit on the base branch.
   */
  readonly merge: string
  /**
   * When it was merged.
   */
  readonly mergedAt: string
  /**
   * Login of who merged it.
   */
  readonly mergedBy?: string
  /**
   * Root digest of the plan that was approved.
   */
  readonly digest: string
  /**
   * Who agreed.
   */
  readonly approvals: readonly ApprovalTrace[]
}
/**
 * Somebody agreed.
 */
export interface ApprovalTrace {
  /**
   * Login on the forge.
   */
  readonly by: string
  /**
   * Tenant and user, where it is known who that is.
   */
  readonly person?: string
  /**
   * When.
   */
  readonly at: string
  /**
   * Rules that it counts for.
   */
  readonly rules: readonly string[]
}
/**
 * Which directory this is.
 */
export interface Identity {
  /**
   * Sort of entry.
   */
  readonly type: 'identity'
  /**
   * Directory.
   */
  readonly directory: string
  /**
   * Its stable name.
   */
  readonly identity: string
}
/**
 * An account that was there already is taken over.
 */
export interface Adopt {
  /**
   * Sort of entry.
   */
  readonly type: 'adopt'
  /**
   * Address.
   */
  readonly address: string
  /**
   * The directory's own id of the object.
   */
  readonly immutableId: string
  /**
   * The key that matched.
   */
  readonly by: 'id' | 'employeeId' | 'upn' | 'mail' | 'name'
}
/**
 * A write is about to be made.
 */
export interface Intent {
  /**
   * Sort of entry.
   */
  readonly type: 'intent'
  readonly operation: Operation
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
 * What came of a write.
 */
export interface Outcome {
  /**
   * Sort of entry.
   */
  readonly type: 'outcome'
  /**
   * Id of the operation.
   */
  readonly operation: string
  /**
   * Its fingerprint.
   */
  readonly fingerprint: string
  /**
   * What became of it.
   */
  readonly status: 'applied' | 'accepted' | 'unchanged' | 'conflict' | 'failed' | 'skipped'
  /**
   * Sort of failure.
   */
  readonly class?: 'retryable' | 'forbidden' | 'invalid' | 'unknown'
  /**
   * In words.
   */
  readonly detail?: string
  readonly locator?: Locator
}
/**
 * How an object is found again.
 */
export interface Locator {
  /**
   * The directory's own id of the object.
   */
  readonly immutableId: string
  /**
   * What others call it.
   */
  readonly reference: string
}
/**
 * What an object looked like when it was last seen.
 */
export interface Verified {
  /**
   * Sort of entry.
   */
  readonly type: 'verified'
  /**
   * Address.
   */
  readonly address: string
  /**
   * The directory's own id of the object.
   */
  readonly immutableId: string
  /**
   * The object.
   */
  readonly object: VerifiedUser | VerifiedGroup
}
/**
 * An account as it was seen.
 */
export interface VerifiedUser {
  /**
   * Kind.
   */
  readonly kind: 'user'
  /**
   * Username.
   */
  readonly username: string
  /**
   * Where the account stands.
   */
  readonly state: 'invited' | 'verified' | 'incomplete' | 'active' | 'locked' | 'disabled' | 'softDeleted'
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
 * A group as it was seen.
 */
export interface VerifiedGroup {
  /**
   * Kind.
   */
  readonly kind: 'group'
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
 * What a template gives with a creation: granted once, then kept.
 */
export interface Promised {
  /**
   * Sort of entry.
   */
  readonly type: 'promised'
  /**
   * Address.
   */
  readonly address: string
  /**
   * Ids of groups.
   */
  readonly groups: readonly string[]
  /**
   * Ids of licences.
   */
  readonly licences?: readonly string[]
}
/**
 * Members of a group, or people with a licence, that were added and removed since.
 */
export interface Members {
  /**
   * Sort of entry.
   */
  readonly type: 'members'
  /**
   * Address of the group, or of the licence: then it is about who has it.
   */
  readonly group: string
  /**
   * Members.
   */
  readonly added: readonly string[]
  /**
   * Members.
   */
  readonly removed: readonly string[]
}
/**
 * Lines of the workspace that came and went since.
 */
export interface Declared {
  /**
   * Sort of entry.
   */
  readonly type: 'declared'
  /**
   * Addresses.
   */
  readonly added: readonly string[]
  /**
   * Addresses.
   */
  readonly removed: readonly string[]
}
/**
 * How many objects a directory had.
 */
export interface Population {
  /**
   * Sort of entry.
   */
  readonly type: 'population'
  /**
   * Directory.
   */
  readonly directory: string
  /**
   * People.
   */
  readonly users: number
  /**
   * Groups.
   */
  readonly groups: number
}
/**
 * An object is no longer managed.
 */
export interface Released {
  /**
   * Sort of entry.
   */
  readonly type: 'released'
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
 * An apply is over.
 */
export interface End {
  /**
   * Sort of entry.
   */
  readonly type: 'end'
  /**
   * Id of the apply.
   */
  readonly apply: string
  /**
   * What it came to.
   */
  readonly result: 'applied' | 'nothing' | 'partly' | 'interrupted'
  /**
   * Exit code.
   */
  readonly exitCode: number
}
/**
 * A policy as roster last saw it.
 */
export interface VerifiedPolicy {
  /**
   * Sort of entry.
   */
  readonly type: 'verifiedPolicy'
  /**
   * Address.
   */
  readonly address: string
  /**
   * The directory's own id of the object.
   */
  readonly immutableId: string
  readonly policy: SeenPolicy
}
/**
 * What a policy says, and for whom it holds.
 */
export interface SeenPolicy {
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
  /**
   * For whom it holds, written as in addresses.
   */
  readonly members: readonly string[]
}
/**
 * What is known of an account on a platform; null: it is gone.
 */
export interface Account {
  /**
   * Sort of entry.
   */
  readonly type: 'account'
  /**
   * Address.
   */
  readonly address: string
  /**
   * What is known.
   */
  readonly account: ObservedAccount | null
  /**
   * How it is known: an export of the platform, or somebody said so.
   */
  readonly from: 'export' | 'attested'
}
/**
 * What is known of an account on a platform.
 */
export interface ObservedAccount {
  /**
   * State.
   */
  readonly state: 'invited' | 'verified' | 'incomplete' | 'active' | 'locked' | 'disabled' | 'softDeleted'
  /**
   * Sort of account.
   */
  readonly type: string
  /**
   * Login.
   */
  readonly login: string
  /**
   * Roles as they are live.
   */
  readonly roles: readonly string[]
  /**
   * Access groups.
   */
  readonly accessGroups: readonly string[]
  /**
   * Entity.
   */
  readonly at?: string
  /**
   * Moment.
   */
  readonly invitedAt?: string
  /**
   * How often the invitation was sent again.
   */
  readonly resends?: number
  /**
   * Moment.
   */
  readonly firstLoginAt?: string
  /**
   * Ways in which the person can sign in.
   */
  readonly signInMethods?: readonly string[]
  /**
   * Those set up.
   */
  readonly mfaMethods?: readonly string[]
  /**
   * What is open in the person's name.
   */
  readonly open?: {
    readonly [k: string]: number
  }
  /**
   * When the person was last seen working; not there: unknown.
   */
  readonly lastActivityAt?: string
}
/**
 * Elements of access on a platform that are in effect from now on, by their keys; null: no longer.
 */
export interface AccessEntry {
  /**
   * Sort of entry.
   */
  readonly type: 'access'
  /**
   * Platform.
   */
  readonly platform: string
  /**
   * Key -> element, or null.
   */
  readonly elements: {
    readonly [k: string]: {
      readonly [k: string]: unknown
    } | null
  }
}
/**
 * A step, or an action for one person, that was done and is never done again.
 */
export interface Done {
  /**
   * Sort of entry.
   */
  readonly type: 'done'
  /**
   * Address.
   */
  readonly address: string
  /**
   * Who did it, or says so.
   */
  readonly by: string
}
/**
 * What became of paid seats apart from any work order.
 */
export interface Seats {
  /**
   * Sort of entry.
   */
  readonly type: 'seats'
  /**
   * Contract.
   */
  readonly subscription: string
  /**
   * What follows for paid seats.
   */
  readonly events: readonly SeatEvent[]
}
/**
 * The first that is known.
 */
export interface EventOpening {
  /**
   * The first that is known.
   */
  readonly event: 'opening'
  /**
   * Calendar day in the zone of the tenant.
   */
  readonly on: string
  /**
   * Paid seats.
   */
  readonly purchased: number
  /**
   * Number in the files.
   */
  readonly declared: number
  /**
   * Person -> seat.
   */
  readonly assigned: {
    readonly [k: string]: SeatHolder
  }
  readonly terms: SeatTerms
}
/**
 * Somebody who has a seat.
 */
export interface SeatHolder {
  /**
   * What they sign in with.
   */
  readonly address: string
}
/**
 * Seats that were bought.
 */
export interface EventPurchase {
  /**
   * Seats that were bought.
   */
  readonly event: 'purchase'
  /**
   * Calendar day in the zone of the tenant.
   */
  readonly on: string
  /**
   * Never used again.
   */
  readonly id: string
  /**
   * How many.
   */
  readonly count: number
  /**
   * A seat for a whole cycle, in hundredths; null: not priced.
   */
  readonly unitMinor: number | null
  /**
   * For the rest of the cycle.
   */
  readonly chargedMinor: number | null
}
/**
 * Seats that go with a later cycle.
 */
export interface EventReduce {
  /**
   * Seats that go with a later cycle.
   */
  readonly event: 'reduce'
  /**
   * Calendar day in the zone of the tenant.
   */
  readonly on: string
  /**
   * Never used again.
   */
  readonly id: string
  /**
   * How many.
   */
  readonly count: number
  /**
   * First day of that cycle.
   */
  readonly effective: string
}
/**
 * Somebody has a seat.
 */
export interface EventAssign {
  /**
   * Somebody has a seat.
   */
  readonly event: 'assign'
  /**
   * Calendar day in the zone of the tenant.
   */
  readonly on: string
  /**
   * Person.
   */
  readonly user: string
  /**
   * What they sign in with.
   */
  readonly address: string
}
/**
 * Somebody has none any more.
 */
export interface EventRelease {
  /**
   * Somebody has none any more.
   */
  readonly event: 'release'
  /**
   * Calendar day in the zone of the tenant.
   */
  readonly on: string
  /**
   * Person.
   */
  readonly user: string
  /**
   * Why.
   */
  readonly reason: string
}
/**
 * An account has another address; both stay taken.
 */
export interface EventRename {
  /**
   * An account has another address; both stay taken.
   */
  readonly event: 'rename'
  /**
   * Calendar day in the zone of the tenant.
   */
  readonly on: string
  /**
   * Person.
   */
  readonly user: string
  /**
   * Old address.
   */
  readonly from: string
  /**
   * New address.
   */
  readonly to: string
}
/**
 * An address is taken for good.
 */
export interface EventReserve {
  /**
   * An address is taken for good.
   */
  readonly event: 'reserve'
  /**
   * Calendar day in the zone of the tenant.
   */
  readonly on: string
  /**
   * Whose it was.
   */
  readonly user: string
  /**
   * Address.
   */
  readonly address: string
}
/**
 * Another tier, term or add-on.
 */
export interface EventTerms {
  /**
   * Another tier, term or add-on.
   */
  readonly event: 'terms'
  /**
   * Calendar day in the zone of the tenant.
   */
  readonly on: string
  readonly terms: SeatTerms
}
/**
 * The number in the files that was agreed to.
 */
export interface EventDeclare {
  /**
   * The number in the files that was agreed to.
   */
  readonly event: 'declare'
  /**
   * Calendar day in the zone of the tenant.
   */
  readonly on: string
  /**
   * Number.
   */
  readonly purchased: number
}
/**
 * A cycle begins.
 */
export interface EventCycleStart {
  /**
   * A cycle begins.
   */
  readonly event: 'cycleStart'
  /**
   * Calendar day in the zone of the tenant.
   */
  readonly on: string
  /**
   * Seats that are charged.
   */
  readonly seats: number
  /**
   * A seat for the cycle.
   */
  readonly unitMinor: number | null
  /**
   * All of them.
   */
  readonly chargedMinor: number | null
}
/**
 * What the platform shows.
 */
export interface EventObserve {
  /**
   * What the platform shows.
   */
  readonly event: 'observe'
  /**
   * Calendar day in the zone of the tenant.
   */
  readonly on: string
  /**
   * Paid seats.
   */
  readonly purchased?: number
  /**
   * Person -> seat.
   */
  readonly assigned: {
    readonly [k: string]: SeatHolder
  }
  /**
   * Why what the platform shows counts from now on.
   */
  readonly accepted?: string
}
/**
 * Work that people are asked to do.
 */
export interface WorkOrder {
  /**
   * Sort of entry.
   */
  readonly type: 'workOrder'
  /**
   * Its name.
   */
  readonly order: string
  /**
   * The contract it is about.
   */
  readonly directory: string
  /**
   * Calendar day in the zone of the tenant.
   */
  readonly on: string
  /**
   * Steps.
   */
  readonly steps: readonly WorkStep[]
  /**
   * The order whose open steps are in this one.
   */
  readonly replaces?: string
}
/**
 * One turn at a console.
 */
export interface WorkStep {
  /**
   * What to do.
   */
  readonly title: string
  /**
   * The click path.
   */
  readonly clicks: readonly string[]
  /**
   * What to type or choose.
   */
  readonly fields: readonly WorkField[]
  /**
   * What it brings about besides.
   */
  readonly effects: readonly string[]
  /**
   * Who is asked.
   */
  readonly assignee?: string
  /**
   * The day by which.
   */
  readonly due: string
  /**
   * How it is known to be done.
   */
  readonly verify: 'export' | 'attest'
  /**
   * What it carries out.
   */
  readonly operations: readonly Operation[]
  /**
   * Numbers of steps that come first.
   */
  readonly after: readonly number[]
}
/**
 * One of them.
 */
export interface WorkField {
  /**
   * Where.
   */
  readonly label: string
  /**
   * What.
   */
  readonly value: string
}
/**
 * Somebody says that a step is done.
 */
export interface Attested {
  /**
   * Sort of entry.
   */
  readonly type: 'attested'
  /**
   * Work order.
   */
  readonly order: string
  /**
   * Number of the step, from 1.
   */
  readonly step: number
  /**
   * Who did it.
   */
  readonly by: string
  /**
   * Who wrote it down.
   */
  readonly recordedBy: string
  /**
   * Calendar day in the zone of the tenant.
   */
  readonly on: string
  /**
   * What else there is to say.
   */
  readonly note?: string
  /**
   * How it is known to be done.
   */
  readonly verify: 'export' | 'attest'
  /**
   * What was carried out.
   */
  readonly operations: readonly Operation[]
  /**
   * Address -> the account then.
   */
  readonly accounts: {
    readonly [k: string]: ObservedAccount | null
  }
  /**
   * Address -> what was lost on the way.
   */
  readonly drops?: {
    readonly [k: string]: readonly string[]
  }
  /**
   * Platform -> elements in effect.
   */
  readonly access?: {
    readonly [k: string]: {
      /**
       * What holds; null: no longer.
       */
      readonly [k: string]: {
        readonly [k: string]: unknown
      } | null
    }
  }
  /**
   * What follows for paid seats.
   */
  readonly seats: readonly SeatEvent[]
}
/**
 * The list of a platform, as somebody exported it.
 */
export interface Observed {
  /**
   * Sort of entry.
   */
  readonly type: 'observed'
  /**
   * Contract.
   */
  readonly subscription: string
  /**
   * sha256 of the file.
   */
  readonly sheet: string
  /**
   * How many rows it has.
   */
  readonly rows: number
  /**
   * Who gave it.
   */
  readonly by: string
  /**
   * Person -> account.
   */
  readonly accounts: {
    readonly [k: string]: ObservedAccount
  }
  /**
   * Sorts of account that it lists.
   */
  readonly types?: readonly string[]
  /**
   * What its columns say of an account besides the address; not there: the state and the roles.
   */
  readonly shows?: readonly ('state' | 'roles' | 'at')[]
  /**
   * Accounts that should be in it and are not, which is not to say that they are gone. Not there: it is only a part of the list.
   */
  readonly missing?: readonly string[]
  /**
   * What follows for paid seats.
   */
  readonly seats: readonly SeatEvent[]
  /**
   * Tenant.
   */
  readonly tenant: string
}
/**
 * All that the entries before it mean.
 */
export interface Checkpoint {
  /**
   * Sort of entry.
   */
  readonly type: 'checkpoint'
  /**
   * State.
   */
  readonly state: {
    readonly [k: string]: unknown
  }
}
/**
 * A request was agreed to on the forge.
 */
export interface Approved {
  /**
   * Sort of entry.
   */
  readonly type: 'approved'
  readonly request: RequestTrace
  /**
   * Fingerprints of what waits, or of what time will bring: they stay approved.
   */
  readonly standing: readonly string[]
  /**
   * Its approvals are enough for what is critical too.
   */
  readonly critical?: true
}
/**
 * What stayed approved and is asked for no more: the lines that declared it changed.
 */
export interface Lapsed {
  /**
   * Sort of entry.
   */
  readonly type: 'lapsed'
  /**
   * Their fingerprints.
   */
  readonly standing: readonly string[]
}
/**
 * All that a request allowed is done: its approvals allow nothing more.
 */
export interface Consumed {
  /**
   * Sort of entry.
   */
  readonly type: 'consumed'
  /**
   * Repository, number and digest.
   */
  readonly request: string
}
/**
 * A review of access was begun, or closed: what was frozen, and what it came to. A closed one is never changed.
 */
export interface Review {
  /**
   * Sort of entry.
   */
  readonly type: 'review'
  /**
   * What became of it.
   */
  readonly stage: 'started' | 'closed'
  /**
   * Name of the review and its day.
   */
  readonly campaign: string
  /**
   * Started: of campaign.yaml. Closed: of all files of its folder.
   */
  readonly hash: string
  /**
   * Whose access, and what of it.
   */
  readonly population: {
    /**
     * How many people.
     */
    readonly people: number
    /**
     * How many things they have.
     */
    readonly items: number
    /**
     * Of all of them, in any order.
     */
    readonly hash: string
  }
  /**
   * How often each was decided; exceptions: kept though nobody decided, or by the person themselves.
   */
  readonly decisions?: {
    /**
     * How often.
     */
    readonly keep: number
    /**
     * How often.
     */
    readonly revoke: number
    /**
     * How often.
     */
    readonly change: number
    /**
     * How often.
     */
    readonly exceptions: number
  }
}
