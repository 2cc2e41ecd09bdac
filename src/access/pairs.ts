import type { PlatformAccess } from './access.ts'
import type { Alike } from './alike.ts'
import { countBits } from './entity-set.ts'
import type { Reach } from './reach.ts'
import type { Count } from './spread.ts'
import { countOf, entitiesOf } from './spread.ts'
import type { World } from './world.ts'

/** The accounts of each person: one, unless there are several contracts with a platform. */
export function personsOf({ accounts }: PlatformAccess): ReadonlyMap<string, readonly string[]> {
  const persons = new Map<string, string[]>()
  for (const [key, { user }] of accounts) {
    const theirs = persons.get(user)
    if (theirs === undefined) persons.set(user, [key])
    else theirs.push(key)
  }
  return persons
}

/** How many pairs all people have: a person and an entity, or a person and what holds everywhere. */
export function pairsOf(world: World): number {
  const ofAlike = new Map<Alike, number>()
  const ofReach = new Map<Reach, readonly Count[]>()
  let pairs = 0
  for (const keys of personsOf(world.access).values()) {
    const alikes = keys.map((key) => world.alike(key))
    const [only, ...others] = alikes
    if (only === undefined) continue
    if (others.length > 0) {
      pairs += pairsTogether(world, alikes)
      continue
    }
    const known = ofAlike.get(only) ?? (holdsEverywhere(world, only) ? 1 : 0) + countOf(world, only, ofReach)
    ofAlike.set(only, known)
    pairs += known
  }
  return pairs
}

/** Of somebody with several accounts each pair counts once. */
function pairsTogether(world: World, alikes: readonly Alike[]): number {
  const [first, ...others] = alikes.map((alike) => entitiesOf(world, alike))
  const together = first?.map((word, at) => others.reduce((all, bits) => all | (bits[at] ?? 0), word))
  const everywhere = alikes.some((alike) => holdsEverywhere(world, alike)) ? 1 : 0
  return everywhere + (together === undefined ? 0 : countBits(together))
}

/** Whether somebody has anything that holds whatever the entity. */
export function holdsEverywhere({ catalogue }: World, { chain }: Alike): boolean {
  return chain.levels.some((rank, column) => rank > 0 && catalogue.scoping[column] === 'everywhere')
}
