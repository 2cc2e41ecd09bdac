import type { Splice } from '../load/edit.ts'
import { sameValue } from '../load/edit.ts'
import type { Lines } from '../load/place.ts'
import { isSpec, type Spec } from '../load/spec.ts'
import { add, areApart, areBrief, cut, emptied, inserted } from './block.ts'
import type { Path } from './edits.ts'
import { shown } from './edits.ts'
import { flowSplices, mayHoldComment } from './flow.ts'
import { flowList, listChange, texts } from './lists.ts'
import type { Order } from './order.ts'
import { inOrder, isInOrder, placeOf } from './order.ts'
import { Refusal } from './refusal.ts'
import { rowsOf } from './rows.ts'
import { scalar } from './scalar.ts'
import type { EntryShape, ListShape, MapShape } from './shape.ts'
import type { Style } from './style.ts'
import { entryLines, inline, mapLines, widest } from './write.ts'

/** A text, where its parts stand, and how new ones are to look. */
export interface Page {
  readonly text: string
  readonly lines: Lines
  readonly style: Style
  readonly order: Order
}

/** Finds the splices that turn what a text says into what it shall say. */
export class Differences {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** Of the map at the top of the file. */
  ofRoot(map: MapShape, before: Spec, wanted: Spec): readonly Splice[] {
    if (!map.flow) return this.#blockMap({ map, before, wanted, path: [], colon: undefined })
    const { text, style, order } = this.#page
    const alone = map.from === 0 || text[map.from - 1] === '\n'
    if (map.entries.length > 0 || !alone) return this.#flowMap(map, before, wanted, [])
    const lines = mapLines({ path: [], value: wanted, indent: 0 }, style, order)
    return [{ from: map.from, to: map.to, insert: lines.join(style.lineEnd) }]
  }

  #entry(entry: EntryShape, before: unknown, wanted: unknown, path: Path, flow: boolean): readonly Splice[] {
    if (before === wanted || sameValue(before, wanted)) return []
    const { value, colon } = entry
    if (value.sort === 'map' && isSpec(before) && isSpec(wanted)) {
      if (value.flow) return this.#flowMap(value, before, wanted, path)
      return this.#blockMap({ map: value, before, wanted, path, colon })
    }
    if (value.sort === 'list' && Array.isArray(before) && Array.isArray(wanted)) {
      if (!value.flow) return this.#blockList(entry, value, before, wanted, path)
      const { text } = this.#page
      const change = listChange(before, wanted)
      // A list that is mostly new is laid out anew, so that it can become lines of its own.
      const few = change.kept.size * 2 < wanted.length && !mayHoldComment(text.slice(value.from, value.to))
      if (flow || !few) return flowList(text, value, change, (index) => inline(wanted[index]))
    }
    return [this.#replaced(entry, wanted, path, flow)]
  }

