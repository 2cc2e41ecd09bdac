import type { ChainedEntry, Entry } from '../model/entry.ts'

/** Where the chain of one tenant stands. */
export interface Head {
  readonly seq: number
  readonly hash: string
}

/** A head as people and files carry it, `<seq>:<hash>`. */
export function headText({ seq, hash }: Head): string {
  return `${seq}:${hash}`
}

/** The right to write one tenant, for 60 s at a time. */
export interface Lease {
  /** Rises with every holder. */
  readonly fence: number
  /** Throws LeaseLost when somebody else holds the tenant now, or the lease lapsed. Cheap: called before each write. */
  check(): Promise<void>
  release(): Promise<void>
}

/** One run's records in one tenant. */
export interface Journal {
  /**
   * Makes the intents of the whole run known where that is a separate step (git: one push); durable when it resolves. Where
   * it is not (file), it does nothing. Either way each intent is given to `record` too, before its write: a store that has
   * it already does not write it twice.
   */
  announce(entries: readonly Entry[]): Promise<void>
  /** Chains and appends, in order; durable on this machine when it resolves. Calls in flight together share one sync. */
  record(entries: readonly Entry[]): Promise<void>
  /** Makes everything durable where the ledger lives, and says where the chain stands. */
  close(): Promise<Head>
}

export interface Verification {
  readonly tenant: string
  readonly entries: number
  readonly head: Head | undefined
  /** One sentence each: edited, removed, out of order, cut. Empty: proven. */
  readonly faults: readonly string[]
  /** What was left out and does no harm: half a line of a killed run, records of a run that had lost its lease. */
  readonly notes: readonly string[]
  /** Whether an outside head vouched for the tail. */
  readonly anchored: boolean
}

/** The append-only record of what was done, a hash chain per tenant. */
export interface Ledger {
  tenants(): Promise<readonly string[]>
  read(tenant: string): Promise<readonly ChainedEntry[]>
  /** The entries from the last checkpoint on, that entry first; all of them where there is none. Costs the same however old the chain is. */
  recent(tenant: string): Promise<readonly ChainedEntry[]>
  /** Throws LockHeld. */
  lock(tenant: string): Promise<Lease>
  /** Refuses (LeaseLost) when the chain already holds a record with a higher fence. */
  open(tenant: string, apply: string, lease: Lease): Promise<Journal>
  verify(tenant: string, head?: Head): Promise<Verification>
  /** Proves what `recent` gives, and that the head of the last run on this machine is in the chain. Nothing is said of older entries. */
  verifyRecent(tenant: string): Promise<Verification>
  /** Releases a lease on behalf of somebody; says whose it was, or undefined where nobody holds it. */
  unlock(tenant: string): Promise<string | undefined>
}

/** Under which name a run keeps its checkpoint: a file of its own, so that the last one is found by the names alone. */
export function checkpointOf(apply: string): string {
  return `${apply}${ofCheckpoint}`
}

/** What the name of a checkpoint's run ends in. Only a hint: what counts is the entry. */
export const ofCheckpoint = '.checkpoint'

/** Somebody else applies this tenant now: exit 8. */
export class LockHeld extends Error {
  override readonly name = 'LockHeld'
}
/** This process is no longer the one that may write: nothing more is written. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}
/** The ledger cannot be written or reached: nothing counts as recorded, and nothing more is written to a directory. */
export class LedgerUnavailable extends Error {
  override readonly name = 'LedgerUnavailable'
}
/** The chain does not hold together: nothing is applied on it. */
export class LedgerBroken extends Error {
  override readonly name = 'LedgerBroken'
}
