import { bodyOf, done, ok, param } from '../call.ts'
import type { GraphCall, GraphReply } from '../call.ts'
import { list } from '../odata/listing.ts'
import { groupSort, userSort } from '../odata/sort.ts'
import type { Sort } from '../odata/sort.ts'
import { contextOf, viewOf } from '../odata/view.ts'
import { deleteUsers, readDirectory, readGroups, readUsers, writeGroups } from '../permissions.ts'
import { forbidden, notFound } from '../refusal.ts'
import { route } from '../router.ts'
import type { Route } from '../router.ts'
import { checkNameIsFree } from '../rules/user.ts'
import type { Entity } from '../state.ts'
import type { Tenant } from '../tenant.ts'

/** What was deleted and can be brought back for 30 days: https://learn.microsoft.com/graph/api/resources/directory */
export const deletedRoutes: readonly Route[] = [
  route('GET', '/directory/deletedItems/microsoft.graph.user', readUsers, (call, tenant) =>
    listed(call, tenant, userSort),
  ),
  route('GET', '/directory/deletedItems/microsoft.graph.group', readGroups, (call, tenant) =>
    listed(call, tenant, groupSort),
  ),
  route('GET', '/directory/deletedItems/{id}', [...readUsers, ...readGroups, ...readDirectory], (call, tenant) => {
    const deleted = seen(call, tenant)
    return ok(written(call, deleted))
  }),
  route('POST', '/directory/deletedItems/{id}/restore', [...deleteUsers, ...writeGroups], restore),
  route('DELETE', '/directory/deletedItems/{id}', [...deleteUsers, ...writeGroups], purge),
]

function listed(call: GraphCall, tenant: Tenant, sort: Sort): GraphReply {
  return list(call, tenant, {
    set: sort.set,
    rows: () => [...tenant.lag.all('deletedItems').values()].filter((each) => each['@odata.type'] === sort.type),
    view: viewOf(call, sort),
  })
}

function seen(call: GraphCall, tenant: Tenant): Entity {
  const id = param(call, 'id').toLowerCase()
  const deleted = tenant.lag.read('deletedItems', id)
  if (deleted === undefined) throw notFound(id)
  return deleted
}

function written(call: GraphCall, entity: Entity): Record<string, unknown> {
  const sort = sortOfDeleted(entity)
  return {
    '@odata.context': contextOf(call, 'directoryObjects/$entity'),
    '@odata.type': sort.type,
    ...viewOf(call, sort)(entity),
  }
}

function sortOfDeleted(entity: Entity): Sort {
  return entity['@odata.type'] === groupSort.type ? groupSort : userSort
}

/** Back with its id, its groups and its licences, and with its old name where nobody took that meanwhile. */
function restore(call: GraphCall, tenant: Tenant): GraphReply {
  const deleted = own(call, tenant)
  const { '@odata.type': type, ...kept } = deleted
  const entity: Entity = { ...kept, id: deleted.id, deletedDateTime: null }
  if (type === groupSort.type) {
    tenant.lag.write('groups', entity.id, entity)
  } else {
    const { newUserPrincipalName } = bodyOf(call)
    const name = typeof newUserPrincipalName === 'string' ? newUserPrincipalName : oldName(deleted)
    checkNameIsFree(tenant, name, undefined)
    tenant.lag.write('users', entity.id, { ...entity, userPrincipalName: name })
  }
  tenant.lag.write('deletedItems', entity.id, undefined)
  const back = tenant.state.users.get(entity.id) ?? entity
  return ok(written(call, type === undefined ? back : { ...back, '@odata.type': type }))
}

/** The name without the id that stands before it. */
function oldName(deleted: Entity): string {
  const name = String(deleted['userPrincipalName'])
  const prefix = deleted.id.replaceAll('-', '')
  return name.startsWith(prefix) ? name.slice(prefix.length) : name
}

function purge(call: GraphCall, tenant: Tenant): GraphReply {
  const { id } = own(call, tenant)
  tenant.lag.write('deletedItems', id, undefined)
  tenant.state.managers.delete(id)
  for (const relation of ['members', 'owners'] as const) {
    tenant.state[relation].delete(id)
    for (const [holder, ids] of tenant.state[relation])
      if (ids.has(id)) tenant.lag.write(relation, holder, new Set([...ids].filter((each) => each !== id)))
  }
  return done
}

/** Of what was deleted, what the caller may bring back or take away. */
function own(call: GraphCall, tenant: Tenant): Entity {
  const id = param(call, 'id').toLowerCase()
  const deleted = tenant.state.deletedItems.get(id)
  if (deleted === undefined) throw notFound(id)
  const needed = sortOfDeleted(deleted) === groupSort ? writeGroups : deleteUsers
  if (!needed.some((name) => call.caller.roles.includes(name))) throw forbidden()
  return deleted
}
