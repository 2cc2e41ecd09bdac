import type { Platform } from '../generated/platform.ts'
import type { Level } from '../model/level.ts'
import { rankOf } from '../model/level.ts'

/** Where a permission holds: whatever the entity, on what is reached, or one link away from it. */
export type Scoping = 'everywhere' | 'reach' | 'neighbours'

/** The permissions of a platform as columns: the n-th value of each belongs to the n-th key. Levels are ranks. */
export interface Catalogue {
  readonly keys: readonly string[]
  readonly column: ReadonlyMap<string, number>
  readonly scoping: readonly Scoping[]
  /** The highest level of the key's category. */
  readonly highest: Int8Array
  readonly atMost: Int8Array
  /** At most this on what a role leaves out. */
  readonly whenExcluded: Int8Array
  /** Things that are done rather than seen. */
  readonly isDone: readonly boolean[]
  readonly isCritical: readonly boolean[]
  /** Column of the key that says how far stakeholders are seen; -1: there is none. */
  readonly stakeholders: number
  /** Whether some key holds one link away. */
  readonly hasNeighbours: boolean
}

const ceilingOfAll = rankOf('allow')

/** Lays the catalogue out. `keys`: more of them than the platform has, where two versions are compared; nobody has those. */
export function catalogueOf(rules: Platform, keys: readonly string[] = keysOf(rules)): Catalogue {
  const known = keys.map((key) => rules.permissions?.[key])
  const categories = keys.map((key) => rules.categories[key.slice(0, key.indexOf('/'))])
  const scoping = known.map((key): Scoping => (scopes(rules) ? (key?.scoped ?? 'everywhere') : 'everywhere'))
  return {
    keys,
    column: new Map(keys.map((key, column) => [key, column])),
    scoping,
    highest: ranks(categories.map((category) => category?.levels.at(-1) ?? 'none')),
    atMost: Int8Array.from(known, (key) =>
      key === undefined ? 0 : key.atMost === undefined ? ceilingOfAll : rankOf(key.atMost),
    ),
    whenExcluded: ranks(categories.map((category) => category?.whenExcluded ?? 'none')),
    isDone: categories.map((category) => category?.levels.at(-1) === 'allow'),
    isCritical: known.map((key) => key?.risk === 'critical'),
    stakeholders: known.findIndex((key) => key?.stakeholders === true),
    hasNeighbours: scoping.includes('neighbours'),
  }
}

/** The keys of a platform, in its own order. */
export function keysOf(rules: Platform): readonly string[] {
  return Object.keys(rules.permissions ?? {})
}

function scopes(rules: Platform): boolean {
  return rules.reach !== undefined && rules.reach.from !== 'none'
}

function ranks(levels: readonly Level[]): Int8Array {
  return Int8Array.from(levels, rankOf)
}
