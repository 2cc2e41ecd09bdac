import type { Diagnostic } from '../../model/diagnostic.ts'
import { fileDiagnostic } from './mistakes.ts'
import { isSpec } from './spec.ts'

/** What came of an edit: the new text, or the old one and why it was left as it is. */
export interface Edited {
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
}

/** A part of a text and what shall stand there. */
export interface Splice {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/** The text with some parts replaced; every other byte stays. The parts must not overlap. */
export function spliced(text: string, splices: readonly Splice[]): string {
  let result = ''
  let at = 0
  for (const { from, to, insert } of splices.toSorted((a, b) => a.from - b.from)) {
    result += text.slice(at, from) + insert
    at = to
  }
  return result + text.slice(at)
}

/** The edit that leaves everything as it was, with its reason. */
export function refused(
  file: string,
  text: string,
  { message, fix = 'Make the change by hand.' }: { readonly message: string; readonly fix?: string },
): Edited {
  return { text, diagnostics: [fileDiagnostic(file, { slug: 'edit-refused', message, fix })] }
}

/** Whether two values of files say the same; the order of keys says nothing. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index]))
  }
  if (!isSpec(a) || !isSpec(b)) return Object.is(a, b)
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
  )
}
