import { exit } from '../model/exit-code.ts'
import { holdsTenant } from '../model/holds-tenant.ts'
import type { Plan } from '../model/plan.ts'

const rerun = 'Run the same apply again: it is safe, and does only what is missing.'

const paused = 'Ask whoever wrote the reason; once the pause is taken back, run the same apply again.'

const steps: Readonly<Record<number, string>> = {
  3: 'Mend the files as the errors say; roster validate checks what can be checked offline.',
  4: 'Do what the message above says; roster doctor looks at the whole directory.',
  5: 'Do what the gate above says. An acknowledgement goes into acknowledgements.yaml of the tenant and is reviewed; roster schema acknowledgements shows its form.',
  6: 'Look at the new plan (roster plan), and have it approved.',
  7: 'Run the same apply again, after mending what failed above: it is safe, and does only what is missing.',
  8: 'Wait for the other run; roster unlock releases a lock whose owner is gone.',
  130: rerun,
  143: rerun,
}

/** What to do after a run of a plan that ended with an exit code; not there where nothing has to be done. */
export function nextStep(exitCode: number, plan: Pick<Plan, 'operations' | 'findings'>): string | undefined {
  if (exitCode !== exit.blocked) return steps[exitCode]
  if (plan.findings.some(({ slug }) => slug === 'paused')) return paused
  return isBlockedByItself(plan) ? 'Do what the notes of the blocked operations say.' : steps[exitCode]
}

/** Whether what is blocked is so by an operation that cannot be done, and not by a gate. */
function isBlockedByItself({ operations, findings }: Pick<Plan, 'operations' | 'findings'>): boolean {
  return operations.some(({ status }) => status === 'blocked') && !findings.some(holdsTenant)
}
