import type { Reading } from './careful-reader.ts'
import { continuesKey, mayBeTyped, startsKey, startsPlain } from './characters.ts'
import { coreValue } from './core-schema.ts'
import { Spec } from './spec.ts'
import { deepest } from './tokens.ts'
import { isAmbiguous, isReserved } from './words.ts'

/** What the fast reader made of a text. `ambiguous`: where words such as `NO` stand. */
export interface FastReading extends Reading {
  readonly ambiguous: readonly number[]
}

/**
 * Reads the plain part of YAML in one pass: block maps and lists, flow maps and lists, scalars of one line, block
 * scalars, comments. undefined: not sure, ask the careful reader. The text must be clean (`isClean`).
 * Strings are slices that keep the text alive: drop what was read together with the tenant it belongs to, and copy
 * what lives longer.
 */
export function readFast(text: string): FastReading | undefined {
  try {
    return new FastReader(text).read()
  } catch (thrown) {
    if (thrown === notSure) return undefined
    throw thrown
  }
}

// Made once: making an error with its stack for every file that needs the careful reader would cost.
const notSure = new Error('this text needs the careful reader')

function giveUp(): never {
  throw notSure
}

const tab = 9
const newline = 10
const carriageReturn = 13
const space = 32
const doubleQuote = 34
const hash = 35
const singleQuote = 39
const comma = 44
const dash = 45
const dot = 46
const colon = 58
const greater = 62
const openList = 91
const backslash = 92
const closeList = 93
const openMap = 123
const bar = 124
const closeMap = 125
const longestKey = 200

// Names of properties come again and again: looking them up here is cheaper than making each anew. Ids come once.
const knownNames: string[] = Array.from({ length: 1024 }, () => '')

/** The engine's own copy of a name: quicker as a key, and free of the text that it was sliced from. */
function internalized(name: string): string {
  return Object.keys({ [name]: 0 })[0]!
}

class FastReader {
  private readonly text: string
  private readonly end: number
  /** The text did not end with a line end; one was put there. */
  private readonly cut: boolean
  private readonly lines = new Map<string, number>()
  private readonly ambiguous: number[] = []
  /** Where the reader stands: at the first character of `line` that is not a space, or behind a token. */
  private at: number
  private line = 1
  /** Spaces before the first character of `line`; -1 at the end of the text. */
  private indent = 0

  constructor(text: string) {
    this.cut = text.charCodeAt(text.length - 1) !== newline
    this.text = this.cut ? `${text}\n` : text
    this.end = this.text.length
    this.at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  }

  read(): FastReading {
    this.toContent(true)
    if (this.indent !== 0) giveUp()
    const value = this.text.startsWith('{}', this.at) ? this.emptyMap() : this.map(0, 1)
    if (this.at !== this.end) giveUp()
    return { value, lines: this.lines, ambiguous: this.ambiguous }
  }

  private emptyMap(): Spec {
    this.toNextLine(this.at + 2)
    return new Spec()
  }

  /** From the start of a line to the first line that says something. */
  private toContent(atStart = false): void {
    const { text, end } = this
    let start = this.at
    for (;;) {
      let at = start
      while (text.charCodeAt(at) === space) at++
      if (at >= end) {
        this.at = end
        this.indent = -1
        return
      }
      const code = text.charCodeAt(at)
      if (code === newline) start = at + 1
      else if (code === carriageReturn) start = at + 2
      else if (code === hash) start = text.indexOf('\n', at) + 1
      else if (atStart && this.isDocumentStart(at, start)) start = text.indexOf('\n', at) + 1
      else {
        if (code === tab) giveUp()
        this.at = at
        this.indent = at - start
        if (this.indent === 0 && (code === dash || code === dot) && this.isMarker(at)) giveUp()
        return
      }
      this.line++
    }
  }

  private isDocumentStart(at: number, start: number): boolean {
    return at === start && /^---\r?\n$/.test(this.text.slice(at, this.text.indexOf('\n', at) + 1)) && this.firstMarker()
  }

  private markers = 0
  private firstMarker(): boolean {
    return this.markers++ === 0
  }

