/** A mistake in a file, with everything a person needs to mend it. Lines and columns start at 1. */
export interface Diagnostic {
  /** Stable name of the rule; docs/diagnostics.md has an entry for each. */
  readonly slug: string
  readonly severity: 'error' | 'warning'
  readonly file: string
  readonly line: number
  readonly column: number
  /** What is wrong, in one sentence. */
  readonly message: string
  /** What to do: allowed values, the nearest name, the quoted form. */
  readonly fix?: string
  /** The line of the file, for the caret. */
  readonly excerpt?: string
  /** The tenant it stops; none: the whole workspace. */
  readonly tenant?: string
}

/** Sorts by file, line, column, slug. */
export function inFileOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.slug, b.slug),
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
