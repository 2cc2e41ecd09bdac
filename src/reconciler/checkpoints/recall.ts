import type { Ledger } from '../../ledger/ledger.ts'
import type { ChainedEntry } from '../../model/entry.ts'
import type { Memory } from '../memory.ts'
import { remember } from '../memory.ts'
import { isOurs } from './state.ts'

/** What a tenant's ledger means. Reads from the last checkpoint on, and everything only where that one is of another version. */
export async function recall(ledger: Pick<Ledger, 'recent' | 'read'>, tenant: string): Promise<Memory> {
  return remember(await recentChain(ledger, tenant))
}

/** The entries that say all there is to know: from the last checkpoint on, or everything where that one is of another version. */
export async function recentChain(
  ledger: Pick<Ledger, 'recent' | 'read'>,
  tenant: string,
): Promise<readonly ChainedEntry[]> {
  const recent = await ledger.recent(tenant)
  return isLegible(recent) ? recent : ledger.read(tenant)
}

/** What a run builds on: what is remembered, proven byte by byte, and the number of the checkpoint it was read from (0: none). */
export interface ProvenGround {
  readonly memory: Memory
  readonly checkpoint: number
  readonly faults?: undefined
}

/** As `recall`, and proves all that it reads. */
export async function proven(
  ledger: Ledger,
  tenant: string,
): Promise<ProvenGround | { readonly faults: readonly string[] }> {
  const { faults } = await ledger.verifyRecent(tenant)
  if (faults.length > 0) return { faults }
  const recent = await ledger.recent(tenant)
  if (isLegible(recent)) return { memory: remember(recent), checkpoint: checkpointAt(recent) }
  const whole = await ledger.verify(tenant)
  if (whole.faults.length > 0) return { faults: whole.faults }
  return { memory: remember(await ledger.read(tenant)), checkpoint: 0 }
}

function isLegible([first]: readonly ChainedEntry[]): boolean {
  return first?.entry.type !== 'checkpoint' || isOurs(first.entry.state)
}

function checkpointAt([first]: readonly ChainedEntry[]): number {
  return first?.entry.type === 'checkpoint' ? first.seq : 0
}
