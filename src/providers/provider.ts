import type { Directory } from '../generated/tenant.ts'
import type { Address } from '../model/address.ts'
import type { DesiredGroup, GroupScope, Person, PersonValues } from '../model/desired.ts'
import type { Kind, ObjectKind, Verb } from '../model/kind.ts'
import type {
  Completeness,
  Observed,
  ObservedGroup,
  ObservedLicences,
  ObservedPolicies,
  ObservedPolicy,
  ObservedUser,
} from '../model/observed.ts'
import type { Operation, Risk } from '../model/operation.ts'
import type { Locator, Outcome } from '../model/outcome.ts'
import type { SecurityRules, Topic } from '../model/policy.ts'
import type { Secret } from '../model/secret.ts'
import type { Attributes, Value, WishedAttributes } from '../model/value.ts'

/** What can be asked of a directory. A pair that is not there cannot be asked for. */
export type Capabilities = Readonly<Partial<Record<`${Kind}.${Verb}`, true | { readonly cannot: string }>>>

/** What a provider is given to reach one directory. */
export interface Connection {
  readonly tenant: string
  readonly id: string
  readonly settings: Directory
  /** Folder of the workspace; relative files of `settings` lie in it. */
  readonly root: string
  /** The value of an environment variable that `settings` names, wrapped. */
  readonly environment: (name: string) => Secret | undefined
  /** A folder outside the workspace where a reader may keep what it read; deleting it changes time, never results. Not there: nothing is kept. */
  readonly cache?: string
  readonly now: () => Date
  readonly signal: AbortSignal
}

/** What a writer needs besides: who is who, and where a new person's first password comes from. */
export interface WriteContext {
  /** The `Reader.identity` that was planned on: a writer that reaches another directory throws DirectoryFault('refused'). Not there: unproven. */
  readonly identity?: string
  readonly locate: (address: Address) => Locator | undefined
  /**
   * Makes a password, has it delivered durably, and only then gives it; undefined where none is wished. Where accounts need one
   * (`Dialect.arrival`) and nobody is to receive it, one that nobody learns.
   */
  readonly initialPassword: (address: Address) => Promise<Secret | undefined>
  /** Whether people must choose a password of their own when they first sign in; not there: they need not. */
  readonly changeAtNextLogin?: boolean
  /** Has something secret that the directory itself made for somebody (a pass for the first sign-in) delivered durably; not there: nobody is to receive it. */
  readonly handOver?: (address: Address, secret: Secret) => Promise<void>
}

/**
 * The code that talks to one sort of directory. Reading and writing are handed out by different functions with
 * different credentials; a plan never calls `write`.
 */
export interface Provider {
  readonly name: string
  readonly capabilities: Capabilities
  /** `<server>/<top>/.../<base>/` for each base it covers: two that are prefixes of one another overlap. Offline. */
  territories(settings: Directory): readonly string[]
  /** Connects with the read credentials and proves which directory this is. Throws DirectoryFault. */
  read(connection: Connection): Promise<Reader>
  /** Connects with the write credentials (without any, the read ones). Called by apply and by nothing else. Throws DirectoryFault. */
  write(connection: Connection, context: WriteContext): Promise<Writer>
  /** What the credentials may do, held against what roster needs. Reads only. Throws DirectoryFault. Not there: the directory does not tell. */
  rights?(connection: Connection): Promise<readonly Right[]>
}

/** A permission, whose it is, and what it is for. */
export interface Right {
  readonly identity: 'read' | 'write'
  /** As the directory calls it. */
  readonly name: string
  /** missing: not consented to; spare: consented to, and nothing that roster needs; unknown: the directory did not say. */
  readonly verdict: 'held' | 'missing' | 'spare' | 'unknown'
  /** What roster does with it; of a spare one, what to do about it; of an unknown one, why. */
  readonly purpose: string
  /** Where alone it is needed, as the end of «needed only where ...»; not there: always. */
  readonly onlyWhere?: string
}

