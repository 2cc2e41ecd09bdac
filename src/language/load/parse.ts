import type { Diagnostic } from '../../model/diagnostic.ts'
import { inFileOrder } from '../../model/diagnostic.ts'
import { ambiguousWord, readCarefully } from './careful-reader.ts'
import { readFast } from './fast-reader.ts'
import { isClean } from './hygiene.ts'
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
  const fast = isClean(text) ? readFast(text) : undefined
  if (fast !== undefined) return { ...fast, diagnostics: warnings(file, text, fast.ambiguous) }
  return parseCarefully(file, text)
}

/** As `parse`, without trying the fast reader first. */
export function parseCarefully(file: string, text: string): Parsed {
  const lines = new Lines(text)
  const mistakes = new Mistakes(file, lines)
  const reading = readCarefully(text, lines, mistakes)
  const diagnostics = withoutFollowUps(inFileOrder(mistakes.all()))
  if (!diagnostics.some(isError)) return { value: reading.value, lines: reading.lines, diagnostics }
  // What stands on a line that is not YAML is no id.
  const unclear = new Set(diagnostics.filter(({ slug }) => slug === 'yaml-syntax').map(({ line }) => line))
  const ids = [...reading.lines].filter(([, line]) => !unclear.has(line))
  return { value: undefined, lines: new Map(ids), diagnostics }
}

const followUps: ReadonlySet<string> = new Set(['value-missing', 'key-not-text'])

/** Where a line is not YAML, what else seems wrong with it, and that the line above it has no value, follows from that. */
function withoutFollowUps(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const unclear = diagnostics.filter(({ slug }) => slug === 'yaml-syntax').map(({ line }) => line)
  const around = new Set(unclear.flatMap((line) => [line - 1, line]))
  return diagnostics.filter(({ slug, line }) => !followUps.has(slug) || !around.has(line))
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error'
}

function warnings(file: string, text: string, ambiguous: readonly number[]): readonly Diagnostic[] {
  if (ambiguous.length === 0) return []
  const mistakes = new Mistakes(file, new Lines(text))
  for (const at of ambiguous) mistakes.at(at, ambiguousWord(/^\w+/.exec(text.slice(at, at + 4))?.[0] ?? ''))
  return mistakes.all()
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
