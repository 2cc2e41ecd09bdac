import { bodyOf, created, done, ok, param } from '../call.ts'
import type { GraphCall, GraphReply } from '../call.ts'
import { count, list } from '../odata/listing.ts'
import { groupSort } from '../odata/sort.ts'
import { contextOf, expanded, single, valuesOf, viewOf } from '../odata/view.ts'
import type { Expansions } from '../odata/view.ts'
import { createGroups, manageRoles, readMembers, writeGroups, writeMembers } from '../permissions.ts'
import { forbidden, notFound } from '../refusal.ts'
import { mayBeTouched, seenObjects, sortOf } from '../relations.ts'
import { route } from '../router.ts'
import type { Route } from '../router.ts'
import { checkGroupChange, checkNewGroup, isOfType, wishedGroup } from '../rules/group.ts'
import { inheritLicences } from '../rules/licence.ts'
import { added, boundTo, withMembers } from '../rules/member.ts'
import type { Entity } from '../state.ts'
import { timestamp } from '../tenant.ts'
import type { Tenant } from '../tenant.ts'

/** Groups: https://learn.microsoft.com/graph/api/resources/group */
export const groupRoutes: readonly Route[] = [
  route('GET', '/groups', readMembers, (call, tenant) =>
    list(call, tenant, {
      set: 'groups',
      rows: () => valuesOf(tenant, 'groups'),
      view: viewOf(call, groupSort, expansions(tenant)),
    }),
  ),
  route('GET', '/groups/$count', readMembers, (call, tenant) => count(call, valuesOf(tenant, 'groups'))),
  route('GET', '/groups/{id}', readMembers, (call, tenant) =>
    ok(single(call, groupSort, seenGroup(call, tenant), expansions(tenant))),
  ),
  route('POST', '/groups', createGroups, createGroup),
  route('PATCH', '/groups/{id}', writeMembers, changeGroup),
  route('DELETE', '/groups/{id}', writeGroups, deleteGroup),
]

/** `uniqueName='<name>'` names a group as its id does: https://learn.microsoft.com/graph/api/group-upsert */
function uniqueNameOf(key: string): string | undefined {
  const [, name] = /^uniqueName='([^]*)'$/i.exec(key) ?? []
  return name?.replaceAll("''", "'")
}

function idOf(tenant: Tenant, key: string): string {
  const name = uniqueNameOf(key)
  if (name === undefined) return key.toLowerCase()
  return [...tenant.state.groups.values()].find((group) => group['uniqueName'] === name)?.id ?? ''
}

/** The group that a question to read names, as it is seen. */
export function seenGroup(call: GraphCall, tenant: Tenant): Entity {
  const key = param(call, 'id')
  const seen = tenant.lag.read('groups', idOf(tenant, key))
  if (seen === undefined) throw notFound(key)
  return seen
}

/** The group that a question to write names, as it is. */
export function writtenGroup(call: GraphCall, tenant: Tenant): Entity {
  const key = param(call, 'id')
  const group = tenant.state.groups.get(idOf(tenant, key))
  // What has a name of its own is found by it at once: the name is kept where all writes go.
  const isFound = group !== undefined && (uniqueNameOf(key) !== undefined || mayBeTouched(tenant, 'groups', group.id))
  if (!isFound) throw notFound(key)
  if (group['isAssignableToRole'] === true) checkMayManageRoles(call)
  return group
}

/** https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept */
function checkMayManageRoles({ caller: { roles } }: GraphCall): void {
  if (!manageRoles.some((name) => roles.includes(name))) throw forbidden()
}

/** At most 20 of each, as Graph does where members are expanded. */
function expansions(tenant: Tenant): Expansions {
  const first = (name: 'members' | 'owners') => (group: Entity) =>
    seenObjects(tenant, tenant.lag.read(name, group.id) ?? [])
      .slice(0, 20)
      .map((found) => expanded(sortOf(found).type, found.entity))
  return { members: first('members'), owners: first('owners') }
}

