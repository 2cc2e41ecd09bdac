import type { Alike, Place } from './alike.ts'
import type { Bits } from './entity-set.ts'
import { countBits, eachBit, emptyBits, isIn, put } from './entity-set.ts'
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
  const shares = alike.parts.length === 1 ? spreadOfOne(world, alike) : spreadOfSeveral(world, alike)
  return shares.filter(({ bits }) => bits.some((word) => word !== 0))
}

/** All entities on which somebody has anything. */
export function entitiesOf(world: World, alike: Alike): Bits {
  const together = emptyBits(world.graph.numbers.ids.length)
  for (const { place, isStakeholder, bits } of spreadOf(world, alike)) {
    if (!alike.levelsAt(place, isStakeholder).some((rank) => rank > 0)) continue
    for (let word = 0; word < bits.length; word += 1) together[word] = (together[word] ?? 0) | (bits[word] ?? 0)
  }
  return together
}

function spreadOfOne({ graph, catalogue }: World, { parts: [part] }: Alike): readonly Share[] {
  if (part === undefined) return []
  const size = graph.numbers.ids.length
  const inside = gather(part, size)
  const near = emptyBits(size)
  if (catalogue.hasNeighbours) eachBit(inside, (entity) => addLinked(graph.linked(entity), inside, near))
  const left = emptyBits(size)
  part.left.each((entity) => put(left, entity))
  const stakeholders = graph.stakeholders()
  const places: readonly (readonly [Place, (word: number) => number])[] = [
    ['i', (word) => inside[word] ?? 0],
    ['x', (word) => (left[word] ?? 0) & ~(near[word] ?? 0)],
    ['b', (word) => (left[word] ?? 0) & (near[word] ?? 0)],
    ['n', (word) => (near[word] ?? 0) & ~(left[word] ?? 0)],
  ]
  return places.flatMap(([place, at]) => [
    { place, isStakeholder: false, bits: inside.map((_, word) => at(word) & ~(stakeholders[word] ?? 0)) },
    { place, isStakeholder: true, bits: inside.map((_, word) => at(word) & (stakeholders[word] ?? 0)) },
  ])
}

function addLinked(linked: readonly number[], inside: Bits, near: Bits): void {
  for (const other of linked) if (!isIn(inside, other)) put(near, other)
}

function spreadOfSeveral({ graph, catalogue }: World, alike: Alike): readonly Share[] {
  const size = graph.numbers.ids.length
  const inSight = emptyBits(size)
  for (const part of alike.parts) {
    const inside = gather(part, size)
    eachBit(inside, (entity) => put(inSight, entity))
    part.left.each((entity) => put(inSight, entity))
    if (!catalogue.hasNeighbours) continue
    eachBit(inside, (entity) => graph.linked(entity).forEach((other) => put(inSight, other)))
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

/** How many entities there are in some bits of several people, each entity once. */
export function countTogether(several: readonly Bits[]): number {
  const [first, ...others] = several
  if (first === undefined) return 0
  if (others.length === 0) return countBits(first)
  return countBits(first.map((word, index) => others.reduce((all, bits) => all | (bits[index] ?? 0), word)))
}
