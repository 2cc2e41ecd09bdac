import { exit, exitOf } from '../model/exit-code.ts'
import type { Plan } from '../model/plan.ts'

/** The code of a plan: changes count only where somebody asked for it. */
export function exitOfPlan(plan: Plan, options: { readonly changesCount: boolean }): number {
  const shared = plan.diagnostics.some((one) => one.severity === 'error' && one.tenant === undefined)
    ? [exit.invalid]
    : []
  const codes = plan.tenants.map((tenant) => {
    if (tenant.exitCode !== exit.done && tenant.exitCode !== exit.changes) return tenant.exitCode
    return options.changesCount && tenant.status === 'changes' ? exit.changes : exit.done
  })
  return exitOf([...shared, ...codes])
}
