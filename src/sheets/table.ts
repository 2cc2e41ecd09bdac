import type { SheetProblem } from './problem.ts'
import { columnName, problemOf, quoted } from './problem.ts'

/** What a spreadsheet says. Where there are problems nothing of it should be used; it can still be looked through for more of them. */
export interface Sheet {
  /** The names in the first row that is not empty, in their order; columns without a name and a value are left out. */
  readonly headers: readonly string[]
  /** The row that they stand in; 0: there is none. */
  readonly headerRow: number
  readonly rows: readonly SheetRow[]
  /** Everything that is wrong, sorted by row. */
  readonly problems: readonly SheetProblem[]
  /** Other sheets of the workbook that people can see; they were not read. */
  readonly unread: readonly string[]
}

/** A row that is not empty. */
export interface SheetRow {
  /** As the spreadsheet shows it, from 1. */
  readonly row: number
  /** Header -> text without spaces around it, in Unicode normal form C; '' where the cell is empty. */
  readonly cells: ReadonlyMap<string, string>
}

/** A row as it was read; cells that are empty may be missing. */
export interface RawRow {
  readonly row: number
  readonly cells: readonly (string | undefined)[]
}

/** What a file gave, before its first row is taken for headers. */
export interface RawTable {
  readonly rows: readonly RawRow[]
  readonly problems: readonly SheetProblem[]
  /** Whether every row has to have a cell, if only an empty one, for every column. */
  readonly even: boolean
  readonly unread: readonly string[]
}

interface Header {
  readonly name: string
  readonly column: number
}

/** Takes the first row for headers and the others for what stands below them. */
export function tableOf({ rows, problems, even, unread }: RawTable): Sheet {
  const tidied = rows.map(({ row, cells }) => ({ row, cells: Array.from(cells, tidy) }))
  const filled = tidied.filter(({ cells }) => cells.some((cell) => cell !== ''))
  const [first, ...below] = filled
  if (first === undefined) {
    const empty = problemOf(0, 'There is nothing in this sheet.', 'Its first row has to name the columns.')
    return { headers: [], headerRow: 0, rows: [], problems: problems.length === 0 ? [empty] : problems, unread }
  }
  const headers = first.cells.flatMap((name, column) => (name === '' ? [] : [{ name, column }]))
  // Where the row that names the columns could not be read, another one was taken for it.
  const named = problems.every(({ row }) => row === 0 || row >= first.row)
  const odd = named ? below.flatMap((row) => oddities(row, first.cells, even)) : []
  const found = [...(named ? duplicates(first.row, headers) : []), ...odd]
  return {
    headers: headers.map(({ name }) => name),
    headerRow: first.row,
    rows: below.map(({ row, cells }) => ({
      row,
      cells: new Map(headers.map(({ name, column }) => [name, cells[column] ?? ''])),
    })),
    problems: [...problems, ...found].toSorted((a, b) => a.row - b.row),
    unread,
  }
}

function tidy(cell: string | undefined): string {
  if (cell === undefined) return ''
  return cell.replaceAll('\r\n', '\n').trim().normalize('NFC')
}

function duplicates(row: number, headers: readonly Header[]): readonly SheetProblem[] {
  const seen = new Map<string, number>()
  return headers.flatMap(({ name, column }) => {
    const folded = name.normalize('NFKC').toLowerCase()
    const before = seen.get(folded)
    if (before === undefined) {
      seen.set(folded, column)
      return []
    }
    const message = `The columns ${columnName(before)} and ${columnName(column)} have the same name, ${quoted(name)}.`
    return [problemOf(row, message, 'Rename or delete one of them.')]
  })
}

function oddities({ row, cells }: RawRow, header: readonly string[], even: boolean): readonly SheetProblem[] {
  if (even && cells.length !== header.length) {
    const message = `This row has ${cells.length} cells, the first row has ${header.length}.`
    return [problemOf(row, message, 'Put quotes around a text that holds the separator, and write empty cells too.')]
  }
  return cells.flatMap((cell, column) => {
    if (cell === '' || cell === undefined || (header[column] ?? '') !== '') return []
    const message = `${quoted(cell)} stands in column ${columnName(column)}, which has no name in the first row.`
    return [problemOf(row, message, 'Name the column in the first row, or empty the cell.')]
  })
}
