import type { Alike } from './alike.ts'
import { raise } from './alike.ts'
import type { Bits } from './entity-set.ts'
import { eachBit, emptyBits, put } from './entity-set.ts'
import { spreadOf } from './spread.ts'
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
export function cellsOf(stages: readonly Stage[]): readonly Cell[] {
  const everywhere: Cell = { extent: 'everywhere', levels: stages.map(everywhereLevels) }
  const isScoped = stages.some(({ alikes }) => alikes.some(({ parts }) => parts.length > 0))
  const listed = isScoped ? listedCells(stages) : []
  return isChanged(everywhere) ? [everywhere, ...listed] : listed
}

interface Area {
  readonly levels: Int8Array
  readonly bits: Bits
}

function listedCells(stages: readonly Stage[]): readonly Cell[] {
  const [first, ...others] = stages
  const last = stages.at(-1)
  if (first === undefined || last === undefined) return []
  const [from, to] = [allLevels(first), allLevels(last)]
  const isTold = (levels: readonly (Int8Array | undefined)[]): boolean =>
    (from !== undefined || to !== undefined) &&
    isSame(levels[0], from ?? noLevels(first)) &&
    isSame(levels[1], to ?? noLevels(last))
  const between = others.slice(0, -1).map(areasOf)
  return across(areasOf(first), areasOf(last))
    .filter(({ levels }) => !isTold(levels))
    .flatMap((strip) => refined(strip, between))
}

interface Strip {
  readonly bits: Bits
  readonly levels: readonly Int8Array[]
}

/** The parts of two divisions that are not the same on both sides. */
function across(before: readonly Area[], after: readonly Area[]): readonly Strip[] {
  return before.flatMap((was) =>
    after.flatMap((is) => {
      if (isSame(was.levels, is.levels)) return []
      const bits = both(was.bits, is.bits)
      return bits === undefined ? [] : [{ bits, levels: [was.levels, is.levels] }]
    }),
  )
}

/** Divides a strip by what its entities come to in between. */
function refined({ bits: whole, levels: ends }: Strip, between: readonly (readonly Area[])[]): readonly Cell[] {
  const strips = between.reduce<readonly Strip[]>(
    (parts, areas) =>
      parts.flatMap(({ bits, levels }) =>
        areas.flatMap((area) => {
          const common = both(bits, area.bits)
          return common === undefined ? [] : [{ bits: common, levels: [...levels, area.levels] }]
        }),
      ),
    [{ bits: whole, levels: ends.slice(0, 1) }],
  )
  return strips.map(({ bits, levels }) => ({ extent: bits, levels: [...levels, ...ends.slice(1)] }))
}

/** All entities, divided by what somebody comes to on them. */
function areasOf({ world, alikes }: Stage): readonly Area[] {
  const size = world.graph.numbers.ids.length
  const areas = new Map<string, Area>()
  const rest = emptyBits(size).fill(-1)
  for (const { levels, bits } of sharesOf({ world, alikes })) {
    const key = levels.join()
    const area = areas.get(key)
    areas.set(key, { levels, bits: area === undefined ? bits : area.bits.map((word, at) => word | (bits[at] ?? 0)) })
    for (let word = 0; word < rest.length; word += 1) rest[word] = (rest[word] ?? 0) & ~(bits[word] ?? 0)
  }
  const nowhere = noLevels({ world, alikes })
  const key = nowhere.join()
  const none = areas.get(key)
  areas.set(key, {
    levels: nowhere,
    bits: none === undefined ? rest : none.bits.map((word, at) => word | (rest[at] ?? 0)),
  })
  return [...areas.values()]
}

function sharesOf({ world, alikes }: Stage): readonly Area[] {
  const [only, ...others] = alikes
  if (only === undefined) return []
  const shares = alikes.map((alike) =>
    spreadOf(world, alike).map(({ place, isStakeholder, bits }) => ({
      levels: alike.levelsAt(place, isStakeholder),
      bits,
    })),
  )
  return others.length === 0 ? (shares[0] ?? []) : together(world, shares)
}

/** Of somebody with several accounts the higher level counts. */
function together({ graph, catalogue }: World, several: readonly (readonly Area[])[]): readonly Area[] {
  const size = graph.numbers.ids.length
  const byEntity = new Map<number, Int8Array>()
  for (const { levels, bits } of several.flat()) {
    eachBit(bits, (entity) => {
      const best = byEntity.get(entity) ?? new Int8Array(catalogue.keys.length)
      raise(best, levels)
      byEntity.set(entity, best)
    })
  }
  const areas = new Map<string, Area>()
  for (const [entity, levels] of byEntity) {
    const key = levels.join()
    const area = areas.get(key) ?? { levels, bits: emptyBits(size) }
    areas.set(key, area)
    put(area.bits, entity)
  }
  return [...areas.values()]
}

function everywhereLevels(stage: Stage): Int8Array {
  const { catalogue } = stage.world
  const [unscoped, scoped] = [noLevels(stage), allLevels(stage)]
  for (const { chain } of stage.alikes) raise(unscoped, chain.levels)
  return unscoped.map((rank, column) => (catalogue.scoping[column] === 'everywhere' ? rank : (scoped?.[column] ?? 0)))
}

/** What somebody comes to on everything there is and will be; undefined for who does not reach all. */
function allLevels({ world, alikes }: Stage): Int8Array | undefined {
  const reaching = alikes.filter(({ parts }) => parts.some(({ all }) => all))
  if (reaching.length === 0) return undefined
  const levels = new Int8Array(world.catalogue.keys.length)
  for (const { parts, levelsAt } of reaching) {
    raise(levels, levelsAt(parts.map(({ all }) => (all ? 'i' : 'o')).join(''), false))
  }
  return levels
}

function noLevels({ world }: Stage): Int8Array {
  return new Int8Array(world.catalogue.keys.length)
}

function isChanged({ levels }: Cell): boolean {
  return !isSame(levels[0], levels.at(-1))
}

function isSame(a: Int8Array | undefined, b: Int8Array | undefined): boolean {
  return a !== undefined && b !== undefined && a.every((rank, column) => rank === b[column])
}

/** What is in both; undefined: nothing. */
function both(a: Bits, b: Bits): Bits | undefined {
  let some = 0
  for (let word = 0; word < a.length; word += 1) some |= (a[word] ?? 0) & (b[word] ?? 0)
  if (some === 0) return undefined
  return a.map((bits, word) => bits & (b[word] ?? 0))
}