  #blockMap({ map, before, wanted, path, colon }: BlockMap): readonly Splice[] {
    const { text, lines, order, style } = this.#page
    const rows = rowsOf(
      map.entries.map(({ from, value }) => ({ at: from, to: value.to })),
      lines,
    )
    if (rows === undefined) throw new Refusal(`What stands at ${shown(path)} is laid out oddly.`)
    const inner = map.entries.flatMap((entry, index) =>
      Object.hasOwn(wanted, entry.key)
        ? this.#entry(entry, before[entry.key], wanted[entry.key], [...path, entry.key], false)
        : [cut(rows.rows[index]!)],
    )
    const newKeys = Object.keys(wanted).filter((key) => !Object.hasOwn(before, key))
    if (Object.keys(wanted).length === 0) return [emptied('{}', rows, colon, style), ...inner]
    const brief = order.isSpecs(path) ? areBrief(map.entries) : style.maps === 'flow'
    const added = new Map<number, string[]>()
    const keys = map.entries.map(({ key }) => key)
    const known = order.at(path)
    const compare = known !== undefined && isInOrder(keys, known) ? known : undefined
    for (const key of inOrder(newKeys, compare)) {
      const entry = { path: [...path, key], value: wanted[key], indent: rows.column, brief }
      add(added, placeOf(key, keys, compare), entryLines(entry, style, order).join(style.lineEnd))
    }
    const apart = order.isSpecs(path) && areApart(text, rows.rows)
    return [...inner, ...inserted({ text, style, rows: rows.rows, added, apart })]
  }

  #blockList(
    entry: EntryShape,
    list: ListShape,
    before: readonly unknown[],
    wanted: readonly unknown[],
    path: Path,
  ): readonly Splice[] {
    const { text, lines, style } = this.#page
    const dashes = list.items.map(({ from, to }) => ({ at: dashOf(text, lines, from), to }))
    const rows = rowsOf(dashes, lines)
    if (rows === undefined || dashes.some(({ at }) => at === -1)) return [this.#replaced(entry, wanted, path, false)]
    const change = listChange(before, wanted)
    const cuts = rows.rows.flatMap((row, index) => (change.kept.has(index) ? [] : [cut(row)]))
    if (wanted.length === 0) return [emptied('[]', rows, entry.colon, style), ...cuts]
    const added = texts(change, (index) => `${' '.repeat(rows.column)}- ${inline(wanted[index])}`)
    return [...inserted({ text, style, rows: rows.rows, added, apart: false }), ...cuts]
  }

  #flowMap(map: MapShape, before: Spec, wanted: Spec, path: Path): readonly Splice[] {
    const stays = ({ key }: EntryShape) => Object.hasOwn(wanted, key)
    const inner = map.entries
      .filter(stays)
      .flatMap((entry) => this.#entry(entry, before[entry.key], wanted[entry.key], [...path, entry.key], true))
    const added = Object.keys(wanted).filter((key) => !Object.hasOwn(before, key))
    const texts = inOrder(added, this.#page.order.at(path)).map((key) => `${scalar(key)}: ${inline(wanted[key])}`)
    if (texts.length === 0 && map.entries.every(stays)) return inner
    const parts = map.entries.map((entry) => ({ from: entry.from, to: entry.value.to, stays: stays(entry) }))
    const last = parts.findLastIndex((part) => part.stays)
    const change = {
      text: this.#page.text,
      from: map.from,
      to: map.to,
      parts,
      added: new Map(texts.length === 0 ? [] : [[last, texts]]),
    }
    return [...inner, ...flowSplices({ ...change, padding: ' ' })]
  }

  /** A value of another sort, or a scalar, in the place of the old one. */
  #replaced({ from, colon, value }: EntryShape, wanted: unknown, path: Path, flow: boolean): Splice {
    const { text, lines, style, order } = this.#page
    const block = value.sort === 'scalar' ? value.written === 'block' : !value.flow
    const start = block ? colon : value.from
    const part = text.slice(start, value.to)
    if (value.sort !== 'scalar' && mayHoldComment(part)) {
      throw new Refusal(`Comments stand inside the value at ${shown(path)}.`)
    }
    const short = inline(wanted, value.sort === 'scalar' ? quotesOf(value.written) : undefined)
    const tail = block && part.endsWith('\n') ? style.lineEnd : ''
    const indent = from - lines.startOf(lines.indexOf(from))
    const rest = text.slice(value.to, lines.startOf(lines.indexOf(value.to) + 1))
    const long = !flow && rest.trim() === '' && indent + short.length > widest
    const below = long
      ? entryLines({ path, value: wanted, indent, brief: style.maps === 'flow' }, style, order).slice(1)
      : []
    if (below.length > 0) return { from: colon, to: value.to, insert: ['', ...below].join(style.lineEnd) + tail }
    return { from: start, to: value.to, insert: (block ? ' ' : '') + short + tail }
  }
}

interface BlockMap {
  readonly map: MapShape
  readonly before: Spec
  readonly wanted: Spec
  readonly path: Path
  /** Behind the colon of its key; undefined at the top of the file. */
  readonly colon: number | undefined
}

/** Where the dash before an item stands on its line; -1 where it stands on another. */
function dashOf(text: string, lines: Lines, item: number): number {
  const start = lines.startOf(lines.indexOf(item))
  return /^ *- +$/.test(text.slice(start, item)) ? text.indexOf('-', start) : -1
}

function quotesOf(written: 'plain' | 'single' | 'double' | 'block') {
  return written === 'single' || written === 'double' ? written : undefined
}
