import type { ChainedEntry } from '../model/entry.ts'
import type { Operation } from '../model/operation.ts'
import { stillKept } from '../reconciler/checkpoints/lapse.ts'
import type { Fact, Memory } from '../reconciler/memory.ts'
import { remember, rememberMore } from '../reconciler/memory.ts'

/** One record of a chain, and what is known right after it. */
export interface Moment {
  readonly seq: number
  readonly at: string
  readonly entry: Fact
  /** Written on as the replay goes on: whoever wants to keep something of it takes a copy. */
  readonly memory: Memory
  /** Of an outcome: the operation that it is about. */
  readonly operation?: Operation
}

/** Goes through a chain from its beginning, and tells after each record what is known then. One pass. */
export function* replay(chain: readonly ChainedEntry[]): Iterable<Moment> {
  const [first] = chain
  const isSummed = first?.entry.type === 'checkpoint'
  const memory = remember(isSummed ? chain.slice(0, 1) : [])
  let before = first?.at ?? ''
  for (const { seq, at, entry } of isSummed ? chain.slice(1) : chain) {
    if (entry.type === 'checkpoint') Object.assign(memory, stillKept(memory, before))
    else {
      const operation = entry.type === 'outcome' ? memory.unresolved.get(entry.operation) : undefined
      rememberMore(memory, [entry], at)
      yield { seq, at, entry, memory, ...(operation === undefined ? {} : { operation }) }
    }
    before = at
  }
}

/** Whether it takes somebody out of a directory. */
export function isGone(verb: Operation['verb']): boolean {
  return verb === 'delete' || verb === 'disable'
}
