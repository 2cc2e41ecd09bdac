/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * What `roster import` found and wrote: formatVersion 1.0. Fields may be added within version 1; none is taken away.
 */
export interface Import {
  /**
   * Version of this format.
   */
  readonly formatVersion: '1.0'
  /**
   * What sort of document this is.
   */
  readonly kind: 'import'
  /**
   * Exit code of the command.
   */
  readonly exitCode: number
  /**
   * Id of the tenant.
   */
  readonly tenant: string
  /**
   * `directory <id>`, or the name of the sheet.
   */
  readonly source: string
  readonly found: Counts
  readonly known: Counts
  readonly declared: Names
  /**
   * What was found and is not declared.
   */
  readonly leftAlone: readonly LeftAlone[]
  readonly missing: Missing
  /**
   * How many accounts left alone an authoritative directory would disable from the second apply on.
   */
  readonly atRisk: number
  /**
   * What is declared without a part of what was found.
   */
  readonly notes: readonly Note[]
  /**
   * Rows of a sheet that cannot be taken; with one, nothing is written.
   */
  readonly problems: readonly RowProblem[]
  /**
   * Mistakes in the files; with one, nothing is written.
   */
  readonly diagnostics: readonly Diagnostic[]
  /**
   * Files that were written.
   */
  readonly files: readonly FileChange[]
}
/**
 * How many.
 */
export interface Counts {
  /**
   * How many people.
   */
  readonly people: number
  /**
   * How many groups.
   */
  readonly groups: number
}
/**
 * Ids, sorted.
 */
export interface Names {
  /**
   * Ids of users.
   */
  readonly users: readonly string[]
  /**
   * Ids of groups.
   */
  readonly groups: readonly string[]
  /**
   * Ids of departments.
   */
  readonly departments: readonly string[]
  /**
   * Ids of templates.
   */
  readonly templates: readonly string[]
}
/**
 * Something that stays as it is.
 */
export interface LeftAlone {
  /**
   * What it is.
   */
  readonly kind: 'person' | 'group'
  /**
   * What people call it.
   */
  readonly name: string
  /**
   * Its reference in the directory.
   */
  readonly where: string
  /**
   * Why it is left alone.
   */
  readonly why: string
}
/**
 * Ids, sorted.
 */
export interface Missing {
  /**
   * Ids of users.
   */
  readonly users: readonly string[]
  /**
   * Ids of groups.
   */
  readonly groups: readonly string[]
}
/**
 * Something that was left out of an entry.
 */
export interface Note {
  /**
   * Id of the entry.
   */
  readonly about: string
  /**
   * What, and why.
   */
  readonly message: string
  /**
   * What it is there: a reference of the directory, or a number.
   */
  readonly detail?: string
}
/**
 * A row that cannot be taken.
 */
export interface RowProblem {
  /**
   * Number of the row as the sheet shows it; 0: the sheet as a whole.
   */
  readonly row: number
  /**
   * What is wrong, and what to do.
   */
  readonly message: string
}
/**
 * A mistake in a file.
 */
export interface Diagnostic {
  /**
   * Name of the rule.
   */
  readonly slug: string
  /**
   * Whether it stops the tenant.
   */
  readonly severity: 'error' | 'warning'
  /**
   * File.
   */
  readonly file: string
  /**
   * Line, from 1.
   */
  readonly line: number
  /**
   * Column, from 1.
   */
  readonly column: number
  /**
   * What is wrong.
   */
  readonly message: string
  /**
   * What to do.
   */
  readonly fix?: string
  /**
   * The line.
   */
  readonly excerpt?: string
  /**
   * Tenant it stops; none: the whole workspace.
   */
  readonly tenant?: string
}
/**
 * A file that was written.
 */
export interface FileChange {
  /**
   * Path in the workspace.
   */
  readonly path: string
  /**
   * Whether it is new.
   */
  readonly change: 'created' | 'changed'
}
