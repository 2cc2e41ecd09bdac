import { rankOf } from '../model/level.ts'
import type { AccessAccount } from './access.ts'
import type { Catalogue } from './catalogue.ts'
import type { Chain, Chains } from './chain.ts'
import type { Graph } from './graph.ts'
import type { Part } from './reach.ts'

/**
 * How the parts of an account stand to an entity, one letter each: `i` in reach, `x` left out, `n` one link away,
 * `b` left out and one link away, `o` none of it. Where one part reaches it, it is nobody's neighbour any more.
 */
export type Place = string

/** What accounts with the same roles, access groups, department and overrides share. */
export interface Alike {
  readonly account: AccessAccount | undefined
  /** With all roles together: what holds wherever a permission is not scoped. */
  readonly chain: Chain
  readonly parts: readonly Part[]
  /** Whether everything is reached, what is to come included. */
  readonly all: boolean
  readonly reaches: (entity: number) => boolean
  readonly placeOf: (entity: number) => Place
  /** Ranks of the scoped permissions at a place; 0 for the others. */
  readonly levelsAt: (place: Place, isStakeholder: boolean) => Int8Array
  /** Ranks of the scoped permissions inside reach at their best, wherever that is. */
  readonly best: () => Int8Array
}

interface Ground {
  readonly catalogue: Catalogue
  readonly chains: Chains
  readonly graph: Graph
}

const view = rankOf('view')

/** What such an account comes to. */
export function alikeOf(account: AccessAccount, parts: readonly Part[], ground: Ground): Alike {
  const { catalogue, chains, graph } = ground
  const known = new Map<string, Int8Array>()
  let best: Int8Array | undefined
  let chain: Chain | undefined
  const levelsAt = (place: Place, isStakeholder: boolean): Int8Array => {
    const key = isStakeholder ? `${place}s` : place
    const there = known.get(key)
    if (there !== undefined) return there
    const made = levelsOf({ account, parts, catalogue, chains }, place, isStakeholder)
    known.set(key, made)
    return made
  }
  const has = (part: Part, entity: number): boolean => part.reach.reached.some((set) => set.has(entity))
  const near = (part: Part, entity: number): boolean => graph.linked(entity).some((other) => has(part, other))
  const reaches = (entity: number): boolean => parts.some((part) => has(part, entity))
  return {
    account,
    get chain() {
      chain ??= chains.of(account, account.roles)
      return chain
    },
    parts,
    all: parts.some(reachesAll),
    reaches,
    placeOf: (entity) => {
      const isReached = reaches(entity)
      const letter = (part: Part): string => {
        if (isReached && has(part, entity)) return 'i'
        const isNear = catalogue.hasNeighbours && !isReached && near(part, entity)
        return part.reach.left.has(entity) ? (isNear ? 'b' : 'x') : isNear ? 'n' : 'o'
      }
      return parts.map(letter).join('')
    },
    levelsAt,
    best: () => {
      best ??= bestOf(parts, catalogue, levelsAt)
      return best
    },
  }
}

/** Somebody who has nothing. */
export function nobody(catalogue: Catalogue): Alike {
  const nothing = new Int8Array(catalogue.keys.length)
  return {
    account: undefined,
    chain: {
      levels: nothing,
      deciders: new Uint16Array(nothing.length),
      refused: new Uint8Array(nothing.length),
    },
    parts: [],
    all: false,
    reaches: () => false,
    placeOf: () => '',
    levelsAt: () => nothing,
    best: () => nothing,
  }
}

interface Asked {
  readonly account: AccessAccount
  readonly parts: readonly Part[]
  readonly catalogue: Catalogue
  readonly chains: Chains
}

/**
 * In reach: the chain with the roles that reach it; an explicit none of one of these wins, and roles that leave it out
 * add what they still show. Left out: the chain with the roles that leave it out, at most `whenExcluded`. One link
 * away: the chain with the roles whose reach it is linked with.
 */
function levelsOf(asked: Asked, place: Place, isStakeholder: boolean): Int8Array {
  const { catalogue } = asked
  const [inside, left, near] = [chainAt(asked, place, 'i'), chainAt(asked, place, 'xb'), chainAt(asked, place, 'nb')]
  const shown = (inside ?? left)?.levels[catalogue.stakeholders] ?? 0
  const levels = new Int8Array(catalogue.keys.length)
  for (let key = 0; key < levels.length; key += 1) {
    const scoping = catalogue.scoping[key]
    if (scoping === 'everywhere') continue
    if (scoping === 'neighbours') {
      levels[key] = near?.levels[key] ?? 0
      continue
    }
    const full = inside?.levels[key] ?? 0
    const still = Math.min(left?.levels[key] ?? 0, catalogue.whenExcluded[key] ?? 0)
    const level = inside?.refused[key] === 1 ? full : Math.max(full, still)
    levels[key] = isStakeholder ? capped(level, shown, key, catalogue) : level
  }
  if (catalogue.scoping[catalogue.stakeholders] === 'neighbours') {
    levels[catalogue.stakeholders] = isStakeholder ? ((inside ?? near)?.levels[catalogue.stakeholders] ?? 0) : 0
  }
  return levels
}

/** Persons and firms around the others are seen as far as the key for them says; what is done to one asks for view. */
function capped(level: number, shown: number, key: number, { stakeholders, isDone }: Catalogue): number {
  if (stakeholders < 0 || key === stakeholders) return level
  if (isDone[key] === true) return shown >= view ? level : 0
  return Math.min(level, shown)
}

function chainAt({ account, parts, chains }: Asked, place: Place, letters: string): Chain | undefined {
  const roles = parts.flatMap((part, index) => (letters.includes(place[index] ?? 'o') ? part.roles : []))
  const isThere = parts.some((_, index) => letters.includes(place[index] ?? 'o'))
  return isThere ? chains.of(account, roles) : undefined
}

/** Parts that reach everything are everywhere; each other one may be alone with them. */
function bestOf(parts: readonly Part[], catalogue: Catalogue, levelsAt: Alike['levelsAt']): Int8Array {
  const everywhere = parts.map((part): string => (reachesAll(part) ? 'i' : 'o'))
  const inReach = parts.map((_, index) => everywhere.with(index, 'i').join(''))
  const outside = everywhere.includes('i') ? [] : parts.map((_, index) => everywhere.with(index, 'n').join(''))
  const best = new Int8Array(catalogue.keys.length)
  for (const place of [...inReach, ...outside]) {
    for (const isStakeholder of [false, true]) raise(best, levelsAt(place, isStakeholder))
  }
  return best
}

function reachesAll({ reach: { all, leaves } }: Part): boolean {
  return all && !leaves
}

/** Keeps the higher of two, key by key. */
export function raise(levels: Int8Array, others: Int8Array): void {
  for (let key = 0; key < levels.length; key += 1) levels[key] = Math.max(levels[key] ?? 0, others[key] ?? 0)
}
