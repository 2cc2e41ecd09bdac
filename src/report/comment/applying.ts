import { count } from '../count.ts'
import { value } from '../markdown.ts'
import { link } from './footer.ts'

/** How far an apply is. */
export interface Advance {
  /** The commit on the base branch that is applied. */
  readonly merge: string
  /** RFC 3339. */
  readonly since: string
  readonly done: number
  readonly total: number
  /** Where its log is. */
  readonly fullReport?: string
}

/** A request is being carried out: what the comment says until it is known what became of it. */
export function applyingComment({ merge, since, done, total, fullReport }: Advance): string {
  const log = fullReport === undefined ? '' : ` · ${link('log', fullReport)}`
  const far =
    total === 0 ? 'being planned again' : `${done.toLocaleString('en-GB')} of ${count(total, 'operation')} done`
  return [`### Being applied: ${far}`, '', `Commit ${value(merge.slice(0, 12))}, since ${value(since)}${log}`, ''].join(
    '\n',
  )
}
