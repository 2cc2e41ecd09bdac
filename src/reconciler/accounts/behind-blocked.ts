import type { PlatformDraft } from './contract.ts'

/** What needs something that is blocked is blocked as well: nobody is invited to a role that is not made. */
export function behindBlocked(operations: readonly PlatformDraft[]): readonly PlatformDraft[] {
  if (!operations.some(({ status }) => status === 'blocked')) return operations
  const byId = new Map(operations.map((operation) => [operation.id, operation]))
  const settled = new Map<string, PlatformDraft>()
  const settle = (operation: PlatformDraft, path: ReadonlySet<string>): PlatformDraft => {
    const known = settled.get(operation.id)
    if (known !== undefined || path.has(operation.id)) return known ?? operation
    const within = new Set(path).add(operation.id)
    const blocking = operation.needs.find((id) => {
      const needed = byId.get(id)
      return needed !== undefined && settle(needed, within).status === 'blocked'
    })
    const result = blocking === undefined || operation.status === 'blocked' ? operation : behind(operation, blocking)
    settled.set(operation.id, result)
    return result
  }
  return operations.map((operation) => settle(operation, new Set()))
}

function behind(operation: PlatformDraft, blocking: string): PlatformDraft {
  const { waitingFor: _, ...rest } = operation
  return { ...rest, status: 'blocked', blockedBy: `needs ${blocking}` }
}
