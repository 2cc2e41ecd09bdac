/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * A short name that never changes: small letters, digits, dots, dashes and underscores, at most 63 of them.
 */
export type Id = string
/**
 * A label of entities; words are set apart by one blank each.
 */
export type Tag = string

/**
 * entities.yaml: id -> a thing on a platform that access to data is scoped to.
 */
export interface Entities {
  readonly [k: string]: Entity
}
/**
 * A thing on a platform that access to data is scoped to.
 */
export interface Entity {
  readonly platform: Id
  /**
   * The name people see.
   */
  readonly name: string
  /**
   * One of the kinds of entity that the platform has.
   */
  readonly kind: string
  /**
   * Labels that access groups select by.
   */
  readonly tags?: readonly Tag[]
  readonly inside?: Id
  /**
   * Connections to other entities; they hold in both directions.
   */
  readonly links?: readonly Link[]
  readonly createdBy?: Id
  readonly tenant?: Id
  /**
   * Whether coming to reach it is always a decision of its own.
   */
  readonly privileged?: boolean
  readonly movedFrom?: Id
}
/**
 * A connection to another entity.
 */
export interface Link {
  readonly to: Id
  /**
   * What connects the two.
   */
  readonly type?: string
}
