import { block, value } from '../markdown.ts'
import type { FailedContext, Rendering } from './context.ts'
import { link } from './footer.ts'

const mostLines = 60
const mostCharacters = 12_000

/** There is no plan: why, with the end of the log. What would happen is then unknown, and the comment says so. */
export function failedComment(log: string, { head, fullReport }: FailedContext): Rendering {
  const lines = log.trimEnd().split(/\r\n|\r|\n/)
  const last = tail(lines.slice(-mostLines))
  const left = lines.length - last.length
  const omitted = left === 0 ? [] : [`the first ${left.toLocaleString('en-GB')} lines of the log`]
  const body = [
    '### Plan failed',
    '',
    `There is no plan for ${value(head.slice(0, 12))}: what it would change is not known, and nothing of it can be applied.`,
    '',
    ...(left === 0 ? [] : [`The end of the log (left out: ${omitted[0]}):`, '']),
    block(last.join('\n')),
    '',
    ...(fullReport === undefined ? [] : [`${link('The whole log', fullReport)}.`, '']),
    `Next: mend what it says and push again; ${value('roster validate')} and ${value('roster plan')} show the same at a terminal.`,
    '',
  ].join('\n')
  return { body, detail: left === 0 ? 'full' : 'topRows', omitted }
}

/** As many of the last lines as there is room for; one that is too long by itself loses its beginning. */
function tail(lines: readonly string[]): readonly string[] {
  const kept: string[] = []
  let room = mostCharacters
  for (const line of lines.toReversed()) {
    const shown = line.length > 2_000 ? `…${Array.from(line).slice(-1_000).join('')}` : line
    if (shown.length > room) break
    room -= shown.length
    kept.unshift(shown)
  }
  return kept
}

const pendingTitle = '### A plan is being made'
const opens = '<del>\n\n'
const closes = '\n\n</del>'

/**
 * A plan is being made for a new head: what was there before (a body without its marker) is struck out and folded away. It
 * is struck out once, however often a head moves.
 */
export function pendingComment(previousBody: string | undefined, head: string): string {
  const old = previousBody === undefined ? '' : lastPlan(previousBody.trim())
  const struck =
    old === ''
      ? []
      : [
          '<details><summary><del>The plan below is of an older head, and out of date</del></summary>',
          '',
          `${opens}${old}${closes}`,
          '',
          '</details>',
          '',
        ]
  const words = `For ${value(head.slice(0, 12))}. Until it is here, nothing can be approved: what was approved before does not count for it.`
  return [pendingTitle, '', words, '', ...struck].join('\n')
}

/** Of a body that says that a plan is being made: the plan struck out in it. */
function lastPlan(body: string): string {
  if (!body.startsWith(pendingTitle)) return body
  const [from, to] = [body.indexOf(opens), body.lastIndexOf(closes)]
  return from < 0 || to < from ? '' : body.slice(from + opens.length, to)
}
