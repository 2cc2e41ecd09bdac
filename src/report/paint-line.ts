import { some } from './count.ts'
import type { Ink } from './ink.ts'
import type { Line, Sign } from './line.ts'
import { columnsOf } from './printable.ts'

const namesShown = 6

/** A line for people: sign and plain words; below, fainter, the technical line, its place and its cause. */
export function paintLine(line: Line, options: { readonly ink: Ink; readonly everything: boolean }): string[] {
  const { ink } = options
  const risk = line.risk === 'low' ? '' : ` ${ink.warn(`[${line.risk} risk]`)}`
  const technical = [line.technical, line.place, line.why].filter((part) => part !== '').join(' · ')
  return [
    `    ${signInk(line.sign, ink)} ${ink.plain(line.words)}${risk}`,
    `        ${ink.faint(technical)}`,
    ...line.changes.map(
      (one) => `        ${ink.plain(`${one.name}: ${one.before ?? '(none)'} -> ${one.after ?? '(none)'}`)}`,
    ),
    ...paintNames(line, options),
    ...line.notes.map((note) => `        ${ink.warn(`note: ${note}`)}`),
  ]
}

function paintNames(line: Line, { ink }: { readonly ink: Ink }): string[] {
  if (line.names.length === 0) return []
  // Whoever loses something is always named.
  const limit = line.sign === '-' ? line.names.length : namesShown
  const hint = line.names.length > limit ? ' (--verbose names all)' : ''
  return wrapped(`${some(line.names, limit)}${hint}`, 100).map((row) => `        ${ink.plain(row)}`)
}

function signInk(sign: Sign, ink: Ink): string {
  switch (sign) {
    case '+':
      return ink.add(sign)
    case '-':
      return ink.remove(sign)
    case '~':
      return ink.change(sign)
  }
}

/** A long list over several rows, broken between words. */
function wrapped(text: string, columns: number): string[] {
  const rows: string[] = []
  let row = ''
  for (const word of text.split(' ')) {
    if (row !== '' && columnsOf(row) + 1 + columnsOf(word) > columns) {
      rows.push(row)
      row = word
    } else row = row === '' ? word : `${row} ${word}`
  }
  return [...rows, row]
}
