import { Cursor, giveUp } from './fast-cursor.ts'
import {
  backslash,
  carriageReturn,
  colon,
  continuesKey,
  dash,
  doubleQuote,
  greater,
  hash,
  mayBeTyped,
  newline,
  singleQuote,
  space,
  startsKey,
  startsPlain,
  tab,
} from './characters.ts'
import { coreValue } from './core-schema.ts'
import { isAmbiguous, isReserved } from './words.ts'

const longestKey = 200

// Names of properties come again and again: looking them up here is cheaper than making each anew. Ids come once.
const knownNames: string[] = Array.from({ length: 1024 }, () => '')

/** The engine's own copy of a name: quicker as a key, and free of the text that it was sliced from. */
function internalized(name: string): string {
  return Object.keys({ [name]: 0 })[0]!
}

/** Reads keys and scalars. */
export class Scalars extends Cursor {
  /** Where words such as `NO` stand. */
  protected readonly ambiguous: number[] = []

  /** Reads a key and its colon; a space or the end of the line is next. */
  protected key(sort: 'id' | 'name'): string {
    const { text } = this
    const start = this.at
    const first = text.charCodeAt(start)
    let key: string
    if (first === doubleQuote || first === singleQuote) {
      key = first === doubleQuote ? this.doubleQuoted(start) : this.singleQuoted(start)
      if (key === '' || isReserved(key)) giveUp()
    } else {
      if (!startsKey(first)) giveUp()
      let at = start + 1
      let hash = first
      for (let code = text.charCodeAt(at); continuesKey(code); code = text.charCodeAt(++at))
        hash = (hash * 31 + code) | 0
      if (at - start > longestKey) giveUp()
      key = sort === 'id' ? this.plainKey(start, at) : this.knownName(start, at, hash & (knownNames.length - 1))
      this.at = at
    }
    const at = this.at
    if (text.charCodeAt(at) !== colon || at - start > longestKey || !this.isGap(at + 1)) giveUp()
    this.at = at + 1
    return key
  }

  private plainKey(start: number, end: number): string {
    const key = this.text.slice(start, end)
    if (isReserved(key) || (mayBeTyped(key.charCodeAt(0)) && typeof coreValue(key) !== 'string')) giveUp()
    return key
  }

  /** The same string as last time where the slot still holds it. */
  private knownName(start: number, end: number, slot: number): string {
    const { text } = this
    const known = knownNames[slot]!
    if (known.length === end - start) {
      let at = 0
      while (at < known.length && known.charCodeAt(at) === text.charCodeAt(start + at)) at++
      if (at === known.length) return known
    }
    const name = internalized(this.plainKey(start, end))
    knownNames[slot] = name
    return name
  }

  protected isKey(start: number): boolean {
    let at = start + 1
    while (continuesKey(this.text.charCodeAt(at))) at++
    return this.text.charCodeAt(at) === colon && this.isGap(at + 1)
  }

  protected plain(start: number): unknown {
    const { text } = this
    this.checkPlainStart(start)
    let at = start
    for (; ; at++) {
      const code = text.charCodeAt(at)
      if (code > colon) continue
      if (code === newline || code === carriageReturn) break
      if (code === colon && this.isGap(at + 1)) giveUp()
      if (code === hash && text.charCodeAt(at - 1) === space) break
      if (code === tab) giveUp()
    }
    return this.plainValue(start, at)
  }

  protected checkPlainStart(start: number): void {
    const { text } = this
    const code = text.charCodeAt(start)
    if (!startsPlain(code) && !(code === dash && startsKey(text.charCodeAt(start + 1)))) giveUp()
  }

  protected plainValue(start: number, behind: number): unknown {
    const { text } = this
    let end = behind
    while (text.charCodeAt(end - 1) === space) end--
    this.at = end
    const source = text.slice(start, end)
    const first = text.charCodeAt(start)
    if (!mayBeTyped(first) && first !== dash) return source
    if (isAmbiguous(source)) this.ambiguous.push(start)
    const value = coreValue(source)
    if (typeof value === 'number' && !Number.isFinite(value)) giveUp()
    return value
  }

  protected doubleQuoted(start: number): string {
    const { text } = this
    let at = start + 1
    for (let code = text.charCodeAt(at); code !== doubleQuote; code = text.charCodeAt(++at)) {
      if (code === backslash || code === newline) giveUp()
    }
    this.at = at + 1
    return text.slice(start + 1, at)
  }

  protected singleQuoted(start: number): string {
    const { text } = this
    let at = start + 1
    let doubled = false
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === newline) giveUp()
      if (code === singleQuote) {
        if (text.charCodeAt(at + 1) !== singleQuote) break
        doubled = true
        at++
      }
      at++
    }
    this.at = at + 1
    const raw = text.slice(start + 1, at)
    return doubled ? raw.replaceAll("''", "'") : raw
  }

  /** `|`, `|-`, `>`, `>-`, without more-indented lines in folded ones and without blank lines at the start. */
  protected blockScalar(start: number, indent: number): string {
    const { text, end } = this
    const stripped = text.charCodeAt(start + 1) === dash
    const header = stripped ? start + 2 : start + 1
    if (this.cut || !this.isGap(header) || text.charCodeAt(header) === space) giveUp()
    this.nextLine(header)
    const inner = this.spacesAt(this.at)
    if (inner <= indent) giveUp()
    const folded = text.charCodeAt(start) === greater
    let value = ''
    let blanks = -1
    while (this.at < end) {
      const spaces = this.spacesAt(this.at)
      const from = this.at + Math.min(spaces, inner)
      const code = text.charCodeAt(from)
      if (code === newline || code === carriageReturn) {
        if (blanks === -1) giveUp()
        blanks++
        this.nextLine(from)
        continue
      }
      if (spaces < inner) {
        if (spaces > indent) giveUp()
        break
      }
      if (code === tab || (folded && code === space) || this.isBlank(from)) giveUp()
      if (blanks >= 0) value += folded && blanks === 0 ? ' ' : '\n'.repeat(folded ? blanks : blanks + 1)
      value += this.restOfLine(from)
      blanks = 0
    }
    this.toContent()
    return stripped ? value : `${value}\n`
  }
}
