import type { Address } from '../model/address.ts'
import { promisedLicence } from '../model/address.ts'
import type { ChainedEntry, Entry, Verified } from '../model/entry.ts'
import { approvalKey } from '../model/judgement.ts'
import type { ObservedAccount } from '../model/platform.ts'
import { standsDown } from '../model/observed.ts'
import type { Pool } from '../model/seats.ts'
import type { DirectoryOperation, Operation, Reason } from '../model/operation.ts'
import { isOfDirectory } from '../model/operation.ts'
import { isDone } from '../model/outcome.ts'
import { lookedAt } from './accounts/known.ts'
import type { Deeds, DeedsDraft } from './actions/deeds.ts'
import type { FormerAccess } from './access/former.ts'
import { changeAccess } from './access/former.ts'
import { stillKept } from './checkpoints/lapse.ts'
import type { State } from './checkpoints/state.ts'
import { memoryOf } from './checkpoints/state.ts'
import { forget } from './memory-addresses.ts'
import { carryOut, change } from './memory-outcome.ts'
import type { RememberedExport } from './observed/remembered.ts'
import type { RememberedPolicy } from './policy-memory.ts'
import { attestedIs, exportIs, seatsAre } from './work-orders/fold.ts'
import type { RememberedOrder } from './work-orders/remembered.ts'
import { orderIssued } from './work-orders/remembered.ts'

/** What the ledger knows of one object that roster manages. */
export interface Remembered {
  readonly immutableId: string
  readonly origin: 'created' | 'adopted'
  readonly verified?: Verified
  /** Set while the account is disabled because roster disabled it. */
  readonly disabled?: { readonly at: string; readonly reason: Reason; readonly derived: boolean }
  /** Set while the account is as roster made it: disabled, and never enabled since. */
  readonly arriving?: true
}

/** Something carried out that gates sum over 24 hours. */
export interface Done {
  readonly at: string
  readonly operation: Operation
}

/** An operation that was taken, when, and how others name what it made. */
export interface Accepted {
  readonly fingerprint: string
  readonly at: string
  readonly reference?: string
  /** What was asked for, where a directory is to show it. */
  readonly operation?: DirectoryOperation
}

/** What the ledger knows of an account on a platform. */
export interface RememberedAccount {
  readonly account: ObservedAccount
  readonly from: 'export' | 'attested'
  readonly at: string
  /** Set while the account is disabled because roster had it disabled. */
  readonly disabled?: { readonly at: string; readonly reason: Reason; readonly derived: boolean }
}

/** Everything a plan takes from the ledger of one tenant. */
export interface Memory {
  /** Directory -> its identity at the first apply. */
  readonly identities: ReadonlyMap<string, string>
  readonly objects: ReadonlyMap<Address, Remembered>
  /** Address of a group -> its members when last verified, written as in addresses; of a licence -> who had it. */
  readonly members: ReadonlyMap<Address, ReadonlySet<string>>
  /** Address of a group -> members that roster put there and did not take out since; of a licence -> to whom it gave it. */
  readonly granted: ReadonlyMap<Address, ReadonlySet<string>>
  /** Policies that roster made, or took over under the name it gives. */
  readonly policies: ReadonlyMap<Address, RememberedPolicy>
  /** User address -> groups a template gave with the creation; licences as `promisedLicence` writes them. */
  readonly promised: ReadonlyMap<Address, ReadonlySet<string>>
  /** Lines that stood in the workspace at the last apply. */
  readonly declared: ReadonlySet<string>
  /** Directory -> counts after the last apply; a directory without an entry was never applied to the end. */
  readonly population: ReadonlyMap<string, { readonly users: number; readonly groups: number }>
  /** Announced, with no outcome: what became of them is unknown until read. */
  readonly unresolved: ReadonlyMap<string, Operation>
  /** When each of these was announced last. */
  readonly announced: ReadonlyMap<string, string>
  /** Removals, and grants of privileged groups. */
  readonly lately: readonly Done[]
  /** Account address -> what is known of it, and since when. */
  readonly accounts: ReadonlyMap<Address, RememberedAccount>
  /** Platform -> element key -> element: the access that is in effect. */
  readonly access: ReadonlyMap<string, ReadonlyMap<string, Readonly<Record<string, unknown>>>>
  /** What changes of the last 24 hours of the ledger took the place of, in order; null: there was nothing. */
  readonly accessBefore: readonly FormerAccess[]
  /** Steps and actions that were done: address -> who did it, and when. */
  readonly done: ReadonlyMap<Address, { readonly by: string; readonly at: string }>
  /** What actions did. */
  readonly deeds: Deeds
  /** Operations that the directory took and did not show yet. */
  readonly accepted: ReadonlyMap<string, Accepted>
  /** Contract -> its paid seats. */
  readonly seats: ReadonlyMap<string, Pool>
  /** Work that people were asked to do, by the name of the order. */
  readonly orders: ReadonlyMap<string, RememberedOrder>
  /** Contract -> the list of its platform that was read last. */
  readonly exports: ReadonlyMap<string, RememberedExport>
  /** Account address -> what was lost when it was made, and is still to be set. */
  readonly dropped: ReadonlyMap<Address, readonly string[]>
  /**
   * Fingerprints that stay approved until they are carried out: what waited, or was to come with time, when a request was agreed
   * to. true: its approvals were enough for what is critical too.
   */
  readonly standing: ReadonlyMap<string, boolean>
  /** Requests that are on record as agreed to, as `approvalKey` names them. */
  readonly approved: ReadonlySet<string>
  /** Requests that were carried out to the end, as `approvalKey` names them. */
  readonly consumed: ReadonlySet<string>
}

