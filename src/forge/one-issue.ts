import type { Forge, Issue } from './forge.ts'
import { markerLine, markerOf } from './marker.ts'
import { ourselves } from './ourselves.ts'

/** What the one issue of a kind is to say. */
export interface OneIssue {
  /** Which of roster's issues it is: `apply`. */
  readonly marker: string
  readonly title: string
  /** Markdown, without the marker. */
  readonly body: string
  readonly label: string
  /** Whether there is something to do. */
  readonly open: boolean
}

/** What became of it; `none`: nothing to do and no issue. */
export type IssueOutcome = 'opened' | 'updated' | 'reopened' | 'closed' | 'unchanged' | 'none'

/** Keeps one issue of a kind: opens, updates, opens again or closes the one that we wrote. Throws ForgeFault. */
export async function upsertIssue(forge: Forge, wish: OneIssue): Promise<IssueOutcome> {
  const body = `${markerLine({ what: wish.marker })}\n${wish.body}`
  const [{ login }, issues] = await Promise.all([forge.me(), forge.issues(wish.label)])
  const ours = issues.filter(({ by, body: text }) => by.login === login && markerOf(text)?.what === wish.marker)
  const [issue] = ours.toSorted((a, b) => rank(a) - rank(b) || b.number - a.number)
  if (issue === undefined) {
    if (!wish.open) return 'none'
    const made = await forge.openIssue({ title: wish.title, body, labels: [wish.label] })
    await ourselves(forge, made.by, () => forge.editIssue(made.number, { state: 'closed' }))
    return 'opened'
  }
  return follow(forge, issue, { ...wish, body })
}

/** An open one is followed before one that is done. */
function rank({ state }: Issue): number {
  return state === 'open' ? 0 : 1
}

async function follow(forge: Forge, issue: Issue, { title, body, open }: OneIssue): Promise<IssueOutcome> {
  const was = issue.state === 'open'
  if (!open && !was) return 'unchanged'
  if (open === was && issue.title === title && tidy(issue.body) === tidy(body)) return 'unchanged'
  await forge.editIssue(issue.number, { title, body, ...(open === was ? {} : { state: open ? 'open' : 'closed' }) })
  if (!open) return 'closed'
  return was ? 'updated' : 'reopened'
}

function tidy(text: string): string {
  return text.replaceAll('\r\n', '\n').trimEnd()
}