/** One reading of one directory. */
export interface Reader {
  /** Stable name of this very directory (entryUUID of its base, domain SID, tenant id). */
  readonly identity: string
  /** What this server can do; at most what the provider can. */
  readonly capabilities: Capabilities
  readonly dialect: Dialect
  /** Wall clock of the server, where it tells. */
  serverTime(): Promise<Date | undefined>
  /**
   * Pages of everything below the configured bases, protected objects included (`notManageable`).
   * Throws DirectoryFault when the listing cannot be finished; it never ends early in silence.
   */
  observe(kinds: readonly ObjectKind[]): AsyncIterable<readonly Observed[]>
  /** Per kind, after `observe` came to its end. */
  completeness(): readonly Completeness[]
  /** Looks recorded objects up by their immutable id, anywhere in the directory; an id that is not in the answer was not found. */
  find(immutableIds: readonly string[]): Promise<ReadonlyMap<string, Observed>>
  /** Which of these references name something that exists: tells a dangling member from one that lies elsewhere. */
  existing(references: readonly string[]): Promise<ReadonlySet<string>>
  /**
   * How passwords and signing in are ruled. Asked only where something of the topics of `Dialect.policies` is. Throws
   * DirectoryFault; what may not be read is told apart from what is not there. Not there: the directory enforces no rules that roster could set.
   */
  policies?(): Promise<ObservedPolicies>
  /** Licences, and who has them. Throws DirectoryFault; what may not be read is told apart from what is not there. Not there: the directory lends none. */
  licences?(): Promise<ObservedLicences>
  /** Accounts that were deleted and can still be brought back (state softDeleted): they are not listed. Throws DirectoryFault. Not there: what is deleted is gone. */
  deleted?(): Promise<readonly ObservedUser[]>
  /**
   * How people prove themselves besides a password, in the words of `security.mfa.methods`; of whom it may not be read, 'unknown'.
   * Asked only where a second factor is asked of these people. Throws DirectoryFault. Not there: the directory does not tell.
   */
  factors?(references: readonly string[]): Promise<ReadonlyMap<string, readonly string[] | 'unknown'>>
  /** What carrying these out would ask of the directory; not there: it does not count requests. */
  effort?(operations: readonly Operation[]): { readonly requests: number; readonly seconds: number }
  /** Reads back: is what this operation asked for the case now? */
  confirm(operation: Operation, locate: WriteContext['locate']): Promise<boolean>
  /** The same of several at once, in their order; not there: one by one. */
  confirmAll?(operations: readonly Operation[], locate: WriteContext['locate']): Promise<readonly boolean[]>
  close(): Promise<void>
}

/** How a directory would hold what is declared. Pure. Containers and references are canonical: equal text, same thing. */
export interface Dialect {
  /** Why an attribute that may not be read looks like one without a value; not there: the two are told apart. */
  readonly hidesAttributes?: string
  /**
   * disabledFirst: a new account is made disabled, with a password, filled in, let into its groups, and only then enabled.
   * Not there: it is made enabled.
   */
  readonly arrival?: 'disabledFirst'
  /**
   * How long, in milliseconds, what was written may stay unseen: until then a write that is not read back counts as accepted, and a
   * creation whose answer was lost is not repeated, unless `repeatable` says that repeating it makes no second object. Not there: what is
   * written is there at once.
   */
  readonly settlesWithin?: number
  /** Whether this creation can be asked for twice and be done once: its object has a name of its own that the directory keeps unique. */
  repeatable?(creation: Operation): boolean
  /** How long a deleted account can be brought back, in words; not there: it is not known. */
  readonly keepsDeleted?: string
  /** Attribute of an account without which it can be given no licence; not there: none. */
  readonly licencesNeed?: string
  user(person: Person): ExpressedUser
  group(group: DesiredGroup): ExpressedGroup
  /** What a live account amounts to in the words of users.yaml: the way back from `user`. */
  describeUser(live: ObservedUser): DescribedUser
  /** What a live group amounts to in the words of groups.yaml: the way back from `group`. */
  describeGroup(live: ObservedGroup): DescribedGroup
  /** Equality by the directory's own matching rule (case, spelling, order of values). */
  same(attribute: string, a: Value | null | undefined, b: Value | null | undefined): boolean
  /** The form under which two names of a user or group collide. */
  foldName(name: string): string
  /** What the directory would refuse, before it is asked: unknown attribute, bad syntax, second value, required one missing. One sentence each. */
  problems(object: ExpressedUser | ExpressedGroup): readonly string[]
  /** Where an account that lies here lies once it is disabled (the configured place for leavers, else where it is). */
  disabledContainer(container: string): string
  /** The reference that an object will have once it is made; not there where only the directory can say. */
  referenceOf?(object: ExpressedUser | ExpressedGroup): string
  /** Whether a `protect` pattern of the settings covers this reference, wherever it lies. */
  protects(reference: string): boolean
  /** How rules for signing in are held, each sort of policy apart; no topic stands in two of them. Not there: they cannot be. */
  readonly policies?: readonly PolicyDialect[]
  /** A container's own name as it is declared; only for those that somebody expressed so far was placed in. Not there: containers keep their spelling. */
  spelling?(container: string): string | undefined
  /** Containers that must exist for this one, outermost first, itself included; those above the configured base left out. */
  lineage(container: string): readonly string[]
}

