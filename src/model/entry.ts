import type { Address } from './address.ts'
import type { RequestTrace } from './forge.ts'
import type { AccountState } from './observed.ts'
import type { Operation, PlatformOperation } from './operation.ts'
import type { ObservedAccount } from './platform.ts'
import type { SeatEvent } from './seats.ts'
import type { FaultClass, Locator } from './outcome.ts'
import type { Attributes } from './value.ts'

/** What roster last saw of an object it manages. Members are written as in addresses: user id, `group:<id>`, `~<immutable id>`. */
export type Verified =
  | {
      readonly kind: 'user'
      readonly username: string
      readonly container: string
      readonly state: AccountState
      readonly attributes: Attributes
      readonly references: Readonly<Record<string, string>>
    }
  | {
      readonly kind: 'group'
      readonly name: string
      readonly container: string
      readonly attributes: Attributes
      readonly references: Readonly<Record<string, string>>
    }

/** What roster last saw of a policy that it keeps. Members are written as in addresses. */
export interface VerifiedPolicy {
  readonly name: string
  readonly attributes: Attributes
  readonly members: readonly string[]
}

/** One step of a work order: one turn at a console. */
export interface WorkStep {
  readonly title: string
  /** The click path, one line each; empty where the platform says none. */
  readonly clicks: readonly string[]
  /** What to type or choose: label and value. */
  readonly fields: readonly { readonly label: string; readonly value: string }[]
  /** What it destroys, frees or leaves. */
  readonly effects: readonly string[]
  /** User id of who is asked to do it. */
  readonly assignee?: string
  /** The calendar day by which. */
  readonly due: string
  /** How it is known to be done: by an export of the platform, or by somebody's word alone. */
  readonly verify: 'export' | 'attest'
  /** Usually one; people who are imported together are one step. */
  readonly operations: readonly PlatformOperation[]
  /** Numbers of steps of this order that come first. */
  readonly after: readonly number[]
}

/** What the list of a platform can say of an account. */
export type ExportFacet = 'state' | 'roles' | 'at'

