import type { Table } from './table.ts'

/** What a spreadsheet takes for the beginning of a formula, plain or in full width, behind blanks too. */
const formula = /^\s*[=+\-@\uff0b\uff0d\uff1d\uff20]|^\s*\p{Cc}/u

/**
 * A table as CSV (RFC 4180) for spreadsheets: every field is quoted, and one that a spreadsheet would carry out is led by
 * an apostrophe, which makes it text.
 */
export function csvOf({ columns, rows }: Table): string {
  const lines = [columns.map(({ name }) => name), ...rows]
  return lines.map((cells) => `${cells.map(field).join(',')}\r\n`).join('')
}

function field(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
