import type { Address } from './address.ts'
import type { Source } from './desired.ts'
import type { AnyKind, AnyVerb, PlatformKind, RunOnceVerb } from './kind.ts'
import type { PlatformRole } from './platform.ts'
import type { AccountState } from './observed.ts'
import type { SeatTerms } from './seats.ts'
import type { Attributes, WishedAttributes } from './value.ts'

/**
 * `access`: somebody's access on a platform no longer asks for it. `seat`: what is asked for needs more paid seats than there are.
 * `reverted`: it takes back what an apply did.
 */
export type Reason =
  | 'declared'
  | 'undeclared'
  | 'expired'
  | 'started'
  | 'template'
  | 'drift'
  | 'access'
  | 'seat'
  | 'reverted'
export type Risk = 'low' | 'medium' | 'high' | 'lockout'

/** `name`: the container's own name as it is declared, where the canonical form has lost its capitals. */
export interface ContainerAfter {
  readonly container: string
  readonly name?: string
}
/** What a user looks like after a creation. `references`: attribute -> user id of the workspace. */
export interface UserAfter {
  readonly username: string
  readonly container: string
  /** disabled: enabled by an operation of its own, once everything else is in place. */
  readonly state: 'active' | 'disabled'
  readonly attributes: Attributes
  readonly references: Readonly<Record<string, string>>
  /** Whose keys the first password is encrypted to; absent where none is made. */
  readonly passwordFor?: readonly string[]
  /** Address that an invitation goes to: a guest, who has an account elsewhere. */
  readonly invites?: string
}
export interface GroupAfter {
  readonly name: string
  readonly container: string
  readonly attributes: Attributes
  readonly references: Readonly<Record<string, string>>
}
/** A policy for passwords, in the directory's own names. */
export interface PolicyAfter {
  readonly name: string
  readonly attributes: Attributes
}
/** Changed attributes only. */
export interface PolicyChange {
  readonly attributes: WishedAttributes
}
/** That a policy holds for somebody. */
export interface Coverage {
  readonly policy: string
  readonly member: string
  /** The directory's own name of the member; only where one that nobody declared comes out. */
  readonly reference?: string
}
/** Changed attributes only. `references`: attribute -> user id, or `~<reference>` for somebody undeclared, or null. */
export interface Change {
  readonly attributes: WishedAttributes
  readonly references: Readonly<Record<string, string | null>>
}
/** Changed names and places only. `id` where the id of the workspace changed. */
export interface Naming {
  readonly id?: string
  readonly username?: string
  readonly name?: string
  readonly container?: string
  /** Attributes that are names too (a UPN). */
  readonly attributes?: WishedAttributes
}
export interface Standing {
  readonly state: AccountState
  readonly container: string
}
export interface Membership {
  readonly group: string
  readonly member: string
  /** The directory's own name of the member; only on a revocation, for members that nobody declared. */
  readonly reference?: string
}
/** That somebody uses a unit of a licence of the directory. */
export interface LicenceAssignment {
  /** Id of the licence in tenant.yaml. */
  readonly licence: string
  /** The directory's own name of it. */
  readonly sku: string
  readonly user: string
  /** The directory's own name of the person; only where one that nobody declared loses it. */
  readonly reference?: string
  /** Services of it that the person does not get, sorted; not there: nobody asks. */
  readonly disabledPlans?: readonly string[]
}
/** What is done once for a person. `actions`: ids of the entries of actions.yaml that ask for it, sorted; once serves them all. */
export interface ActionAfter {
  readonly actions: readonly string[]
  /** Whose keys a new password is encrypted to. */
  readonly passwordFor?: readonly string[]
}
/** A message to one person, as it is sent. */
export interface MessageAfter {
  /** The entry of actions.yaml that asks for it. */
  readonly action: string
  /** Id of the sink of roster.yaml that it goes through. */
  readonly sink: string
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
}
type Known<T> = T & { readonly immutableId: string }

