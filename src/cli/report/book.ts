import type { At } from '../../report/html/data.ts'

/** Numbers for what is said often: files, and words that many have in common. */
export interface Book {
  readonly files: readonly string[]
  readonly words: readonly string[]
  at(source: { readonly file: string; readonly line: number }): At
  word(text: string): number
}

/** An empty one. */
export function emptyBook(): Book {
  const files = numbering()
  const words = numbering()
  return {
    files: files.all,
    words: words.all,
    at: ({ file, line }) => [files.of(file), line],
    word: words.of,
  }
}

/** Gives each text a number, the same for the same text, in the order in which they come. */
export function numbering(): { readonly all: readonly string[]; readonly of: (text: string) => number } {
  const all: string[] = []
  const known = new Map<string, number>()
  return {
    all,
    of: (text) => {
      const there = known.get(text)
      if (there !== undefined) return there
      known.set(text, all.length)
      return all.push(text) - 1
    },
  }
}
