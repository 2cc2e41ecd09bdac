import { bodyOf, created, done, ok, param } from '../call.ts'
import type { GraphCall, GraphReply } from '../call.ts'
import { list } from '../odata/listing.ts'
import { plainSort } from '../odata/sort.ts'
import { single, viewOf } from '../odata/view.ts'
import { readDirectory } from '../permissions.ts'
import { badRequest, notFound } from '../refusal.ts'
import { mayBeTouched, pointedTo } from '../relations.ts'
import { route } from '../router.ts'
import type { Route } from '../router.ts'
import type { Entity } from '../state.ts'
import type { Tenant } from '../tenant.ts'
import { listedObjects } from './listed-objects.ts'

const writeUnits = ['AdministrativeUnit.ReadWrite.All', 'Directory.ReadWrite.All']
const readUnits = ['AdministrativeUnit.Read.All', ...readDirectory, ...writeUnits]
const sort = plainSort('administrativeUnit', 'directory/administrativeUnits')
const path = '/directory/administrativeUnits'
const settable = [
  'displayName',
  'description',
  'visibility',
  'isMemberManagementRestricted',
  'membershipType',
  'membershipRule',
  'membershipRuleProcessingState',
]

/** Parts of the directory with administrators of their own: https://learn.microsoft.com/graph/api/resources/administrativeunit */
export const unitRoutes: readonly Route[] = [
  route('GET', path, readUnits, (call, tenant) =>
    list(call, tenant, {
      set: sort.set,
      rows: () => [...tenant.lag.all('administrativeUnits').values()],
      view: viewOf(call, sort),
    }),
  ),
  route('GET', `${path}/{id}`, readUnits, (call, tenant) => ok(single(call, sort, seen(call, tenant)))),
  route('POST', path, writeUnits, (call, tenant) => {
    const made: Entity = { ...fresh, ...wished(bodyOf(call)), id: tenant.newId() }
    if (typeof made['displayName'] !== 'string')
      throw badRequest("A value is required for property 'displayName' of resource 'AdministrativeUnit'.")
    tenant.lag.write('administrativeUnits', made.id, made)
    return created(single(call, sort, made))
  }),
  route('PATCH', `${path}/{id}`, writeUnits, (call, tenant) => {
    const unit = written(call, tenant)
    tenant.lag.write('administrativeUnits', unit.id, { ...unit, ...wished(bodyOf(call)) })
    return done
  }),
  route('DELETE', `${path}/{id}`, writeUnits, (call, tenant) => {
    const { id } = written(call, tenant)
    tenant.lag.write('administrativeUnits', id, undefined)
    tenant.lag.write('members', id, undefined)
    return done
  }),
  ...members(),
]

const fresh = {
  deletedDateTime: null,
  description: null,
  isMemberManagementRestricted: false,
  membershipRule: null,
  membershipRuleProcessingState: null,
  membershipType: null,
  visibility: null,
}

function members(): readonly Route[] {
  const read =
    (type?: string) =>
    (call: GraphCall, tenant: Tenant): GraphReply =>
      listedObjects(call, tenant, () => tenant.lag.read('members', seen(call, tenant).id) ?? [], type)
  return [
    route('GET', `${path}/{id}/members`, readUnits, read()),
    ...['user', 'group'].map((type) =>
      route('GET', `${path}/{id}/members/microsoft.graph.${type}`, readUnits, read(type)),
    ),
    route('POST', `${path}/{id}/members/$ref`, writeUnits, (call, tenant) => {
      const unit = fixed(written(call, tenant))
      const { entity, collection } = pointedTo(tenant, bodyOf(call)['@odata.id'])
      if (collection !== 'users' && collection !== 'groups')
        throw badRequest("An invalid object reference is specified for the property 'members'.")
      const before = tenant.state.members.get(unit.id) ?? new Set()
      if (before.has(entity.id))
        throw badRequest(
          "One or more added object references already exist for the following modified properties: 'members'.",
        )
      tenant.lag.write('members', unit.id, new Set([...before, entity.id]))
      return done
    }),
    route('DELETE', `${path}/{id}/members/{memberId}/$ref`, writeUnits, (call, tenant) => {
      const unit = fixed(written(call, tenant))
      const gone = param(call, 'memberId').toLowerCase()
      const before = tenant.state.members.get(unit.id) ?? new Set()
      if (!before.has(gone)) throw notFound(gone)
      tenant.lag.write('members', unit.id, new Set([...before].filter((id) => id !== gone)))
      return done
    }),
  ]
}

/** Who is in a dynamic unit follows its rule. */
function fixed(unit: Entity): Entity {
  if (unit['membershipType'] === 'Dynamic')
    throw badRequest('The membership of a dynamic administrative unit follows its rule.')
  return unit
}

function seen(call: GraphCall, tenant: Tenant): Entity {
  const found = tenant.lag.read('administrativeUnits', param(call, 'id').toLowerCase())
  if (found === undefined) throw notFound(param(call, 'id'))
  return found
}

function written(call: GraphCall, tenant: Tenant): Entity {
  const unit = tenant.state.administrativeUnits.get(param(call, 'id').toLowerCase())
  if (unit === undefined || !mayBeTouched(tenant, 'administrativeUnits', unit.id)) throw notFound(param(call, 'id'))
  return unit
}

function wished(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const own = Object.entries(body).filter(([name]) => !name.startsWith('@odata.'))
  return Object.fromEntries(
    own.map(([name, value]) => {
      const spelled = settable.find((each) => each.toLowerCase() === name.toLowerCase())
      if (spelled === undefined)
        throw badRequest(`Property '${name}' does not exist as a declared property or extension property.`)
      return [spelled, value]
    }),
  )
}
