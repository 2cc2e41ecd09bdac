import { groupsOf, rolesOf } from './causes.ts'
import type { Crowd } from './crowds.ts'
import type { Row } from './rows.ts'
import type { Step, Steps } from './steps.ts'
import type { World } from './world.ts'

/** Something that a crowd gains or loses. */
export interface Move {
  readonly crowd: Crowd
  readonly way: Steps
  readonly step: Step
  /** How things were before the step. */
  readonly before: World
  readonly isLost: boolean
  readonly rows: readonly Row[]
  /** Numbers; undefined: what holds everywhere. */
  readonly entities: readonly number[] | undefined
}

/**
 * Whether it is of critical risk, or comes with something that is marked privileged: an entity, a role, an access group. A mark
 * counts on whichever side it stands: one that is taken off in the same change would hide what the change gives.
 */
export function isPrivileged(move: Move): boolean {
  const { rows, way } = move
  const isCritical = rows.some(({ column }) =>
    sides(way).some(({ catalogue }) => catalogue.isCritical[column] === true),
  )
  return (isCritical && !isStanding(move)) || ofEntities(move) || ofRole(move) || ofGroup(move)
}

/** Something comes or goes, and those who reach everything, what is to come included, reach it too: as they did and do. */
function isStanding({ crowd, entities, step, way: { first, last } }: Move): boolean {
  if (step.name !== 'entity' || entities === undefined) return false
  const comesOrGoes = (entity: number): boolean =>
    (first.graph.entity(entity) === undefined) !== (last.graph.entity(entity) === undefined)
  const everywhere = (side: Crowd['was']): boolean =>
    side.length > 0 && side.every(({ parts }) => parts.length > 0 && parts.every(({ reach }) => reach.all))
  return entities.every(comesOrGoes) && everywhere(crowd.was) && everywhere(crowd.is)
}

function sides({ first, last }: Steps): readonly World[] {
  return [first, last]
}

function ofEntities({ rows, entities, way }: Move): boolean {
  return sides(way).some(({ graph, catalogue, access }) => {
    if (entities !== undefined) return entities.some((entity) => graph.entity(entity)?.privileged === true)
    const isScoped = rows.some(({ column }) => catalogue.scoping[column] !== 'everywhere')
    return isScoped && [...access.entities.values()].some(({ privileged }) => privileged)
  })
}

/** A role that comes or goes with the account, or whose definition changes. */
function ofRole({ crowd, step, way, isLost }: Move): boolean {
  const isMarked = (id: string): boolean =>
    sides(way).some(({ access: { roles } }) => {
      const role = roles.get(id)
      return role?.privileged === true || role?.administrator === true
    })
  if (step.name === 'role') return rolesOf(crowd).some((id) => way.changed.role.has(id) && isMarked(id))
  if (step.name !== 'account') return false
  const [theirs, others] = isLost ? [crowd.was, crowd.is] : [crowd.is, crowd.was]
  const kept = new Set(others.flatMap(({ account }) => account?.roles ?? []))
  return theirs.some(({ account }) => account?.roles.some((id) => !kept.has(id) && isMarked(id)) === true)
}

/** An access group that somebody comes into or leaves, or through which they come to an entity or lose it. */
function ofGroup({ crowd, step, before, way, isLost, entities }: Move): boolean {
  const isMarked = (id: string): boolean =>
    sides(way).some(({ access: { groups } }) => groups.get(id)?.privileged === true)
  const marked = groupsOf(crowd, step.world).filter(isMarked)
  if (marked.length === 0) return false
  if (step.name === 'account') {
    const [theirs, others] = isLost ? [crowd.was, crowd.is] : [crowd.is, crowd.was]
    const kept = new Set(others.flatMap(({ account }) => account?.accessGroups ?? []))
    return theirs.some(
      ({ account }) => account?.accessGroups.some((id) => !kept.has(id) && marked.includes(id)) === true,
    )
  }
  if (step.name !== 'accessGroup' && step.name !== 'entity') return false
  if (entities === undefined) return marked.some((id) => way.changed.accessGroup.has(id))
  return marked.some((id) => {
    const [was, is] = [before.reaches.ofGroup(id), step.world.reaches.ofGroup(id)]
    return entities.some((entity) => was.has(entity) !== is.has(entity))
  })
}
