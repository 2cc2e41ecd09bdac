import type { DirectoryOperation } from '../../model/operation.ts'
import type { Locator, Outcome } from '../../model/outcome.ts'
import type { Story } from './write-story.ts'

/** Which creations were asked for, as long as a provider lives: connections may be lost and opened again meanwhile. */
export class Attempts {
  readonly #begun = new WeakSet<DirectoryOperation>()
  readonly #made = new WeakMap<DirectoryOperation, Locator>()
  readonly #ids = new Set<string>()

  /** Notes that a creation is about to be asked for; says whether it was before: then it may have been done, and is looked for first. */
  begin(creation: DirectoryOperation): 'first' | 'again' {
    if (this.#begun.has(creation)) return 'again'
    this.#begun.add(creation)
    return 'first'
  }

  /** Looks for what a creation would make. Where even that fails on the first turn, nothing was asked for yet. */
  async *looking<T>(creation: DirectoryOperation, turn: 'first' | 'again', look: Story<T>): Story<T> {
    try {
      return yield* look
    } catch (error) {
      if (turn === 'first') this.refused(creation)
      throw error
    }
  }

  /** Notes that a creation was refused: nothing was made of it. */
  refused(creation: DirectoryOperation): void {
    this.#begun.delete(creation)
  }

  /** Keeps what came of a creation. */
  settled(creation: DirectoryOperation, outcome: Outcome): void {
    if (outcome.status !== 'applied' || outcome.locator === undefined) return
    this.#made.set(creation, outcome.locator)
    this.#ids.add(outcome.locator.immutableId)
  }

  /** Notes that what was made here was deleted here: where it is not seen, it is gone. */
  gone(id: string): void {
    this.#ids.delete(id)
  }

  /** Whether an object was made by this run: where it is not seen, it is not visible yet, and not gone. */
  isNew(id: string): boolean {
    return this.#ids.has(id)
  }

  /** What was made of a creation, whether or not it is visible yet. */
  madeOf(creation: DirectoryOperation): Locator | undefined {
    return this.#made.get(creation)
  }
}
