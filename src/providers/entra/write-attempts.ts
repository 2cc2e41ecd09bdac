import type { DirectoryOperation } from '../../model/operation.ts'
import type { GroupPlace } from './write-place.ts'

/** What a provider remembers of its writes as long as it lives, connections lost and opened again meanwhile. */
export class Attempts {
  readonly #begun = new WeakSet<DirectoryOperation>()
  readonly #open = new Set<string>()
  readonly #places = new Map<string, GroupPlace>()

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

  /** Where the members of something with members are kept: it never changes. */
  placeOf(id: string): GroupPlace | undefined {
    return this.#places.get(id)
  }

  keepPlace(id: string, place: GroupPlace): void {
    this.#places.set(id, place)
  }

  /** Whether the members of this group were found to be roster's to change. */
  isOpen(group: string): boolean {
    return this.#open.has(group)
  }

  keepOpen(group: string): void {
    this.#open.add(group)
  }
}
