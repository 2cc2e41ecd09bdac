import type { GroupKind } from '../../model/desired.ts'
/** Number of a file in `files`, and a line of it. */
export type At = readonly [file: number, line: number]

/**
 * All that a report shows, as it stands in the page. What is said often is said once and numbered: a person has the number of
 * their tenant, an account those of its roles. Lists are in the order in which they are shown.
 */
export interface ReportData {
  readonly formatVersion: '1.0'
  readonly kind: 'report'
  readonly organisation: string
  /** When it was made: the moment, in words with its zone, and as a calendar day. */
  readonly made: { readonly at: string; readonly words: string; readonly day: string; readonly zone: string }
  readonly commit: string | null
  readonly tool: string
  readonly files: readonly string[]
  readonly words: readonly string[]
  readonly tenants: readonly ReportTenant[]
  readonly people: readonly ReportPerson[]
  readonly groups: readonly ReportGroup[]
  readonly catalogues: readonly ReportCatalogue[]
  readonly platforms: readonly ReportPlatform[]
  /** What accounts and roles have of each permission of their platform, one character each; `code` reads them. */
  readonly levels: readonly string[]
  readonly code: LevelCode
  readonly duties: readonly ReportDuty[]
  readonly reviews: readonly ReportReview[]
  readonly pools: readonly ReportPool[]
  readonly applies: readonly ReportApply[]
  readonly plans: readonly ReportPlan[]
  /** What is not in it, one sentence each. */
  readonly left: readonly string[]
}

/** A character is a level and what decided it: its place in the alphabet is `layer * levels.length + level`. */
export interface LevelCode {
  readonly alphabet: string
  readonly levels: readonly string[]
  readonly layers: readonly string[]
}

export interface ReportTenant {
  readonly id: string
  readonly name: string
  readonly zone: string
  readonly production: boolean
  readonly parent?: string
  readonly directories: readonly { readonly id: string; readonly mode: string; readonly provider: string }[]
  /** Why nothing is known of what was applied; not there: the ledger was read. */
  readonly unknown?: string
}

/** Title and department are numbers in `words`. */
export interface ReportPerson {
  readonly tenant: number
  readonly id: string
  readonly name: string
  readonly title?: number
  readonly department?: number
  /** Not there: active. */
  readonly state?: 'suspended' | 'disabled' | 'absent'
  /** Why it is not what is written: not begun, or over. */
  readonly because?: 'notStarted' | 'expired'
  readonly starts?: string
  readonly ends?: string
  readonly at: At
  /** Groups of directories: number, why (in `words`), and where it is said, if not where the person is. */
  readonly groups?: readonly (readonly [group: number, why: number, at?: At])[]
  readonly accounts?: readonly ReportAccount[]
  /** What was done for them: number of the apply, and what. Newest first. */
  readonly history?: readonly (readonly [apply: number, what: string, status: number])[]
}

export interface ReportAccount {
  readonly platform: number
  /** In `words`. */
  readonly contract: number
  /** Not there: active. */
  readonly state?: 'suspended' | 'disabled' | 'planned' | 'ended'
  readonly roles: readonly number[]
  readonly accessGroups?: readonly number[]
  /** In `levels`; not there: nothing. */
  readonly levels?: number
  /** How many entities are reached; -1: all, those to come included. */
  readonly reach: number
  readonly from?: string
  readonly until?: string
  readonly overrides?: readonly {
    readonly key: string
    readonly level: string
    readonly reason: string
    readonly until?: string
    readonly at: At
  }[]
  /** What brings it, where it is not the person's own line; in `words`. */
  readonly route?: number
  /** Not there: where the person is. */
  readonly at?: At
}

/** A group of a directory. */
export interface ReportGroup {
  readonly tenant: number
  readonly id: string
  readonly name: string
  readonly directory: string
  readonly sort: GroupKind
  readonly privileged?: true
  readonly owner?: string
  /** Groups that are in it. */
  readonly nested?: readonly string[]
  readonly at: At
}

