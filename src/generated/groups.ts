/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * A short name that never changes: small letters, digits, dots, dashes and underscores, at most 63 of them.
 */
export type Id = string
/**
 * Small letters, digits, dots, dashes and underscores, at most 63 of them; or null for none.
 */
export type ClearableId = string | null
/**
 * An address in ASCII; write a domain with other letters in its xn-- form. `null` for none.
 */
export type ClearableEmail = string | null

/**
 * groups.yaml: id -> group of a directory.
 */
export interface Groups {
  readonly [k: string]: Group
}
/**
 * A group of a directory.
 */
export interface Group {
  readonly directory?: Id
  /**
   * Name in the directory. Default: the id.
   */
  readonly name?: string
  /**
   * security: gives access; distribution: receives mail. Of Entra ID also microsoft365: a group people work together in; directoryRole: a role of the directory itself, by its name; administrativeUnit: people whom others look after.
   */
  readonly kind?: 'security' | 'distribution' | 'microsoft365' | 'directoryRole' | 'administrativeUnit'
  /**
   * Active Directory: where the group may be used, and who may be in it.
   */
  readonly scope?: 'global' | 'universal' | 'domainLocal'
  /**
   * What it is for. `null` clears it.
   */
  readonly description?: string | null
  readonly owner?: ClearableId
  readonly mail?: ClearableEmail
  readonly members?: Members
  /**
   * Whether being in it gives more power than usual; each gain then asks for an acknowledgement.
   */
  readonly privileged?: boolean
  readonly posix?: GroupPosix
  readonly movedFrom?: Id
  /**
   * Directory -> the directory's own id of a group that was there before (objectGUID, entryUUID): it is taken over by this id alone, whatever its name.
   */
  readonly adopt?: {
    readonly [k: string]: string
  }
}
/**
 * Who is in a group, beside the people that list it.
 */
export interface Members {
  /**
   * exclusive: nobody else belongs in it; additive: others may stay.
   */
  readonly ownership?: 'exclusive' | 'additive'
  /**
   * Ids of people.
   */
  readonly users?: readonly Id[]
  /**
   * Ids of groups that are members themselves.
   */
  readonly groups?: readonly Id[]
  readonly select?: Selection
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
 * Attributes of a group on Unix systems (posixGroup, RFC 2307).
 */
export interface GroupPosix {
  /**
   * Number of the group.
   */
  readonly gidNumber?: number
}
