import type { ChainedEntry } from '../model/entry.ts'
import type { Memory } from '../reconciler/memory.ts'
import { remember } from '../reconciler/memory.ts'

/** What the ledger knew at a moment: everything that was recorded until then, and at it. */
export function memoryAt(chain: readonly ChainedEntry[], moment: Date): Memory {
  return remember(chainUntil(chain, moment))
}

/**
 * The part of a chain that was there at a moment. The order of the chain counts: where the clocks of two machines differ, what
 * stands behind a later record was not there yet.
 */
export function chainUntil(chain: readonly ChainedEntry[], moment: Date): readonly ChainedEntry[] {
  const then = moment.getTime()
  const later = chain.findIndex(({ at }) => Date.parse(at) > then)
  return later < 0 ? chain : chain.slice(0, later)
}
