import type { Ordering } from '../load/fmt.ts'
import type { Path } from './edits.ts'

/** Which of two keys of one map comes first: negative, positive, or 0 where the order says nothing. */
export type Compare = (a: string, b: string) => number

/** The stable order of a file (`roster fmt`), asked by place. */
export interface Order {
  /** Undefined where nothing is said about the order at a place. */
  readonly at: (path: Path) => Compare | undefined
  /** Whether the entries at a place are specs with ids. */
  readonly isSpecs: (path: Path) => boolean
}

/** The order of a file as questions about its places. */
export function orderOf({ form, order }: Ordering): Order {
  return {
    at: (path) => {
      if (form === 'map' && path.length === 0) return alphabetical
      const names = order(form === 'one' ? ['', ...path] : path)
      return names.length === 0 ? undefined : ranked(names)
    },
    isSpecs: (path) => form === 'map' && path.length === 0,
  }
}

/** Keys in an order; where it says nothing they stay as they are. */
export function inOrder(keys: readonly string[], compare: Compare | undefined): readonly string[] {
  return compare === undefined ? keys : keys.toSorted(compare)
}

/** Before which of the keys a new one belongs: behind the last where nothing is said, or where they are in no order. */
export function placeOf(key: string, keys: readonly string[], compare: Compare | undefined): number {
  if (compare === undefined) return keys.length
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compare(keys[middle]!, key) > 0) high = middle
    else low = middle + 1
  }
  return low
}

/** Whether keys stand in an order already. */
export function isInOrder(keys: readonly string[], compare: Compare): boolean {
  return keys.every((key, index) => index === 0 || compare(keys[index - 1]!, key) <= 0)
}

function alphabetical(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function ranked(names: readonly string[]): Compare {
  const ranks = new Map(names.map((name, rank) => [name, rank]))
  const rank = (name: string) => ranks.get(name) ?? names.length
  return (a, b) => rank(a) - rank(b)
}
