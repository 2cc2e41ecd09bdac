import type { Node, Pair, Scalar, YAMLMap } from 'yaml'
import type { Lines } from './place.ts'
import { yamlPackage } from './yaml-package.ts'

/** One `key: value` of a block map, with the comment lines directly above it. Offsets into the text; ends are exclusive. */
export interface Entry {
  readonly key: string
  readonly value: Node
  /** Start of the first comment line directly above, or of the line of the key. */
  readonly lead: number
  /** Start of the line of the key. */
  readonly line: number
  /** The key itself. */
  readonly at: number
  /** After the last line that belongs to it: of its value, or of comments below that are indented deeper than the key. */
  readonly end: number
}

/** A block map as lines of text. `compact`: its first key stands behind a dash. */
export interface Layout {
  readonly entries: readonly Entry[]
  readonly compact: boolean
  /** Column of the keys, from 0. */
  readonly indent: number
}

/** How a block map is laid out; undefined where its keys do not each start a line of their own. */
export function layoutOf(map: YAMLMap, lines: Lines): Layout | undefined {
  const { isScalar } = yamlPackage()
  if (map.flow === true || map.items.length === 0) return undefined
  const pairs = map.items as Pair<Node | null, Node | null>[]
  const entries: Entry[] = []
  let compact = false
  let indent = 0
  let before = -1
  for (const [index, { key, value }] of pairs.entries()) {
    if (!isScalar(key) || value === null) return undefined
    const at = startOf(key)
    const keyLine = lines.indexOf(at)
    const line = lines.startOf(keyLine)
    const prefix = lines.textOf(keyLine).slice(0, at - line)
    if (index === 0) [compact, indent] = [prefix.includes('-'), at - line]
    if (keyLine <= before || at - line !== indent || (index > 0 && prefix.trim() !== '')) return undefined
    if (compact && index === 0 ? !/^[ -]*$/.test(prefix) : prefix.trimStart() !== '') return undefined
    const lead = compact && index === 0 ? keyLine : firstLine(keyLine, before, lines)
    const last = lastLine(contentEnd(value, lines), indent, lines)
    entries.push({ key: String(key.value), value, lead: lines.startOf(lead), line, at, end: lines.startOf(last + 1) })
    before = last
  }
  return { entries, compact, indent }
}

/** The first line of an entry whose key or dash stands on `own`: the comments directly above it are its own. `before` ends the entry above. */
export function firstLine(own: number, before: number, lines: Lines): number {
  let first = own
  while (first - 1 > before && isComment(lines.textOf(first - 1)) && !isForTheEditor(lines.textOf(first - 1))) first--
  return first
}

/** The last line of an entry in this column whose value ends at the offset `to`: comments below that stand further in are its own. */
export function lastLine(to: number, column: number, lines: Lines): number {
  let last = lines.indexOf(Math.max(to - 1, 0))
  for (let line = last + 1; line < lines.count; line++) {
    const text = lines.textOf(line)
    if (isComment(text) && text.search(/\S/) > column) last = line
    else if (text.trim() !== '') break
  }
  return last
}

/** Where what a value says ends; the blank lines after a block scalar count only where it keeps them. */
function contentEnd(node: Node, lines: Lines): number {
  const { isMap, isScalar, isSeq } = yamlPackage()
  const end = node.range?.[1] ?? 0
  if (isMap(node) && node.flow !== true) {
    const last = node.items.at(-1) as Pair<Node, Node | null> | undefined
    return last === undefined ? end : contentEnd(last.value ?? last.key, lines)
  }
  if (isSeq(node) && node.flow !== true) {
    const last = node.items.at(-1) as Node | undefined
    return last === undefined ? end : contentEnd(last, lines)
  }
  if (!isScalar(node) || !isBlock(node)) return end
  let line = lines.indexOf(Math.max(end - 1, 0))
  const first = lines.indexOf(startOf(node))
  if (/^[|>][0-9]?\+/.test(lines.textOf(first).slice(startOf(node) - lines.startOf(first)))) return end
  while (line > first && lines.textOf(line).trim() === '') line--
  return lines.startOf(line + 1)
}

function isBlock(node: Scalar): boolean {
  return node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'
}

function isComment(line: string): boolean {
  return line.trimStart().startsWith('#')
}

/** The line that names the schema is about the file, whatever stands below it. */
function isForTheEditor(line: string): boolean {
  return line.includes('yaml-language-server:')
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0
}
