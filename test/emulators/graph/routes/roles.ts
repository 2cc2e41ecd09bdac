import { bodyOf, created, done, ok, param } from '../call.ts'
import type { GraphCall, GraphReply } from '../call.ts'
import { list } from '../odata/listing.ts'
import { plainSort } from '../odata/sort.ts'
import { contextOf, single, viewOf } from '../odata/view.ts'
import type { Expansions } from '../odata/view.ts'
import { manageRoles, readDirectory } from '../permissions.ts'
import { notFound } from '../refusal.ts'
import { pointedTo, seenObject, sortOf } from '../relations.ts'
import { route } from '../router.ts'
import type { Route } from '../router.ts'
import {
  checkIsNotLast,
  checkedAssignment,
  checkedDefinition,
  ownDefinition,
  directoryRoleOf,
  holdersOf,
  isActivated,
  roleById,
} from '../rules/role.ts'
import type { Entity } from '../state.ts'
import type { Tenant } from '../tenant.ts'
import { listedObjects } from './listed-objects.ts'

const readRoles = ['RoleManagement.Read.Directory', 'RoleManagement.Read.All', ...manageRoles, ...readDirectory]
const definitionSort = plainSort('unifiedRoleDefinition', 'roleManagement/directory/roleDefinitions')
const assignmentSort = plainSort('unifiedRoleAssignment', 'roleManagement/directory/roleAssignments')
const roleSort = plainSort('directoryRole', 'directoryRoles')
const templateSort = plainSort('directoryRoleTemplate', 'directoryRoleTemplates')
const definitions = '/roleManagement/directory/roleDefinitions'
const assignments = '/roleManagement/directory/roleAssignments'

/** Who administers the directory, in both of Graph's words for it: https://learn.microsoft.com/graph/api/resources/rolemanagement */
export const roleRoutes: readonly Route[] = [
  route('GET', definitions, readRoles, (call, tenant) =>
    list(call, tenant, {
      set: definitionSort.set,
      rows: () => [...tenant.lag.all('roleDefinitions').values()],
      view: viewOf(call, definitionSort),
    }),
  ),
  route('GET', `${definitions}/{id}`, readRoles, (call, tenant) => {
    const found = tenant.lag.read('roleDefinitions', keyOf(call))
    if (found === undefined) throw notFound(keyOf(call))
    return ok(single(call, definitionSort, found))
  }),
  route('POST', definitions, manageRoles, (call, tenant) => {
    const made = checkedDefinition({ ...bodyOf(call), id: tenant.newId() })
    tenant.lag.write('roleDefinitions', made.id, made)
    return created(single(call, definitionSort, made))
  }),
  route('PATCH', `${definitions}/{id}`, manageRoles, (call, tenant) => {
    const role = ownDefinition(tenant, keyOf(call))
    tenant.lag.write('roleDefinitions', role.id, checkedDefinition({ ...role, ...bodyOf(call), id: role.id }))
    return done
  }),
  route('DELETE', `${definitions}/{id}`, manageRoles, (call, tenant) => {
    tenant.lag.write('roleDefinitions', ownDefinition(tenant, keyOf(call)).id, undefined)
    return done
  }),
  route('GET', assignments, readRoles, (call, tenant) =>
    list(call, tenant, {
      set: assignmentSort.set,
      rows: () => [...tenant.lag.all('roleAssignments').values()],
      view: viewOf(call, assignmentSort, expansions(tenant)),
    }),
  ),
  route('GET', `${assignments}/{id}`, readRoles, (call, tenant) => {
    const found = tenant.lag.read('roleAssignments', param(call, 'id'))
    if (found === undefined) throw notFound(param(call, 'id'))
    return ok(single(call, assignmentSort, found, expansions(tenant)))
  }),
  route('POST', assignments, manageRoles, (call, tenant) => {
    const made = checkedAssignment(tenant, bodyOf(call))
    tenant.lag.write('roleAssignments', made.id, made)
    return created(single(call, assignmentSort, made))
  }),
  route('DELETE', `${assignments}/{id}`, manageRoles, (call, tenant) => unassign(tenant, param(call, 'id'))),
  ...directoryRoles(),
]

/** The older words: roles that were activated, and who has them for the whole directory. */
function directoryRoles(): readonly Route[] {
  const activated = (tenant: Tenant): readonly Entity[] =>
    [...tenant.state.roleDefinitions.values()].filter((role) => isActivated(tenant, role)).map(directoryRoleOf)
  const templates = (tenant: Tenant): readonly Entity[] =>
    [...tenant.state.roleDefinitions.values()].map(({ id, description, displayName }) => ({
      id,
      description,
      displayName,
      deletedDateTime: null,
    }))
  return [
    route('GET', '/directoryRoleTemplates', readRoles, (call, tenant) =>
      list(call, tenant, { set: templateSort.set, rows: () => templates(tenant), view: viewOf(call, templateSort) }),
    ),
    route('GET', '/directoryRoles', readRoles, (call, tenant) =>
      list(call, tenant, { set: roleSort.set, rows: () => activated(tenant), view: viewOf(call, roleSort) }),
    ),
    route('GET', '/directoryRoles/{id}', readRoles, (call, tenant) =>
      ok(single(call, roleSort, directoryRoleOf(roleById(tenant, keyOf(call))))),
    ),
    route('POST', '/directoryRoles', manageRoles, (call, tenant) => {
      const role = roleById(tenant, String(bodyOf(call)['roleTemplateId']))
      tenant.lag.write('roleDefinitions', role.id, { ...role, isEnabled: true })
      return created({ '@odata.context': contextOf(call, 'directoryRoles/$entity'), ...directoryRoleOf(role) })
    }),
    route('GET', '/directoryRoles/{id}/members', readRoles, (call, tenant) =>
      listedObjects(call, tenant, () => holdersOf(tenant, roleById(tenant, keyOf(call)).id)),
    ),
    route('POST', '/directoryRoles/{id}/members/$ref', manageRoles, (call, tenant) => {
      const principalId = pointedTo(tenant, bodyOf(call)['@odata.id']).entity.id
      const wished = { principalId, roleDefinitionId: roleById(tenant, keyOf(call)).id, directoryScopeId: '/' }
      const made = checkedAssignment(tenant, wished)
      tenant.lag.write('roleAssignments', made.id, made)
      return done
    }),
    route('DELETE', '/directoryRoles/{id}/members/{memberId}/$ref', manageRoles, (call, tenant) => {
      const [role, holder] = [roleById(tenant, keyOf(call)).id, param(call, 'memberId').toLowerCase()]
      const found = [...tenant.state.roleAssignments.values()].find(
        ({ roleDefinitionId, principalId }) => roleDefinitionId === role && principalId === holder,
      )
      return unassign(tenant, found?.id ?? holder)
    }),
  ]
}

function expansions(tenant: Tenant): Expansions {
  return {
    principal: ({ principalId }) => {
      const found = seenObject(tenant, String(principalId))
      return found === undefined ? null : { '@odata.type': sortOf(found).type, ...found.entity }
    },
    roleDefinition: ({ roleDefinitionId }) => tenant.lag.read('roleDefinitions', String(roleDefinitionId)) ?? null,
  }
}

function unassign(tenant: Tenant, id: string): GraphReply {
  const assignment = tenant.state.roleAssignments.get(id)
  if (assignment === undefined) throw notFound(id)
  checkIsNotLast(tenant, assignment)
  tenant.lag.write('roleAssignments', id, undefined)
  return done
}

function keyOf(call: GraphCall): string {
  return param(call, 'id').toLowerCase()
}
