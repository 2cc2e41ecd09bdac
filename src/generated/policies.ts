/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * policies.yaml: limits of the gates. Those of the library of the workspace hold instead of the built-in ones; a parent and a tenant may only be stricter.
 */
export interface Policies {
  readonly gates?: Gates
}
/**
 * Safety checks on a plan that count; what is not written keeps the built-in limit.
 */
export interface Gates {
  readonly usersRemoved?: Gate
  readonly groupMembersRemoved?: Gate
  readonly membershipsRemoved?: Gate
  readonly population?: PopulationGate
}
/**
 * Limits of one gate.
 */
export interface Gate {
  readonly explicit?: Limit
  readonly derived?: Limit
}
/**
 * More than this, and the gate blocks; of the two, the larger number counts.
 */
export interface Limit {
  /**
   * Per cent of what there is.
   */
  readonly percent?: number
  /**
   * A number of objects.
   */
  readonly absolute?: number
}
/**
 * How far a directory may shrink between two runs.
 */
export interface PopulationGate {
  /**
   * Per cent of the accounts there were.
   */
  readonly percent: number
}
