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
  return keepIssue(forge, await ourIssues(forge, wish.label), wish)
}

/** The issues that we wrote, marker -> what counts of them, first. Throws ForgeFault. */
export async function ourIssues(forge: Forge, label: string): Promise<ReadonlyMap<string, readonly Issue[]>> {
  const [{ login }, issues] = await Promise.all([forge.me(), forge.issues(label)])
  const marked = new Map<string, Issue[]>()
  for (const issue of issues.filter(({ by }) => by.login === login).toSorted(byRank)) {
    const marker = markerOf(issue.body)?.what
    if (marker !== undefined) marked.set(marker, [...(marked.get(marker) ?? []), issue])
  }
  return marked
}

/** As `upsertIssue`, where many are kept and the issues are read already. */
export async function keepIssue(
  forge: Forge,
  ours: ReadonlyMap<string, readonly Issue[]>,
  wish: OneIssue,
): Promise<IssueOutcome> {
  const body = `${markerLine({ what: wish.marker })}\n${wish.body}`
  const [issue] = ours.get(wish.marker) ?? []
  if (issue !== undefined) return follow(forge, issue, { ...wish, body })
  if (!wish.open) return 'none'
  const made = await forge.openIssue({ title: wish.title, body, labels: [wish.label] })
  await ourselves(forge, made.by, () => forge.editIssue(made.number, { state: 'closed' }))
  return 'opened'
}

/** An open one is followed before one that is done. */
function byRank(a: Issue, b: Issue): number {
  return rank(a) - rank(b) || b.number - a.number
}

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
