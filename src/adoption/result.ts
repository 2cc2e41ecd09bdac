import type { Diagnostic } from '../model/diagnostic.ts'

/** Something that was found and is not declared: it stays as it is. */
export interface LeftAlone {
  readonly kind: 'person' | 'group'
  /** What people call it. */
  readonly name: string
  /** Where it stands: its reference in the directory, or `row 7`. */
  readonly where: string
  readonly why: string
}

/** Something that is declared without a part of what was found. */
export interface Note {
  /** Id in the workspace. */
  readonly about: string
  /** Alike for all to whom the same happened. */
  readonly message: string
  /** What it is there: a reference of the directory, or a number. */
  readonly detail?: string
}

/** A row of a sheet that cannot be taken, and why. */
export interface RowProblem {
  readonly row: number
  readonly message: string
}

/** A file of the workspace as it is to be. `before` is what was there when it was read; not there: a new file. */
export interface FileChange {
  /** Path in the workspace. */
  readonly path: string
  readonly text: string
  readonly before?: string
}

/** Ids, sorted. */
export interface Names {
  readonly users: readonly string[]
  readonly groups: readonly string[]
  readonly departments: readonly string[]
  readonly templates: readonly string[]
}

/** What an import found and what it makes of it. With problems or errors there are no files. */
export interface Adoption {
  readonly tenant: string
  /** `directory ad`, or the name of the sheet. */
  readonly source: string
  readonly found: { readonly people: number; readonly groups: number }
  /** What the files will say besides. */
  readonly declared: Names
  /** What they said already. */
  readonly known: { readonly people: number; readonly groups: number }
  readonly leftAlone: readonly LeftAlone[]
  /** Ids that were declared before and are not in the directory: a plan creates them. */
  readonly missing: Pick<Names, 'users' | 'groups'>
  /** How many accounts of those left alone an authoritative directory would disable from the second apply on. */
  readonly atRisk: number
  readonly notes: readonly Note[]
  readonly problems: readonly RowProblem[]
  readonly diagnostics: readonly Diagnostic[]
  readonly files: readonly FileChange[]
}
