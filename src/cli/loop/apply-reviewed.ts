import { ForgeFault } from '../../forge/forge.ts'
import type { Judge } from '../../model/judgement.ts'
import { apply } from '../../reconciler/reconcile.ts'
import type { ApplyReport, Progress } from '../../reconciler/run.ts'
import { braked } from '../brake.ts'
import type { ApplyOptions } from '../commands/apply.ts'
import { progressOf } from '../progress.ts'
import { openRun } from '../run.ts'
import type { Session } from '../session.ts'
import { findRoot } from '../workspace.ts'
import { followIssue } from './failure-issue.ts'
import { followOrders } from './order-issues.ts'
import { tellRequests, type Asked } from './outcome.ts'
import { postedPlans } from './plans.ts'
import { openForge } from './repository.ts'
import { reviewed } from './reviewed.ts'

/** Applies what was agreed to on the forge, and says there what became of it. What the forge does not take is told and changes nothing. */
export async function applyReviewed(session: Session, options: ApplyOptions): Promise<ApplyReport> {
  const root = findRoot(session.folder)
  const bar = await progressOf(session)
  let told: ((event: Progress) => void) | undefined
  const { run, settings } = await openRun(session, options, (event) => {
    bar.tell(event)
    told?.(event)
  })
  const forge = await openForge(session, root, options)
  const repository = { root, env: session.environment.forGit }
  const plans = postedPlans(root, settings, session)
  const { judge, requests } = await reviewed({ forge, plans, run, repository, branch: options.branch })
  const asked: Asked = new Map()
  const requestsTold = tellRequests(session, { forge, requests, asked, merge: run.commit ?? '' })
  told = requestsTold.advance
  const report = await braked(session, { run, branch: options.branch }, (held) =>
    apply(held, { how: 'reviewed', judge: remembering(judge, asked) }),
  ).finally(bar.end)
  await quietly(session, async () => {
    await requestsTold.end(report)
    await followIssue(session, forge, report, run.commit ?? '')
    await followOrders(run, forge, report.tenants)
  })
  return report
}

/** Keeps which request was judged in which tenant. */
function remembering(judge: Judge, asked: Asked): Judge {
  return (judged) => {
    const judgement = judge(judged)
    const numbers = [...judgement.allowed.map(({ trace }) => trace.number), ...judgement.missing.flatMap(numberIn)]
    for (const number of numbers) asked.set(number, new Set([...(asked.get(number) ?? []), judged.tenant]))
    return judgement
  }
}

/** What is missing is said in sentences that begin with the request. */
function numberIn(missing: string): readonly number[] {
  const number = /^#(\d+)\b/.exec(missing)?.[1]
  return number === undefined ? [] : [Number(number)]
}

/** The apply is done and recorded by now: that nobody could be told must not make it look undone. */
async function quietly(session: Session, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof ForgeFault)) throw error
    session.output.note(
      `${session.noteInk.warn('The forge was not told what became of it:')} ${session.noteInk.plain(error.message)}\n`,
    )
  }
}
