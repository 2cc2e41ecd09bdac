import { coreValue } from '../load/core-schema.ts'
import { isAmbiguous } from '../load/words.ts'

/** Quotes that a text stood in before. */
export type Quotes = 'single' | 'double' | undefined

// Letters and digits at both ends, and nothing inside that has a meaning in YAML, also between braces.
const plain = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} _./@+()&'-]*[\p{L}\p{M}\p{N}_./@+)])?$/u
// What other readers take for a date, a time, a number or a boolean, and people for a number: 2026-12-01, 1_000, 0b1, y.
const typed = /^(?:[0-9][0-9_.,:/+-]*|0[xob].*|[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ].*|[yYnN])$/
const controls = /[\t\n\r]/

/** A text, number, boolean or null as YAML; text is in quotes where it could be read as something else, or was before. */
export function scalar(value: unknown, quotes?: Quotes): string {
  if (typeof value !== 'string') return Object.is(value, -0) ? '-0' : String(value)
  if (quotes === undefined && isSafe(value)) return value
  if (controls.test(value)) return JSON.stringify(value)
  if (quotes === 'single' || value.includes('"') || value.includes('\\')) return `'${value.replaceAll("'", "''")}'`
  return `"${value}"`
}

function isSafe(value: string): boolean {
  return plain.test(value) && !typed.test(value) && typeof coreValue(value) === 'string' && !isAmbiguous(value)
}
