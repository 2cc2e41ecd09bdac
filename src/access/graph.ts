import type { AccessEntity, PlatformAccess } from './access.ts'
import type { Bits, EntitySet } from './entity-set.ts'
import { emptyBits, isIn, put, setOf } from './entity-set.ts'

/** Numbers of entities. Two states of the same platform are compared by giving them the same numbers. */
export interface EntityNumbers {
  readonly ids: readonly string[]
  readonly of: ReadonlyMap<string, number>
}

/** The entities of a platform: what lies in what, what is linked with what, what bears which tag. */
export interface Graph {
  readonly numbers: EntityNumbers
  readonly entity: (entity: number) => AccessEntity | undefined
  /** Container of an entity, or -1. */
  readonly container: (entity: number) => number
  readonly isStakeholder: (entity: number) => boolean
  readonly stakeholders: () => Bits
  /** What scoped permissions are about: the kinds that are reached, and what lies in those. */
  readonly universe: () => EntitySet
  /** Takes out what scoped permissions are not about. */
  readonly keepUniverse: (bits: Bits) => void
  readonly withTag: (tag: string) => readonly number[]
  /** Both ends of links, each with the other. */
  readonly linked: (entity: number) => readonly number[]
  /** Puts some in, with what lies in them at any depth. */
  readonly open: (bits: Bits, entities: Iterable<number>) => void
}

const none: readonly number[] = []

/** Numbers for the entities of some states of a platform. */
export function numbersOf(...states: readonly PlatformAccess[]): EntityNumbers {
  const of = new Map<string, number>()
  const ids: string[] = []
  for (const { entities } of states) {
    for (const id of entities.keys()) {
      if (of.has(id)) continue
      of.set(id, ids.length)
      ids.push(id)
    }
  }
  return { ids, of }
}

/** Reads the entities of a platform. Tags, contents and links are looked at when they are first asked for. */
export function graphOf({ entities, rules }: PlatformAccess, numbers: EntityNumbers): Graph {
  const byNumber = numbers.ids.map((id) => entities.get(id))
  const stakeholders = new Set(
    Object.entries(rules.entityKinds ?? {}).flatMap(([kind, { stakeholder }]) => (stakeholder === true ? [kind] : [])),
  )
  const isStakeholder = (entity: number): boolean => stakeholders.has(byNumber[entity]?.kind ?? '')
  const tags = once(() => tagIndex(byNumber))
  const contents = once(() => contentIndex(byNumber, numbers))
  const links = once(() => linkIndex(byNumber, numbers))
  const kinds = rules.reach?.kinds
  const universe = once(() => {
    const bits = emptyBits(byNumber.length)
    const counts = (entity: AccessEntity | undefined): boolean =>
      entity !== undefined && (kinds === undefined || kinds.includes(entity.kind))
    open(
      bits,
      [...byNumber.keys()].filter((number) => counts(byNumber[number])),
    )
    return { bits, set: setOf(bits) }
  })
  const open: Graph['open'] = (bits, some) => putWithContents(bits, some, contents())
  return {
    numbers,
    entity: (entity) => byNumber[entity],
    container: (entity) => numbers.of.get(byNumber[entity]?.inside ?? '') ?? -1,
    isStakeholder,
    stakeholders: once(() => {
      const bits = emptyBits(byNumber.length)
      if (stakeholders.size === 0) return bits
      for (const entity of byNumber.keys()) if (isStakeholder(entity)) put(bits, entity)
      return bits
    }),
    universe: () => universe().set,
    keepUniverse: (bits) => {
      const all = universe().bits
      for (let word = 0; word < bits.length; word += 1) bits[word] = (bits[word] ?? 0) & (all[word] ?? 0)
    },
    withTag: (tag) => tags().get(tag) ?? none,
    linked: (entity) => links()[entity] ?? none,
    open,
  }
}

/** Works something out when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

type Entities = readonly (AccessEntity | undefined)[]
type Index<K> = Map<K, number[]>

function tagIndex(entities: Entities): Index<string> {
  const index: Index<string> = new Map()
  for (const [number, entity] of entities.entries()) {
    for (const tag of entity?.tags ?? []) add(index, tag, number)
  }
  return index
}

function contentIndex(entities: Entities, numbers: EntityNumbers): Index<number> {
  const index: Index<number> = new Map()
  for (const [number, entity] of entities.entries()) {
    if (entity?.inside === undefined) continue
    const container = numbers.of.get(entity.inside)
    if (container !== undefined && entities[container] !== undefined) add(index, container, number)
  }
  return index
}

function linkIndex(entities: Entities, numbers: EntityNumbers): readonly (readonly number[] | undefined)[] {
  const index: (number[] | undefined)[] = entities.map(() => undefined)
  const note = (from: number, to: number): void => {
    const there = index[from]
    if (there === undefined) index[from] = [to]
    else there.push(to)
  }
  for (const [number, entity] of entities.entries()) {
    for (const { to } of entity?.links ?? []) {
      const other = numbers.of.get(to)
      if (other === undefined || other === number || entities[other] === undefined) continue
      note(number, other)
      note(other, number)
    }
  }
  return index
}

function add<K>(index: Index<K>, key: K, number: number): void {
  const there = index.get(key)
  if (there === undefined) index.set(key, [number])
  else there.push(number)
}

function putWithContents(bits: Bits, some: Iterable<number>, contents: Index<number>): void {
  const open = [...some]
  for (let entity = open.pop(); entity !== undefined; entity = open.pop()) {
    if (isIn(bits, entity)) continue
    put(bits, entity)
    for (const inside of contents.get(entity) ?? none) open.push(inside)
  }
}
