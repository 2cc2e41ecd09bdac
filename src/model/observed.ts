import type { Attributes } from './value.ts'

/** Where an account stands, as its directory shows it. `locked` counts as active, with a finding. */
export type AccountState = 'invited' | 'verified' | 'incomplete' | 'active' | 'locked' | 'disabled' | 'softDeleted'

/** Whether an account is switched off: nobody signs in with it. */
export function standsDown({ state }: { readonly state: AccountState }): boolean {
  return state === 'disabled' || state === 'softDeleted'
}

interface ObservedObject {
  /** The directory's own id, stable across renames and moves: entryUUID, objectGUID. */
  readonly immutableId: string
  /** How other objects of this directory name this one (a canonical DN); equal text means the same object. */
  readonly reference: string
  /** Where it lies, in the directory's canonical spelling. */
  readonly container: string
  readonly attributes: Attributes
  /** Attribute -> `reference` of the object it points to (manager, owner). */
  readonly references: Readonly<Record<string, string>>
  /** What else such an attribute points to, where it holds several: the wished one among them is as good as the first. */
  readonly furtherReferences?: Readonly<Record<string, readonly string[]>>
  /** Attributes that could not be read (no right, not selected, not yet visible): neither absent nor empty. */
  readonly unknown: readonly string[]
  /** Set when roster must not touch it; says why (protected, synced from elsewhere, dynamic rule). */
  readonly notManageable?: string
}

/** A person's presence in a directory, as it was read. */
export interface ObservedUser extends ObservedObject {
  readonly kind: 'user'
  readonly username: string
  /** Exact keys for adoption, case-folded. */
  readonly keys: { readonly employeeId?: string; readonly upn?: string; readonly mail?: string }
  readonly state: AccountState
  /** When it was deleted (RFC 3339); only of one in the bin, where the directory tells. */
  readonly deletedAt?: string
  /** The directory itself counts it among its administrators: taken over by its id alone, and never disabled for not being declared. */
  readonly administers?: true
  /** Another directory holds the account, and a synchronisation brings it here: only the attributes named are changed here, never its names, its state or that it is there. */
  readonly upstream?: { readonly why: string; readonly writable: readonly string[] }
}

/** A group as it was read, with the references of its direct members. */
export interface ObservedGroup extends ObservedObject {
  readonly kind: 'group'
  readonly name: string
  /** References of the direct members; `'unknown'` where they could not be read. A placeholder that roster put in is left out. */
  readonly members: readonly string[] | 'unknown'
  /** Those of `members` that another mechanism put there (primary group, dynamic rule, synchronisation): never taken out. */
  readonly fixedMembers?: readonly string[]
  /** The directory itself counts it as privileged: whoever comes into it gains rights over the directory. */
  readonly privileged?: true
  /** It is part of the directory: nobody makes, renames or deletes it, and nobody misses it in the files. */
  readonly builtIn?: true
  /** Somebody who can sign in must always be in it: else nobody could administer the directory any more. */
  readonly needsHolder?: true
}

/** A container for people or groups. */
export interface ObservedContainer extends ObservedObject {
  readonly kind: 'organizationalUnit'
}

export type Observed = ObservedUser | ObservedGroup | ObservedContainer

/** A policy for passwords or for signing in that holds for some of the accounts of a directory. */
export interface ObservedPolicy {
  readonly immutableId: string
  readonly reference: string
  readonly name: string
  readonly attributes: Attributes
  /** References of the accounts and groups it names. */
  readonly members: readonly string[]
  /** References of the accounts that lie in groups it names. */
  readonly through: readonly string[]
  /** It holds for every account but these references, those still to come too; not there: for whom it names. */
  readonly everybodyBut?: readonly string[]
}

/** How a directory rules passwords and signing in, as it was read. */
export interface ObservedPolicies {
  /** What holds for everybody for whom no policy of their own does. */
  readonly general: Attributes
  /** Why it is not known that `general` holds: nothing counts as held by it, and nothing it says is weakened. */
  readonly doubt?: string
  readonly policies: readonly ObservedPolicy[] | { readonly unreadable: string }
}

/** How a listing proves that it saw everything. Sums are per kind. */
export interface Completeness {
  readonly kind: 'user' | 'group' | 'organizationalUnit'
  readonly count: number
  readonly pages: number
  readonly complete: boolean
  readonly proof: 'countMatched' | 'cursorExhausted' | 'none'
}

/** A licence of a directory, as it was read. */
export interface ObservedLicence {
  /** The directory's own name of it. */
  readonly sku: string
  /** How many units were bought. */
  readonly purchased: number
  /** References of all accounts that use a unit. */
  readonly holders: readonly string[]
  /** Those of `holders` who have it through a group: it is not taken from them one by one. */
  readonly inherited?: readonly string[]
  /** Reference of a holder -> services of the licence that are switched off for them, sorted; not there: none, or the directory knows no such thing. */
  readonly disabledPlans?: Readonly<Record<string, readonly string[]>>
  /** The services of it, by the directory's own names; not there: the directory knows none. */
  readonly plans?: readonly string[]
}

/** What a directory lends and to whom, all of it; or why that could not be read. */
export type ObservedLicences = { readonly pools: readonly ObservedLicence[] } | { readonly unreadable: string }
