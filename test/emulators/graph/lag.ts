import type { GraphFaults } from './faults.ts'
import type { GraphState } from './state.ts'
import type { Held, ValueOf } from './tenant.ts'

interface Hidden {
  readonly was: unknown
  left: number
}

/** Eventual consistency: what was changed is seen as it was before until it has been looked at some times. */
export class Lag {
  readonly #state: GraphState
  readonly #faults: () => GraphFaults
  readonly #hidden = new Map<Held, Map<string, Hidden>>()

  constructor(state: GraphState, faults: () => GraphFaults) {
    this.#state = state
    this.#faults = faults
  }

  /** One value as it is seen; counts as a look at it. */
  read<Name extends Held>(name: Name, id: string): ValueOf<Name> | undefined {
    const hidden = this.#hidden.get(name)?.get(id)
    return hidden === undefined ? this.#now(name).get(id) : this.#look(name, id, hidden)
  }

  /** The same, and no look at it. */
  peek<Name extends Held>(name: Name, id: string): ValueOf<Name> | undefined {
    const hidden = this.#hidden.get(name)?.get(id)
    return hidden === undefined ? this.#now(name).get(id) : (hidden.was as ValueOf<Name> | undefined)
  }

  /** All values as they are seen; counts as one look at each. */
  all<Name extends Held>(name: Name): ReadonlyMap<string, ValueOf<Name>> {
    const hidden = this.#hidden.get(name)
    if (hidden === undefined || hidden.size === 0) return this.#now(name)
    const seen = new Map(this.#now(name))
    for (const [id, each] of hidden) {
      const value = this.#look(name, id, each)
      if (value === undefined) seen.delete(id)
      else seen.set(id, value)
    }
    return seen
  }

  /** Changes a value: undefined takes it away. The value is a new one, never the old one changed in place. */
  write<Name extends Held>(name: Name, id: string, value: ValueOf<Name> | undefined): void {
    const now = this.#now(name)
    this.#hide(name, id, now.get(id))
    if (value === undefined) now.delete(id)
    else now.set(id, value)
  }

  /** Whether an object was made so recently that it is not seen yet. No look at it. */
  isUnseen(name: Held, id: string): boolean {
    const hidden = this.#hidden.get(name)?.get(id)
    return hidden !== undefined && hidden.was === undefined
  }

  /** Everything is seen as it is. */
  settle(): void {
    this.#hidden.clear()
  }

  #hide(name: Held, id: string, was: unknown): void {
    const left = this.#faults().lag ?? 0
    const ofName = this.#hidden.get(name) ?? new Map<string, Hidden>()
    const before = ofName.get(id)
    if (left === 0 && before === undefined) return
    this.#hidden.set(name, ofName.set(id, { was: before === undefined ? was : before.was, left: Math.max(left, 1) }))
  }

  #look<Name extends Held>(name: Name, id: string, hidden: Hidden): ValueOf<Name> | undefined {
    if (--hidden.left <= 0) this.#hidden.get(name)?.delete(id)
    return hidden.was as ValueOf<Name> | undefined
  }

  #now<Name extends Held>(name: Name): Map<string, ValueOf<Name>> {
    return this.#state[name] as unknown as Map<string, ValueOf<Name>>
  }
}
