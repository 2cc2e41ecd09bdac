import { CsvError, parse } from 'csv-parse/sync'
import type { Encoded } from './encoding.ts'
import { asWindows, encodingOf, fromBytes } from './encoding.ts'
import type { SheetProblem } from './problem.ts'
import { columnName, problemOf, quoted } from './problem.ts'
import type { RawRow, RawTable } from './table.ts'

/** Behind so many broken rows the rest is not looked at. */
const mostBroken = 100
const separators = [',', ';', '\t', '|']

/** Reads CSV as spreadsheets write it: any of four separators, UTF-8 or UTF-16, quoted line ends. */
export function readCsv(file: Buffer): RawTable {
  const { bytes, mixed } = encodingOf(file)
  // Excel's own first line, which no spreadsheet shows.
  const told = /^sep=(.)\r?\n/.exec(bytes.subarray(0, 16).toString('latin1'))
  const body = bytes.subarray(told?.[0].length ?? 0)
  const { rows, problems } = recordsOf({ bytes: body, mixed }, told?.[1] ?? separatorOf(body))
  const decoded = mixed ? decode(rows) : { rows, problems: [] }
  return { rows: decoded.rows, problems: [...problems, ...decoded.problems], even: true, unread: [] }
}

/** The separator that stands most often in the first row, outside of quotes. */
function separatorOf(bytes: Buffer): string {
  const start = bytes
    .subarray(0, 64 * 1024)
    .toString('latin1')
    .trimStart()
  const row = /^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(start)?.[0] ?? ''
  const bare = row.replaceAll(/"(?:[^"]|"")*"/g, '')
  const counts = separators.map((separator) => ({ separator, count: bare.split(separator).length }))
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).separator
}

interface Found {
  readonly rows: readonly RawRow[]
  readonly problems: readonly SheetProblem[]
}

/** All rows; behind one that is broken, reading goes on with the next line. */
function recordsOf({ bytes, mixed }: Encoded, separator: string): Found {
  const rows: RawRow[] = []
  const problems: SheetProblem[] = []
  let row = 0
  let at = 0
  while (at < bytes.length && problems.length < mostBroken) {
    const start = at
    try {
      parse(bytes.subarray(start), {
        delimiter: separator,
        encoding: mixed ? 'latin1' : 'utf8',
        record_delimiter: ['\r\n', '\n', '\r'],
        relax_column_count: true,
        on_record: (cells: string[], { bytes: read }) => {
          rows.push({ row: ++row, cells })
          at = start + read
          return null
        },
      })
      break
    } catch (error) {
      if (!(error instanceof CsvError)) throw error
      problems.push(broken(++row, error))
      at = behindLine(bytes, at)
      if (problems.length === mostBroken) problems.push(problemOf(row, 'What follows was not read any more.', quoting))
    }
  }
  return { rows, problems }
}

function behindLine(bytes: Buffer, from: number): number {
  const ends = [bytes.indexOf('\n', from), bytes.indexOf('\r\n', from) + 1, bytes.indexOf('\r', from)]
  const first = Math.min(...ends.filter((end) => end > 0))
  return Number.isFinite(first) ? first + 1 : bytes.length
}

const quoting = 'Put quotes around the whole text, and write a quote inside it twice.'

function broken(row: number, { code }: CsvError): SheetProblem {
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return problemOf(row, 'A quote that is opened in this row is never closed.', quoting)
  return problemOf(row, 'A quote stands in the middle of a text in this row.', quoting)
}

/** Cells of a file that is not UTF-8 as a whole: each that is not is a problem. */
function decode(rows: readonly RawRow[]): Found {
  const problems: SheetProblem[] = []
  const decoded = rows.map(({ row, cells }) => ({
    row,
    cells: cells.map((cell = '', column) => {
      const text = fromBytes(cell)
      if (text !== undefined) return text
      const windows = asWindows(cell)
      const message = `The text in column ${columnName(column)} is not UTF-8; as Windows-1252 it would read ${quoted(windows)}.`
      problems.push(problemOf(row, message, 'Save the file as “CSV UTF-8”.'))
      return windows
    }),
  }))
  return { rows: decoded, problems }
}
