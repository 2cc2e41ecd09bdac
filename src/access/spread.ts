import type { Alike, Place } from './alike.ts'
import type { Bits } from './entity-set.ts'
import { countBits, eachBit, emptyBits, isIn, put } from './entity-set.ts'
import type { Reach } from './reach.ts'
import { gather } from './reach.ts'
import type { World } from './world.ts'

/** Entities to which somebody stands the same. */
export interface Share {
  readonly place: Place
  readonly isStakeholder: boolean
  readonly bits: Bits
}

/** How somebody stands to all entities; those that are out of sight are in no share. */
export function spreadOf(world: World, alike: Alike): readonly Share[] {
  const [only, ...others] = alike.parts
  if (only === undefined) return []
  return others.length === 0 ? sharesOf(world, only.reach) : sharesOfSeveral(world, alike)
}

/** All entities on which somebody has anything. */
export function entitiesOf(world: World, alike: Alike): Bits {
  const together = emptyBits(world.graph.numbers.ids.length)
  for (const share of spreadOf(world, alike)) {
    if (!holdsSomething(alike, share)) continue
    for (let word = 0; word < together.length; word += 1) {
      together[word] = (together[word] ?? 0) | (share.bits[word] ?? 0)
    }
  }
  return together
}

/** On how many entities somebody has anything. `known`: counts of reaches that were looked at before. */
export function countOf(world: World, alike: Alike, known: Map<Reach, readonly Count[]>): number {
  const [only, ...others] = alike.parts
  if (only === undefined) return 0
  if (others.length > 0) return countBits(entitiesOf(world, alike))
  const counts = known.get(only.reach) ?? sharesOf(world, only.reach).map(counted)
  known.set(only.reach, counts)
  return counts.reduce((sum, count) => (holdsSomething(alike, count) ? sum + count.size : sum), 0)
}

/** How many entities there are in a share. */
export interface Count extends Omit<Share, 'bits'> {
  readonly size: number
}

function counted({ place, isStakeholder, bits }: Share): Count {
  return { place, isStakeholder, size: countBits(bits) }
}

function holdsSomething(alike: Alike, { place, isStakeholder }: Omit<Share, 'bits'>): boolean {
  return alike.levelsAt(place, isStakeholder).some((rank) => rank > 0)
}

function sharesOf({ graph, catalogue }: World, reach: Reach): readonly Share[] {
  const size = graph.numbers.ids.length
  const inside = gather(reach, size)
  const near = emptyBits(size)
  if (catalogue.hasNeighbours) eachBit(inside, (entity) => addLinked(graph.linked(entity), inside, near))
  const left = emptyBits(size)
  reach.left.addTo(left)
  const stakeholders = graph.stakeholders()
  const places: readonly (readonly [Place, (word: number) => number])[] = [
    ['i', (word) => inside[word] ?? 0],
    ['x', (word) => (left[word] ?? 0) & ~(near[word] ?? 0)],
    ['b', (word) => (left[word] ?? 0) & (near[word] ?? 0)],
    ['n', (word) => (near[word] ?? 0) & ~(left[word] ?? 0)],
  ]
  return places
    .flatMap(([place, at]) => [
      { place, isStakeholder: false, bits: inside.map((_, word) => at(word) & ~(stakeholders[word] ?? 0)) },
      { place, isStakeholder: true, bits: inside.map((_, word) => at(word) & (stakeholders[word] ?? 0)) },
    ])
    .filter(({ bits }) => bits.some((word) => word !== 0))
}

function addLinked(linked: readonly number[], inside: Bits, near: Bits): void {
  for (const other of linked) if (!isIn(inside, other)) put(near, other)
}

function sharesOfSeveral({ graph, catalogue }: World, alike: Alike): readonly Share[] {
  const size = graph.numbers.ids.length
  const inSight = emptyBits(size)
  for (const { reach } of alike.parts) {
    for (const set of [...reach.reached, reach.left]) set.addTo(inSight)
    if (!catalogue.hasNeighbours) continue
    eachBit(gather(reach, size), (entity) => graph.linked(entity).forEach((other) => put(inSight, other)))
  }
  const shares = new Map<string, Share>()
  eachBit(inSight, (entity) => {
    const place = alike.placeOf(entity)
    const isStakeholder = graph.isStakeholder(entity)
    const key = isStakeholder ? `${place}s` : place
    const share = shares.get(key) ?? { place, isStakeholder, bits: emptyBits(size) }
    shares.set(key, share)
    put(share.bits, entity)
  })
  return [...shares.values()]
}
