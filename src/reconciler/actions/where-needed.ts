import type { ActionDifference } from './actions.ts'
import type { Desk } from './turn.ts'

/** Nothing is to be done once. */
export const nothingOnce: ActionDifference = { operations: [], findings: [] }

/** What is to be done once. A tenant that asks for nothing of the sort does not load what works it out. */
export async function actionsWhereNeeded(desk: Desk): Promise<ActionDifference> {
  if (desk.desired.actions.length === 0) return nothingOnce
  const { actionDifference } = await import('./actions.ts')
  return actionDifference(desk)
}
