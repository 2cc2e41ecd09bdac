import { badRequest, notFound } from '../refusal.ts'
import { seenObject } from '../relations.ts'
import { globalAdministrator } from '../seed/roles.ts'
import type { Entity } from '../state.ts'
import type { Tenant } from '../tenant.ts'

/** A new assignment, or why there can be none: https://learn.microsoft.com/graph/api/rbacapplication-post-roleassignments */
export function checkedAssignment(tenant: Tenant, body: Readonly<Record<string, unknown>>): Entity {
  const { principalId, roleDefinitionId, directoryScopeId } = body
  if (typeof principalId !== 'string' || typeof roleDefinitionId !== 'string' || typeof directoryScopeId !== 'string')
    throw badRequest('A role assignment must have a principalId, a roleDefinitionId and a directoryScopeId.')
  const principal = seenObject(tenant, principalId.toLowerCase())
  if (principal === undefined) throw notFound(principalId)
  if (principal.collection === 'groups' && principal.entity['isAssignableToRole'] !== true)
    throw badRequest('The group cannot be assigned to a role: its isAssignableToRole is not true.')
  const role = roleById(tenant, roleDefinitionId.toLowerCase())
  const wished = { principalId: principal.entity.id, roleDefinitionId: role.id, directoryScopeId }
  if ([...tenant.state.roleAssignments.values()].some((each) => isSame(each, wished)))
    throw badRequest(
      'A conflicting object with one or more of the specified property values is present in the directory.',
    )
  return {
    id: tenant.newId().replaceAll('-', ''),
    appScopeId: null,
    condition: null,
    principalOrganizationId: tenant.state.tenantId,
    ...wished,
  }
}

/** A role of the tenant's own: https://learn.microsoft.com/graph/api/rbacapplication-post-roledefinitions */
export function checkedDefinition(wished: Entity): Entity {
  if (typeof wished['displayName'] !== 'string' || !Array.isArray(wished['rolePermissions']))
    throw badRequest('A role definition must have a displayName and rolePermissions.')
  const usual = { description: null, isBuiltIn: false, isEnabled: true, resourceScopes: ['/'], version: null }
  return { ...usual, templateId: wished.id, ...wished, isBuiltIn: false }
}

/** A role that is not Microsoft's, and nobody has. */
export function ownDefinition(tenant: Tenant, id: string): Entity {
  const role = roleById(tenant, id)
  if (role['isBuiltIn'] === true) throw badRequest('Built-in role definitions cannot be changed or deleted.')
  if (holdersOf(tenant, id).length > 0)
    throw badRequest('A role definition that is assigned cannot be changed or deleted.')
  return role
}

/** The directory keeps one administrator of everything. */
export function checkIsNotLast(tenant: Tenant, { id, roleDefinitionId }: Entity): void {
  if (roleDefinitionId !== globalAdministrator) return
  const others = [...tenant.state.roleAssignments.values()].filter(
    (each) =>
      each.id !== id &&
      each['roleDefinitionId'] === globalAdministrator &&
      tenant.state.users.has(String(each['principalId'])),
  )
  if (others.length === 0) throw badRequest('The last Global Administrator of the directory cannot be removed.')
}

/** Who has a role for the whole directory. */
export function holdersOf(tenant: Tenant, roleId: string): readonly string[] {
  return [...tenant.lag.all('roleAssignments').values()].flatMap(
    ({ roleDefinitionId, principalId, directoryScopeId }) =>
      roleDefinitionId === roleId && directoryScopeId === '/' ? [String(principalId)] : [],
  )
}

/** A role under any of its ids: of its definition, or of what it is called once it was activated. */
export function roleById(tenant: Tenant, id: string): Entity {
  const found =
    tenant.state.roleDefinitions.get(id) ??
    [...tenant.state.roleDefinitions.values()].find((role) => directoryRoleOf(role).id === id)
  if (found === undefined) throw notFound(id)
  return found
}

/** The same role in the older words; its id is another. */
export function directoryRoleOf({ id, description, displayName }: Entity): Entity {
  return { id: `0d1ec701${id.slice(8)}`, deletedDateTime: null, description, displayName, roleTemplateId: id }
}

/** Somebody has it, or it is the one that every tenant has. */
export function isActivated(tenant: Tenant, role: Entity): boolean {
  return role.id === globalAdministrator || holdersOf(tenant, role.id).length > 0
}

function isSame(one: Entity, other: Readonly<Record<string, string>>): boolean {
  return Object.entries(other).every(([name, value]) => one[name] === value)
}
