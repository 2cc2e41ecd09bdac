import type { Evaluation } from './evaluate.ts'

/** How an account stands to what is asked about. */
export type Where =
  /** The permission holds whatever the entity. */
  | 'everywhere'
  | 'inReach'
  /** One link away from what is reached. */
  | 'neighbour'
  /** In the scope of a role that leaves it out. */
  | 'leftOut'
  | 'outOfReach'
  /** No entity was named. */
  | 'anywhere'
  /** The person is not active, or their sort of account has no permissions. */
  | 'noAccess'

/** How an account stands to what is asked about, and what of it counts there. */
export interface Position {
  readonly where: Where
  /** Roles that count there. */
  readonly roles: readonly string[]
  readonly isStakeholder: boolean
}

/** Where a question finds an account. */
export function positionOf(
  { world }: Evaluation,
  {
    account,
    column,
    entity,
  }: { readonly account: string; readonly column: number; readonly entity: string | undefined },
): Position {
  const alike = world.alike(account)
  const roles = alike.account?.roles ?? []
  if (world.catalogue.scoping[column] === 'everywhere') return { where: 'everywhere', roles, isStakeholder: false }
  if (entity === undefined) return { where: 'anywhere', roles, isStakeholder: false }
  const number = world.graph.numbers.of.get(entity)
  const place = number === undefined ? '' : alike.placeOf(number)
  const isStakeholder = number !== undefined && world.graph.isStakeholder(number)
  const at = (letters: string): readonly string[] =>
    alike.parts.flatMap((part, index) => (letters.includes(place[index] ?? 'o') ? part.roles : []))
  const isNeighbours = world.catalogue.scoping[column] === 'neighbours'
  const isOfStakeholders = isStakeholder && column === world.catalogue.stakeholders
  if (place.includes('i') && (!isNeighbours || isOfStakeholders))
    return { where: 'inReach', roles: at('i'), isStakeholder }
  if (isNeighbours) {
    const isNear = /[nb]/.test(place)
    return { where: isNear ? 'neighbour' : 'outOfReach', roles: isNear ? at('nb') : roles, isStakeholder }
  }
  const isLeft = /[xb]/.test(place)
  return { where: isLeft ? 'leftOut' : 'outOfReach', roles: isLeft ? at('xb') : roles, isStakeholder }
}
