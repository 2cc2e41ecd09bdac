import { shown } from './hygiene.ts'

/** A place in a text, as people count: line and column start at 1, columns are UTF-16 units. */
export interface Place {
  readonly line: number
  readonly column: number
  /** The line itself, for the caret; one � for each character that must not be shown. Missing where the line is very long. */
  readonly excerpt?: string
}

const longestExcerpt = 400

/** Finds places of one text: one pass to find the lines, then a binary search for each place. */
export class Lines {
  readonly #text: string
  readonly #starts: number[] = [0]

  constructor(text: string) {
    this.#text = text
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1)
  }

  at(offset: number): Place {
    const line = this.indexOf(offset)
    const start = this.startOf(line)
    const next = this.#starts[line + 1] ?? this.#text.length + 1
    const place = { line: line + 1, column: Math.max(offset - start, 0) + 1 }
    if (next - start > longestExcerpt) return place
    return { ...place, excerpt: shown(this.#text.slice(start, next - 1)) }
  }

  /** How many lines there are; a line end at the end of the text starts one more, an empty one. */
  get count(): number {
    return this.#starts.length
  }

  /** Where a line starts, counted from 0; behind the last, the end of the text. */
  startOf(line: number): number {
    return this.#starts[line] ?? this.#text.length
  }

  /** A line with its line end, counted from 0. */
  textOf(line: number): string {
    return this.#text.slice(this.startOf(line), this.startOf(line + 1))
  }

  /** The first character of a line, counted from 1, after its indentation. */
  atLine(line: number): Place {
    const start = this.#starts[line - 1] ?? 0
    return this.at(start + (/^\ufeff? */.exec(this.#text.slice(start, start + longestExcerpt))?.[0].length ?? 0))
  }

  /** Which line an offset lies in, counted from 0. */
  indexOf(offset: number): number {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
}
