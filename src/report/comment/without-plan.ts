import { block, value } from '../markdown.ts'
import type { FailedContext, Rendering } from './context.ts'

/** There is no plan: why, with the end of the log. */
export function failedComment(log: string, { head }: FailedContext): Rendering {
  return {
    body: `### Plan failed for ${value(head.slice(0, 12))}\n\n${block(log.slice(-8000))}\n`,
    detail: 'full',
    omitted: [],
  }
}

/** A plan is being made for a new head: what was there before (a body without its marker) is struck out below. */
export function pendingComment(previousBody: string | undefined, head: string): string {
  const old = previousBody === undefined ? [] : ['', '<del>', '', previousBody.trim(), '', '</del>']
  return [`### A plan is being made for ${value(head.slice(0, 12))}`, ...old, ''].join('\n')
}
