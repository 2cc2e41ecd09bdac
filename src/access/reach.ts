import type { AccessAccount, AccessScope, PlatformAccess, Selector } from './access.ts'
import { grantsEverything } from './chain.ts'
import type { Bits, EntitySet } from './entity-set.ts'
import { emptyBits, nothing, put, setOf, take } from './entity-set.ts'
import type { Graph } from './graph.ts'

/** Some roles of an account, and what they work on. */
export interface Part {
  readonly roles: readonly string[]
  /** What is reached: all of these together. */
  readonly reached: readonly EntitySet[]
  /** Everything but what is left out, what is to come included. */
  readonly all: boolean
  /** What is left out, with what lies in it; it is in none of `reached`. */
  readonly left: EntitySet
  /** Whether something is said to be left out, be it there or not. */
  readonly leaves: boolean
}

/** What roles and access groups of a platform reach. */
export interface Reaches {
  /**
   * Where reach comes from access groups: one part, of all roles. Where it comes from scopes: a part for each role,
   * since a scope belongs to its role. Nobody's part reaches nothing by declaration: such roles have none.
   */
  parts(account: Pick<AccessAccount, 'roles' | 'accessGroups'>): readonly Part[]
  ofGroup(id: string): EntitySet
  ofScope(scope: AccessScope): Omit<Part, 'roles'>
}

/** Reads what is reached on a platform; each group and scope once, when it is first asked for. */
export function reachesOf(access: PlatformAccess, graph: Graph): Reaches {
  const groups = new Map<string, EntitySet>()
  const scopes = new Map<string, Omit<Part, 'roles'> | undefined>()
  const ofGroup = (id: string): EntitySet => {
    const known = groups.get(id)
    if (known !== undefined) return known
    const select = access.groups.get(id)?.select
    const set = select === undefined ? nothing : selected(select, graph)
    groups.set(id, set)
    return set
  }
  const ofScope = (scope: AccessScope): Omit<Part, 'roles'> => {
    const reached = scope.all ? [graph.universe()] : [chosen(scope.chosen, graph), ...scope.accessGroups.map(ofGroup)]
    const all = scope.all || scope.accessGroups.some((id) => access.groups.get(id)?.select.by === 'all')
    const part = { reached, all, left: nothing, leaves: false }
    return scope.except.length === 0 ? part : { ...part, ...without(reached, scope.except, graph) }
  }
  const ofRole = (id: string): Omit<Part, 'roles'> | undefined => {
    const role = access.roles.get(id)
    if (role === undefined) return undefined
    if (role.administrator || (role.scope === undefined && grantsEverything(role, access))) return everything(graph)
    if (!scopes.has(id)) scopes.set(id, role.scope === undefined ? undefined : ofScope(role.scope))
    return scopes.get(id)
  }
  const byScope: Reaches['parts'] = ({ roles }) =>
    roles.flatMap((id) => {
      const part = ofRole(id)
      return part === undefined ? [] : [{ roles: [id], ...part }]
    })
  const byGroup: Reaches['parts'] = ({ roles, accessGroups }) => {
    if (roles.some((id) => access.roles.get(id)?.administrator === true)) return [{ roles, ...everything(graph) }]
    const known = accessGroups.filter((id) => access.groups.has(id))
    if (known.length === 0) return []
    const all = known.some((id) => access.groups.get(id)?.select.by === 'all')
    return [{ roles, reached: all ? [graph.universe()] : known.map(ofGroup), all, left: nothing, leaves: false }]
  }
  const from = access.rules.reach?.from ?? 'none'
  return { ofGroup, ofScope, parts: from === 'roleScope' ? byScope : from === 'accessGroup' ? byGroup : () => [] }
}

/** Everything reached by a part, in one. */
export function gather(part: Part, size: number): Bits {
  const bits = emptyBits(size)
  for (const set of part.reached) set.each((entity) => put(bits, entity))
  return bits
}

function everything(graph: Graph): Omit<Part, 'roles'> {
  return { reached: [graph.universe()], all: true, left: nothing, leaves: false }
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
): Pick<Part, 'reached' | 'left' | 'leaves'> {
  const size = graph.numbers.ids.length
  const out = emptyBits(size)
  graph.open(out, numbersIn(except, graph))
  const inside = emptyBits(size)
  for (const set of reached) set.each((entity) => put(inside, entity))
  const left = inside.map((word, index) => word & (out[index] ?? 0))
  setOf(left).each((entity) => take(inside, entity))
  return { reached: [setOf(inside)], left: setOf(left), leaves: true }
}
