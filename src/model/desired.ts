import type { PersonSecurity } from './policy.ts'
import type { Value } from './value.ts'

/** Where in the workspace something is said. `line` starts at 1; `via` names what it came through (template:technician, select, department:sales). */
export interface Source {
  readonly file: string
  readonly line: number
  readonly via: readonly string[]
}

/** What the workspace asks of an account on the day of the plan, after starts, ends and state are worked out. */
export type DesiredState = 'active' | 'suspended' | 'disabled' | 'absent'

/** Why somebody is in a group. `own`: a line of the user or of the group names the two. */
export type GrantRoute = 'own' | 'template' | 'select' | 'department' | 'application' | 'access'

/** Dotted path of users.yaml (`name.first`, `phones.work`, `department.name`) -> value; `null` clears it; not there: unmanaged. */
export type PersonValues = Readonly<Record<string, Value | null>>

/** How a derived username is made unique: `base`, `base2`, `base3`, ...; absent where the username is written. */
export interface Naming {
  readonly base: string
  /** Pattern of the UPN with `{username}` still in it; absent where the UPN is written or not wished. */
  readonly upn?: string
  readonly onCollision: 'number' | 'error'
}

/** A declared person, with every default filled in. */
export interface Person {
  readonly id: string
  readonly source: Source
  /** The id this person had before (`movedFrom`). */
  readonly previousId?: string
  /** Directory -> the directory's own id of the account that is this person's (`adopt`). */
  readonly adopt?: Readonly<Record<string, string>>
  readonly state: DesiredState
  /** Why `state` is not simply what is written: not yet started, or ended. */
  readonly stateReason: 'declared' | 'expired' | 'notStarted'
  readonly urgent: boolean
  /** Somebody of another organisation, who has an account there: invited, where a directory can. */
  readonly guest?: true
  readonly starts?: string
  readonly ends?: string
  /** First moment at which the account is not to work any more (RFC 3339), from `ends` in the tenant's zone; null: never; undefined: unmanaged. */
  readonly expiresAt?: string | null
  /** Directories of the tenant this person has an account in. */
  readonly directories: readonly string[]
  readonly username: string
  readonly upn?: string
  readonly naming?: Naming
  readonly values: PersonValues
  /** Set at creation, never compared: paths under `profile.` (then the person's own), and what an `onCreate` template gives. */
  readonly initial: PersonValues
  /** Id of the manager; `null` clears it; undefined: unmanaged. */
  readonly manager?: string | null
  /** Names of the department and its parents, top first; empty without a department. */
  readonly departmentPath: readonly string[]
  readonly persona?: string
  /** The template that gave their defaults. */
  readonly template?: string
  /** Checklist for their arrival. */
  readonly onboarding?: string
  /** For holders of critical roles: the id of their everyday account, or `exempt`. */
  readonly dailyAccount?: string
  /** Name -> first moment at which it holds no more (RFC 3339), or null: for ever. */
  readonly certifications?: Readonly<Record<string, string | null>>
  /** What is said about their leaving. */
  readonly leaving?: { readonly reassignTo?: string; readonly accept?: readonly string[]; readonly reason?: string }
  /** Contract -> the address that somebody else's account keeps taken there, and that this person is to have. */
  readonly reclaims?: Readonly<Record<string, Reclaim>>
  /** What is asked of how they sign in, all layers together; not there: nothing. People of whom the same is asked may share one value. */
  readonly security?: PersonSecurity
}

/** An address that a disabled account keeps taken: that account gets another one first. */
export interface Reclaim {
  /** Whose account has it. */
  readonly from: string
  readonly renameOldTo: string
  readonly reason: string
}

/** The last three are Entra ID's. A directory role and an administrative unit have members as a group has, and are neither adopted as one nor made into one. */
export type GroupKind = 'security' | 'distribution' | 'microsoft365' | 'directoryRole' | 'administrativeUnit'

export type GroupScope = 'global' | 'universal' | 'domainLocal'

/** A declared directory group. */
export interface DesiredGroup {
  readonly id: string
  readonly source: Source
  readonly previousId?: string
  readonly adopt?: Readonly<Record<string, string>>
  readonly directory: string
  readonly name: string
  readonly groupKind: GroupKind
  /** Active Directory's; undefined: unmanaged, global for a new one. */
  readonly scope?: GroupScope
  readonly description?: string | null
  readonly owner?: string | null
  readonly mail?: string | null
  readonly privileged: boolean
  /** exclusive: nobody else belongs in it; additive: others may stay. */
  readonly ownership: 'exclusive' | 'additive'
  /** posixGroup's number, as text. */
  readonly gidNumber?: string
  /** Member (user id, or `group:<id>`) -> why. */
  readonly members: ReadonlyMap<string, DesiredMember>
  /** Of a group made from a pattern: what it stands for on the platform, an entity or an access group. */
  readonly about?: Source
  /** Users whose own entry takes them out (`without`, or `groups: []`). */
  readonly takenOut: ReadonlySet<string>
  /** The subscription whose access it passes on: made from a pattern of tenant.yaml, and nobody declares it. */
  readonly subscription?: string
  /** Those whose last day is over, while the line that gave it is still there. */
  readonly ended?: ReadonlyMap<string, DesiredMember>
}

export interface DesiredMember {
  readonly route: GrantRoute
  readonly source: Source
  /** true: comes from a template that applies at creation only; granted with the creation, then kept but not added again. */
  readonly onCreate: boolean
  /** The last calendar day on which it is asked for. */
  readonly until?: string
  /** For the route `access`: what it gives, in words (`edit on funds (apac)`). */
  readonly gives?: string
}

/** A licence that a directory lends, and who is to have a unit of it. */
export interface DesiredLicence {
  readonly id: string
  readonly source: Source
  readonly directory: string
  /** The directory's own name of it. */
  readonly sku: string
  /** Services of it that nobody is to have, sorted; not there: as they are. */
  readonly disabledPlans?: readonly string[]
  /** People who are active, and have an account there or are to get one -> why. */
  readonly holders: ReadonlyMap<string, DesiredMember>
  /** The same of people who are suspended, or whose first day is still to come: they are given none now. */
  readonly resting: ReadonlyMap<string, DesiredMember>
  /** Users whose own entry takes them out (`without`, or `licences: []`). */
  readonly takenOut: ReadonlySet<string>
}
