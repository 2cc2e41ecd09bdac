import type { Node, YAMLMap } from 'yaml'
import { compose } from './careful-reader.ts'
import type { Edited, Splice } from './edit.ts'
import { refused, sameValue, spliced } from './edit.ts'
import type { FileForm } from './kinds.ts'
import type { Entry } from './layout.ts'
import { layoutOf } from './layout.ts'
import { Mistakes } from './mistakes.ts'
import { parse } from './parse.ts'
import { Lines } from './place.ts'
import { yamlPackage } from './yaml-package.ts'

type Path = readonly (string | number)[]

/** What decides the order of a file. */
export interface Ordering {
  /** `map`: the ids at the top are sorted. `one`: paths are asked for as if the file stood below an id. */
  readonly form: FileForm
  /** Names of the properties at a path, in their order; names that are not there stay behind, as they are. */
  readonly order: (path: Path) => readonly string[]
}

/**
 * Puts ids and properties in their stable order by moving lines. Comments directly above a key and everything indented
 * below it move with it; blank lines and comments that stand alone keep their place. Values, quotes, comments and
 * line ends stay as they are. Formatting twice is formatting once. A file with mistakes is left alone.
 */
export function format(file: string, text: string, { form, order }: Ordering): Edited {
  const before = parse(file, text)
  if (before.value === undefined) return { text, diagnostics: before.diagnostics }
  const whole = text.endsWith('\n') ? text : text + (text.includes('\r\n') ? '\r\n' : '\n')
  const lines = new Lines(whole)
  const root = (compose(whole, new Mistakes(file, lines))?.contents ?? null) as Node | null
  const formatter = new Formatter(whole, lines, (path) => {
    if (path.length === 0 && form === 'map') return 'sorted'
    return order(form === 'one' ? ['', ...path] : path)
  })
  const after = spliced(whole, formatter.splices(root, []))
  if (after === whole) return { text, diagnostics: [] }
  if (after.length !== whole.length || !sameValue(parse(file, after).value, before.value)) {
    return refused(file, text, { message: 'Something would be lost by putting it in order.' })
  }
  return { text: after, diagnostics: [] }
}

class Formatter {
  readonly #text: string
  readonly #lines: Lines
  readonly #order: (path: Path) => readonly string[] | 'sorted'

  constructor(text: string, lines: Lines, order: (path: Path) => readonly string[] | 'sorted') {
    this.#text = text
    this.#lines = lines
    this.#order = order
  }

  /** What has to be replaced in a value: one splice for each of its outermost block maps. */
  splices(node: Node | null, path: Path): Splice[] {
    const { isMap, isSeq } = yamlPackage()
    if (isMap(node) && node.flow !== true) return this.#map(node, path)
    if (!isSeq(node) || node.flow === true) return []
    return (node.items as Node[]).flatMap((item, index) => this.splices(item, [...path, index]))
  }

  #map(map: YAMLMap, path: Path): Splice[] {
    const layout = layoutOf(map, this.#lines)
    if (layout === undefined) return []
    const { entries, compact, indent } = layout
    const sorted = inOrder(entries, this.#order(path))
    const led = entries.some((entry) => entry.lead < entry.line)
    const chosen = compact && led ? entries : sorted
    const from = compact ? entries[0]!.at : entries[0]!.lead
    let insert = ''
    for (const [index, entry] of chosen.entries()) {
      if (!compact || index > 0) insert += this.#text.slice(entry.lead, entry.line) + ' '.repeat(indent)
      insert += this.#body(entry, [...path, entry.key])
      const next = entries[index + 1]
      if (next !== undefined) insert += this.#text.slice(entries[index]!.end, next.lead)
    }
    return [{ from, to: entries.at(-1)!.end, insert }]
  }

  #body(entry: Entry, path: Path): string {
    const inner = this.splices(entry.value, path)
    const moved = inner.map(({ from, to, insert }) => ({ from: from - entry.at, to: to - entry.at, insert }))
    return spliced(this.#text.slice(entry.at, entry.end), moved)
  }
}

function inOrder(entries: readonly Entry[], order: readonly string[] | 'sorted'): readonly Entry[] {
  if (order === 'sorted') return entries.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const ranks = new Map(order.map((name, rank) => [name, rank]))
  const rank = (entry: Entry) => ranks.get(entry.key) ?? order.length
  return entries.toSorted((a, b) => rank(a) - rank(b))
}
