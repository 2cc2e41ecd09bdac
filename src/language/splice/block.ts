import type { Splice } from '../load/edit.ts'
import type { EntryShape } from './shape.ts'
import type { Row, Rows } from './rows.ts'
import type { Style } from './style.ts'

/** New lines by the row that they stand before, or behind the last. */
export type NewLines = ReadonlyMap<number, readonly string[]>

/** What is put between rows. `apart`: with a blank line around each. */
export interface Insertion {
  readonly text: string
  readonly style: Style
  readonly rows: readonly Row[]
  readonly added: NewLines
  readonly apart: boolean
}

/** The splices that put lines between rows. */
export function inserted({ text, style: { lineEnd }, rows, added, apart }: Insertion): readonly Splice[] {
  const gap = apart ? lineEnd : ''
  return [...added].map(([place, each]) => {
    const row = rows[place]
    if (row !== undefined) {
      return { from: row.lead, to: row.lead, insert: each.map((one) => one + lineEnd + gap).join('') }
    }
    const at = rows.at(-1)!.end
    // A file that ends without a line end goes on doing so.
    const ended = text[at - 1] === '\n'
    const insert = each.map((one) => (ended ? gap + one + lineEnd : lineEnd + gap + one)).join('')
    return { from: at, to: at, insert }
  })
}

/** Takes a row out, with the comments directly above it. */
export function cut({ lead, end }: Row): Splice {
  return { from: lead, to: end, insert: '' }
}

/** What is written where the last row goes: behind the colon, or at the top of the file. */
export function emptied(empty: '{}' | '[]', { rows }: Rows, colon: number | undefined, { lineEnd }: Style): Splice {
  if (colon !== undefined) return { from: colon, to: colon, insert: ` ${empty}` }
  const at = rows[0]!.lead
  return { from: at, to: at, insert: `${empty}${lineEnd}` }
}

/** Whether most rows have a blank line before them. */
export function areApart(text: string, rows: readonly Row[]): boolean {
  const gaps = rows.slice(1).filter((row, index) => /^[ \t]*\r?\n/m.test(text.slice(rows[index]!.end, row.lead)))
  return gaps.length > 0 && gaps.length * 2 >= rows.length - 1
}

/** Whether every entry stands on one line, between braces. */
export function areBrief(entries: readonly EntryShape[]): boolean {
  return entries.every(({ value }) => value.sort === 'map' && value.flow)
}

/** Puts one more text into a place. */
export function add<Text>(texts: Map<number, Text[]>, place: number, text: Text): void {
  const there = texts.get(place)
  if (there === undefined) texts.set(place, [text])
  else there.push(text)
}
