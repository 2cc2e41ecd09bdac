import { LedgerBroken } from '../../ledger/ledger.ts'
import type { Draft, Memory } from '../memory.ts'
import { fromPlain, toPlain } from './plain.ts'

/** What a checkpoint says. */
export type State = Readonly<Record<string, unknown>>

/** To be raised whenever anything inside Memory gets another shape: checkpoints of another version are passed over, never guessed at. */
const stateVersion = '1'

/** What each part of Memory is held in. */
const parts = {
  identities: Map,
  objects: Map,
  members: Map,
  granted: Map,
  policies: Map,
  promised: Map,
  declared: Set,
  population: Map,
  unresolved: Map,
  announced: Map,
  lately: Array,
  accounts: Map,
  access: Map,
  accessBefore: Array,
  done: Map,
  deeds: Map,
  accepted: Map,
  seats: Map,
  orders: Map,
  exports: Map,
  dropped: Map,
  standing: Map,
  approved: Set,
  consumed: Set,
} as const satisfies Readonly<Record<keyof Memory, MapConstructor | SetConstructor | ArrayConstructor>>

/** Everything that is remembered, as plain JSON. */
export function stateOf(memory: Memory): State {
  return { formatVersion: stateVersion, ...(toPlain({ ...memory }) as State) }
}

/** Whether a checkpoint is written as this version writes it. */
export function isOurs(state: State): boolean {
  const names = Object.keys(state).filter((name) => name !== 'formatVersion')
  return state['formatVersion'] === stateVersion && names.toSorted().join() === Object.keys(parts).toSorted().join()
}

/** What a checkpoint remembers. Throws LedgerBroken where it is damaged. */
export function memoryOf(state: State): Draft {
  try {
    const { formatVersion: _, ...plain } = state
    const memory = fromPlain(plain) as Readonly<Record<string, unknown>>
    for (const [name, kind] of Object.entries(parts))
      if (!(memory[name] instanceof kind)) throw new TypeError(`${name} is not what it should be`)
    return memory as unknown as Draft
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new LedgerBroken(
      `the last checkpoint of the ledger cannot be read: ${why}. Bring the ledger back from a copy; roster ledger verify shows every fault`,
      { cause },
    )
  }
}
