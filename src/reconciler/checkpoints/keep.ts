import type { Head, Lease, Ledger } from '../../ledger/ledger.ts'
import { checkpointOf, LeaseLost, LedgerUnavailable } from '../../ledger/ledger.ts'
import { journalled } from '../journalled.ts'
import type { Memory } from '../memory.ts'
import { remember } from '../memory.ts'
import { stillKept } from './lapse.ts'
import { recentChain } from './recall.ts'
import { stateOf } from './state.ts'

/** A run that has come to its end, and still holds the tenant. */
export interface EndedRun {
  readonly ledger: Ledger
  readonly tenant: string
  readonly apply: string
  readonly lease: Lease
  /** Where the chain stands now. */
  readonly head: Head
  /** Number of the checkpoint that the run began from; 0: none. */
  readonly checkpoint: number
  /** What was remembered when the run began. */
  readonly memory: Memory
}

/** Fewer entries than this are read faster than they are summed up. */
const fewest = 1000

/**
 * Keeps a checkpoint where enough was recorded since the last one, and says where the chain stands then. A run that cannot keep one
 * has done its work all the same: the next run tries again.
 */
export async function keepCheckpoint(run: EndedRun): Promise<Head> {
  const { ledger, tenant, head, checkpoint } = run
  if (!isDue(run.memory, head.seq - checkpoint)) return head
  const entries = await recentChain(ledger, tenant)
  const last = entries.at(-1)
  if (last?.hash !== head.hash) return head
  const memory = remember(entries)
  if (!isDue(memory, head.seq - checkpoint)) return head
  return written(run, { ...memory, ...stillKept(memory, last.at) })
}

async function written({ ledger, tenant, apply, lease, head }: EndedRun, memory: Memory): Promise<Head> {
  try {
    return await journalled({ ledger, tenant, apply: checkpointOf(apply), lease }, (journal) =>
      journal.record([{ type: 'checkpoint', state: stateOf(memory) }]),
    )
  } catch (error) {
    if (error instanceof LeaseLost || error instanceof LedgerUnavailable) return head
    throw error
  }
}

/** Whether so many entries since the last checkpoint are worth one. It is as long as what is remembered: four entries for each thing in it, and it costs a fraction of what they cost. */
export function isDue(memory: Memory, entries: number): boolean {
  const things = memory.objects.size + memory.accounts.size + memory.policies.size
  return entries > Math.max(fewest, 4 * things)
}