  private isMarker(at: number): boolean {
    return this.text.startsWith('---', at) || this.text.startsWith('...', at)
  }

  /** From behind a value, over a comment, to the next line that says something. */
  private toNextLine(behind: number): void {
    const { text } = this
    let at = behind
    while (text.charCodeAt(at) === space) at++
    const code = text.charCodeAt(at)
    if (code === newline) this.at = at + 1
    else if (code === carriageReturn) this.at = at + 2
    else if (code === hash && text.charCodeAt(at - 1) === space) this.at = text.indexOf('\n', at) + 1
    else giveUp()
    this.line++
    this.toContent()
  }

  private map(indent: number, depth: number): Spec {
    if (depth > deepest) giveUp()
    const spec = new Spec()
    do {
      const { line } = this
      const key = this.key(depth === 1 ? 'id' : 'name')
      if (spec[key] !== undefined) giveUp()
      if (depth === 1) this.lines.set(key, line)
      spec[key] = this.valueOfKey(indent, depth)
    } while (this.indent === indent)
    if (this.indent > indent) giveUp()
    return spec
  }

  /** Reads a key and its colon; a space or the end of the line is next. */
  private key(sort: 'id' | 'name'): string {
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

  private isGap(at: number): boolean {
    const code = this.text.charCodeAt(at)
    return code === space || code === newline || code === carriageReturn
  }

  private valueOfKey(indent: number, depth: number): unknown {
    const { text } = this
    let at = this.at
    while (text.charCodeAt(at) === space) at++
    const code = text.charCodeAt(at)
    if (code !== newline && code !== carriageReturn && code !== hash) return this.inline(at, indent, depth)
    this.toNextLine(at)
    if (this.indent > indent)
      return this.isDash() ? this.list(this.indent, depth + 1) : this.map(this.indent, depth + 1)
    if (this.indent === indent && this.isDash()) return this.list(indent, depth + 1)
    return giveUp()
  }

  private isDash(): boolean {
    return this.text.charCodeAt(this.at) === dash && this.isGap(this.at + 1)
  }

  private list(indent: number, depth: number): unknown[] {
    if (depth > deepest) giveUp()
    const items: unknown[] = []
    do items.push(this.item(indent, depth))
    while (this.indent === indent && this.isDash())
    if (this.indent > indent) giveUp()
    return items
  }

  private item(indent: number, depth: number): unknown {
    const { text } = this
    const start = this.at
    let at = start + 1
    while (text.charCodeAt(at) === space) at++
    const code = text.charCodeAt(at)
    if (code === newline || code === carriageReturn || code === hash) {
      this.toNextLine(at)
      if (this.indent <= indent) giveUp()
      return this.isDash() ? this.list(this.indent, depth + 1) : this.map(this.indent, depth + 1)
    }
    if (startsKey(code) && this.isKey(at)) {
      this.at = at
      return this.map(indent + at - start, depth + 1)
    }
    return this.inline(at, indent, depth)
  }

  private isKey(start: number): boolean {
    let at = start + 1
    while (continuesKey(this.text.charCodeAt(at))) at++
    return this.text.charCodeAt(at) === colon && this.isGap(at + 1)
  }

  /** A value that starts on the line of its key or dash. */
  private inline(at: number, indent: number, depth: number): unknown {
    let value: unknown
    switch (this.text.charCodeAt(at)) {
      case doubleQuote:
        value = this.doubleQuoted(at)
        break
      case singleQuote:
        value = this.singleQuoted(at)
        break
      case openList:
        value = this.flowList(at, indent, depth + 1)
        break
      case openMap:
        value = this.flowMap(at, indent, depth + 1)
        break
      case bar:
      case greater:
        return this.blockScalar(at, indent)
      default:
        value = this.plain(at)
    }
    this.toNextLine(this.at)
    return value
  }

  private plain(start: number): unknown {
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

  private checkPlainStart(start: number): void {
    const { text } = this
    const code = text.charCodeAt(start)
    if (!startsPlain(code) && !(code === dash && startsKey(text.charCodeAt(start + 1)))) giveUp()
  }

  private plainValue(start: number, behind: number): unknown {
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

  private doubleQuoted(start: number): string {
    const { text } = this
    let at = start + 1
    for (let code = text.charCodeAt(at); code !== doubleQuote; code = text.charCodeAt(++at)) {
      if (code === backslash || code === newline) giveUp()
    }
    this.at = at + 1
    return text.slice(start + 1, at)
  }

  private singleQuoted(start: number): string {
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

  private flowList(start: number, indent: number, depth: number): unknown[] {
    if (depth > deepest) giveUp()
    const items: unknown[] = []
    this.at = start + 1
    while (this.flowNext(indent) !== closeList) {
      items.push(this.flowValue(indent, depth))
      this.flowComma(indent, closeList)
    }
    this.at++
    return items
  }

  private flowMap(start: number, indent: number, depth: number): Spec {
    if (depth > deepest) giveUp()
    const spec = new Spec()
    this.at = start + 1
    while (this.flowNext(indent) !== closeMap) {
      const key = this.key('name')
      if (spec[key] !== undefined || this.text.charCodeAt(this.at) !== space) giveUp()
      const code = this.flowNext(indent)
      if (code === comma || code === closeMap) giveUp()
      spec[key] = this.flowValue(indent, depth)
      this.flowComma(indent, closeMap)
    }
    this.at++
    return spec
  }

  /** Goes over spaces and line ends; gives the code of the next character. */
  private flowNext(indent: number): number {
    const { text } = this
    let at = this.at
    let code = text.charCodeAt(at)
    while (code === space) code = text.charCodeAt(++at)
    if (code === newline || code === carriageReturn) {
      const start = code === newline ? at + 1 : at + 2
      at = start
      this.line++
      code = text.charCodeAt(at)
      while (code === space) code = text.charCodeAt(++at)
      if (at - start <= indent || code === newline || code === carriageReturn) giveUp()
    }
    this.at = at
    return code
  }

  private flowComma(indent: number, close: number): void {
    const code = this.flowNext(indent)
    if (code === comma) this.at++
    else if (code !== close) giveUp()
  }

  private flowValue(indent: number, depth: number): unknown {
    switch (this.text.charCodeAt(this.at)) {
      case doubleQuote:
        return this.doubleQuoted(this.at)
      case singleQuote:
        return this.singleQuoted(this.at)
      case openList:
        return this.flowList(this.at, indent, depth + 1)
      case openMap:
        return this.flowMap(this.at, indent, depth + 1)
      default:
        return this.flowPlain(this.at)
    }
  }

  private flowPlain(start: number): unknown {
    const { text } = this
    this.checkPlainStart(start)
    let at = start
    for (; ; at++) {
      const code = text.charCodeAt(at)
      if (code === comma || code === closeList || code === closeMap || code === newline || code === carriageReturn)
        break
      if (code === openList || code === openMap || code === tab || code === hash) giveUp()
      if (code === colon && !startsKey(text.charCodeAt(at + 1)) && text.charCodeAt(at + 1) !== 47) giveUp()
    }
    return this.plainValue(start, at)
  }

  /** `|`, `|-`, `>`, `>-`, without more-indented lines in folded ones and without blank lines at the start. */
  private blockScalar(start: number, indent: number): string {
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

  private spacesAt(start: number): number {
    let at = start
    while (this.text.charCodeAt(at) === space) at++
    return at - start
  }

  private isBlank(start: number): boolean {
    return this.isGap(start + this.spacesAt(start))
  }

  /** To the start of the next line, from a place at the end of this one. */
  private nextLine(at: number): void {
    this.at = this.text.charCodeAt(at) === carriageReturn ? at + 2 : at + 1
    this.line++
  }

  private restOfLine(from: number): string {
    const { text } = this
    const lineEnd = text.indexOf('\n', from)
    const bare = text.charCodeAt(lineEnd - 1) === carriageReturn ? lineEnd - 1 : lineEnd
    this.at = lineEnd + 1
    this.line++
    return text.slice(from, bare)
  }
}
