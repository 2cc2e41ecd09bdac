import { UsageError } from '../../model/fault.ts'
import { drift as driftRun } from '../../reconciler/reconcile.ts'
import { exitOfPlan } from '../exit.ts'
import { progressOf } from '../progress.ts'
import { openRun } from '../run.ts'
import type { Session } from '../session.ts'
import { tellPlan } from './plan.ts'

export interface DriftOptions {
  readonly tenant?: readonly string[]
  readonly pr?: boolean
  readonly base?: string
  readonly repository?: string
}

/** `roster drift`: what is not as roster last saw it; 2 when there is something. */
export async function drift(session: Session, options: DriftOptions): Promise<number> {
  if (options.pr === true) return (await import('../drift/requests.ts')).driftRequests(session, options)
  if (options.base !== undefined || options.repository !== undefined)
    throw new UsageError('--base and --repository say where requests are made. Add --pr, or leave them out.')
  const progress = await progressOf(session)
  const { run, settings } = await openRun(session, options, progress.tell)
  const found = await driftRun(run).finally(progress.end)
  tellPlan(session, found, settings)
  return exitOfPlan(found, { changesCount: true })
}