/** The same while a ledger is folded. */
export interface Draft {
  identities: Map<string, string>
  objects: Map<Address, Remembered>
  members: Map<Address, Set<string>>
  granted: Map<Address, Set<string>>
  policies: Map<Address, RememberedPolicy>
  promised: Map<Address, Set<string>>
  declared: Set<string>
  population: Map<string, { users: number; groups: number }>
  unresolved: Map<string, Operation>
  announced: Map<string, string>
  lately: Done[]
  accounts: Map<Address, RememberedAccount>
  access: Map<string, Map<string, Readonly<Record<string, unknown>>>>
  accessBefore: FormerAccess[]
  done: Map<Address, { by: string; at: string }>
  deeds: DeedsDraft
  accepted: Map<string, Accepted>
  seats: Map<string, Pool>
  orders: Map<string, RememberedOrder>
  exports: Map<string, RememberedExport>
  dropped: Map<Address, readonly string[]>
  standing: Map<string, boolean>
  approved: Set<string>
  consumed: Set<string>
}

/** Told of each checkpoint in the middle of a chain: what is remembered there, what it says, and its number. */
export type AtCheckpoint = (memory: Memory, state: State, seq: number) => void

/**
 * Folds a tenant's ledger into what it means. Pure; one pass. A checkpoint that the entries begin with is where it goes on from; one
 * among them says what is known already.
 */
export function remember(entries: readonly ChainedEntry[], atCheckpoint?: AtCheckpoint): Memory {
  const [first] = entries
  const memory = first?.entry.type === 'checkpoint' ? memoryOf(first.entry.state) : nothing()
  let before = first?.at ?? ''
  for (const { entry, at, seq } of first?.entry.type === 'checkpoint' ? entries.slice(1) : entries) {
    if (entry.type === 'checkpoint') {
      Object.assign(memory, stillKept(memory, before))
      atCheckpoint?.(memory, entry.state, seq)
    } else fold(memory, entry, at)
    before = at
  }
  return memory
}

/** An entry that says something new; a checkpoint only sums up. */
export type Fact = Exclude<Entry, { type: 'checkpoint' }>

/** Goes on from what is remembered, for whoever owns it and writes more: the memory handed in is written on. */
export function rememberMore(memory: Memory, entries: readonly Fact[], at: string): void {
  for (const entry of entries) fold(memory as Draft, entry, at)
}

function nothing(): Draft {
  return {
    identities: new Map(),
    objects: new Map(),
    members: new Map(),
    granted: new Map(),
    policies: new Map(),
    promised: new Map(),
    declared: new Set(),
    population: new Map(),
    unresolved: new Map(),
    announced: new Map(),
    lately: [],
    accounts: new Map(),
    access: new Map(),
    accessBefore: [],
    done: new Map(),
    deeds: new Map(),
    accepted: new Map(),
    seats: new Map(),
    orders: new Map(),
    exports: new Map(),
    dropped: new Map(),
    standing: new Map(),
    approved: new Set(),
    consumed: new Set(),
  }
}

