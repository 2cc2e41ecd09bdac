import type { Address } from './address.ts'
import type { Diagnostic } from './diagnostic.ts'
import type { FindingSlug } from './finding-slug.ts'
import type { Completeness } from './observed.ts'
import type { Operation } from './operation.ts'
import type { Verb } from './kind.ts'

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
  readonly counts: Readonly<Partial<Record<Verb, number>>>
  readonly digest: string
}

/** A change that time will bring: a start, an end, a deletion after the grace. `date` is a calendar day in the tenant's zone. */
export interface CalendarEntry {
  readonly date: string
  readonly tenant: string
  readonly address: Address
  readonly event: 'start' | 'end' | 'delete'
  readonly fingerprint: string
}

/** schema/plan.schema.json describes the same object for other tools. */
export interface Plan {
  readonly formatVersion: '1.0'
  readonly tool: { readonly name: string; readonly version: string }
  readonly kind: 'plan' | 'drift'
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
    readonly configDigest: string
    readonly observedAt: string
    readonly asOf: string
  }
  readonly tenants: readonly TenantPlan[]
  readonly operations: readonly Operation[]
  readonly access: { readonly gained: readonly AccessChange[]; readonly lost: readonly AccessChange[] }
  readonly seats: readonly never[]
  readonly findings: readonly Finding[]
  readonly unmanaged: readonly Address[]
  readonly notManageable: readonly { readonly address: Address; readonly why: string }[]
  readonly calendar: readonly CalendarEntry[]
  readonly diagnostics: readonly Diagnostic[]
  readonly digest: string
}

/** Access on platforms; filled when platforms are declared. */
export interface AccessChange {
  readonly user: string
  readonly platform: string
  readonly entity?: string
  readonly key: string
  readonly level: string
  readonly cause: string
  readonly source: { readonly file: string; readonly line: number }
}
