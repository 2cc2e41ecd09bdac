import { grouped } from '../../model/grouped.ts'
import type { Operation, PlatformOperation } from '../../model/operation.ts'
import { isMessage, isOfDirectory } from '../../model/operation.ts'
import { inOrder } from '../order.ts'

/** The operations of a plan, and ids of those that the apply of it carried out. */
export interface Course {
  readonly operations: readonly Operation[]
  readonly carriedOut: ReadonlySet<string>
}

/**
 * What people can do now, by the contract it is about (`roster`: checklists), in the order in which they do it: all that waits for
 * somebody, where what it needs comes before it in the same order or was carried out already.
 */
export function readyNow({ operations, carriedOut }: Course): ReadonlyMap<string, readonly PlatformOperation[]> {
  const inPlan = new Set(operations.map(({ id }) => id))
  const waiting = operations.filter(isForSomebody)
  const ready: PlatformOperation[] = []
  const placed = new Map<string, string>()
  for (const operation of inOrder(waiting).order) {
    const { id, directory, needs } = operation
    const isMet = (need: string): boolean => !inPlan.has(need) || carriedOut.has(need) || placed.get(need) === directory
    if (!needs.every(isMet)) continue
    placed.set(id, directory)
    ready.push(operation)
  }
  return grouped(ready, ({ directory }) => directory)
}

/** Whether an operation waits for nothing but somebody to do it. */
export function isForSomebody(operation: Operation): operation is PlatformOperation {
  if (isOfDirectory(operation) || isMessage(operation)) return false
  return operation.status === 'waiting' && operation.waitingFor === 'manual'
}
