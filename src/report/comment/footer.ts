import { exit } from '../../model/exit-code.ts'
import type { Plan } from '../../model/plan.ts'
import { momentForPeople } from '../days.ts'
import { sentence, value } from '../markdown.ts'
import { nextStep } from '../next-steps.ts'
import type { CommentContext } from './context.ts'

/** What a plan is called, what it was made from and when, how long it counts, and what to type next. */
export function footer(plan: Plan, { head, expires, nextCommand, fullReport }: CommentContext): readonly string[] {
  const { commit, baseCommit, observedAt } = plan.context
  const rows = [
    `plan ${value(plan.digest)}`,
    `head ${value(head.slice(0, 12))}${commit === null || commit === head ? '' : `, planned as ${value(commit.slice(0, 12))}`}`,
    ...(baseCommit === undefined ? [] : [`rules of the base ${value(baseCommit.slice(0, 12))}`]),
    `directories read ${momentForPeople(observedAt, 'UTC')}`,
    `counts until ${momentForPeople(expires, 'UTC')}`,
    ...(fullReport === undefined ? [] : [link('everything', fullReport)]),
  ]
  return ['---', '', ...steps(plan), `Next: ${value(nextCommand)}`, '', `<sub>${rows.join(' · ')}</sub>`, '']
}

/** What to do about the tenants that an apply would leave out. */
function steps(plan: Plan): readonly string[] {
  const codes = new Set(plan.tenants.map(({ exitCode }) => exitCode))
  const told = [exit.unreadable, exit.invalid, exit.blocked].flatMap((code) => {
    const step = codes.has(code) ? nextStep(code, plan) : undefined
    return step === undefined ? [] : [`- ${sentence(step)}`]
  })
  return told.length === 0 ? [] : [...told, '']
}

/** A link to a place that roster itself names; what is no plain address is shown as text. */
export function link(words: string, address: string): string {
  return /^https?:\/\/[\w.:/?#=&%~+-]+$/.test(address) ? `[${words}](${address})` : `${words}: ${value(address)}`
}
