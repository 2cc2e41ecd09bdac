import type { AccessAccount, AccessScope, PlatformAccess, Selector } from './access.ts'
import { grantsEverything } from './chain.ts'
import type { Bits, EntitySet } from './entity-set.ts'
import { emptyBits, nothing, setOf, take } from './entity-set.ts'
import type { Graph } from './graph.ts'
import { kept } from './kept.ts'

/** What is reached in one go. What is the same reach is the same object. */
export interface Reach {
  /** What is reached: all of these together. */
  readonly reached: readonly EntitySet[]
  /** Everything but what is left out, what is to come included. */
  readonly all: boolean
  /** What is left out, with what lies in it; it is in none of `reached`. */
  readonly left: EntitySet
  /** Whether something is said to be left out, be it there or not. */
  readonly leaves: boolean
}

/** Some roles of an account, and what they work on. */
export interface Part {
  readonly roles: readonly string[]
  readonly reach: Reach
}

/** What roles and access groups of a platform reach. */
export interface Reaches {
  /**
   * Where reach comes from access groups: one part, of all roles. Where it comes from scopes: a part for each role,
   * since a scope belongs to its role. Nobody's part reaches nothing by declaration: such roles have none.
   */
  parts(account: Pick<AccessAccount, 'roles' | 'accessGroups'>): readonly Part[]
  ofGroup(id: string): EntitySet
  ofScope(scope: AccessScope): Reach
}

/** Reads what is reached on a platform; each group and scope once, when it is first asked for. */
export function reachesOf(access: PlatformAccess, graph: Graph): Reaches {
  const groups = new Map<string, EntitySet>()
  const scopes = new Map<string, Reach>()
  const together = new Map<string, Reach>()
  const isAll = (id: string): boolean => access.groups.get(id)?.select.by === 'all'
  const ofGroup = (id: string): EntitySet =>
    kept(groups, id, () => {
      const select = access.groups.get(id)?.select
      return select === undefined ? nothing : selected(select, graph)
    })
  const all = (): Reach =>
    kept(together, '*', () => ({ reached: [graph.universe()], all: true, left: nothing, leaves: false }))
  const ofGroups = (ids: readonly string[]): Reach => {
    if (ids.some(isAll)) return all()
    return kept(together, ids.join('\n'), () => ({
      reached: ids.map(ofGroup),
      all: false,
      left: nothing,
      leaves: false,
    }))
  }
  const ofScope = (scope: AccessScope): Reach => {
    const reached = scope.all ? [graph.universe()] : [chosen(scope.chosen, graph), ...scope.accessGroups.map(ofGroup)]
    const reach = { reached, all: scope.all || scope.accessGroups.some(isAll), left: nothing, leaves: false }
    return scope.except.length === 0 ? reach : { ...reach, ...without(reached, scope.except, graph) }
  }
  const byScope: Reaches['parts'] = ({ roles }) =>
    roles.flatMap((id) => {
      const role = access.roles.get(id)
      if (role === undefined) return []
      if (role.administrator) return [{ roles: [id], reach: all() }]
      const { scope } = role
      if (scope !== undefined) return [{ roles: [id], reach: kept(scopes, id, () => ofScope(scope)) }]
      return grantsEverything(role, access) ? [{ roles: [id], reach: all() }] : []
    })
  const byGroup: Reaches['parts'] = ({ roles, accessGroups }) => {
    if (roles.some((id) => access.roles.get(id)?.administrator === true)) return [{ roles, reach: all() }]
    const known = accessGroups.filter((id) => access.groups.has(id))
    return known.length === 0 ? [] : [{ roles, reach: ofGroups(known) }]
  }
  const from = access.rules.reach?.from ?? 'none'
  return { ofGroup, ofScope, parts: from === 'roleScope' ? byScope : from === 'accessGroup' ? byGroup : () => [] }
}

/** Everything that is reached, in one. */
export function gather({ reached }: Reach, size: number): Bits {
  const bits = emptyBits(size)
  for (const set of reached) set.addTo(bits)
  return bits
}

function selected(select: Selector, graph: Graph): EntitySet {
  if (select.by === 'all') return graph.universe()
  if (select.by === 'names') return chosen(select.names, graph)
  return opened(bearing(select.tags, select.match, graph), graph)
}

function opened(entities: readonly number[], graph: Graph): EntitySet {
  const bits = emptyBits(graph.numbers.ids.length)
  graph.open(bits, entities)
  graph.keepUniverse(bits)
  return setOf(bits)
}

function bearing(tags: readonly string[], match: 'any' | 'all', graph: Graph): readonly number[] {
  const lists = tags.map((tag) => graph.withTag(tag))
  if (match === 'any') return lists.flat()
  const [first, ...others] = lists.toSorted((a, b) => a.length - b.length)
  return others.reduce<readonly number[]>((left, list) => {
    const there = new Set(list)
    return left.filter((entity) => there.has(entity))
  }, first ?? [])
}

function chosen(ids: readonly string[], graph: Graph): EntitySet {
  return opened(numbersIn(ids, graph), graph)
}

function numbersIn(ids: readonly string[], graph: Graph): readonly number[] {
  return ids.flatMap((id) => graph.numbers.of.get(id) ?? [])
}

function without(
  reached: readonly EntitySet[],
  except: readonly string[],
  graph: Graph,
): Pick<Reach, 'reached' | 'left' | 'leaves'> {
  const size = graph.numbers.ids.length
  const out = emptyBits(size)
  graph.open(out, numbersIn(except, graph))
  const inside = emptyBits(size)
  for (const set of reached) set.addTo(inside)
  const left = inside.map((word, index) => word & (out[index] ?? 0))
  setOf(left).each((entity) => take(inside, entity))
  return { reached: [setOf(inside)], left: setOf(left), leaves: true }
}
