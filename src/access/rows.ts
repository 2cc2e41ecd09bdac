import type { Catalogue } from './catalogue.ts'
import type { Cell } from './cells.ts'

/** One permission that changes, and in which step. Levels are ranks. */
export interface Row {
  readonly column: number
  readonly from: number
  readonly to: number
  /** The first step that took it the way it went in the end, counted from 0. */
  readonly step: number
}

/** The permissions that change in a cell. */
export function rowsOfCell({ levels }: Cell, before: Catalogue, after: Catalogue): readonly Row[] {
  const [first, last] = [levels[0], levels.at(-1)]
  if (first === undefined || last === undefined) return []
  const seen = bestInReach(last, after)
  const rows: Row[] = []
  for (let column = 0; column < first.length; column += 1) {
    const [from, to] = [first[column] ?? 0, last[column] ?? 0]
    if (from === to) continue
    // Whoever comes to reach an entity is its neighbour no more: they see it by other permissions, and lose nothing.
    if (before.scoping[column] === 'neighbours' && to < from && seen >= from) continue
    rows.push({ column, from, to, step: stepOf(levels, column, Math.sign(to - from)) })
  }
  return rows
}

function bestInReach(levels: Int8Array, { scoping }: Catalogue): number {
  return levels.reduce((best, rank, column) => (scoping[column] === 'reach' && rank > best ? rank : best), 0)
}

function stepOf(levels: readonly Int8Array[], column: number, direction: number): number {
  for (let step = 1; step < levels.length; step += 1) {
    const moved = (levels[step]?.[column] ?? 0) - (levels[step - 1]?.[column] ?? 0)
    if (Math.sign(moved) === direction) return step - 1
  }
  return levels.length - 2
}