interface Common<K extends AnyKind, V extends AnyVerb> {
  /** The address, `#`, and the verb. */
  readonly id: string
  readonly address: Address
  readonly previousAddress?: Address
  readonly tenant: string
  readonly directory: string
  readonly kind: K
  readonly verb: V
  readonly status: 'planned' | 'waiting' | 'blocked'
  readonly waitingFor?: string
  readonly blockedBy?: string
  readonly reason: Reason
  /** false: the object's own line in the workspace asks for it; true: it follows from a template, a selection, or a live read. */
  readonly derived: boolean
  /** One plain sentence, for people who do not know directories. */
  readonly summary: string
  readonly risk: Risk
  readonly escalation: boolean
  /** Names of attributes whose values are never written down. */
  readonly sensitive: readonly string[]
  /** Ids of operations that must have succeeded before this one. */
  readonly needs: readonly string[]
  readonly effects: readonly string[]
  readonly source: Source
  readonly reversible: boolean
  /** Leavers: goes first, and is not held back by unrelated failures. */
  readonly urgent: boolean
  readonly fingerprint: string
}

export type DirectoryOperation =
  | (Common<'organizationalUnit', 'create'> & { readonly before: null; readonly after: ContainerAfter })
  | (Common<'user', 'create'> & { readonly before: null; readonly after: UserAfter })
  | (Common<'user', 'update'> & { readonly before: Known<Change>; readonly after: Change })
  | (Common<'user', 'rename'> & { readonly before: Known<Naming>; readonly after: Naming })
  /** Enabling what roster itself made and never enabled yet is the same change before and after the account is there: no id. */
  | (Common<'user', 'enable'> & { readonly before: Partial<Known<Standing>> & Standing; readonly after: Standing })
  /** A deleted account that its directory still keeps is there again, as it was. */
  | (Common<'user', 'restore'> & { readonly before: Known<Standing>; readonly after: Standing })
  | (Common<'user', 'disable'> & { readonly before: Known<Standing>; readonly after: Standing })
  | (Common<'user', 'resetPassword' | 'revokeSessions'> & {
      readonly before: Known<object>
      readonly after: ActionAfter
    })
  | (Common<'user', 'delete'> & { readonly before: Known<{ readonly username: string }>; readonly after: null })
  | (Common<'group', 'create'> & { readonly before: null; readonly after: GroupAfter })
  | (Common<'group', 'update'> & { readonly before: Known<Change>; readonly after: Change })
  | (Common<'group', 'rename'> & { readonly before: Known<Naming>; readonly after: Naming })
  | (Common<'group', 'delete'> & { readonly before: Known<{ readonly name: string }>; readonly after: null })
  | (Common<'membership', 'grant'> & { readonly before: null; readonly after: Membership })
  | (Common<'membership', 'revoke'> & { readonly before: Membership; readonly after: null })
  | (Common<'policy', 'create'> & { readonly before: null; readonly after: PolicyAfter })
  | (Common<'policy', 'update'> & { readonly before: Known<PolicyChange>; readonly after: PolicyChange })
  | (Common<'policy', 'delete'> & { readonly before: Known<{ readonly name: string }>; readonly after: null })
  /** Whom a policy holds for is an operation for each person, as with groups: an approval of one does not hang on the others. */
  | (Common<'policy', 'grant'> & { readonly before: null; readonly after: Coverage })
  | (Common<'policy', 'revoke'> & { readonly before: Coverage; readonly after: null })
  /** `before`: they have it, with other services of it switched off. */
  | (Common<'licence', 'grant'> & { readonly before: LicenceAssignment | null; readonly after: LicenceAssignment })
  | (Common<'licence', 'revoke'> & { readonly before: LicenceAssignment; readonly after: null })

/** A person's presence on a platform, in the words of users.yaml and of the platform. */
export interface AccountAfter {
  readonly user: string
  readonly type: string
  /** What the person signs in with there. */
  readonly login: string
  readonly name: string
  readonly at?: string
  /** Roles that come with the account itself; others are assigned by operations of their own. */
  readonly roles: readonly string[]
  readonly accessGroups: readonly string[]
}
export interface AccountStanding {
  readonly user: string
  readonly state: AccountState
}
export interface RoleAssignment {
  readonly user: string
  readonly role: string
}
/** What an account signs in with. */
export interface AccountLogin {
  readonly user: string
  readonly login: string
}
/** How many seats of a contract are paid. */
export interface SeatCount {
  readonly purchased: number
}
/** One step that a person does, or that is done for them. */
export interface WorkOrderAfter {
  readonly user: string
  readonly step: string
  readonly title: string
  /** User id of who does it. */
  readonly assignee?: string
  /** The entry of actions.yaml that asks for it; none: a checklist. */
  readonly action?: string
}

