/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * leave.yaml: id -> something in a directory that stays as it is until a day, though the files ask for something else.
 */
export interface Leaves {
  readonly [k: string]: Leave
}
/**
 * An object, some of its attributes, or a membership, that no plan changes until the day is over.
 */
export interface Leave {
  /**
   * What stays as it is: tenant/directory/kind/id, as a plan and `roster drift` show it.
   */
  readonly address: string
  /**
   * These attributes alone, by the names that plans show; not there: all that is planned at the address.
   */
  readonly only?: readonly string[]
  /**
   * The last day, in the zone of the tenant.
   */
  readonly until: string
  /**
   * Why.
   */
  readonly reason: string
}
