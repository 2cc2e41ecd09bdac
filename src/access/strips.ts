import type { Alike, Place } from './alike.ts'
import type { Bits } from './entity-set.ts'
import { emptyBits } from './entity-set.ts'
import type { Reach } from './reach.ts'
import type { Share } from './spread.ts'
import { spreadOf } from './spread.ts'
import type { World } from './world.ts'

/** An account in one of several worlds. */
export interface Seat {
  readonly world: World
  readonly alike: Alike
}

/** How an account stands to some entities; undefined: they are out of its sight. */
export type Spot = { readonly place: Place; readonly isStakeholder: boolean } | undefined

/** Entities to which each of several seats stands the same throughout. */
export interface Strip {
  readonly bits: Bits
  /** A spot for each seat. */
  readonly spots: readonly Spot[]
}

/** Divides all entities into strips. What depends on what is reached alone is shared by all who reach the same. */
export type Divider = (seats: readonly Seat[]) => readonly Strip[]

const divisionsKept = 64

/** Keeps the latest divisions: people who reach the same come one after the other. */
export function dividing(): Divider {
  const names = new Map<object, number>()
  const kept = new Map<string, readonly Strip[]>()
  const nameOf = (thing: object): number => {
    const name = names.get(thing) ?? names.size
    names.set(thing, name)
    return name
  }
  return (seats) => {
    const key = seats.map(({ world, alike }) => `${nameOf(world.graph)}/${nameOf(sightOf(alike))}`).join()
    const there = kept.get(key)
    if (there !== undefined) return there
    const made = divided(seats)
    if (kept.size >= divisionsKept) kept.clear()
    kept.set(key, made)
    return made
  }
}

/** What decides how somebody stands to entities: their reach; where there are several parts it is themselves. */
function sightOf(alike: Alike): Reach | Alike {
  const [only, ...others] = alike.parts
  return only === undefined || others.length > 0 ? alike : only.reach
}

function divided(seats: readonly Seat[]): readonly Strip[] {
  const size = seats[0]?.world.graph.numbers.ids.length ?? 0
  let strips: readonly Strip[] = [{ bits: emptyBits(size).fill(-1), spots: [] }]
  for (const [at, { world, alike }] of seats.entries()) {
    const known = seats.findIndex((one) => one.world.graph === world.graph && sightOf(one.alike) === sightOf(alike))
    strips = known < at ? strips.map((strip) => repeated(strip, known)) : crossed(strips, spreadOf(world, alike))
  }
  return strips
}

function repeated({ bits, spots }: Strip, at: number): Strip {
  return { bits, spots: [...spots, spots[at]] }
}

function crossed(strips: readonly Strip[], shares: readonly Share[]): readonly Strip[] {
  return strips.flatMap(({ bits, spots }) => {
    const rest = bits.slice()
    const parts = shares.flatMap((share): readonly Strip[] => {
      const common = taken(rest, share.bits)
      return common === undefined ? [] : [{ bits: common, spots: [...spots, share] }]
    })
    return rest.some((word) => word !== 0) ? [...parts, { bits: rest, spots: [...spots, undefined] }] : parts
  })
}

/** What is in both, taken out of the first; undefined: nothing. */
function taken(rest: Bits, others: Bits): Bits | undefined {
  let some = 0
  for (let word = 0; word < rest.length; word += 1) some |= (rest[word] ?? 0) & (others[word] ?? 0)
  if (some === 0) return undefined
  const common = rest.map((word, at) => word & (others[at] ?? 0))
  for (let word = 0; word < rest.length; word += 1) rest[word] = (rest[word] ?? 0) & ~(others[word] ?? 0)
  return common
}
