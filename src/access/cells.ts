import type { Alike } from './alike.ts'
import { raise } from './alike.ts'
import type { Bits } from './entity-set.ts'
import type { Divider, Spot, Strip } from './strips.ts'
import type { World } from './world.ts'

/** Where the same levels change in the same way. */
export interface Cell {
  /**
   * `everywhere`: what holds whatever the entity, and for who reaches all (before or after) the scoped permissions on
   * whatever was out of sight on the other side, with what is to come.
   */
  readonly extent: 'everywhere' | Bits
  /** Ranks at the beginning, and after each step. */
  readonly levels: readonly Int8Array[]
}

/** Somebody, in one of the worlds: their accounts. */
export interface Stage {
  readonly world: World
  readonly alikes: readonly Alike[]
}

/** Everything that differs for somebody between the first stage and the last. */
export function cellsOf(stages: readonly Stage[], divide: Divider): readonly Cell[] {
  const everywhere: Cell = { extent: 'everywhere', levels: stages.map(everywhereLevels) }
  const isScoped = stages.some(({ alikes }) => alikes.some(({ parts }) => parts.length > 0))
  const listed = isScoped ? listedCells(stages, divide) : []
  return isChanged(everywhere.levels) ? [everywhere, ...listed] : listed
}

function listedCells(stages: readonly Stage[], divide: Divider): readonly Cell[] {
  const ends = [stages[0], stages.at(-1)].map((stage) => (stage === undefined ? undefined : allLevels(stage)))
  const isTold = (levels: readonly Int8Array[]): boolean =>
    ends.some((end) => end !== undefined) && isEnd(levels[0], ends[0]) && isEnd(levels.at(-1), ends[1])
  const seats = stages.flatMap(({ world, alikes }) => alikes.map((alike) => ({ world, alike })))
  return divide(seats).flatMap((strip): readonly Cell[] => {
    const levels = levelsOn(strip, stages)
    return !isChanged(levels) || isTold(levels) ? [] : [{ extent: strip.bits, levels }]
  })
}

/** Of somebody with several accounts the higher level counts. */
function levelsOn({ spots }: Strip, stages: readonly Stage[]): readonly Int8Array[] {
  let next = 0
  return stages.map((stage) => {
    const [first, ...others] = stage.alikes.map((alike) => levelsAt(stage, alike, spots[next++]))
    if (first === undefined || others.length === 0) return first ?? noLevels(stage)
    const best = first.slice()
    for (const levels of others) raise(best, levels)
    return best
  })
}

function levelsAt(stage: Stage, alike: Alike, spot: Spot): Int8Array {
  return spot === undefined ? noLevels(stage) : alike.levelsAt(spot.place, spot.isStakeholder)
}

function everywhereLevels(stage: Stage): Int8Array {
  const { catalogue } = stage.world
  const [unscoped, scoped] = [noLevels(stage), allLevels(stage)]
  for (const { chain } of stage.alikes) raise(unscoped, chain.levels)
  return unscoped.map((rank, column) => (catalogue.scoping[column] === 'everywhere' ? rank : (scoped?.[column] ?? 0)))
}

/** What somebody comes to on everything there is and will be; undefined for who does not reach all. */
function allLevels({ world, alikes }: Stage): Int8Array | undefined {
  const reaching = alikes.filter(({ parts }) => parts.some(({ reach }) => reach.all))
  if (reaching.length === 0) return undefined
  const levels = new Int8Array(world.catalogue.keys.length)
  for (const alike of reaching) {
    raise(levels, alike.levelsAt(alike.parts.map(({ reach }) => (reach.all ? 'i' : 'o')).join(''), false))
  }
  return levels
}

function noLevels({ world }: Stage): Int8Array {
  return new Int8Array(world.catalogue.keys.length)
}

function isChanged(levels: readonly Int8Array[]): boolean {
  const [first, last] = [levels[0], levels.at(-1)]
  return first !== undefined && last !== undefined && !isSame(first, last)
}

/** Whether levels are those of who reaches all; none at all, where nobody does. */
function isEnd(levels: Int8Array | undefined, end: Int8Array | undefined): boolean {
  if (levels === undefined) return false
  return end === undefined ? levels.every((rank) => rank === 0) : isSame(levels, end)
}

function isSame(a: Int8Array, b: Int8Array): boolean {
  for (let column = 0; column < a.length; column += 1) if (a[column] !== b[column]) return false
  return true
}
