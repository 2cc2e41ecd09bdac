import { inFileOrder, type Diagnostic } from '../model/diagnostic.ts'
import { count } from './count.ts'
import { grouped } from '../model/grouped.ts'
import type { Ink } from './ink.ts'
import { columnsOf, printable } from './printable.ts'

const widest = 110

/** Every mistake with its place, the line and a caret, what to do; grouped by file. */
export function paintDiagnostics(diagnostics: readonly Diagnostic[], ink: Ink): string[] {
  const files = grouped(inFileOrder(diagnostics), (diagnostic) => diagnostic.file)
  return [...files.values()].flatMap((ofFile) => [...ofFile.flatMap((one) => paintOne(one, ink)), ''])
}

/** `3 errors and 1 warning in 2 files.` */
export function countDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length
  const warnings = diagnostics.length - errors
  const files = new Set(diagnostics.map((diagnostic) => diagnostic.file)).size
  const kinds = [...(errors > 0 ? [count(errors, 'error')] : []), ...(warnings > 0 ? [count(warnings, 'warning')] : [])]
  return `${kinds.join(' and ')} in ${count(files, 'file')}.`
}

function paintOne(one: Diagnostic, ink: Ink): string[] {
  const severity = one.severity === 'error' ? ink.remove('error') : ink.warn('warning')
  const head = `${ink.strong(`${one.file}:${one.line}:${one.column}`)}  ${severity}  ${ink.faint(one.slug)}`
  const fix = one.fix === undefined ? [] : [`    ${ink.good('fix:')} ${ink.plain(one.fix)}`]
  return [head, `    ${ink.plain(one.message)}`, ...excerpt(one, ink), ...fix]
}

function excerpt(one: Diagnostic, ink: Ink): string[] {
  if (one.excerpt === undefined) return []
  // A long line is shown around the place that matters.
  const cut = one.column > widest - 20 ? one.column - 60 : 0
  const shown = one.excerpt.slice(cut, cut + widest)
  const before = printable(shown.slice(0, Math.max(0, one.column - 1 - cut)))
  const number = String(one.line).padStart(5)
  const lead = cut > 0 ? '…' : ''
  return [
    `  ${ink.faint(`${number} |`)} ${lead}${ink.plain(shown)}`,
    `  ${ink.faint(`${' '.repeat(5)} |`)} ${' '.repeat(lead.length + columnsOf(before))}${ink.remove('^')}`,
  ]
}
