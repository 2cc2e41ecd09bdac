import { carriageReturn, dash, dot, hash, newline, space, tab } from './characters.ts'

/** Thrown where the fast reader is not sure. Made once: an error with its stack for every such file would cost. */
export const notSure = new Error('this text needs the careful reader')

/** Leaves the text to the careful reader. */
export function giveUp(): never {
  throw notSure
}

/** Where the fast reader stands in a text, and how it goes from line to line. */
export class Cursor {
  protected readonly text: string
  protected readonly end: number
  /** The text did not end with a line end; one was put there. */
  protected readonly cut: boolean
  /** At the first character of `line` that is not a space, or behind a token. */
  protected at: number
  protected line = 1
  /** Spaces before the first character of `line`; -1 at the end of the text. */
  protected indent = 0
  /** Something was said, or the line `---`. */
  private started = false

  constructor(text: string) {
    this.cut = text.charCodeAt(text.length - 1) !== newline
    this.text = this.cut ? `${text}\n` : text
    this.end = this.text.length
    this.at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  }

  /** From the start of a line to the first line that says something. */
  protected toContent(): void {
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
      else if (!this.started && this.isDocumentStart(at, start)) start = text.indexOf('\n', at) + 1
      else {
        if (code === tab) giveUp()
        this.started = true
        this.at = at
        this.indent = at - start
        if (this.indent === 0 && (code === dash || code === dot) && this.isMarker(at)) giveUp()
        return
      }
      this.line++
    }
  }

  /** A line `---` before anything was said; only the first. */
  private isDocumentStart(at: number, start: number): boolean {
    if (at !== start || !this.text.startsWith('---', at)) return false
    const rest = this.text.charCodeAt(at + 3)
    this.started = rest === newline || (rest === carriageReturn && this.text.charCodeAt(at + 4) === newline)
    return this.started
  }

  private isMarker(at: number): boolean {
    return this.text.startsWith('---', at) || this.text.startsWith('...', at)
  }

  /** From behind a value, over a comment, to the next line that says something. */
  protected toNextLine(behind: number): void {
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

  protected isGap(at: number): boolean {
    const code = this.text.charCodeAt(at)
    return code === space || code === newline || code === carriageReturn
  }

  protected isDash(): boolean {
    return this.text.charCodeAt(this.at) === dash && this.isGap(this.at + 1)
  }

  protected spacesAt(start: number): number {
    let at = start
    while (this.text.charCodeAt(at) === space) at++
    return at - start
  }

  protected isBlank(start: number): boolean {
    return this.isGap(start + this.spacesAt(start))
  }

  /** To the start of the next line, from a place at the end of this one. */
  protected nextLine(at: number): void {
    this.at = this.text.charCodeAt(at) === carriageReturn ? at + 2 : at + 1
    this.line++
  }

  protected restOfLine(from: number): string {
    const { text } = this
    const lineEnd = text.indexOf('\n', from)
    const bare = text.charCodeAt(lineEnd - 1) === carriageReturn ? lineEnd - 1 : lineEnd
    this.at = lineEnd + 1
    this.line++
    return text.slice(from, bare)
  }
}
