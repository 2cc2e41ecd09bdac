import type { ObjectKind } from '../model/kind.ts'
import type { Completeness } from '../model/observed.ts'

/** What has been listed of one kind so far. */
export interface Tally {
  count: number
  pages: number
  /** Whether the cursor came to its end. */
  complete: boolean
}

/** What one reading has listed, and whether that is all. */
export class Tallies {
  private tallies = new Map<ObjectKind, Tally>()

  /** Forgets an earlier listing: of these kinds nothing is proven until it is listed again. */
  begin(kinds: readonly ObjectKind[]): void {
    this.tallies = new Map(kinds.map((kind) => [kind, { count: 0, pages: 0, complete: false }]))
  }

  /** Of a kind that nobody asked for, what is listed on the way to another counts for nothing. */
  of(kind: ObjectKind): Tally {
    return this.tallies.get(kind) ?? { count: 0, pages: 0, complete: false }
  }

  completeness(): readonly Completeness[] {
    return [...this.tallies].map(([kind, { count, pages, complete }]) => ({
      kind,
      count,
      pages,
      complete,
      proof: complete ? 'cursorExhausted' : 'none',
    }))
  }
}
