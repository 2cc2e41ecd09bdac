import type { Forge } from '../../forge/forge.ts'
import type { PullRequest } from '../../model/forge.ts'
import type { ApprovalState } from '../../model/judgement.ts'
import type { Plan } from '../../model/plan.ts'
import { annotationsOf } from '../../report/comment/annotations.ts'
import type { Session } from '../session.ts'
import { runLink } from './run-link.ts'

/** Which plan of which request. */
interface Place {
  readonly forge: Forge
  readonly pull: PullRequest
  readonly plan: Plan
}

/** What a check says of a plan. `isKept`: it can be approved. */
interface Checked {
  readonly approval: readonly ApprovalState[]
  readonly summary: string
  readonly isKept: boolean
}

/** Writes the check of a plan; where checks may not be written, a status. */
export async function writeCheck(
  session: Session,
  { forge, pull, plan }: Place,
  { approval, summary, isKept }: Checked,
): Promise<void> {
  const link = runLink(session)
  const missing = approval.reduce((all, state) => all + state.missing, 0)
  await forge.check({
    name: 'roster',
    commit: pull.head.commit,
    conclusion: isBroken(plan) ? 'failure' : !isKept ? 'neutral' : missing > 0 ? 'action_required' : 'success',
    title: isKept || isBroken(plan) ? titleOf(plan, missing) : 'This plan cannot be approved',
    summary,
    annotations: annotationsOf(plan),
    ...(link === undefined ? {} : { url: link }),
  })
}

function titleOf({ status, operations }: Plan, missing: number): string {
  if (!status.complete) return 'Not everything could be read: nothing will be applied there'
  if (status.errored) return 'The files have mistakes'
  if (status.blocked) return 'A gate holds the plan'
  if (missing > 0) return `${missing} ${missing === 1 ? 'approval is' : 'approvals are'} missing`
  return operations.length === 0 ? 'Nothing to do' : 'Approved'
}

/** Whether a plan leads nowhere as it is. */
export function isBroken({ status }: Plan): boolean {
  return status.errored || !status.complete || status.blocked
}
