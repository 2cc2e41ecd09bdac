import type { Level } from '../model/level.ts'
import type { Alike } from './alike.ts'
import type { Bits } from './entity-set.ts'
import { eachBit } from './entity-set.ts'
import type { Evaluation } from './evaluate.ts'
import { levelAt } from './evaluate.ts'
import { spreadOf } from './spread.ts'
import type { World } from './world.ts'

/** What an account has somewhere. */
export interface Holding {
  /** `everywhere`: whatever the entity; `all`: on every entity, those to come included; else the ids of entities, sorted. */
  readonly on: 'everywhere' | 'all' | readonly string[]
  /** Permission -> level, of what is not none; in the order of the catalogue. */
  readonly levels: readonly (readonly [string, Level])[]
}

/** Everything that accounts have, each in as few words as there are kinds of places; those that are alike are worked out once. */
export function holdingsIn({ world }: Evaluation): (account: string) => readonly Holding[] {
  const known = new Map<Alike, readonly Holding[]>()
  return (account) => {
    const alike = world.alike(account)
    const found = known.get(alike) ?? holdingsOf(world, alike)
    known.set(alike, found)
    return found
  }
}

function holdingsOf(world: World, alike: Alike): readonly Holding[] {
  const everywhere = written(world, alike.chain.levels, 'everywhere')
  const all = reachesAll(alike) ? written(world, alike.levelsAt(outOfSight(alike), false), 'scoped') : undefined
  const listed = new Map<string, { readonly levels: Holding['levels']; readonly entities: string[] }>()
  for (const { place, isStakeholder, bits } of spreadOf(world, alike)) {
    const levels = written(world, alike.levelsAt(place, isStakeholder), 'scoped')
    const key = JSON.stringify(levels)
    if (key === JSON.stringify(all)) continue
    const same = listed.get(key) ?? { levels, entities: [] }
    listed.set(key, same)
    same.entities.push(...idsIn(world, bits))
  }
  const places = [...listed.values()].map(({ levels, entities }) => ({ on: entities.toSorted(), levels }))
  return [
    { on: 'everywhere' as const, levels: everywhere },
    ...(all === undefined ? [] : [{ on: 'all' as const, levels: all }]),
    ...places.toSorted((a, b) => ((a.on[0] ?? '') < (b.on[0] ?? '') ? -1 : 1)),
  ].filter(({ levels }) => levels.length > 0)
}

function reachesAll({ parts }: Alike): boolean {
  return parts.some(({ reach }) => reach.all)
}

/** How somebody stands to what nobody named yet. */
function outOfSight({ parts }: Alike): string {
  return parts.map(({ reach }) => (reach.all ? 'i' : 'o')).join('')
}

function written({ catalogue }: World, ranks: Int8Array, which: 'everywhere' | 'scoped'): Holding['levels'] {
  return catalogue.keys.flatMap((key, column) => {
    const rank = ranks[column] ?? 0
    const isAsked = (catalogue.scoping[column] === 'everywhere') === (which === 'everywhere')
    return rank > 0 && isAsked ? [[key, levelAt(rank)] as const] : []
  })
}

function idsIn({ graph }: World, bits: Bits): readonly string[] {
  const ids: string[] = []
  eachBit(bits, (entity) => ids.push(graph.numbers.ids[entity] ?? ''))
  return ids
}
