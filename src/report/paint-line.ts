import { some } from './count.ts'
import type { Ink } from './ink.ts'
import type { Line, Sign } from './line.ts'

const namesShown = 6

/** A line for people: sign and plain words; below, fainter, the technical line, its place and its cause. */
export function paintLine(line: Line, options: { readonly ink: Ink; readonly everything: boolean }): string[] {
  const { ink } = options
  const risk = line.risk === 'low' ? '' : ` ${ink.warn(`[${line.risk}]`)}`
  const technical = [line.technical, line.place, line.why].filter((part) => part !== '').join(' · ')
  return [
    `    ${signInk(line.sign, ink)} ${ink.plain(line.words)}${risk}`,
    `        ${ink.faint(technical)}`,
    ...line.changes.map(
      (one) => `        ${ink.plain(`${one.name}: ${one.before ?? '(none)'} -> ${one.after ?? '(none)'}`)}`,
    ),
    ...paintNames(line, options),
    ...line.notes.map((note) => `        ${ink.warn(`note: ${note}`)}`),
  ]
}

function paintNames(line: Line, { ink }: { readonly ink: Ink }): string[] {
  if (line.names.length === 0) return []
  // Whoever loses something is always named.
  const limit = line.sign === '-' ? line.names.length : namesShown
  const hint = line.names.length > limit ? ' (--verbose names all)' : ''
  return [`        ${ink.plain(some(line.names, limit))}${ink.faint(hint)}`]
}

function signInk(sign: Sign, ink: Ink): string {
  switch (sign) {
    case '+':
      return ink.add(sign)
    case '-':
      return ink.remove(sign)
    case '~':
      return ink.change(sign)
  }
}
