import type { Reading } from './careful-reader.ts'
import {
  bar,
  carriageReturn,
  closeList,
  closeMap,
  colon,
  comma,
  doubleQuote,
  greater,
  hash,
  newline,
  openList,
  openMap,
  singleQuote,
  space,
  startsKey,
  tab,
} from './characters.ts'
import { giveUp, notSure } from './fast-cursor.ts'
import { Scalars } from './fast-scalars.ts'
import { Spec } from './spec.ts'
import { deepest, mostValues } from './tokens.ts'

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

class FastReader extends Scalars {
  private readonly lines = new Map<string, number>()
  private values = 0

  read(): FastReading {
    this.toContent()
    if (this.indent !== 0) giveUp()
    const value = this.text.startsWith('{}', this.at) ? this.emptyMap() : this.map(0, 1)
    if (this.at !== this.end) giveUp()
    return { value, lines: this.lines, ambiguous: this.ambiguous }
  }

  private countValue(): void {
    if (++this.values > mostValues) giveUp()
  }

  private emptyMap(): Spec {
    this.toNextLine(this.at + 2)
    return new Spec()
  }

  private map(indent: number, depth: number): Spec {
    if (depth > deepest) giveUp()
    const spec = new Spec()
    do {
      this.countValue()
      const { line } = this
      const key = this.key(depth === 1 ? 'id' : 'name')
      if (spec[key] !== undefined) giveUp()
      if (depth === 1) this.lines.set(key, line)
      spec[key] = this.valueOfKey(indent, depth)
    } while (this.indent === indent)
    if (this.indent > indent) giveUp()
    return spec
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

  private list(indent: number, depth: number): unknown[] {
    if (depth > deepest) giveUp()
    const items: unknown[] = []
    do {
      this.countValue()
      items.push(this.item(indent, depth))
    } while (this.indent === indent && this.isDash())
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

  private flowList(start: number, indent: number, depth: number): unknown[] {
    if (depth > deepest) giveUp()
    const items: unknown[] = []
    this.at = start + 1
    while (this.flowNext(indent) !== closeList) {
      this.countValue()
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
      this.countValue()
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
      if (code > closeList && code < openMap) continue
      if (code === comma || code === closeList || code === closeMap || code === newline || code === carriageReturn)
        break
      if (code === openList || code === openMap || code === tab || code === hash) giveUp()
      if (code === colon && !startsKey(text.charCodeAt(at + 1)) && text.charCodeAt(at + 1) !== 47) giveUp()
    }
    return this.plainValue(start, at)
  }
}
