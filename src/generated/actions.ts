/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * A short name that never changes: small letters, digits, dots, dashes and underscores, at most 63 of them.
 */
export type Id = string

/**
 * actions.yaml: id -> something that is done once for some people, and recorded.
 */
export interface Actions {
  readonly [k: string]: Action
}
/**
 * Something that is done once for each of the people it selects.
 */
export interface Action {
  /**
   * What is done.
   */
  readonly do: 'resetPassword' | 'revokeSessions' | 'notify' | 'resendInvitation'
  readonly select: Selection
  /**
   * Why.
   */
  readonly reason: string
  readonly directory?: Id
  readonly subscription?: Id
  /**
   * Subject of the message; for notify.
   */
  readonly subject?: string
  /**
   * What people are told; for notify.
   */
  readonly message?: string
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
