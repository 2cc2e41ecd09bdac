import type { ChainedEntry } from '../../model/entry.ts'
import { canonical } from '../../model/canonical.ts'
import { remember } from '../memory.ts'
import { isOurs, stateOf } from './state.ts'

/** What the checkpoints of a whole chain say against what the entries before them mean. */
export interface CheckpointProof {
  readonly faults: readonly string[]
  readonly notes: readonly string[]
}

/** Compares each checkpoint with what the entries before it mean. Takes the whole chain, from the first entry on. */
export function proveCheckpoints(chain: readonly ChainedEntry[]): CheckpointProof {
  const faults: string[] = []
  const notes: string[] = []
  if (chain[0]?.entry.type === 'checkpoint')
    return { faults: ['entry 1 is a checkpoint: there is nothing before it that it could sum up'], notes }
  remember(chain, (memory, state, seq) => {
    if (!isOurs(state))
      notes.push(`the checkpoint at entry ${seq} is of another version: it is not used, and was not compared`)
    else if (canonical(stateOf(memory)) !== canonical(state))
      faults.push(
        `the checkpoint at entry ${seq} does not say what the entries before it mean: it was made up or edited`,
      )
  })
  return { faults, notes }
}
