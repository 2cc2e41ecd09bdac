import { isSpec } from '../load/spec.ts'
import type { Path } from './edits.ts'
import { inOrder } from './order.ts'
import type { Order } from './order.ts'
import type { Quotes } from './scalar.ts'
import { scalar } from './scalar.ts'
import type { Style } from './style.ts'

/** Columns that a line of new text keeps to where it can. */
export const widest = 100

/** An entry that is to be written: where it will stand, and how. */
export interface NewEntry {
  readonly path: Path
  readonly value: unknown
  readonly indent: number
  /** Whether a map may stand between braces on the line of its key. */
  readonly brief: boolean
}

/** A value on one line, as it stands after `key: `. */
export function inline(value: unknown, quotes?: Quotes): string {
  if (Array.isArray(value)) return `[${value.map((item) => inline(item)).join(', ')}]`
  if (!isSpec(value)) return scalar(value, quotes)
  const entries = Object.entries(value)
  if (entries.length === 0) return '{}'
  return `{ ${entries.map(([key, inner]) => `${scalar(key)}: ${inline(inner)}`).join(', ')} }`
}

/** An entry as lines without their ends, in a style and with its properties in their order. */
export function entryLines({ path, value, indent, brief }: NewEntry, style: Style, order: Order): readonly string[] {
  const start = `${' '.repeat(indent)}${scalar(path.at(-1) ?? '')}:`
  const short = `${start} ${inline(value)}`
  const fits = short.length <= widest
  if (isSpec(value) && Object.keys(value).length > 0 && !(brief && fits)) {
    const inner = mapLines({ path, value, indent: indent + style.step }, style, order)
    return [start, ...inner]
  }
  if (!Array.isArray(value) || value.length === 0) return [short]
  if (fits && style.lists === 'flow' && !value.some((item) => isSpec(item))) return [short]
  return [start, ...value.map((item) => `${' '.repeat(indent + style.dash)}- ${inline(item)}`)]
}

/** The entries of a map as lines without their ends. */
export function mapLines(
  { path, value, indent }: Omit<NewEntry, 'brief'>,
  style: Style,
  order: Order,
): readonly string[] {
  if (!isSpec(value)) return []
  const brief = style.maps === 'flow' && !order.isSpecs(path)
  return inOrder(Object.keys(value), order.at(path)).flatMap((key) =>
    entryLines({ path: [...path, key], value: value[key], indent, brief }, style, order),
  )
}
