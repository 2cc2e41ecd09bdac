import type { Plan } from '../../model/plan.ts'

/** When a plan is worth a comment of its own. */
export type CommentMode = 'always' | 'changes' | 'costRises'

/** Whether a plan is to be put on its request. Trouble is always told. */
export function isWorthAComment(plan: Plan, mode: CommentMode): boolean {
  const isTrouble = plan.tenants.some(
    ({ status }) => status === 'blocked' || status === 'unreadable' || status === 'invalid',
  )
  if (mode === 'always' || isTrouble || plan.diagnostics.some(({ severity }) => severity === 'error')) return true
  switch (mode) {
    case 'changes':
      return (
        plan.operations.length > 0 ||
        plan.access.groups.length > 0 ||
        plan.tenants.some(({ status }) => status !== 'noChange')
      )
    case 'costRises':
      return plan.seats.some(
        ({ nowMinor, recurringMinor: after, recurringBeforeMinor: before, delta }) =>
          (nowMinor ?? 0) > 0 || (after === null || before === null ? delta > 0 : after > before),
      )
  }
}
