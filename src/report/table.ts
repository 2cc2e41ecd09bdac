import type { Ink } from './ink.ts'
import { columnsOf, padded, printable } from './printable.ts'

/** A column: its name in documents and sheets, and what stands above it for people. */
export interface Column {
  readonly name: string
  readonly title: string
}

/** Rows of texts below their columns. */
export interface Table {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly string[])[]
}

/** The columns of a sheet by their names in it. */
export function sheetColumns(names: readonly string[]): readonly Column[] {
  return names.map((name) => ({ name, title: name.toUpperCase() }))
}

/** The columns of a table that only people read, by what stands above them. */
export function listColumns(titles: readonly string[]): readonly Column[] {
  return titles.map((title) => ({ name: title.toLowerCase(), title }))
}

/** A table for people: columns aligned, the last one as long as it is. */
export function paintTable({ columns, rows }: Table, ink: Ink): readonly string[] {
  const shown = rows.map((cells) => cells.map((cell) => printable(cell)))
  const widths = columns.map(({ title }, at) =>
    Math.max(title.length, ...shown.map((cells) => columnsOf(cells[at] ?? ''))),
  )
  const line = (cells: readonly string[], pen: (text: string) => string): string =>
    pen(cells.map((cell, at) => (at === cells.length - 1 ? cell : padded(cell, widths[at] ?? 0))).join('  '))
  return [
    line(
      columns.map(({ title }) => title),
      ink.faint,
    ),
    ...shown.map((cells) => line(cells, (text) => text)),
  ]
}
