import type { Node, YAMLMap } from 'yaml'
import { compose } from './careful-reader.ts'
import type { Edited, Splice } from './edit.ts'
import { proven, refused, spliced } from './edit.ts'
import { layoutOf } from './layout.ts'
import { locator } from './locate.ts'
import { Mistakes } from './mistakes.ts'
import { parse } from './parse.ts'
import { Lines } from './place.ts'
import { isSpec, Spec } from './spec.ts'
import { inBlock, inFlow } from './write.ts'
import { yamlPackage } from './yaml-package.ts'

type Path = readonly string[]

interface Place {
  readonly file: string
  readonly text: string
  /** Keys from the top of the file. */
  readonly path: Path
}

/** Puts `key: value` into the map at `path`: where its order asks for it if the keys there are sorted, else at the end. */
export function insertEntry(place: Place, key: string, value: unknown): Edited {
  const { file, text, path } = place
  const map = mapAt(place)
  if (map === undefined) return refused(file, text, `There is no map at ${shownPath(path)}.`)
  const wanted = changed(parse(file, text).value, path, (spec) => void (spec[key] = value))
  const splice = map.flow === true ? intoFlow(text, map, key, value) : intoBlock(text, map, key, value)
  if (wanted === undefined || splice === undefined) return refused(file, text, `${shownPath(path)} is laid out oddly.`)
  return proven(file, text, spliced(text, [splice]), wanted)
}

/** Takes the entry at `path` out, with the comments directly above it. Its map must stand in lines and keep another entry. */
export function removeEntry({ file, text, path }: Place): Edited {
  const key = path.at(-1)
  const around = path.slice(0, -1)
  const map = mapAt({ file, text, path: around })
  const layout = map === undefined ? undefined : layoutOf(map, new Lines(text))
  const index = layout?.entries.findIndex((entry) => entry.key === key) ?? -1
  const entry = layout?.entries[index]
  if (key === undefined || layout === undefined || entry === undefined) {
    return refused(file, text, `There is no entry of its own lines at ${shownPath(path)}.`)
  }
  if (layout.entries.length === 1 || (layout.compact && index === 0)) {
    return refused(file, text, `${shownPath(path)} cannot be taken out without what stands around it.`)
  }
  const wanted = changed(parse(file, text).value, around, (spec) => void delete spec[key])
  return proven(file, text, spliced(text, [{ from: entry.lead, to: entry.end, insert: '' }]), wanted)
}

/** Writes another text, number, boolean or null where a scalar of one line stands. */
export function replaceScalar(place: Place, value: string | number | boolean | null): Edited {
  const { file, text, path } = place
  const key = path.at(-1)
  const found = locator(text)(path, 'value')
  const from = new Lines(text).startOf(found.line - 1) + found.column - 1
  if (key === undefined || found.source === '' || /^[[{|>]|\n/.test(found.source)) {
    return refused(file, text, `There is no value of one line at ${shownPath(path)}.`)
  }
  const wanted = changed(parse(file, text).value, path.slice(0, -1), (spec) => void (spec[key] = value))
  return proven(file, text, spliced(text, [{ from, to: from + found.source.length, insert: inFlow(value) }]), wanted)
}

function mapAt({ file, text, path }: Place): YAMLMap | undefined {
  const { isMap } = yamlPackage()
  if (parse(file, text).value === undefined) return undefined
  let node = (compose(text, new Mistakes(file, new Lines(text)))?.contents ?? null) as Node | null
  for (const step of path) node = isMap(node) ? ((node.get(step, true) ?? null) as Node | null) : null
  return isMap(node) ? node : undefined
}

function intoBlock(text: string, map: YAMLMap, key: string, value: unknown): Splice | undefined {
  const layout = layoutOf(map, new Lines(text))
  if (layout === undefined) return undefined
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  const { entries, compact, indent } = layout
  const insert = inBlock(key, value, indent, lineEnd)
  const sorted = entries.every((entry, index) => index === 0 || entries[index - 1]!.key < entry.key)
  const next = sorted ? entries.find((entry) => entry.key > key) : undefined
  if (next !== undefined && !(compact && next === entries[0])) return { from: next.lead, to: next.lead, insert }
  const { end } = entries.at(-1)!
  return { from: end, to: end, insert: text[end - 1] === '\n' ? insert : lineEnd + insert }
}

function intoFlow(text: string, map: YAMLMap, key: string, value: unknown): Splice | undefined {
  const [from, to] = map.range ?? [0, 0]
  const entry = inFlow({ [key]: value }).slice(2, -2)
  if (map.items.length === 0) return { from, to, insert: `{ ${entry} }` }
  const inside = text.slice(from, to - 1).trimEnd()
  if (inside.endsWith(',') || inside.includes('#')) return undefined
  const at = from + inside.length
  return { from: at, to: at, insert: `, ${entry}` }
}

/** A copy of a file's value with one map in it changed; undefined where there is no such map. */
function changed(value: unknown, path: Path, change: (spec: Spec) => void): Spec | undefined {
  if (!isSpec(value)) return undefined
  const copy = Object.assign(new Spec(), value)
  const [step, ...rest] = path
  if (step === undefined) change(copy)
  else {
    const inner = changed(copy[step], rest, change)
    if (inner === undefined) return undefined
    copy[step] = inner
  }
  return copy
}

function shownPath(path: Path): string {
  return path.length === 0 ? 'the top of the file' : `\`${path.join('.')}\``
}