/** The permissions of a platform. */
export interface ReportCatalogue {
  readonly platform: string
  readonly name: string
  readonly keys: readonly {
    readonly key: string
    readonly name: string
    readonly risk: 'basic' | 'elevated' | 'critical'
    /** It holds on what is reached, and not everywhere. */
    readonly scoped?: true
  }[]
}

/** Access on one platform in one tenant. */
export interface ReportPlatform {
  readonly tenant: number
  readonly catalogue: number
  readonly roles: readonly ReportRole[]
  readonly accessGroups: readonly ReportAccessGroup[]
  readonly entities: readonly ReportEntity[]
}

/** A way on which entities are reached, in words; `entities`: their numbers; not there: too many to be in the page. */
export interface ReportWay {
  readonly words: string
  readonly count: number
  readonly entities?: readonly number[]
}

export interface ReportRole {
  readonly id: string
  readonly name: string
  readonly risk: 'basic' | 'elevated' | 'critical'
  readonly builtIn?: true
  readonly administrator?: true
  readonly privileged?: true
  readonly atMost?: number
  /** What it gives by itself, in `levels`. */
  readonly levels: number
  /** On platforms where roles have a scope: how it reaches what. */
  readonly ways?: readonly ReportWay[]
  readonly at: At
}

export interface ReportAccessGroup {
  readonly id: string
  readonly name: string
  readonly selects: string
  readonly privileged?: true
  /** -1: everything, what is to come included. */
  readonly reach: number
  readonly ways: readonly ReportWay[]
  readonly at: At
}

export interface ReportEntity {
  readonly id: string
  readonly name: string
  /** In `words`. */
  readonly kind: number
  readonly tags?: readonly string[]
  readonly inside?: string
  readonly privileged?: true
  readonly at: At
}

/** Duties that nobody should have together, and who has them. */
export interface ReportDuty {
  readonly tenant: number
  readonly id: string
  readonly effect: 'record' | 'warn' | 'enforce'
  readonly atMost: number
  readonly reason?: string
  readonly at: At
  readonly clashes: readonly { readonly person: number; readonly result: string; readonly message: string }[]
}

export interface ReportReview {
  readonly tenant: number
  readonly id: string
  readonly every: string
  readonly reviewers: string
  readonly people: number
  readonly onTimeout: string
  readonly rounds: readonly { readonly begins: string; readonly due: string }[]
  readonly findings: readonly { readonly result: string; readonly message: string }[]
  readonly at: At
}

export interface ReportPool {
  readonly tenant: number
  readonly platform: string
  readonly contract: string
  readonly paid: number
  readonly assigned: number
  readonly free: number
  readonly seat: string
  readonly recurring: string
  readonly every: string
  /** For sums: hundredths, and in what. */
  readonly minor: number | null
  readonly currency: string | null
  readonly notes: readonly string[]
  readonly holders: readonly {
    readonly person: number | null
    readonly name: string
    readonly since: string
    readonly seen?: string
  }[]
}

export interface ReportApply {
  readonly tenant: number
  readonly apply: string
  readonly at: string
  readonly words: string
  readonly by: string
  readonly commit: string | null
  readonly result: string
  readonly changes: number
  readonly requests: readonly {
    readonly number: number
    readonly author: string
    readonly approvers: readonly string[]
  }[]
}

/** A plan, or what drifted. */
export interface ReportPlan {
  readonly kind: 'plan' | 'drift' | 'revert'
  readonly words: string
  readonly digest: string
  readonly isFolded: boolean
  readonly tenants: readonly {
    readonly id: string
    readonly status: string
    readonly sections: readonly { readonly title: string; readonly lines: readonly ReportLine[] }[]
    readonly findings: readonly { readonly result: string; readonly name: string; readonly message: string }[]
    readonly notes: readonly string[]
  }[]
  readonly quiet: readonly string[]
}

export interface ReportLine {
  readonly sign: '+' | '-' | '~'
  readonly words: string
  readonly technical: string
  readonly place: string
  readonly why: string
  readonly risk: string
  readonly notes?: readonly string[]
  readonly changes?: readonly { readonly name: string; readonly before: string; readonly after: string }[]
  readonly names?: readonly string[]
}
