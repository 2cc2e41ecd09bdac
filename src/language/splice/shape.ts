import { compose } from '../load/careful-reader.ts'
import { Mistakes } from '../load/mistakes.ts'
import { Lines } from '../load/place.ts'
import { yamlPackage } from '../load/yaml-package.ts'

/** Where the parts of a text stand. Offsets; `to` is behind the last character that says something. */
export type Shape = MapShape | ListShape | ScalarShape

/** A map; `flow`: between braces. */
export interface MapShape {
  readonly sort: 'map'
  readonly flow: boolean
  readonly from: number
  readonly to: number
  readonly entries: readonly EntryShape[]
}

/** A key, its colon and its value. */
export interface EntryShape {
  readonly key: string
  readonly from: number
  /** Behind the colon. */
  readonly colon: number
  readonly value: Shape
}

/** A list; `flow`: between brackets. */
export interface ListShape {
  readonly sort: 'list'
  readonly flow: boolean
  readonly from: number
  readonly to: number
  readonly items: readonly Shape[]
}

/** A single value, and how it is written. */
export interface ScalarShape {
  readonly sort: 'scalar'
  readonly from: number
  readonly to: number
  readonly written: 'plain' | 'single' | 'double' | 'block'
}

/** The shape of a text that was read without mistakes; undefined where it is not a map. */
export function shapeOf(text: string): MapShape | undefined {
  const root = compose(text, new Mistakes('', new Lines(text)))?.contents
  const shape = partOf(text, root)
  return shape?.sort === 'map' ? shape : undefined
}

function partOf(text: string, node: unknown): Shape | undefined {
  const { isMap, isScalar, isSeq } = yamlPackage()
  if (isScalar(node)) {
    const [from, to] = node.range ?? [0, 0]
    return { sort: 'scalar', from, ...scalarEnd(text, from, to, node.type) }
  }
  if (isSeq(node)) {
    const items = node.items.flatMap((item) => partOf(text, item) ?? [])
    if (items.length !== node.items.length) return undefined
    const [from, to] = node.range ?? [0, 0]
    const flow = node.flow === true
    return { sort: 'list', flow, from, to: flow ? to : (items.at(-1)?.to ?? to), items }
  }
  if (!isMap(node)) return undefined
  const entries = node.items.flatMap((pair) => entryOf(text, pair.key, pair.value) ?? [])
  if (entries.length !== node.items.length) return undefined
  const [from, to] = node.range ?? [0, 0]
  const flow = node.flow === true
  return { sort: 'map', flow, from, to: flow ? to : (entries.at(-1)?.value.to ?? to), entries }
}

function entryOf(text: string, key: unknown, value: unknown): EntryShape | undefined {
  const { isScalar } = yamlPackage()
  if (!isScalar(key)) return undefined
  const shape = partOf(text, value)
  const [from, end] = key.range ?? [0, 0]
  const colon = text.indexOf(':', end)
  return shape === undefined || colon === -1
    ? undefined
    : { key: String(key.value), from, colon: colon + 1, value: shape }
}

function scalarEnd(text: string, from: number, to: number, type: unknown): Pick<ScalarShape, 'to' | 'written'> {
  if (type === 'QUOTE_DOUBLE') return { to, written: 'double' }
  if (type === 'QUOTE_SINGLE') return { to, written: 'single' }
  if (type !== 'BLOCK_LITERAL' && type !== 'BLOCK_FOLDED') return { to, written: 'plain' }
  // Blank lines behind a block belong to it only where `+` keeps them.
  const keeps = /^[|>][0-9]?\+/.test(text.slice(from, from + 3))
  return { to: keeps ? to : from + text.slice(from, to).trimEnd().length, written: 'block' }
}
