import { drift as driftRun } from '../../reconciler/reconcile.ts'
import { exitOfPlan } from '../exit.ts'
import { progressOf } from '../progress.ts'
import { openRun } from '../run.ts'
import type { Session } from '../session.ts'
import { tellPlan } from './plan.ts'

export interface DriftOptions {
  readonly tenant?: readonly string[]
}

/** `roster drift`: what is not as roster last saw it; 2 when there is something. */
export async function drift(session: Session, options: DriftOptions): Promise<number> {
  const progress = await progressOf(session)
  const { run, settings } = await openRun(session, options, progress.tell)
  const found = await driftRun(run).finally(progress.end)
  tellPlan(session, found, settings)
  return exitOfPlan(found, { changesCount: true })
}
