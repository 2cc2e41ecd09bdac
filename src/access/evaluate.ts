import type { Level } from '../model/level.ts'
import { levels } from '../model/level.ts'
import type { PlatformAccess } from './access.ts'
import type { Alike } from './alike.ts'
import { holdsEverywhere, pairsOf, personsOf } from './pairs.ts'
import type { World } from './world.ts'
import { worldOf } from './world.ts'

/** What accounts come to: the answer to every question about access on a platform at one moment. */
export interface Evaluation {
  readonly access: PlatformAccess
  /** The catalogue's order. */
  readonly keys: readonly string[]
  /** Level of an account apart from entities, with all its roles together, after guard and ceilings. */
  readonly value: (account: string, key: string) => Level
  /**
   * Level on an entity. Without one: what an unscoped key comes to wherever it holds, and a scoped one inside reach at
   * its best (none for who reaches nothing by declaration).
   */
  readonly level: (account: string, key: string, entity?: string) => Level
  /** Entities in reach, containers opened, left-out ones removed; 'all' for who reaches everything, what is to come included. */
  readonly reach: (account: string) => 'all' | ReadonlySet<string>
  readonly reaches: (account: string, entity: string) => boolean
  /** Whether a person has anything on an entity, or (without one) anything that holds everywhere. */
  readonly has: (user: string, entity?: string) => boolean
  /** How many pairs all people have together: a person and an entity, or a person and what holds everywhere. */
  readonly pairs: number
  /** What all of this is read from, for the neighbours in this room. */
  readonly world: World
}

/** Evaluates access, of what `inForce` gave. Nothing is worked out before it is asked for, and only once for accounts that are alike. */
export function evaluate(access: PlatformAccess): Evaluation {
  const world = worldOf(access)
  const { catalogue, graph } = world
  const reached = new Map<Alike, 'all' | ReadonlySet<string>>()
  let pairs: number | undefined
  let persons: ReadonlyMap<string, readonly string[]> | undefined
  const rank = (alike: Alike, column: number, entity: string | undefined): number => {
    if (catalogue.scoping[column] === 'everywhere') return alike.chain.levels[column] ?? 0
    if (entity === undefined) return alike.best()[column] ?? 0
    return scopedLevels(world, alike, entity)[column] ?? 0
  }
  return {
    access,
    world,
    keys: catalogue.keys,
    value: (account, key) => {
      const column = catalogue.column.get(key)
      return column === undefined ? 'none' : levelAt(world.alike(account).chain.levels[column])
    },
    level: (account, key, entity) => {
      const column = catalogue.column.get(key)
      return column === undefined ? 'none' : levelAt(rank(world.alike(account), column, entity))
    },
    reach: (account) => {
      const alike = world.alike(account)
      const there = reached.get(alike)
      if (there !== undefined) return there
      const made = alike.all ? 'all' : idsReached(world, alike)
      reached.set(alike, made)
      return made
    },
    reaches: (account, entity) => {
      const number = graph.numbers.of.get(entity)
      return number !== undefined && world.alike(account).reaches(number)
    },
    has: (user, entity) => {
      persons ??= personsOf(access)
      const keys = persons.get(user) ?? []
      return keys.some((key) => holdsAnything(world, world.alike(key), entity))
    },
    get pairs() {
      pairs ??= pairsOf(world)
      return pairs
    },
  }
}

/** The level of a rank. */
export function levelAt(rank: number | undefined): Level {
  return levels[rank ?? 0] ?? 'none'
}

function scopedLevels({ graph, catalogue }: World, alike: Alike, entity: string): Int8Array {
  const number = graph.numbers.of.get(entity)
  if (number === undefined) return new Int8Array(catalogue.keys.length)
  return alike.levelsAt(alike.placeOf(number), graph.isStakeholder(number))
}

function idsReached({ graph }: World, { parts }: Alike): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const { reach } of parts) {
    for (const set of reach.reached) set.each((entity) => ids.add(graph.numbers.ids[entity] ?? ''))
  }
  return ids
}

function holdsAnything(world: World, alike: Alike, entity: string | undefined): boolean {
  if (entity === undefined) return holdsEverywhere(world, alike)
  return scopedLevels(world, alike, entity).some((rank) => rank > 0)
}
