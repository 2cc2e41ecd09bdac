import type { DirectoryOperation } from '../../model/operation.ts'

/** Which creations were asked for, as long as a provider lives: connections may be lost and opened again meanwhile. */
export class Attempts {
  readonly #begun = new WeakSet<DirectoryOperation>()

  /** Notes that a creation is about to be asked for; says whether it was before: then it may have been done, and is looked for first. */
  begin(creation: DirectoryOperation): 'first' | 'again' {
    if (this.#begun.has(creation)) return 'again'
    this.#begun.add(creation)
    return 'first'
  }

  /** Notes that a creation was refused: nothing was made of it. */
  refused(creation: DirectoryOperation): void {
    this.#begun.delete(creation)
  }
}
