import { bodyOf, done, ok, param } from '../call.ts'
import type { GraphCall, GraphReply } from '../call.ts'
import { list } from '../odata/listing.ts'
import { contextOf, viewOf } from '../odata/view.ts'
import { readDirectory, readGroups, readMembers, readUsers, writeMembers } from '../permissions.ts'
import { badRequest, notFound } from '../refusal.ts'
import { groupsOf, seenObject, seenObjects, sortOf, transitiveMembers } from '../relations.ts'
import type { Found } from '../relations.ts'
import { route } from '../router.ts'
import type { Route } from '../router.ts'
import { inheritLicences } from '../rules/licence.ts'
import { added, removed } from '../rules/member.ts'
import type { Relation } from '../rules/member.ts'
import type { Entity } from '../state.ts'
import type { Tenant } from '../tenant.ts'
import { seenGroup, writtenGroup } from './groups.ts'
import { seenUser } from './users.ts'

const readMemberships = [...readDirectory, ...readUsers, ...readMembers]

/** Who is in what: https://learn.microsoft.com/graph/api/group-list-members and its neighbours. */
export const memberRoutes: readonly Route[] = [
  ...(['members', 'owners'] as const).flatMap(relationRoutes),
  ...castable('/groups/{id}/transitiveMembers', readMembers, (call, tenant) =>
    transitiveMembers(tenant, seenGroup(call, tenant).id),
  ),
  ...castable('/groups/{id}/memberOf', readGroups, (call, tenant) =>
    groupsOf(tenant, seenGroup(call, tenant).id, 'direct'),
  ),
  ...castable('/groups/{id}/transitiveMemberOf', readGroups, (call, tenant) =>
    groupsOf(tenant, seenGroup(call, tenant).id, 'transitive'),
  ),
  ...castable('/users/{id}/memberOf', readMemberships, (call, tenant) =>
    groupsOf(tenant, seenUser(call, tenant).id, 'direct'),
  ),
  ...castable('/users/{id}/transitiveMemberOf', readMemberships, (call, tenant) =>
    groupsOf(tenant, seenUser(call, tenant).id, 'transitive'),
  ),
  ...(['users', 'groups', 'directoryObjects'] as const).flatMap((collection) => [
    route('POST', `/${collection}/{id}/getMemberGroups`, readMemberships, (call, tenant) =>
      memberGroups(call, tenant, idIn(collection, call, tenant)),
    ),
    route('POST', `/${collection}/{id}/checkMemberGroups`, readMemberships, (call, tenant) =>
      checkedGroups(call, tenant, idIn(collection, call, tenant)),
    ),
  ]),
]

function relationRoutes(relation: Relation): readonly Route[] {
  return [
    ...castable(`/groups/{id}/${relation}`, readMembers, (call, tenant) => {
      const { id } = seenGroup(call, tenant)
      return tenant.lag.read(relation, id) ?? []
    }),
    route('POST', `/groups/{id}/${relation}/$ref`, writeMembers, (call, tenant) => {
      const group = writtenGroup(call, tenant)
      const before = tenant.state[relation].get(group.id) ?? new Set()
      const after = added(tenant, group, relation, before, [bodyOf(call)['@odata.id']])
      tenant.lag.write(relation, group.id, after)
      inheritLicences(tenant, group.id)
      return done
    }),
    route('DELETE', `/groups/{id}/${relation}/{memberId}/$ref`, writeMembers, (call, tenant) => {
      const group = writtenGroup(call, tenant)
      tenant.lag.write(relation, group.id, removed(tenant, group, relation, param(call, 'memberId').toLowerCase()))
      inheritLicences(tenant, group.id)
      return done
    }),
  ]
}

type Ids = (call: GraphCall, tenant: Tenant) => Iterable<string>

/** A listing of objects of several sorts, and the same of one sort alone (`/members/microsoft.graph.user`). */
function castable(pattern: string, permissions: readonly string[], ids: Ids): readonly Route[] {
  const cast = (type: string): Route =>
    route('GET', `${pattern}/microsoft.graph.${type}`, permissions, (call, tenant) =>
      listed(call, tenant, ids, (found) => sortOf(found).type === `#microsoft.graph.${type}`),
    )
  const all = route('GET', pattern, permissions, (call, tenant) => listed(call, tenant, ids, () => true))
  return [all, ...['user', 'group', 'administrativeUnit', 'servicePrincipal'].map(cast)]
}

function listed(call: GraphCall, tenant: Tenant, ids: Ids, isWanted: (found: Found) => boolean): GraphReply {
  const found = new Map<Entity, Found>()
  const rows = (): readonly Entity[] => {
    for (const each of seenObjects(tenant, ids(call, tenant))) if (isWanted(each)) found.set(each.entity, each)
    return [...found.keys()]
  }
  const foundOf = (entity: Entity): Found => found.get(entity) ?? seenObject(tenant, entity.id) ?? missing(entity.id)
  return list(call, tenant, {
    set: 'directoryObjects',
    rows,
    view: (entity) => lenientView(call, foundOf(entity)),
    typed: (entity) => sortOf(foundOf(entity)).type,
  })
}

/** Of objects of several sorts each gives what it has of what was asked. */
export function lenientView(call: GraphCall, found: Found): Record<string, unknown> {
  const sort = sortOf(found)
  const select = call.query.get('select')
  if (select === undefined) return viewOf(call, sort)(found.entity)
  const known = new Set(sort.properties.map((name) => name.toLowerCase()))
  const names = select
    .split(',')
    .map((name) => name.trim())
    .filter((name) => known.size === 0 || known.has(name.toLowerCase()))
  const narrowed: GraphCall = { ...call, query: new Map([...call.query, ['select', ['id', ...names].join(',')]]) }
  return viewOf(narrowed, sort)(found.entity)
}

function missing(id: string): never {
  throw notFound(id)
}

function idIn(collection: 'users' | 'groups' | 'directoryObjects', call: GraphCall, tenant: Tenant): string {
  if (collection === 'users') return seenUser(call, tenant).id
  if (collection === 'groups') return seenGroup(call, tenant).id
  const id = param(call, 'id').toLowerCase()
  return seenObject(tenant, id)?.entity.id ?? missing(id)
}

function memberGroups(call: GraphCall, tenant: Tenant, id: string): GraphReply {
  const isSecurityOnly = bodyOf(call)['securityEnabledOnly'] === true
  const groups = groupsOf(tenant, id, 'transitive').filter((each) => {
    const group = tenant.state.groups.get(each)
    return group !== undefined && (!isSecurityOnly || group['securityEnabled'] === true)
  })
  return ok({ '@odata.context': contextOf(call, 'Collection(Edm.String)'), value: groups })
}

/** At most 20 at a time: https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups */
function checkedGroups(call: GraphCall, tenant: Tenant, id: string): GraphReply {
  const asked = bodyOf(call)['groupIds']
  if (!Array.isArray(asked)) throw badRequest("A value is required for parameter 'groupIds'.")
  if (asked.length > 20) throw badRequest('The number of groups to check exceeds the limit of 20.')
  const groups = new Set(groupsOf(tenant, id, 'transitive'))
  return ok({
    '@odata.context': contextOf(call, 'Collection(Edm.String)'),
    value: asked.filter((group) => groups.has(String(group).toLowerCase())),
  })
}
