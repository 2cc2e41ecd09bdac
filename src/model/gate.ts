/** The checks that can hold a tenant, by the names used in policies and acknowledgements. */
export type GateName =
  | 'usersRemoved'
  | 'groupMembersRemoved'
  | 'membershipsRemoved'
  | 'scopeRemoved'
  | 'population'
  | 'nothingDesired'
  | 'privilegedGain'
  | 'disabledElsewhere'
  | 'recordedMissing'
  | 'accessPairsLost'
  | 'adminHolders'
  | 'creatorLockout'
  | 'seatPurchases'
  | 'cost'

/** Exceeded by more than the larger of `absolute` and `percent` of the population. */
export interface Limit {
  readonly percent: number
  readonly absolute: number
}

/** Explicit: a line went away in this change. Derived: everything else. */
export interface RemovalLimits {
  readonly explicit: Limit
  readonly derived: Limit
}

/** Hundredths, in whatever currency the contract is priced in. What is not there is not limited. */
export interface CostLimit {
  /** What is charged for the rest of the cycle. */
  readonly now?: number
  /** How much more a month costs. */
  readonly absolute?: number
  /** The same, in percent of what a month costs before. */
  readonly percent?: number
  /** What a month costs afterwards. */
  readonly total?: number
}

export interface GateLimits {
  readonly usersRemoved: RemovalLimits
  readonly groupMembersRemoved: RemovalLimits
  readonly membershipsRemoved: RemovalLimits
  readonly accessPairsLost: RemovalLimits
  /** How much smaller than after the last apply a directory may be read before the reading is not believed. */
  readonly population: { readonly percent: number }
  /** How much dearer a plan may make a tenant; not there: as much as it likes. */
  readonly cost: { readonly warn: CostLimit; readonly block: CostLimit }
}

/** A reviewed, expiring entry of the workspace that lifts one gate, one finding or one effect. */
export interface Acknowledgement {
  readonly id: string
  /** Exactly one of `gate`, `lint` and `effect` is there. */
  readonly gate?: GateName
  /** A finding of `roster lint`, or of a plan. */
  readonly lint?: string
  /** What a platform destroys, in its own words. */
  readonly effect?: string
  /** Lifts up to this measured value; none: whatever is measured. */
  readonly max?: number
  readonly reason: string
  readonly approver: string
  /** RFC 3339. */
  readonly expires: string
}
