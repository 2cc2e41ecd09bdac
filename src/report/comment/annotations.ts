import { inFileOrder } from '../../model/diagnostic.ts'
import { grouped } from '../../model/grouped.ts'
import type { Finding, Plan } from '../../model/plan.ts'
import { clipped } from '../markdown.ts'
import { printable } from '../printable.ts'
import { count } from '../count.ts'
import { mustStay, sortOf, sortOfAccess, type Sort } from './facts.ts'

/** A line of a file that something is said of, below the workspace; plain text. */
export interface Annotation {
  readonly path: string
  readonly line: number
  readonly level: 'notice' | 'warning' | 'failure'
  readonly message: string
}

/**
 * What a plan says of lines of files: mistakes, what holds or warns about something that a line asks for, what a line makes
 * somebody lose, and what it gives that is privileged. One line says each sort once, whomever it concerns.
 */
export function annotationsOf(plan: Plan): readonly Annotation[] {
  return [...mistakes(plan), ...found(plan), ...risks(plan)]
}

function mistakes({ diagnostics }: Plan): readonly Annotation[] {
  return inFileOrder(diagnostics)
    .filter(({ file }) => file !== '')
    .map(({ file, line, severity, message, fix }) => ({
      path: file,
      line,
      level: severity === 'error' ? 'failure' : 'warning',
      message: plain(fix === undefined ? message : `${message} ${fix}`),
    }))
}

/** Findings about an object stand where its line is. */
function found({ findings, operations }: Plan): readonly Annotation[] {
  const places = new Map(operations.map(({ address, source }) => [address, source]))
  return findings.flatMap((finding) => {
    const place = places.get(finding.scope)
    if (place === undefined || place.file === '' || finding.result === 'pass') return []
    return [{ path: place.file, line: place.line, level: levels[finding.result], message: plain(finding.message) }]
  })
}

const levels: Readonly<Record<Exclude<Finding['result'], 'pass'>, Annotation['level']>> = {
  warn: 'warning',
  block: 'failure',
}

interface Risk {
  readonly sort: Sort
  readonly file: string
  readonly line: number
  readonly words: string
}

function risks({ operations, access, kind }: Plan): readonly Annotation[] {
  const all: readonly Risk[] = [
    ...access.groups.map((group) => ({ ...group.source, sort: sortOfAccess(group), words: group.summary })),
    ...operations.map((operation) => ({
      ...operation.source,
      sort: sortOf(operation, kind),
      words: operation.summary,
    })),
  ].filter((risk) => mustStay(risk) && risk.file !== '')
  const together = grouped(all, ({ sort, file, line }) => `${sort}\n${file}\n${line}`)
  return [...together.values()].toSorted(byPlace).flatMap((ones) => {
    const [first, ...others] = ones
    if (first === undefined) return []
    const rest = others.length === 0 ? '' : `; and ${count(others.length, 'change')} more from this line`
    const lead = first.sort === 'privileged' ? 'Privileged: ' : ''
    const level = first.sort === 'privileged' ? 'warning' : 'notice'
    return [{ path: first.file, line: first.line, level, message: plain(`${lead}${first.words}${rest}`) }]
  })
}

function byPlace([a]: readonly Risk[], [b]: readonly Risk[]): number {
  if (a === undefined || b === undefined) return 0
  return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1
}

/** One line without anything that acts; forges show it as it is. */
function plain(text: string): string {
  return clipped(printable(text.replaceAll(/\s+/g, ' ').trim()), 2_000)
}
