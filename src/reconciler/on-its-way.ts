import type { Address } from '../model/address.ts'
import { parseAddress } from '../model/address.ts'
import type { Operation } from '../model/operation.ts'
import { operationId } from '../model/operation.ts'
import type { Dialect } from '../providers/provider.ts'
import type { Memory } from './memory.ts'
import type { Snapshot } from './observe.ts'

/** What tells whether something that was asked for may still come to light. */
export interface Waiting {
  readonly snapshot: Pick<Snapshot, 'dialect'>
  readonly memory: Pick<Memory, 'accepted' | 'unresolved' | 'announced'>
  readonly asOf: Date
}

/** Whether the directory took an operation and does not show it yet, and may go on not to. Without a limit of its own it is waited for until it shows. */
export function isTaken({ snapshot, memory, asOf }: Waiting, id: string): boolean {
  const at = memory.accepted.get(id)?.at
  if (at === undefined) return false
  const end = endOf(snapshot, at)
  return end === undefined || asOf < end
}

/**
 * Until when something that was made, or may have been made, need not be visible: its creation was taken, or what became of it is not
 * known. undefined: there is nothing to wait for, or no longer.
 */
export function creationAwaited({ snapshot, memory, asOf }: Waiting, address: Address): Date | undefined {
  const id = operationId(address, 'create')
  const begun = memory.unresolved.get(id)
  const open = begun === undefined || isRepeatable(snapshot.dialect, begun) ? undefined : memory.announced.get(id)
  const at = memory.accepted.get(id)?.at ?? open
  const end = at === undefined ? undefined : endOf(snapshot, at)
  return end !== undefined && asOf < end ? end : undefined
}

/** Whether something that was asked for is asked for again at once where its answer was lost: twice is as good as once. */
export function isRepeatable(dialect: Dialect, operation: Operation): boolean {
  return operation.verb !== 'create' || dialect.settlesWithin === undefined || dialect.repeatable?.(operation) === true
}

/** What was made in a directory and need not be visible yet: address -> how others name it. */
export function* madeUnseen(memory: Pick<Memory, 'accepted'>, directory: string): Iterable<readonly [Address, string]> {
  for (const [id, { reference }] of memory.accepted) {
    const address = id.slice(0, id.lastIndexOf('#'))
    if (reference === undefined || id !== operationId(address, 'create')) continue
    if (parseAddress(address).directory === directory) yield [address, reference]
  }
}

function endOf({ dialect }: Waiting['snapshot'], at: string): Date | undefined {
  return dialect.settlesWithin === undefined ? undefined : new Date(Date.parse(at) + dialect.settlesWithin)
}
