/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * A short name that never changes: small letters, digits, dots, dashes and underscores, at most 63 of them.
 */
export type Id = string

/**
 * acknowledgements.yaml: id -> leave for one gate to be passed once.
 */
export interface Acknowledgements {
  readonly [k: string]: Acknowledgement
}
/**
 * Leave for a gate, a finding or an effect, reviewed in the same change; lasts 72 hours at most.
 */
export interface Acknowledgement {
  /**
   * The gate that may be passed.
   */
  gate?:
    | 'usersRemoved'
    | 'groupMembersRemoved'
    | 'membershipsRemoved'
    | 'scopeRemoved'
    | 'population'
    | 'privilegedGain'
    | 'disabledElsewhere'
    | 'recordedMissing'
    | 'accessPairsLost'
    | 'creatorLockout'
    | 'seatPurchases'
    | 'cost'
  /**
   * The finding of `roster lint`, or the finding of a plan, that may stand, instead of a gate.
   */
  readonly lint?: string
  /**
   * The effect of an operation that may happen, instead of a gate: a word of the platform for what is destroyed.
   */
  readonly effect?: string
  /**
   * How many at most, as the plan counts them; for the gate cost hundredths of the currency.
   */
  readonly max?: number
  /**
   * Why.
   */
  readonly reason: string
  readonly approver: Id
  /**
   * When it lapses: a time with its offset, or a day (inclusive).
   */
  readonly expires: {
    readonly [k: string]: unknown
  } & string
}
