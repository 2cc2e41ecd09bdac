import { csvOf } from './csv.ts'
import type { Ink } from './ink.ts'
import type { Table } from './table.ts'

/** What a question comes to: one object, told as a document, as rows, or in words. */
export interface Answer {
  readonly exitCode: number
  /** Without its version, which all have. */
  readonly document: object
  readonly table: Table
  readonly text: (style: AnswerStyle) => string
}

/** How an answer is painted; `zone`: the time zone in which moments are told. */
export interface AnswerStyle {
  readonly ink: Ink
  /** No shortened lists. */
  readonly everything: boolean
  readonly zone: string
}

/** An answer as a document, and as text: words, or rows where those were asked for. */
export function toldAs(
  answer: Answer,
  { csv, ...style }: AnswerStyle & { readonly csv: boolean },
): { readonly document: () => object; readonly text: () => string } {
  return {
    document: () => ({ formatVersion: '1.0', ...answer.document, exitCode: answer.exitCode }),
    text: () => (csv ? csvOf(answer.table) : answer.text(style)),
  }
}