function fold(memory: Draft, entry: Fact, at: string): void {
  switch (entry.type) {
    case 'run':
    case 'end':
    case 'review':
      return
    case 'approved':
      return agreedTo(memory, entry)
    case 'lapsed':
      for (const fingerprint of entry.standing) memory.standing.delete(fingerprint)
      return
    case 'consumed':
      memory.consumed.add(entry.request)
      return
    case 'identity':
      memory.identities.set(entry.directory, entry.identity)
      return
    case 'adopt':
      memory.objects.set(entry.address, { immutableId: entry.immutableId, origin: 'adopted' })
      return
    case 'verified': {
      const { disabled, arriving, ...known } = memory.objects.get(entry.address) ?? { origin: 'adopted' as const }
      // Seen enabled: whoever disables it from now on, it is not the time that roster did.
      const still = entry.object.kind === 'user' && standsDown(entry.object)
      memory.objects.set(entry.address, {
        ...known,
        immutableId: entry.immutableId,
        verified: entry.object,
        ...(still && disabled !== undefined ? { disabled } : {}),
        ...(still && arriving !== undefined ? { arriving } : {}),
      })
      return
    }
    case 'verifiedPolicy': {
      const { name, attributes, members } = entry.policy
      const policy = { immutableId: entry.immutableId, name, attributes, members: new Set(members) }
      memory.policies.set(entry.address, policy)
      return
    }
    case 'promised':
      memory.promised.set(entry.address, new Set([...entry.groups, ...(entry.licences ?? []).map(promisedLicence)]))
      return
    case 'members':
      change(memory.members, entry.group, entry.added, entry.removed)
      return
    case 'declared':
      for (const line of entry.removed) memory.declared.delete(line)
      for (const line of entry.added) memory.declared.add(line)
      return
    case 'population':
      memory.population.set(entry.directory, { users: entry.users, groups: entry.groups })
      return
    case 'account':
      return lookedAt(memory.accounts, entry, at)
    case 'access':
      return changeAccess(memory, entry, at)
    case 'done':
      memory.done.set(entry.address, { by: entry.by, at })
      return
    case 'released':
      forget(memory, entry.address)
      return
    case 'seats':
      return seatsAre(memory.seats, entry.subscription, entry.events)
    case 'workOrder':
      return orderIssued(memory.orders, entry)
    case 'attested':
      return attestedIs(memory, entry, at, (operation) => carryOut(memory, operation, undefined, at))
    case 'observed':
      return exportIs(memory, entry, at)
    case 'intent':
      memory.unresolved.set(entry.operation.id, entry.operation)
      memory.announced.set(entry.operation.id, at)
      return
    case 'outcome': {
      const operation = memory.unresolved.get(entry.operation)
      // What was written and not seen stays open: the next reading says whether it was done.
      const open = entry.status === 'failed' && entry.class === 'unknown'
      if (!open) {
        memory.unresolved.delete(entry.operation)
        memory.announced.delete(entry.operation)
      }
      if (entry.status === 'accepted') memory.accepted.set(entry.operation, acceptedIn(entry, operation, at))
      else memory.accepted.delete(entry.operation)
      const done = isDone(entry.status)
      if (done) memory.standing.delete(entry.fingerprint)
      if (operation !== undefined && done) carryOut(memory, operation, entry.locator?.immutableId, at)
      return
    }
  }
}

function acceptedIn(
  { fingerprint, locator }: Fact & { readonly type: 'outcome' },
  operation: Operation | undefined,
  at: string,
): Accepted {
  return {
    fingerprint,
    at,
    ...(locator === undefined ? {} : { reference: locator.reference }),
    ...(operation !== undefined && isOfDirectory(operation) ? { operation } : {}),
  }
}

function agreedTo(memory: Draft, { request, standing, critical }: Fact & { readonly type: 'approved' }): void {
  memory.approved.add(approvalKey(request))
  for (const fingerprint of standing)
    memory.standing.set(fingerprint, critical === true || memory.standing.get(fingerprint) === true)
}
