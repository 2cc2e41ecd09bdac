import type { Splice } from '../load/edit.ts'
import { aligned } from './align.ts'
import type { NewLines } from './block.ts'
import { add } from './block.ts'
import { flowSplices } from './flow.ts'
import type { ListShape } from './shape.ts'

/** What becomes of the items of a list. */
export interface ListChange {
  readonly kept: ReadonlySet<number>
  /** Places in the new list, by the item of the old one that they stand before; its length: at the end. */
  readonly added: ReadonlyMap<number, readonly number[]>
}

/** Which items of a list stay, and where new ones go. */
export function listChange(before: readonly unknown[], wanted: readonly unknown[]): ListChange {
  const places = aligned(before, wanted)
  const added = new Map<number, number[]>()
  let next = 0
  for (const [index, place] of places.entries()) {
    if (place !== undefined) next = place + 1
    else add(added, next, index)
  }
  return { kept: new Set(places.filter((place) => place !== undefined)), added }
}

/** The new items as texts. */
export function texts({ added }: ListChange, text: (index: number) => string): NewLines {
  return new Map([...added].map(([place, each]) => [place, each.map(text)]))
}

/** The splices of a list between brackets. */
export function flowList(
  text: string,
  list: ListShape,
  change: ListChange,
  item: (index: number) => string,
): readonly Splice[] {
  const { from, to, items } = list
  const parts = items.map((part, index) => ({ from: part.from, to: part.to, stays: change.kept.has(index) }))
  const added = new Map([...texts(change, item)].map(([place, each]) => [place - 1, each]))
  return flowSplices({ text, from, to, parts, added, padding: '' })
}
