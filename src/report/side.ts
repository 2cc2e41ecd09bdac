import type { Answer } from './answer.ts'
import { printable } from './printable.ts'

/** Where an answer comes from: what is declared, what was applied, or what the directories show now. */
export interface Side {
  readonly source: 'declared' | 'applied' | 'live'
  /** RFC 3339: the moment that is told of; not there: now. */
  readonly at?: string
  /** The commit that the answer is of: that declared it, or that was applied last. */
  readonly commit?: string
  /** One sentence each: which answer this is, and what is to be known about it. */
  readonly words: readonly string[]
  /** What could not be seen. It is not known to be absent. */
  readonly unknown: readonly { readonly about: string; readonly why: string }[]
  /** A directory could not be read. */
  readonly unread?: true
}

/** An answer that says where it comes from. */
export function withSide(answer: Answer, { words, ...side }: Side): Answer {
  const notes = side.unknown.map(({ about, why }) => `Unknown on ${about}: ${why}`)
  return {
    ...answer,
    document: { ...answer.document, ...side, notes: words },
    table: sourced(answer.table, side.source),
    text: (style) => {
      const { ink } = style
      const seen = notes.length === 0 ? [] : [ink.strong('Of what could be seen:')]
      const head = [
        ...words.map((line) => ink.faint(printable(line))),
        ...notes.map((line) => ink.plain(line)),
        '',
        ...seen,
      ]
      return [...head, answer.text(style)].join('\n')
    },
  }
}

/** Both answers, where what is declared differs from what was in effect; else the one. */
export function withDeclared(main: Answer, declared: Answer): Answer {
  if (alike(main, declared)) return main
  return {
    ...main,
    document: { ...main.document, declared: declared.document },
    table: { columns: main.table.columns, rows: [...main.table.rows, ...declared.table.rows] },
    text: (style) => [main.text(style), style.ink.strong('Declared otherwise:'), declared.text(style)].join('\n'),
  }
}

function sourced({ columns, rows }: Answer['table'], source: string): Answer['table'] {
  return {
    columns: [{ name: 'source', title: 'SOURCE' }, ...columns],
    rows: rows.map((cells) => [source, ...cells]),
  }
}

/** Names of what may differ where the same is said: where it stands, and where the answer comes from. */
const aside: ReadonlySet<string> = new Set(['source', 'at', 'commit', 'notes', 'unknown', 'unread', 'place', 'name', 'suggestion', 'since']) // prettier-ignore

function alike(a: Answer, b: Answer): boolean {
  return substanceOf(a.document) === substanceOf(b.document)
}

function substanceOf(document: object): string {
  return JSON.stringify(document, (key, value: unknown) => {
    if (aside.has(key)) return undefined
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).toSorted(([x], [y]) => (x < y ? -1 : 1)))
  })
}