function createGroup(call: GraphCall, tenant: Tenant): GraphReply {
  return newGroup(call, tenant, bodyOf(call))
}

function newGroup(call: GraphCall, tenant: Tenant, body: Readonly<Record<string, unknown>>): GraphReply {
  const wished = wishedGroup(body)
  checkNewGroup(tenant, wished)
  if (wished['isAssignableToRole'] === true) checkMayManageRoles(call)
  const id = tenant.newId()
  const group: Entity = {
    ...wished,
    id,
    createdDateTime: timestamp(tenant),
    renewedDateTime: timestamp(tenant),
    groupTypes: wished['groupTypes'] ?? [],
    mail: wished['mailEnabled'] === true ? `${String(wished['mailNickname'])}@${tenant.state.defaultDomain}` : null,
    visibility: wished['visibility'] ?? (isOfType(wished, 'Unified') ? 'Public' : null),
  }
  const members = added(tenant, group, 'members', new Set(), boundTo(body, 'members'))
  const owners = added(tenant, group, 'owners', new Set(), boundTo(body, 'owners'))
  tenant.lag.write('groups', id, group)
  // Seen with the group, neither sooner nor later.
  tenant.state.members.set(id, members)
  tenant.state.owners.set(id, owners)
  return created({ '@odata.context': contextOf(call, 'groups/$entity'), ...viewOf(call, groupSort)(group) })
}

/** Properties, up to 20 new members, or both; all or nothing. A group that is named by its unique name is made where it is missing, if that is wished. */
function changeGroup(call: GraphCall, tenant: Tenant): GraphReply {
  const key = param(call, 'id')
  const uniqueName = uniqueNameOf(key)
  if (
    uniqueName !== undefined &&
    /\bcreate-if-missing\b/i.test(call.headers['prefer'] ?? '') &&
    idOf(tenant, key) === ''
  ) {
    if (!createGroups.some((name) => call.caller.roles.includes(name))) throw forbidden()
    return newGroup(call, tenant, { ...bodyOf(call), uniqueName })
  }
  const group = writtenGroup(call, tenant)
  const body = bodyOf(call)
  const wished = wishedGroup(body)
  if (Object.keys(wished).length > 0) {
    if (!writeGroups.some((name) => call.caller.roles.includes(name))) throw forbidden()
    checkGroupChange(tenant, group, wished)
  }
  const changed = { ...group, ...wished }
  const members = withMembers(tenant, changed, 'members', boundTo(body, 'members'))
  const owners = withMembers(tenant, changed, 'owners', boundTo(body, 'owners'))
  if (members !== undefined) tenant.lag.write('members', group.id, members)
  if (owners !== undefined) tenant.lag.write('owners', group.id, owners)
  if (Object.keys(wished).length > 0) tenant.lag.write('groups', group.id, changed)
  inheritLicences(tenant, group.id)
  return done
}

/** Groups of Microsoft 365 can be restored, all others are gone: https://learn.microsoft.com/graph/api/group-delete */
function deleteGroup(call: GraphCall, tenant: Tenant): GraphReply {
  const group = writtenGroup(call, tenant)
  checkGroupChange(tenant, group, { displayName: group['displayName'] })
  tenant.lag.write('groups', group.id, undefined)
  inheritLicences(tenant, group.id)
  if (isOfType(group, 'Unified')) {
    const deleted = { ...group, '@odata.type': groupSort.type, deletedDateTime: timestamp(tenant) }
    tenant.lag.write('deletedItems', group.id, deleted)
    return done
  }
  tenant.state.members.delete(group.id)
  tenant.state.owners.delete(group.id)
  for (const [holder, ids] of tenant.state.members)
    if (ids.has(group.id)) tenant.lag.write('members', holder, new Set([...ids].filter((id) => id !== group.id)))
  return done
}
