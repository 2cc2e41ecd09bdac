import { closeSync, openSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from '../../model/fault.ts'
import type { Plan } from '../../model/plan.ts'
import { plan as planRun } from '../../reconciler/reconcile.ts'
import { jsonChunks } from '../../report/json.ts'
import { withoutSensitive } from '../../report/sensitive.ts'
import { paintPlan } from '../../report/text.ts'
import { exitOfPlan } from '../exit.ts'
import { momentOf } from '../moment.ts'
import { progressOf } from '../progress.ts'
import { openRun, type RunOptions } from '../run.ts'
import type { Session } from '../session.ts'
import { settingsOf, type Settings } from '../settings.ts'
import { findRoot } from '../workspace.ts'

export interface PlanOptions {
  readonly tenant?: readonly string[]
  readonly asOf?: string
  readonly base?: string
  readonly changed?: boolean
  readonly shard?: string
  readonly out?: string
  readonly detailedExitcode?: boolean
}

/** `roster plan`: reads live, shows what would change. Cannot write to a directory, the ledger or the workspace. */
export async function plan(session: Session, options: PlanOptions): Promise<number> {
  const asOf =
    options.asOf === undefined ? undefined : momentOf(options.asOf, settingsOf(findRoot(session.folder)).zone)
  const request = requestIn(options)
  const progress = await progressOf(session)
  const { run, settings } = await openRun(
    session,
    { ...ofTenants(options), ...withAsOf(asOf), ...request, ...shardIn(options) },
    progress.tell,
  )
  const made = await planRun(run).finally(progress.end)
  if (options.out !== undefined) writePlan(resolve(options.out), made)
  tellPlan(session, made, settings)
  return exitOfPlan(made, { changesCount: options.detailedExitcode === true })
}

/** Shows a plan: as a document in a JSON run, else painted, with what to do next. */
export function tellPlan(session: Session, made: Plan, settings: Settings): void {
  const { output, ink, everything } = session
  output.result({
    document: () => withoutSensitive(made),
    text: () => paintPlan(made, { ink, everything, zone: settings.zone, zoneOf: settings.zoneOf }),
  })
}

function requestIn({ base, changed, tenant }: PlanOptions): Pick<RunOptions, 'base' | 'changed'> {
  if (changed === true && base === undefined)
    throw new UsageError('--changed needs --base <commit>: changed against what?')
  if (changed === true && tenant !== undefined)
    throw new UsageError('--changed and --tenant both say which tenants are planned: leave one of them out.')
  return base === undefined ? {} : { base, changed: changed === true }
}

/** `2/4`: the second of four parts. */
function shardIn({ shard, tenant }: PlanOptions): Pick<RunOptions, 'shard'> {
  if (shard === undefined) return {}
  if (tenant !== undefined)
    throw new UsageError('--shard and --tenant both say which tenants are planned: leave one of them out.')
  const [, index = 0, of = 0] = /^(\d{1,3})\/(\d{1,3})$/.exec(shard)?.map(Number) ?? []
  if (index >= 1 && index <= of && of <= 256) return { shard: { index, of } }
  throw new UsageError(`--shard ${shard} is not a part of the tenants. Write 2/4 for the second of four; at most 256.`)
}

function ofTenants({ tenant }: PlanOptions): { readonly tenant?: readonly string[] } {
  return tenant === undefined ? {} : { tenant }
}

function withAsOf(asOf: Date | undefined): { readonly asOf?: Date } {
  return asOf === undefined ? {} : { asOf }
}

/** Writes a plan to a file, without what is never written down. */
export function writePlan(path: string, made: Plan): void {
  try {
    const file = openSync(path, 'w')
    for (const chunk of jsonChunks(withoutSensitive(made))) writeSync(file, chunk)
    closeSync(file)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`The plan could not be written to ${path}: ${why}. Name another file with --out.`)
  }
}
