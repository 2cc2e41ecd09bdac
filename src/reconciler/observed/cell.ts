import { dawn } from '../../language/compile/calendar.ts'

/** What a spreadsheet takes for the beginning of a formula, plain or in full width. */
const formula = /^[=+\-@\uFF0B\uFF0D\uFF1D\uFF20]/

/** A number with its sign, or a dash for nothing. */
const plain = /^(?:[+-]?\d[\d.,]*|-+)$/

/** Whether a program that opens the list would carry out what stands in the cell. */
export function isFormula(text: string): boolean {
  return formula.test(text) && !plain.test(text)
}

/** Whether a cell says that there is nothing to say. */
export function saysNothing(text: string): boolean {
  return text === '' || /^(?:-+|–|—|n\/a|never)$/i.test(text)
}

const day = /^\d{4}-\d{2}-\d{2}$/
const moment = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?<offset>Z|[+-]\d{2}:\d{2})?$/i

/** A day (`2026-12-01`) or a moment (RFC 3339) as it is kept; one without its offset counts as its day, since nobody knows whose clock it is. Undefined: another form. */
export function dateIn(text: string): string | undefined {
  if (day.test(text)) return isDay(text) ? text : undefined
  const found = moment.exec(text)
  if (found === null || !isDay(text.slice(0, 10))) return undefined
  if (found.groups?.['offset'] === undefined) return text.slice(0, 10)
  const at = new Date(text.replace(' ', 'T'))
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/** The moment of it: a day is its first moment in the zone. */
export function momentOf(date: string, zone: string): string {
  return date.includes('T') ? date : dawn(date, zone)
}

/** A count as it is written; undefined: not a whole number from 0. */
export function countIn(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
