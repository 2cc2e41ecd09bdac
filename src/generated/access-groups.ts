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
 * access-groups.yaml: id -> a named set of entities.
 */
export interface AccessGroups {
  readonly [k: string]: AccessGroup
}
/**
 * A named set of entities of one platform.
 */
export interface AccessGroup {
  readonly platform: Id
  /**
   * The name people see; the id where none is given.
   */
  readonly name?: string
  /**
   * What it is for.
   */
  readonly description?: string
  readonly select: Selector
  /**
   * Whether coming into it is always a decision of its own.
   */
  readonly privileged?: boolean
  readonly movedFrom?: Id
}
/**
 * Exactly one of tags, names and all.
 */
export interface Selector {
  /**
   * Tags that entities bear.
   */
  readonly tags?: readonly Tag[]
  /**
   * Whether an entity needs any of the tags, or all; always written beside `tags`.
   */
  readonly match?: 'any' | 'all'
  /**
   * Ids of entities.
   */
  readonly names?: readonly Id[]
  /**
   * Every entity of the platform, those to come included.
   */
  readonly all?: true
}
