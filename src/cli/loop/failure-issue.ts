import type { Forge } from '../../forge/forge.ts'
import { upsertIssue } from '../../forge/one-issue.ts'
import type { ApplyReport } from '../../reconciler/run.ts'
import { failureIssue } from '../../report/comment/outcome.ts'
import type { Session } from '../session.ts'
import { resumeCommand } from './outcome.ts'
import { linked } from './run-link.ts'

const marker = 'apply'

/** One issue says what is not finished, for as long as something is not. */
export async function followIssue(session: Session, forge: Forge, report: ApplyReport, merge: string): Promise<void> {
  const issue = failureIssue(report, { merge, resumeCommand, ...linked(session) })
  const closed = { title: 'roster: everything is applied', body: 'Everything that was agreed to is applied.\n' }
  await upsertIssue(forge, { marker, label: 'roster', open: issue !== undefined, ...(issue ?? closed) })
}
