/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * A short name that never changes: small letters, digits, dots, dashes and underscores, at most 63 of them.
 */
export type Id = string
/**
 * A number and one of minutes, hours, days, weeks, months, years.
 */
export type Duration = string

/**
 * imports.yaml: id -> a directory that people are read from again and again; each reading is proposed as a change of the files.
 */
export interface Imports {
  readonly [k: string]: Upstream
}
/**
 * A directory that says who some people are, and what some of their attributes hold.
 */
export interface Upstream {
  readonly directory: Id
  /**
   * The sort of account that these people have on a platform which takes them from there; not there: people of the tenant, whatever accounts they have.
   */
  readonly as?: string
  readonly select: Selection
  readonly every: Duration
  /**
   * The time of day, in the zone of the tenant.
   */
  readonly at?: string
  /**
   * Paths of users.yaml that the directory alone says: nobody may write them for these people.
   */
  readonly owns?: readonly string[]
  readonly maxRemovals?: Limit
}
/**
 * All people, or those whom every one of the lists takes; in one list, any value will do.
 */
export interface Selection {
  /**
   * Everybody; stands alone.
   */
  readonly all?: true
  /**
   * Ids of people.
   */
  readonly users?: readonly Id[]
  /**
   * Ids of departments; those below them are not included.
   */
  readonly departments?: readonly Id[]
  /**
   * Personas.
   */
  readonly personas?: readonly Id[]
  /**
   * Ids of templates.
   */
  readonly templates?: readonly Id[]
  /**
   * Ids of groups that people list themselves or get from a template.
   */
  readonly groups?: readonly Id[]
  /**
   * Locations.
   */
  readonly locations?: readonly string[]
  /**
   * States.
   */
  readonly states?: readonly ('active' | 'suspended' | 'disabled' | 'absent')[]
  /**
   * Roles on platforms; whoever holds one of them.
   */
  readonly roles?: readonly Id[]
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
