import type { PlatformOperation } from '../../model/operation.ts'
import { dayNumber, dayOf } from '../../seats/days.ts'

const usual = 3

/** The day by which somebody does it: what takes access away the day itself, what ends with a cycle its last day. */
export function dueOf(operations: readonly PlatformOperation[], today: string): string {
  const days = operations.map((operation) => dayFor(operation, today))
  return days.toSorted()[0] ?? today
}

function dayFor(operation: PlatformOperation, today: string): string {
  const { urgent, verb } = operation
  if (urgent || verb === 'disable' || verb === 'revoke' || verb === 'delete') return today
  if (operation.kind === 'seat' && operation.verb === 'release') return dayOf(dayNumber(operation.after.effective) - 1)
  return dayOf(dayNumber(today) + usual)
}
