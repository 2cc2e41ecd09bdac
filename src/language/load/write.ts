import { coreValue } from './core-schema.ts'
import { isSpec } from './spec.ts'
import { isAmbiguous } from './words.ts'

const plain = /^[A-Za-z0-9](?:[A-Za-z0-9 _./@+-]*[A-Za-z0-9_/@+-])?$/

/** A value on one line, as it stands after `key: `. */
export function inFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inFlow).join(', ')}]`
  if (!isSpec(value)) return scalar(value)
  const entries = Object.entries(value)
  if (entries.length === 0) return '{}'
  return `{ ${entries.map(([key, inner]) => `${scalar(key)}: ${inFlow(inner)}`).join(', ')} }`
}

/** `key: value` as lines: maps below one another, everything inside lists on one line. */
export function inBlock(key: string, value: unknown, indent: number, lineEnd: string): string {
  const start = `${' '.repeat(indent)}${scalar(key)}:`
  if (isSpec(value) && Object.keys(value).length > 0) {
    const inner = Object.entries(value).map(([name, each]) => inBlock(name, each, indent + 2, lineEnd))
    return `${start}${lineEnd}${inner.join('')}`
  }
  if (!Array.isArray(value) || !value.some((item) => isSpec(item))) return `${start} ${inFlow(value)}${lineEnd}`
  const items = value.map((item) => `${' '.repeat(indent + 2)}- ${inFlow(item)}${lineEnd}`)
  return `${start}${lineEnd}${items.join('')}`
}

function scalar(value: unknown): string {
  if (typeof value !== 'string') return String(value)
  const safe = plain.test(value) && typeof coreValue(value) === 'string' && !isAmbiguous(value)
  return safe ? value : JSON.stringify(value)
}
