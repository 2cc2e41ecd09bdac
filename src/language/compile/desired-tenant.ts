import type { AccessSource } from '../../access/access.ts'
import type { Notifications } from '../../generated/roster.ts'
import type { Directory } from '../../generated/tenant.ts'
import type { DesiredGroup, DesiredLicence, Person, Source } from '../../model/desired.ts'
import type { Acknowledgement, GateLimits } from '../../model/gate.ts'
import type { Leave } from '../../model/leave.ts'
import type { DesiredPlatforms } from './desired-platforms.ts'

export interface DesiredDirectory {
  readonly id: string
  readonly settings: Directory
  readonly mode: 'observe' | 'additive' | 'authoritative'
  /** Directories that must have been written before this one. */
  readonly dependsOn: readonly string[]
  /** The directory of the tenant whose people come to this one by synchronisation. */
  readonly syncedFrom?: string
  readonly source: Source
}

/** What keeps a tenant from being planned though every file of it is valid, at the line that asks for it. */
export interface CompileProblem {
  readonly source: AccessSource
  /** Name of the rule; not there: the directory would refuse it. */
  readonly slug?: string
  readonly message: string
}

/** What a template gives somebody, and what becomes of groups they have beyond it and their own lines. */
export interface Conformance {
  readonly template: string
  readonly effect: 'report' | 'enforce'
  /** Groups that the template gives, and that the person's own entry does not refuse. */
  readonly groups: ReadonlySet<string>
}

/** What the workspace asks of one tenant at one moment. Values only; its strings do not hold on to the files they came from longer than the tenant is worked on. */
export interface DesiredTenant extends DesiredPlatforms {
  readonly id: string
  readonly name: string
  /** Whether the strict rules for real organisations hold. */
  readonly production: boolean
  readonly timezone: string
  /** When an account that roster disabled at the given moment (RFC 3339) may be deleted: the moment, and its calendar day in the tenant's zone. */
  readonly deletion: (disabledAt: string) => { readonly due: Date; readonly day: string }
  readonly directories: ReadonlyMap<string, DesiredDirectory>
  readonly people: ReadonlyMap<string, Person>
  readonly groups: ReadonlyMap<string, DesiredGroup>
  readonly licences: ReadonlyMap<string, DesiredLicence>
  /** User -> what their template gives; people without a template are not here. */
  readonly conformance: ReadonlyMap<string, Conformance>
  readonly problems: readonly CompileProblem[]
  readonly limits: GateLimits
  readonly acknowledgements: readonly Acknowledgement[]
  /** What stays as it is for a time. */
  readonly leaves: readonly Leave[]
  /** Where messages go, for the whole workspace. */
  readonly notifications?: Notifications
  readonly initialPasswords?: {
    readonly recipients: readonly string[]
    readonly folder: string
    readonly changeAtNextLogin: boolean
  }
}