/** One fact of the ledger, before it is chained. */
export type Entry =
  | {
      readonly type: 'run'
      readonly apply: string
      readonly tool: string
      readonly commit: string | null
      readonly configDigest: string
      readonly asOf: string
      readonly digest: string
      readonly consent: {
        readonly how: 'digest' | 'approved' | 'terminal' | 'autoApprove' | 'reviewed'
        readonly digest?: string
        /** Requests on the forge whose approvals allow it, with `reviewed`. */
        readonly requests?: readonly RequestTrace[]
      }
      readonly operator: string
      /** The apply that is taken back. */
      readonly reverts?: string
    }
  /** A request was agreed to on the forge. `standing`: fingerprints of what waits, or of what time will bring: they stay approved. */
  | {
      readonly type: 'approved'
      readonly request: RequestTrace
      readonly standing: readonly string[]
      /** Its approvals are enough for what is critical too. */
      readonly critical?: true
    }
  /** What stayed approved and is asked for no more: the lines that declared it changed. */
  | { readonly type: 'lapsed'; readonly standing: readonly string[] }
  /** All that a request allowed is done: its approvals allow nothing more. `request`: as `approvalKey` names it. */
  | { readonly type: 'consumed'; readonly request: string }
  /** A review of access was begun (`hash`: of campaign.yaml), or closed (of all files of its folder): from then on it is never changed. */
  | {
      readonly type: 'review'
      readonly stage: 'started' | 'closed'
      /** Name of the review and its day. */
      readonly campaign: string
      readonly hash: string
      readonly population: { readonly people: number; readonly items: number; readonly hash: string }
      /** `exceptions`: kept though nobody decided, or decided by the person themselves. */
      readonly decisions?: {
        readonly keep: number
        readonly revoke: number
        readonly change: number
        readonly exceptions: number
      }
    }
  | { readonly type: 'identity'; readonly directory: string; readonly identity: string }
  | {
      readonly type: 'adopt'
      readonly address: Address
      readonly immutableId: string
      readonly by: 'id' | 'employeeId' | 'upn' | 'mail' | 'name'
    }
  | { readonly type: 'intent'; readonly operation: Operation }
  | {
      readonly type: 'outcome'
      readonly operation: string
      readonly fingerprint: string
      readonly status: 'applied' | 'accepted' | 'unchanged' | 'conflict' | 'failed' | 'skipped'
      readonly class?: FaultClass
      readonly detail?: string
      readonly locator?: Locator
    }
  | { readonly type: 'verified'; readonly address: Address; readonly immutableId: string; readonly object: Verified }
  | {
      readonly type: 'verifiedPolicy'
      readonly address: Address
      readonly immutableId: string
      readonly policy: VerifiedPolicy
    }
  /** What a template gives with a creation: granted once, then kept. */
  | {
      readonly type: 'promised'
      readonly address: Address
      readonly groups: readonly string[]
      readonly licences?: readonly string[]
    }
  | {
      readonly type: 'members'
      /** Of a licence, its address: then it is about who has it. */
      readonly group: Address
      readonly added: readonly string[]
      readonly removed: readonly string[]
    }
  | { readonly type: 'declared'; readonly added: readonly string[]; readonly removed: readonly string[] }
  | { readonly type: 'population'; readonly directory: string; readonly users: number; readonly groups: number }
  /** What is known of an account on a platform; null: it is gone. `from`: an export of the platform, or somebody said so. */
  | {
      readonly type: 'account'
      readonly address: Address
      readonly account: ObservedAccount | null
      readonly from: 'export' | 'attested'
    }
  /** Elements of access on a platform that are in effect from now on, by their keys; null: no longer. */
  | {
      readonly type: 'access'
      readonly platform: string
      readonly elements: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>
    }
  /** A step, or an action for one person, that was done and is never done again. */
  | { readonly type: 'done'; readonly address: Address; readonly by: string }
  | { readonly type: 'released'; readonly address: Address; readonly why: string }
  /** What became of the paid seats of a contract apart from any work order: the opening, cycles that began, numbers that were agreed to. */
  | { readonly type: 'seats'; readonly subscription: string; readonly events: readonly SeatEvent[] }
  /** Work that people are asked to do. `replaces`: the order whose open steps are in this one now. */
  | {
      readonly type: 'workOrder'
      readonly order: string
      /** The contract that it is about; `roster`: checklists. */
      readonly directory: string
      readonly on: string
      readonly steps: readonly WorkStep[]
      readonly replaces?: string
    }
  /** Somebody says that a step is done: everything that follows from it, in one record, so that it is never known by half. */
  | {
      readonly type: 'attested'
      readonly order: string
      /** From 1. */
      readonly step: number
      /** Who did it, a person of the files; and who wrote it down. */
      readonly by: string
      readonly recordedBy: string
      /** The calendar day on which it was done. */
      readonly on: string
      readonly note?: string
      readonly verify: WorkStep['verify']
      readonly operations: readonly PlatformOperation[]
      /** Account address -> what the account is like then; null: it is gone. */
      readonly accounts: Readonly<Record<Address, ObservedAccount | null>>
      /** Account address -> what was lost on the way, and has to be set afterwards. */
      readonly drops?: Readonly<Record<Address, readonly string[]>>
      /** Platform -> elements of access that are in effect from now on. */
      readonly access?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>> | null>>>>
      readonly seats: readonly SeatEvent[]
    }
  /** The list of a platform, as somebody exported it: every account on it, and what that says about seats. */
  | {
      readonly type: 'observed'
      readonly tenant: string
      readonly subscription: string
      /** sha256 of the file, and how many rows it has. */
      readonly sheet: string
      readonly rows: number
      readonly by: string
      /** User id, or `~<login>` for somebody nobody declared -> the account. */
      readonly accounts: Readonly<Record<string, ObservedAccount>>
      /** Sorts of account that it lists. */
      readonly types?: readonly string[]
      /** What its columns say of an account besides the address; not there: the state and the roles. */
      readonly shows?: readonly ExportFacet[]
      /** Ids of accounts that should be in it and are not, which is not to say that they are gone. Not there: it is only a part of the list. */
      readonly missing?: readonly string[]
      readonly seats: readonly SeatEvent[]
    }
  /** All that the entries before it mean. Whoever reads from here on knows as much as who reads everything. */
  | { readonly type: 'checkpoint'; readonly state: Readonly<Record<string, unknown>> }
  | {
      readonly type: 'end'
      readonly apply: string
      readonly result: 'applied' | 'nothing' | 'partly' | 'interrupted'
      readonly exitCode: number
    }

/** An entry in its place in the chain. `hash` is sha256 over the canonical JSON (RFC 8785) of all the other fields. */
export interface ChainedEntry {
  readonly seq: number
  /** `hash` of the entry before; 64 zeros for the first. */
  readonly prev: string
  /** Number of the lease under which it was written; never falls. */
  readonly fence: number
  /** RFC 3339, UTC. */
  readonly at: string
  readonly entry: Entry
  readonly hash: string
}
