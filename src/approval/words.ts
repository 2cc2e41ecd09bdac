import type { ApprovalRule, ApprovalState } from '../model/judgement.ts'

/** What a request still needs, in one sentence; undefined: nothing. */
export function missingIn(number: number, states: readonly ApprovalState[]): string | undefined {
  const open = states.filter(({ missing }) => missing > 0)
  if (open.length === 0) return undefined
  const wishes = open.map((state) => `${wishOf(state)} (${state.rule.name}: ${state.rule.why})`)
  const idle = new Map(open.flatMap(({ notCounted }) => notCounted.map(({ by, why }) => [by, why] as const)))
  const without = [...idle].map(([by, why]) => `@${by} ${why}`)
  return `#${number} needs ${wishes.join(', and ')}${without.length === 0 ? '' : `; not counted: ${without.join('; ')}`}`
}

function wishOf({ rule, missing, obstacle }: ApprovalState): string {
  if (obstacle !== undefined) return `commits whose authors are known: ${obstacle}`
  return `${missing === 1 ? 'one more approval' : `${missing} more approvals`} of ${whoOf(rule)}`
}

/** Who may agree, as it is told. */
export function whoOf({ approvers }: ApprovalRule): string {
  return approvers.length === 0 ? 'somebody who may write to the repository' : approvers.join(' or ')
}
