import type { Address } from './address.ts'
import type { Diagnostic } from './diagnostic.ts'
import type { FindingSlug } from './finding-slug.ts'
import type { Completeness } from './observed.ts'
import type { Level } from './level.ts'
import type { Operation } from './operation.ts'
import type { AnyVerb } from './kind.ts'
import type { SeatLine } from './seats.ts'

export type TenantStatus = 'noChange' | 'changes' | 'waiting' | 'blocked' | 'unreadable' | 'invalid'

/** A gate or a check on a plan: what was measured, against which limit, and what follows. */
export interface Finding {
  readonly slug: FindingSlug
  readonly gate?: string
  /** The tenant, or the address, it is about. */
  readonly scope: string
  readonly result: 'pass' | 'warn' | 'block'
  readonly measured?: number
  readonly limit?: number
  readonly message: string
  readonly acknowledgedBy?: string
}

export interface DirectoryRead extends Completeness {
  readonly directory: string
  /** Which directory it was; part of every fingerprint. */
  readonly identity: string
}

export interface TenantPlan {
  readonly tenant: string
  readonly status: TenantStatus
  readonly exitCode: number
  readonly reads: readonly DirectoryRead[]
  readonly counts: Readonly<Partial<Record<AnyVerb, number>>>
  readonly digest: string
  /** What carrying it out asks of directories that count requests. */
  readonly effort?: readonly Effort[]
}

/** About how many requests one directory is asked, read-backs among them, and how long that takes within the limits it sets. */
export interface Effort {
  readonly directory: string
  readonly requests: number
  readonly seconds: number
}

/** A change that time will bring: a start, an end, a deletion after the grace. `date` is a calendar day in the tenant's zone. */
export interface CalendarEntry {
  readonly date: string
  readonly tenant: string
  readonly address: Address
  readonly event: 'start' | 'end' | 'delete'
  /** Where the address does not say what it is about: in words. */
  readonly summary?: string
  readonly fingerprint: string
}

/** One of several parts of the tenants; `index` counts from 1. */
export interface Shard {
  readonly index: number
  readonly of: number
}

/** schema/plan.schema.json describes the same object for other tools. */
export interface Plan {
  readonly formatVersion: '1.0'
  readonly tool: { readonly name: string; readonly version: string }
  readonly kind: 'plan' | 'drift' | 'revert'
  readonly status: {
    readonly applyable: boolean
    readonly complete: boolean
    readonly errored: boolean
    readonly blocked: boolean
  }
  readonly context: {
    readonly commit: string | null
    /** The files are not those of the commit: some were changed since, or are not in it. */
    readonly dirty?: true
    readonly baseCommit?: string
    /** Which part of the tenants it is, where they are planned apart. */
    readonly shard?: Shard
    readonly configDigest: string
    readonly observedAt: string
    readonly asOf: string
    /** The apply that is taken back, with kind `revert`. */
    readonly reverts?: string
  }
  readonly tenants: readonly TenantPlan[]
  readonly operations: readonly Operation[]
  readonly access: AccessImpact
  readonly seats: readonly SeatLine[]
  readonly findings: readonly Finding[]
  readonly unmanaged: readonly Address[]
  readonly notManageable: readonly { readonly address: Address; readonly why: string }[]
  readonly calendar: readonly CalendarEntry[]
  readonly diagnostics: readonly Diagnostic[]
  readonly digest: string
}

/** Why somebody's access on a platform changes: the first thing on the way to it that is different. */
export type AccessCause =
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

/** One person gains or loses one permission, on one entity or (without one) wherever it holds. */
export interface AccessChange {
  readonly tenant: string
  readonly user: string
  readonly platform: string
  readonly entity?: string
  readonly key: string
  /** Gained: the level now. Lost: the level until now. */
  readonly level: Level
  /** Where it is not from or to nothing: the level on the other side. */
  readonly other?: Level
  readonly cause: AccessCause
  readonly source: AccessPlace
}

/** Where access is said: a file, a line, and what lies between that and the person. */
export interface AccessPlace {
  readonly file: string
  readonly line: number
  readonly via?: readonly string[]
}

/** Changes with one cause: every user of it gains or loses every level of it on every entity of it. */
export interface AccessGroupChange {
  readonly tenant: string
  readonly platform: string
  readonly change: 'gained' | 'lost'
  readonly cause: AccessCause
  readonly source: AccessPlace
  /** One plain sentence. */
  readonly summary: string
  /** Whether something marked privileged, or with critical risk, is among it. */
  readonly privileged: boolean
  /** Whether the line that asked for the access went away itself; false: it follows from something else. */
  readonly explicit: boolean
  readonly users: readonly string[]
  /** `everywhere`: permissions that hold on the platform as a whole. */
  readonly entities: 'everywhere' | readonly string[]
  readonly levels: Readonly<Record<string, { readonly from: Level; readonly to: Level }>>
}

/**
 * Who gains and who loses what. `groups` has everything; `gained` and `lost` are the same one by one, as far as they go:
 * `omitted` says how many more there are.
 */
export interface AccessImpact {
  readonly gained: readonly AccessChange[]
  readonly lost: readonly AccessChange[]
  readonly groups: readonly AccessGroupChange[]
  readonly omitted: number
}
