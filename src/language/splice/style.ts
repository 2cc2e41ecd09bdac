import { Lines } from '../load/place.ts'
import type { EntryShape, MapShape, Shape } from './shape.ts'

/** How a file is laid out, so that new lines look like the ones around them. */
export interface Style {
  readonly lineEnd: '\n' | '\r\n'
  /** Spaces that a map stands in from its key. */
  readonly step: number
  /** Spaces that the dashes of a list stand in from its key. */
  readonly dash: number
  readonly lists: 'flow' | 'block'
  /** Maps inside an entry: between braces, or below one another. */
  readonly maps: 'flow' | 'block'
}

/** How roster lays out a file of its own. */
export const ownStyle: Style = { lineEnd: '\n', step: 2, dash: 2, lists: 'flow', maps: 'flow' }

/** The style of a text: what is seen first counts, what is not seen is as in files of roster's own. */
export function styleOf(text: string, root: MapShape): Style {
  const seen: { -readonly [Key in keyof Style]?: Style[Key] } = {}
  const lines = new Lines(text)
  const column = (at: number) => at - lines.startOf(lines.indexOf(at))
  const look = (entry: EntryShape, depth: number): void => {
    const { value } = entry
    if (value.sort === 'list') {
      if (!value.flow && value.items.length > 0) seen.dash ??= dashColumn(text, value.from, column) - column(entry.from)
      if (value.items.length > 0 && value.items.every(isScalar)) seen.lists ??= value.flow ? 'flow' : 'block'
    }
    if (value.sort !== 'map' || value.entries.length === 0) return
    if (!value.flow) seen.step ??= column(value.from) - column(entry.from)
    if (depth > 0) seen.maps ??= value.flow ? 'flow' : 'block'
    if (!value.flow) for (const inner of value.entries) look(inner, depth + 1)
  }
  for (const entry of root.entries) look(entry, 0)
  const step = seen.step ?? ownStyle.step
  return { ...ownStyle, ...seen, step, dash: seen.dash ?? step, lineEnd: lineEndOf(text) }
}

/** The line end of the first line. */
function lineEndOf(text: string): Style['lineEnd'] {
  const first = text.indexOf('\n')
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n'
}

/** Where the dash before an item stands; the list itself starts at its first dash. */
function dashColumn(text: string, from: number, column: (at: number) => number): number {
  return column(text[from] === '-' ? from : text.lastIndexOf('-', from))
}

function isScalar({ sort }: Shape): boolean {
  return sort === 'scalar'
}
