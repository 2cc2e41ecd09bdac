import { bodyOf, created, done, ok, param } from '../call.ts'
import type { GraphCall, GraphReply } from '../call.ts'
import { list } from '../odata/listing.ts'
import { plainSort } from '../odata/sort.ts'
import { single, viewOf } from '../odata/view.ts'
import { readDirectory, readUsers } from '../permissions.ts'
import { badRequest, notFound } from '../refusal.ts'
import { route } from '../router.ts'
import type { Route } from '../router.ts'
import type { Entity } from '../state.ts'
import { timestamp } from '../tenant.ts'
import type { Tenant } from '../tenant.ts'
import { listedObjects } from './listed-objects.ts'
import { groupsOf } from '../relations.ts'
import { seenUser, writtenUser } from './users.ts'

const readApplications = ['Application.Read.All', 'Application.ReadWrite.All', ...readDirectory]
const letIn = ['AppRoleAssignment.ReadWrite.All']
const applicationSort = plainSort('servicePrincipal', 'servicePrincipals')
const assignmentSort = plainSort('appRoleAssignment', 'appRoleAssignments')

/** What applications may, and whom they let in: https://learn.microsoft.com/graph/api/resources/approleassignment */
export const rightRoutes: readonly Route[] = [
  route('GET', '/servicePrincipals', readApplications, (call, tenant) =>
    list(call, tenant, {
      set: 'servicePrincipals',
      rows: () => [...tenant.lag.all('servicePrincipals').values()],
      view: viewOf(call, applicationSort),
    }),
  ),
  route('GET', '/servicePrincipals/{id}', readApplications, (call, tenant) =>
    ok(single(call, applicationSort, application(call, tenant))),
  ),
  route('GET', '/servicePrincipals/{id}/appRoleAssignments', readApplications, (call, tenant) =>
    assignmentsOf(call, tenant, application(call, tenant)),
  ),
  route('GET', '/servicePrincipals/{id}/memberOf', readApplications, (call, tenant) =>
    listedObjects(call, tenant, () => groupsOf(tenant, application(call, tenant).id, 'direct')),
  ),
  route('GET', '/users/{id}/appRoleAssignments', [...readUsers, ...readDirectory, ...letIn], (call, tenant) =>
    assignmentsOf(call, tenant, seenUser(call, tenant)),
  ),
  route('POST', '/users/{id}/appRoleAssignments', letIn, assign),
  route('DELETE', '/users/{id}/appRoleAssignments/{assignmentId}', letIn, (call, tenant) => {
    const id = param(call, 'assignmentId')
    if (tenant.state.appRoleAssignments.get(id)?.['principalId'] !== writtenUser(call, tenant).id) throw notFound(id)
    tenant.lag.write('appRoleAssignments', id, undefined)
    return done
  }),
]

/** By its object id, or `(appId='...')`. */
function application(call: GraphCall, tenant: Tenant): Entity {
  const key = param(call, 'id')
  const appId = /^appId='([^']*)'$/i.exec(key)?.[1]?.toLowerCase()
  const all = [...tenant.lag.all('servicePrincipals').values()]
  const found = all.find((each) => (appId === undefined ? each.id === key.toLowerCase() : each['appId'] === appId))
  if (found === undefined) throw notFound(key)
  return found
}

function assignmentsOf(call: GraphCall, tenant: Tenant, holder: Entity): GraphReply {
  return list(call, tenant, {
    set: 'appRoleAssignments',
    rows: () =>
      [...tenant.lag.all('appRoleAssignments').values()].filter(({ principalId }) => principalId === holder.id),
    view: viewOf(call, assignmentSort),
  })
}

/** https://learn.microsoft.com/graph/api/user-post-approleassignments */
function assign(call: GraphCall, tenant: Tenant): GraphReply {
  const user = writtenUser(call, tenant)
  const { appRoleId, principalId, resourceId } = bodyOf(call)
  const resource = tenant.state.servicePrincipals.get(String(resourceId).toLowerCase())
  if (resource === undefined) throw notFound(String(resourceId))
  if (principalId !== user.id) throw badRequest('The principalId must be the id of the user.')
  const made: Entity = {
    id: tenant.newId().replaceAll('-', ''),
    appRoleId,
    createdDateTime: timestamp(tenant),
    deletedDateTime: null,
    principalDisplayName: user['displayName'],
    principalId,
    principalType: 'User',
    resourceDisplayName: resource['displayName'],
    resourceId: resource.id,
  }
  tenant.lag.write('appRoleAssignments', made.id, made)
  return created(single(call, assignmentSort, made))
}
