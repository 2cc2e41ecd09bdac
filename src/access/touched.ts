import type { AccessAccount } from './access.ts'
import type { EntitySet } from './entity-set.ts'
import { eachBit, emptyBits, put } from './entity-set.ts'
import { kept } from './kept.ts'
import type { Steps } from './steps.ts'
import type { World } from './world.ts'
import { marksOf } from './world.ts'

/** Tells whose access may be different: most people have nothing to do with a change, and are not looked at any further. */
export function touchedBy({
  first,
  last,
  changed,
  isGeneral,
}: Steps): (was: AccessAccount, is: AccessAccount) => boolean {
  const around = surroundings(first, last, changed.entity)
  const groups = new Map<string, boolean>()
  const roles = new Map<string, boolean>()
  const differs = (a: EntitySet, b: EntitySet): boolean =>
    around.length > 0 && (a.size !== b.size || around.some((entity) => a.has(entity) || b.has(entity)))
  const isGroup = (id: string): boolean =>
    kept(groups, id, () => changed.accessGroup.has(id) || differs(first.reaches.ofGroup(id), last.reaches.ofGroup(id)))
  const isRole = (id: string): boolean =>
    kept(roles, id, () => {
      if (changed.role.has(id)) return true
      const scope = last.access.roles.get(id)?.scope
      if (scope === undefined) return false
      if (scope.accessGroups.some(isGroup)) return true
      const [was, is] = [first.reaches.ofScope(scope), last.reaches.ofScope(scope)]
      return differs(was.left, is.left) || was.reached.some((set, at) => differs(set, is.reached[at] ?? set))
    })
  const reachesAll = (world: World, account: AccessAccount): boolean =>
    world.reaches.parts(account).some(({ reach }) => reach.all)
  return (was, is) => {
    if (isGeneral || marksOf(was) !== marksOf(is)) return true
    if (is.roles.some(isRole) || is.accessGroups.some(isGroup) || isOf(is, changed.department)) return true
    return around.length > 0 && (reachesAll(first, was) || reachesAll(last, is))
  }
}

function isOf({ department }: AccessAccount, departments: ReadonlySet<string>): boolean {
  return department !== undefined && departments.has(department)
}

/** Changed entities, what lies in them, and the other ends of links of all these. */
function surroundings(first: World, last: World, changed: ReadonlySet<string>): readonly number[] {
  if (changed.size === 0) return []
  const { numbers } = first.graph
  const around = emptyBits(numbers.ids.length)
  const start = [...changed].flatMap((id) => numbers.of.get(id) ?? [])
  const inside = [first, last].map(({ graph }) => {
    const bits = emptyBits(numbers.ids.length)
    graph.open(bits, start)
    return bits
  })
  for (const bits of inside) {
    eachBit(bits, (entity) => {
      put(around, entity)
      for (const { graph } of [first, last]) for (const other of graph.linked(entity)) put(around, other)
    })
  }
  const found: number[] = []
  eachBit(around, (entity) => found.push(entity))
  return found
}
