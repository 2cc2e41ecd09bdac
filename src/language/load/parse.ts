import type { Diagnostic } from '../../model/diagnostic.ts'
import { inFileOrder } from '../../model/diagnostic.ts'
import { readCarefully } from './careful-reader.ts'
import { fileDiagnostic, Mistakes } from './mistakes.ts'
import { Lines } from './place.ts'

/** A file may have this many bytes. */
export const largestFile = 1024 * 1024

/** What a file says. */
export interface Parsed {
  /** Specs (`spec.ts`), arrays, strings, numbers, booleans and null; undefined where there is an error. */
  readonly value: unknown
  /** Key at the top of the file -> its line, from 1, in the order of the file. */
  readonly lines: ReadonlyMap<string, number>
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads the text of one file strictly: all its mistakes at once, or its value. */
export function parse(file: string, text: string): Parsed {
  if (isTooLarge(text)) return { value: undefined, lines: new Map(), diagnostics: [tooLarge(file)] }
  const lines = new Lines(text)
  const mistakes = new Mistakes(file, lines)
  const reading = readCarefully(text, lines, mistakes)
  const diagnostics = inFileOrder(mistakes.all())
  const failed = diagnostics.some((found) => found.severity === 'error')
  return { value: failed ? undefined : reading.value, lines: reading.lines, diagnostics }
}

/** The mistake of a file that is too large. */
export function tooLarge(file: string): Diagnostic {
  return fileDiagnostic(file, {
    slug: 'file-too-large',
    message: 'This file is larger than 1 MiB.',
    fix: 'Split it: a kind may have several files, such as `users.sales.yaml` and `users.service.yaml`.',
  })
}

function isTooLarge(text: string): boolean {
  return text.length > largestFile || (text.length > largestFile / 3 && Buffer.byteLength(text) > largestFile)
}
