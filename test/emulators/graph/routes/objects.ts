import { bodyOf, ok, param } from '../call.ts'
import type { GraphCall, GraphReply } from '../call.ts'
import { contextOf } from '../odata/view.ts'
import { readDirectory, readGroups, readUsers } from '../permissions.ts'
import { badRequest, notFound } from '../refusal.ts'
import { seenObject, seenObjects, sortOf } from '../relations.ts'
import type { Found } from '../relations.ts'
import { route } from '../router.ts'
import type { Route } from '../router.ts'
import type { Tenant } from '../tenant.ts'
import { lenientView } from './members.ts'

const readAny = [...readDirectory, ...readUsers, ...readGroups]

/** Objects of whatever sort: https://learn.microsoft.com/graph/api/resources/directoryobject */
export const objectRoutes: readonly Route[] = [
  route('POST', '/directoryObjects/getByIds', readAny, byIds),
  route('GET', '/directoryObjects/{id}', readAny, (call, tenant) => {
    const id = param(call, 'id').toLowerCase()
    const found = seenObject(tenant, id)
    if (found === undefined) throw notFound(id)
    return ok({ '@odata.context': contextOf(call, 'directoryObjects/$entity'), ...written(call, found) })
  }),
]

/** At most 1,000; ids of nothing are left out: https://learn.microsoft.com/graph/api/directoryobject-getbyids */
function byIds(call: GraphCall, tenant: Tenant): GraphReply {
  const { ids, types } = bodyOf(call)
  if (!Array.isArray(ids)) throw badRequest("A value is required for parameter 'ids'.")
  if (ids.length > 1000) throw badRequest('The number of ids exceeds the limit of 1000.')
  const wanted = Array.isArray(types) ? types.map((type) => `#microsoft.graph.${String(type).toLowerCase()}`) : []
  const found = seenObjects(tenant, new Set(ids.map((id) => String(id).toLowerCase()))).filter(
    (each) =>
      wanted.length === 0 ||
      wanted.includes('#microsoft.graph.directoryobject') ||
      wanted.includes(sortOf(each).type.toLowerCase()),
  )
  return ok({
    '@odata.context': contextOf(call, 'directoryObjects'),
    value: found.map((each) => written(call, each)),
  })
}

function written(call: GraphCall, found: Found): Record<string, unknown> {
  return { '@odata.type': sortOf(found).type, ...lenientView(call, found) }
}
