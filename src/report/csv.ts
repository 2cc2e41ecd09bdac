import type { Table } from './table.ts'

/** What a spreadsheet takes for the beginning of a formula, plain or in full width, behind blanks too. */
const formula = /^\s*[=+\-@\uff0b\uff0d\uff1d\uff20]|^\s*\p{Cc}/u

/** A whole telephone number, as people write it. */
const telephone = /^\+ ?\(?\d[\d ()-]*$/

/**
 * A table as CSV (RFC 4180) for spreadsheets: every field is quoted, and one that a spreadsheet would carry out is led by
 * an apostrophe, which makes it text.
 */
export function csvOf(table: Table): string {
  return written(table, asText)
}

/** A table as CSV for a product that imports it: as `csvOf`, but a telephone number stays as it is, for the product would keep the apostrophe. */
export function importCsvOf(table: Table): string {
  return written(table, (text) => (telephone.test(text) ? text : asText(text)))
}

function asText(text: string): string {
  return formula.test(text) ? `'${text}` : text
}

function written({ columns, rows }: Table, safe: (text: string) => string): string {
  const lines = [columns.map(({ name }) => name), ...rows]
  return lines.map((cells) => `${cells.map((cell) => quoted(safe(cell))).join(',')}\r\n`).join('')
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
