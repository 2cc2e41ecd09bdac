import { firstLine, lastLine } from '../load/layout.ts'
import type { Lines } from '../load/place.ts'

/** One entry or item as lines of text, with the comment lines directly above it. Offsets; `end` is exclusive. */
export interface Row {
  /** Start of the first comment line directly above, or of its own first line. */
  readonly lead: number
  /** Behind its last line: of its value, or of comments below that stand further in. */
  readonly end: number
}

/** Where an entry starts (its key or its dash) and where what it says ends. */
export interface Mark {
  readonly at: number
  readonly to: number
}

/** Rows and the column that they stand in. */
export interface Rows {
  readonly rows: readonly Row[]
  readonly column: number
}

/** Entries of a block as rows; undefined where they do not each start a line, all in one column. */
export function rowsOf(marks: readonly Mark[], lines: Lines): Rows | undefined {
  const rows: Row[] = []
  let column = 0
  let before = -1
  for (const [index, { at, to }] of marks.entries()) {
    const own = lines.indexOf(at)
    const start = lines.startOf(own)
    if (index === 0) column = at - start
    if (own <= before || at - start !== column || lines.textOf(own).slice(0, column).trim() !== '') return undefined
    const last = lastLine(to, column, lines)
    rows.push({ lead: lines.startOf(firstLine(own, before, lines)), end: lines.startOf(last + 1) })
    before = last
  }
  return rows.length === 0 ? undefined : { rows, column }
}
