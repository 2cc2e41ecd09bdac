import type { Tree } from '../language/load/tree.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { WorkStep } from '../model/entry.ts'
import type { Judge } from '../model/judgement.ts'
import type { Operation } from '../model/operation.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Plan, Shard } from '../model/plan.ts'
import type { Secret } from '../model/secret.ts'
import type { Provider } from '../providers/provider.ts'
import type { Reverted } from './revert/reverted.ts'

/** Everything a run takes from outside: the same values give the same plan. */
export interface Run {
  /** Folder that holds roster.yaml. */
  readonly root: string
  readonly commit: string | null
  /** The files are not those of the commit. */
  readonly dirty?: true
  readonly tool: { readonly name: string; readonly version: string }
  /** The moment that starts, ends and graces are judged at. */
  readonly asOf: Date
  /** What decides about addresses, credentials and gates, where it is not the files themselves: the base branch of a request. */
  readonly base?: {
    readonly commit: string
    readonly tree: Tree
    /** Files beside the workspace that decide how roster is run and who approves, as far as the request changes them. */
    readonly alsoChanged?: readonly string[]
  }
  /** Tenants whose folder the request takes away, where `tenants` names those it touches. */
  readonly gone?: readonly string[]
  /** Where the files come from; not there: from the folder. */
  readonly tree?: Tree
  /** The apply that is taken back; not there: the files are carried out. It is of one tenant, and `tenants` names that one. */
  readonly reverts?: Reverted
  /** Which part of the tenants `tenants` is; the other parts are planned elsewhere. */
  readonly shard?: Shard
  /** Ids of the tenants to look at; none: all. */
  readonly tenants?: readonly string[]
  readonly providers: ReadonlyMap<string, Provider>
  readonly ledger: Ledger
  readonly environment: (name: string) => Secret | undefined
  /** Folder outside the workspace where readers may keep what they read; not there: nothing is kept. */
  readonly cache?: string
  readonly now: () => Date
  /** Why nothing may be written in a tenant at this moment; asked before each write. Not there: nothing holds it. */
  readonly paused?: (tenant: string) => string | undefined
  /** Set by Ctrl-C and SIGTERM: finish and record the write in flight, start no other. */
  readonly signal: AbortSignal
  readonly progress: (event: Progress) => void
}

export interface Progress {
  readonly tenant: string
  readonly phase: 'read' | 'plan' | 'apply' | 'done'
  readonly done: number
  readonly total?: number
}

/** What gives apply the right to write; exactly one. */
export type Consent =
  | { readonly how: 'digest'; readonly digest: string }
  | { readonly how: 'approved'; readonly plan: Plan; readonly digest: string }
  | { readonly how: 'autoApprove' }
  | { readonly how: 'terminal'; readonly ask: (plan: Plan) => Promise<boolean> }
  /** What was agreed to on the forge, judged anew on each tenant's plan of this moment. */
  | { readonly how: 'reviewed'; readonly judge: Judge }

export type Settled = {
  readonly operation: Operation
  readonly outcome: Outcome | { readonly status: 'skipped'; readonly detail: string }
}

/** A step of a work order, as people are told of it. `who`: what people call the one who is asked. */
export interface OpenStep extends WorkStep {
  /** From 1. */
  readonly number: number
  readonly who?: string
  readonly attested?: { readonly by: string; readonly on: string }
  /** People whom the platform imports from a file. */
  readonly sheet?: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
}

/** A work order of which something is still to be done; without steps one that takes back another. */
export interface OpenOrder {
  readonly order: string
  /** The contract that it is about; `roster`: checklists. */
  readonly directory: string
  /** What people call where it is done. */
  readonly place: string
  readonly on: string
  /** Whether this apply gave it out. */
  readonly isNew: boolean
  readonly replaces?: string
  readonly steps: readonly OpenStep[]
}

/** What became of one tenant. `held`: nothing was written, and why. */
export interface TenantReport {
  readonly tenant: string
  readonly apply: string
  readonly exitCode: number
  readonly held?: string
  readonly settled: readonly Settled[]
  /** Where the tenant's chain stands afterwards, `<seq>:<hash>`. */
  readonly head?: string
  /** Work orders that are open afterwards. */
  readonly orders?: readonly OpenOrder[]
}

export interface ApplyReport {
  readonly plan: Plan
  readonly tenants: readonly TenantReport[]
  readonly exitCode: number
}

/** A step of a work order that is attested now, or was before. */
export interface AttestedStep {
  readonly step: number
  readonly title: string
  readonly outcome: 'attested' | 'already'
  readonly by: string
  readonly on: string
  /** What is still to show it: an export of the platform, or nothing more. */
  readonly verify: WorkStep['verify']
}

/** What became of an attestation. `held`: nothing was written, and why. */
export interface AttestReport {
  readonly tenant: string
  readonly order: string
  readonly exitCode: number
  readonly held?: string
  readonly steps: readonly AttestedStep[]
  /** Where the tenant's chain stands afterwards, `<seq>:<hash>`. */
  readonly head?: string
}
