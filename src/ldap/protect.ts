import { matchesPieces } from '../model/pieces.ts'
import { foldText } from './fold.ts'
import { canonicalDn } from './dn.ts'

type Part = '**' | { readonly type: string; readonly pieces: readonly string[] }

/** A pattern on DNs: `*` stands for anything within one relative name, `**` for any number of them. */
export interface Pattern {
  readonly text: string
  readonly parts: readonly Part[]
}

/** Reads a pattern such as `CN=svc-*,**` or `**,OU=Break Glass`. Throws DnSyntaxError. */
export function parsePattern(text: string): Pattern {
  return { text, parts: text.split(/(?<!\\),/).map(parsePart) }
}

function parsePart(written: string): Part {
  const part = written.trim()
  if (part === '**') return '**'
  const pieces = part.split('*')
  // The stars stand outside what is made canonical, so that the pieces are escaped and folded as names of the directory are.
  const [first = '', ...rest] = pieces
  const equals = first.indexOf('=')
  if (equals < 0) return { type: '', pieces: pieces.map(foldText) }
  const type = canonicalDn(`${first.slice(0, equals)}=x`).slice(0, -2)
  return { type, pieces: [first.slice(equals + 1), ...rest].map((piece) => canonicalPiece(piece)) }
}

function canonicalPiece(piece: string): string {
  if (piece.trim() === '') return piece.toLowerCase()
  const canonical = canonicalDn(`x=${piece.trim()}`).slice(2)
  return `${piece.startsWith(' ') ? ' ' : ''}${canonical}${/[^\\] $/.test(piece) ? ' ' : ''}`
}

/** What the settings leave alone. DNs are canonical. */
interface Protected {
  readonly base: string
  readonly protect: readonly Pattern[]
  /** The accounts that roster binds as. */
  readonly ownAccounts: readonly string[]
}

/** Why an account is left alone that roster binds as. */
export const ownAccount = 'protected: roster itself signs in with this account'

/** Why an object must be left alone; undefined: it need not. */
export function protection(canonical: string, { base, protect, ownAccounts }: Protected): string | undefined {
  if (ownAccounts.includes(canonical)) return ownAccount
  const pattern = protect.find((candidate) => matchesPattern(candidate, canonical, base))
  return pattern === undefined ? undefined : `protected by ${pattern.text}`
}

/** Does the pattern stand for this canonical DN, whole or as seen from the base? */
export function matchesPattern(pattern: Pattern, canonical: string, base: string): boolean {
  if (matchParts(pattern.parts, canonical.split(','))) return true
  if (base === '' || !canonical.endsWith(`,${base}`)) return false
  return matchParts(pattern.parts, canonical.slice(0, -base.length - 1).split(','))
}

function matchParts(parts: readonly Part[], names: readonly string[]): boolean {
  const [part, ...rest] = parts
  if (part === undefined) return names.length === 0
  if (part !== '**') return names[0] !== undefined && matchName(part, names[0]) && matchParts(rest, names.slice(1))
  if (rest.length === 0) return true
  return names.some((_, index) => matchParts(rest, names.slice(index)))
}

function matchName(part: Exclude<Part, '**'>, name: string): boolean {
  const equals = name.indexOf('=')
  if (part.type !== '' && part.type !== name.slice(0, equals)) return false
  return matchesPieces(part.pieces, part.type === '' ? name : name.slice(equals + 1))
}