/** What is done on a platform, or by a person: it is planned, approved and recorded as everything else, and no directory writes it. */
export type PlatformOperation =
  | (Common<'account', 'create'> & { readonly before: null; readonly after: AccountAfter })
  /** An invitation that ran out, sent again; `resend` counts from 1. */
  | (Common<'account', 'invite'> & {
      readonly before: null
      /** `action`: the entry of actions.yaml that asks for it; none: the time of the invitation ran out. */
      readonly after: { readonly user: string; readonly resend: number; readonly action?: string }
    })
  | (Common<'account', 'update'> & { readonly before: Partial<AccountAfter>; readonly after: Partial<AccountAfter> })
  /** Somebody else needs the address: the account that has it, disabled for good, gets another. */
  | (Common<'account', 'rename'> & { readonly before: AccountLogin; readonly after: AccountLogin })
  | (Common<'account', 'enable' | 'disable'> & { readonly before: AccountStanding; readonly after: AccountStanding })
  | (Common<'account', 'delete'> & { readonly before: AccountStanding; readonly after: null })
  | (Common<'roleAssignment', 'grant'> & { readonly before: RoleAssignment | null; readonly after: RoleAssignment })
  | (Common<'roleAssignment', 'revoke'> & { readonly before: RoleAssignment; readonly after: null })
  /** A role is saved as a whole: all that is changed about it is one operation. */
  | (Common<'role', 'create'> & { readonly before: null; readonly after: PlatformRole })
  | (Common<'role', 'update'> & { readonly before: PlatformRole; readonly after: PlatformRole })
  | (Common<'role', 'delete'> & { readonly before: PlatformRole; readonly after: null })
  | (Common<'workOrder', 'create'> & { readonly before: null; readonly after: WorkOrderAfter })
  | (Common<'seat', 'purchase'> & { readonly before: SeatCount; readonly after: SeatCount })
  /** Seats that are given back with the cycle that begins on `effective`. */
  | (Common<'seat', 'release'> & {
      readonly before: SeatCount
      readonly after: SeatCount & { readonly effective: string }
    })
  /** Another tier, term or add-on. */
  | (Common<'seat', 'update'> & { readonly before: SeatTerms; readonly after: SeatTerms })

/** What is done once for a person in a directory. Nothing of it can be read back: what is said to be done is taken for done. */
export type RunOnceOperation = Extract<DirectoryOperation, { readonly verb: RunOnceVerb }>

/** Whether it is one of those. */
export function isRunOnce(operation: Operation): operation is RunOnceOperation {
  return operation.verb === 'resetPassword' || operation.verb === 'revokeSessions'
}

/** The directory that messages are addressed in: nothing else of a tenant has this id. */
export const messagesDirectory = 'messages'

/** A message to a person: `<tenant>/messages/user/<action>/<user>`. It is sent at most once, and nothing shows afterwards whether it was. */
export type MessageOperation = Common<'user', 'notify'> & { readonly before: null; readonly after: MessageAfter }

/** Everything that can stand in a plan. */
export type Operation = DirectoryOperation | PlatformOperation | MessageOperation

const platformKinds: ReadonlySet<AnyKind> = new Set<PlatformKind>([
  'account',
  'role',
  'roleAssignment',
  'workOrder',
  'seat',
])

/** Whether a directory is to carry it out. */
export function isOfDirectory(operation: Operation): operation is DirectoryOperation {
  const { kind } = operation
  return !platformKinds.has(kind) && !isMessage(operation)
}

/** Whether it is a message to somebody. */
export function isMessage(operation: Operation): operation is MessageOperation {
  return operation.verb === 'notify'
}

/** The id of an operation. */
export function operationId(address: Address, verb: AnyVerb): string {
  return `${address}#${verb}`
}

/** The group and the member of an operation on a membership. */
export function membershipOf(
  operation:
    | { readonly verb: 'grant'; readonly after: Membership }
    | { readonly verb: 'revoke'; readonly before: Membership },
): Membership {
  return operation.verb === 'grant' ? operation.after : operation.before
}
