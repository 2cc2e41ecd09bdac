import { badRequest, notFound } from '../refusal.ts'
import { pointedTo } from '../relations.ts'
import type { Found } from '../relations.ts'
import type { Entity } from '../state.ts'
import type { Tenant } from '../tenant.ts'
import { checkIsWritable, isOfType } from './group.ts'

export type Relation = 'members' | 'owners'

/** What `members@odata.bind` names; none: the body says nothing of it. */
export function boundTo(body: Readonly<Record<string, unknown>>, relation: Relation): readonly unknown[] {
  const name = Object.keys(body).find((each) => each.toLowerCase() === `${relation}@odata.bind`)
  const links = name === undefined ? [] : body[name]
  if (!Array.isArray(links)) throw badRequest('Invalid URL format specified in payload.')
  if (links.length > 20)
    throw badRequest(`The number of references in '${relation}@odata.bind' exceeds the limit of 20.`)
  return links
}

/** Who is in it once these came; undefined: nobody comes. */
export function withMembers(
  tenant: Tenant,
  group: Entity,
  relation: Relation,
  links: readonly unknown[],
): Set<string> | undefined {
  if (links.length === 0) return undefined
  return added(tenant, group, relation, tenant.state[relation].get(group.id) ?? new Set(), links)
}

/** All of them come, or none does. */
export function added(
  tenant: Tenant,
  group: Entity,
  relation: Relation,
  before: ReadonlySet<string>,
  links: readonly unknown[],
): Set<string> {
  if (links.length > 0) checkTakesMembers(group, relation)
  const after = new Set(before)
  for (const found of links.map((link) => pointedTo(tenant, link))) {
    checkFits(group, relation, found)
    if (after.has(found.entity.id)) throw alreadyThere(relation)
    after.add(found.entity.id)
  }
  return after
}

/** Who is in it once this one went. */
export function removed(tenant: Tenant, group: Entity, relation: Relation, id: string): Set<string> {
  checkTakesMembers(group, relation)
  const before = tenant.state[relation].get(group.id)
  if (before?.has(id) !== true) throw notFound(id)
  return new Set([...before].filter((each) => each !== id))
}

/** https://learn.microsoft.com/graph/api/group-post-members */
function alreadyThere(relation: Relation): Error {
  return badRequest(
    `One or more added object references already exist for the following modified properties: '${relation}'.`,
  )
}

function checkTakesMembers(group: Entity, relation: Relation): void {
  checkIsWritable(group)
  if (relation === 'members' && isOfType(group, 'DynamicMembership'))
    throw badRequest(
      'Insufficient privileges to complete the operation: the membership of a dynamic group follows its rule.',
    )
}

/** What may be in what: https://learn.microsoft.com/graph/api/group-post-members */
function checkFits(group: Entity, relation: Relation, { collection, entity }: Found): void {
  if (collection === 'administrativeUnits' || (relation === 'owners' && collection === 'groups')) throw unfit(relation)
  if (collection !== 'groups' || relation === 'owners') return
  if (isOfType(group, 'Unified') || isOfType(entity, 'Unified')) throw unfit(relation)
  if (group['isAssignableToRole'] === true || entity['isAssignableToRole'] === true)
    throw badRequest('Nesting is currently not supported for groups that can be assigned to a role.')
}

function unfit(relation: Relation): Error {
  return badRequest(`An invalid object reference is specified for the property '${relation}'.`)
}
