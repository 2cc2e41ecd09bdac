import { matchesPieces } from '../../model/pieces.ts'
import type { EntraSettings } from './settings.ts'

/** A pattern of `protect`: `*` stands for anything, case for nothing. */
export interface Pattern {
  readonly text: string
  readonly pieces: readonly string[]
}

/** Reads a pattern such as `svc-*@northwind.example`. */
export function patternOf(text: string): Pattern {
  return { text, pieces: text.toLowerCase().split('*') }
}

/** Why an object that goes by these names (sign-in name, display name, id) is left alone; undefined: it need not be. */
export function protection(
  names: readonly string[],
  { breakGlass, protect }: Pick<EntraSettings, 'breakGlass' | 'protect'>,
): string | undefined {
  if (breakGlass.length + protect.length === 0) return undefined
  const folded = names.map((name) => name.toLowerCase())
  if (folded.some((name) => breakGlass.includes(name))) return 'an emergency account (breakGlass)'
  const pattern = protect.find(({ pieces }) => folded.some((name) => matchesPieces(pieces, name)))
  return pattern === undefined ? undefined : `protected by ${pattern.text}`
}