/** How a directory holds rules of some topics, by one sort of policy. Pure. */
export interface PolicyDialect {
  /** Begins the ids of its policies (`networks.everyone`), to tell them from other sorts; not there: they begin as they are. */
  readonly sort?: string
  /** What one of its policies is called: `password policy`. */
  readonly called: string
  /** The parts of `security` that it is asked about. */
  readonly topics: readonly Topic[]
  /** All that reach somebody hold together, and none goes before another; not there: of several one holds. */
  readonly addUp?: true
  /** What it does not say has to be empty; not there: what it does not say is not looked at. */
  readonly whole?: true
  /** The name of the policy that roster keeps under this id in a tenant. */
  nameOf(tenant: string, id: string): string
  /** What a policy says under which these rules hold, and nothing of what held before (`under`) is weakened. */
  express(rules: SecurityRules, under: Attributes): ExpressedPolicy
  /** What a new policy says at first, until the next plan; not there: what `express` says. */
  atFirst?(attributes: Attributes): Attributes
  /** What a change of it means besides the values; not there: a medium risk, and no more. */
  weighed?(
    before: WishedAttributes,
    after: WishedAttributes,
  ): { readonly risk: Risk; readonly effects: readonly string[] }
  /** Of policies that name or reach a person, the one that holds; where they add up, what they come to together. */
  holding(policies: readonly HeldPolicy[]): HeldPolicy | undefined
  /** What lets roster's go before somebody else's, as the start of a sentence; not there: only taking people out of that one. */
  readonly goesBefore?: string
  /** «at least 14 characters, none of the last 24». */
  spoken(attributes: WishedAttributes): string
}
export interface ExpressedPolicy {
  readonly attributes: Attributes
  /** Whether what held before falls short of the rules. */
  readonly isNeeded: boolean
  /** What of the rules the directory cannot hold, one phrase each. */
  readonly beyond: readonly string[]
  /** It finds its people by itself (by the roles they hold): nobody is put under it. */
  readonly namesNobody?: true
  /** Why it must not be made or changed: the reason, and what to do. */
  readonly blockedBy?: string
  /** Why it does not hold yet even where it is there: a sentence, and what to do. */
  readonly notYet?: string
}
/** A policy as it meets one person. */
export interface HeldPolicy extends Pick<ObservedPolicy, 'immutableId' | 'name' | 'attributes'> {
  /** Whether it names the person, and not a group the person is in. */
  readonly isDirect: boolean
}

export interface DescribedUser {
  readonly username: string
  readonly upn?: string
  /** Somebody of another organisation, who was invited. */
  readonly guest?: true
  /** Dotted paths of users.yaml, `department.name` among them; what is set once (`profile.`) as well. */
  readonly values: PersonValues
  /** `reference` of the manager. */
  readonly manager?: string
  readonly state: 'active' | 'disabled'
  /** First moment at which the account no longer works. RFC 3339. */
  readonly expiresAt?: string
  /** Names of the departments that the container stands for, top first, where people are placed by department. */
  readonly departmentPath?: readonly string[]
}
export interface DescribedGroup {
  readonly name: string
  readonly groupKind: DesiredGroup['groupKind']
  readonly scope?: GroupScope
  readonly description?: string
  /** `reference` of the owner. */
  readonly owner?: string
  readonly mail?: string
  readonly gidNumber?: string
}

interface ExpressedObject {
  readonly container: string
  /** `container` is for a new object; one that is there stays where it lies, and comes back to `container` only from among the leavers. */
  readonly rests?: true
  /** Managed attributes in the directory's own names. */
  readonly attributes: WishedAttributes
  /** Attribute -> user id of the workspace; null: must be empty. */
  readonly references: Readonly<Record<string, string | null>>
}
export interface ExpressedUser extends ExpressedObject {
  readonly kind: 'user'
  readonly username: string
  /** Attributes that count as names: a change of one is a rename. */
  readonly naming: WishedAttributes
  /** Set at creation, never compared. */
  readonly initial: WishedAttributes
  /** Case-folded, for exact adoption. */
  readonly keys: { readonly employeeId?: string; readonly upn?: string; readonly mail?: string }
  /** Address that an invitation goes to: the account lies elsewhere. '' where none is declared: nobody can be invited so. */
  readonly invites?: string
}
export interface ExpressedGroup extends ExpressedObject {
  readonly kind: 'group'
  readonly name: string
  /** Set at creation, compared only where it is declared as well. */
  readonly initial?: WishedAttributes
}

/** The only thing in roster that changes a directory. */
export interface Writer {
  /** How many batches may be in flight at once. */
  readonly parallel: number
  /** How many memberships of one group fit into one batch. */
  readonly batch: number
  /** How many batches are best handed over at once; not there: one. */
  readonly together?: number
  /**
   * One operation, or several memberships of one group; with `together`, so many of these, on different objects. Looks first whether it is already so; writes with `before` as
   * the precondition, in the same request where the protocol has one. Throws DirectoryFault only when the connection is gone.
   */
  apply(batch: readonly Operation[]): Promise<readonly Outcome[]>
  close(): Promise<void>
}
