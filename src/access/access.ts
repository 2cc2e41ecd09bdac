import type { Platform } from '../generated/platform.ts'
import type { Source } from '../model/desired.ts'
import type { Level, Risk } from '../model/level.ts'

/** Where something about access is said: the entry, and the path below it, from which its own line can be found. */
export interface AccessSource extends Source {
  readonly path?: readonly (string | number)[]
}

/** Permission -> level. A key that is not there is unset, which differs from `none`. */
export type Levels = Readonly<Record<string, Level>>

/** What one place says about permissions: the tenant for everybody, a department for its people. */
export interface PermissionLayer {
  readonly permissions: Levels
  readonly source: AccessSource
}

/** Keys that a tenant or its parent forces to none. */
export interface GuardLayer {
  readonly keys: readonly string[]
  /** Only accounts of this subscription: what its tier does not have. */
  readonly subscription?: string
  readonly source: AccessSource
}

/** Which entities something is about: all, or those chosen (with what lies in them), without those left out. */
export interface AccessScope {
  readonly all: boolean
  /** Ids of entities; choosing a container chooses what is in it. */
  readonly chosen: readonly string[]
  /** Access groups whose entities are chosen. */
  readonly accessGroups: readonly string[]
  /** Entities left out, with what lies in them. */
  readonly except: readonly string[]
  /** Where it is said, if not with the role. */
  readonly source?: AccessSource
}

/** A role of a platform, built in or declared; a preset is spelt out. */
export interface AccessRole {
  readonly id: string
  readonly name: string
  readonly builtIn: boolean
  /** Reaches everything and belongs to no access group. */
  readonly administrator: boolean
  /** `everything`: every key at its highest level, `permissions` apart. */
  readonly grants: 'everything' | 'listed'
  readonly permissions: Levels
  /** Switches of the platform that are on. */
  readonly flags: readonly string[]
  readonly scope?: AccessScope
  /** Of the riskiest thing it gives. */
  readonly risk: Risk
  readonly privileged: boolean
  readonly requires: { readonly mfa: boolean; readonly certifications: readonly string[]; readonly reason: boolean }
  readonly maxAssignees?: number
  readonly preset?: string
  readonly source: AccessSource
}

/** Something that access is scoped to: a customer, a site, an account, a person. */
export interface AccessEntity {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly tags: readonly string[]
  readonly inside?: string
  readonly links: readonly { readonly to: string; readonly type?: string }[]
  readonly privileged: boolean
  readonly createdBy?: string
  readonly source: AccessSource
}

/** Which entities an access group chooses. */
export type Selector =
  | { readonly by: 'tags'; readonly tags: readonly string[]; readonly match: 'any' | 'all' }
  | { readonly by: 'names'; readonly names: readonly string[] }
  | { readonly by: 'all' }

/** A choice of entities that accounts have access to. */
export interface AccessGroup {
  readonly id: string
  readonly name: string
  readonly select: Selector
  readonly privileged: boolean
  readonly source: AccessSource
}

/** A single permission of one person, apart from what roles give. */
export interface AccessOverride {
  readonly key: string
  readonly level: Level
  readonly reason: string
  /** First moment at which it holds no more (RFC 3339). */
  readonly until?: string
  readonly source: AccessSource
}

/** What brought something to a person: their own line, or what gave it. */
export type AccessRoute = 'own' | 'template' | 'persona' | 'department' | 'application'

/** A person's account on a subscription, all defaults filled in. In it is also what holds only later, or no longer. */
export interface AccessAccount {
  readonly user: string
  readonly subscription: string
  readonly type: string
  /** What the person is to be on the day of the plan; whoever is not active has no access. */
  readonly state: 'active' | 'suspended' | 'disabled'
  readonly roles: readonly string[]
  readonly accessGroups: readonly string[]
  readonly at?: string
  readonly department?: string
  /** Overrides that name this platform. */
  readonly overrides: readonly AccessOverride[]
  /** First and last moment of it, RFC 3339; from the person's `starts`, and `ends` or the assignment's `expires`. */
  readonly from?: string
  readonly until?: string
  readonly reason?: string
  readonly route: AccessRoute
  readonly source: AccessSource
}

/**
 * All that a tenant says about access on one platform: the input of the evaluator. Plain data; two of them can be
 * compared element by element, and the ledger keeps the one that is in effect.
 */
export interface PlatformAccess {
  readonly platform: string
  readonly rules: Platform
  /** Layer 0: what everybody starts from. */
  readonly base: readonly PermissionLayer[]
  readonly guards: readonly GuardLayer[]
  readonly ceilings: readonly PermissionLayer[]
  readonly roles: ReadonlyMap<string, AccessRole>
  readonly departments: ReadonlyMap<string, PermissionLayer>
  readonly entities: ReadonlyMap<string, AccessEntity>
  readonly groups: ReadonlyMap<string, AccessGroup>
  /** `<subscription>/<user>` -> account. */
  readonly accounts: ReadonlyMap<string, AccessAccount>
}

/** The key of an account in `PlatformAccess.accounts`. */
export function accountKey(subscription: string, user: string): string {
  return `${subscription}/${user}`
}

/** What of it holds at a moment: accounts and overrides that have begun and not ended. */
export function inForce(access: PlatformAccess, at: Date): PlatformAccess {
  const moment = at.toISOString()
  const holds = ({ from, until }: { readonly from?: string; readonly until?: string }): boolean =>
    (from === undefined || from <= moment) && (until === undefined || until > moment)
  const accounts = new Map<string, AccessAccount>()
  for (const [key, account] of access.accounts) {
    if (!holds(account)) continue
    const lasting = account.overrides.every(holds)
    accounts.set(key, lasting ? account : { ...account, overrides: account.overrides.filter(holds) })
  }
  return { ...access, accounts }
}
