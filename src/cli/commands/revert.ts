import { resolve } from 'node:path'
import { exit } from '../../model/exit-code.ts'
import type { Plan } from '../../model/plan.ts'
import { plan as planRun } from '../../reconciler/reconcile.ts'
import { exitOfPlan } from '../exit.ts'
import { progressOf } from '../progress.ts'
import { openRevert } from '../revert/open-revert.ts'
import type { Session } from '../session.ts'
import { tellPlan, writePlan } from './plan.ts'

export interface RevertOptions {
  readonly tenant?: readonly string[]
  readonly out?: string
}

/** `roster revert`: a plan that takes an apply back, made of what that apply had found. Cannot write to a directory, the ledger or the workspace. */
export async function revert(session: Session, apply: string, options: RevertOptions): Promise<number> {
  const progress = await progressOf(session)
  const { run, settings } = await openRevert(session, { apply, tenant: options.tenant }, progress.tell)
  const made = await planRun(run).finally(progress.end)
  if (options.out !== undefined) writePlan(resolve(options.out), made)
  tellPlan(session, made, settings)
  tellNext(session, made, options.out)
  return exitOfPlan(made, { changesCount: false })
}

/** How it is carried out: a plan that somebody has seen is named by its digest. */
function tellNext({ output, noteInk }: Session, made: Plan, out: string | undefined): void {
  const [tenant] = made.tenants
  if (!made.status.applyable || (tenant?.exitCode !== exit.done && tenant?.exitCode !== exit.changes)) return
  const approved = out === undefined ? '' : ` --approved ${out}`
  output.note(
    `${noteInk.plain(`Next: roster apply --revert ${made.context.reverts ?? ''}${approved} --digest ${made.digest}`)}\n`,
  )
}
