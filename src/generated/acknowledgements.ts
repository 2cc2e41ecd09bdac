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
 * Leave for a gate, reviewed in the same change; lasts 72 hours at most.
 */
export interface Acknowledgement {
  /**
   * The gate that may be passed.
   */
  gate:
    | 'usersRemoved'
    | 'groupMembersRemoved'
    | 'membershipsRemoved'
    | 'scopeRemoved'
    | 'population'
    | 'privilegedGain'
    | 'disabledElsewhere'
    | 'recordedMissing'
  /**
   * How many at most.
   */
  readonly max: number
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
