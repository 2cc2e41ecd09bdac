import { bodyOf, ok, param } from '../call.ts'
import type { GraphCall, GraphReply } from '../call.ts'
import { list } from '../odata/listing.ts'
import { groupSort, plainSort, userSort } from '../odata/sort.ts'
import { single, viewOf } from '../odata/view.ts'
import { readDirectory, readUsers, writeUsers } from '../permissions.ts'
import { notFound } from '../refusal.ts'
import { route } from '../router.ts'
import type { Route } from '../router.ts'
import {
  assignedTo,
  assignmentOf,
  boughtSku,
  counted,
  inheritLicences,
  plansOf,
  withAssigned,
} from '../rules/licence.ts'
import type { Entity } from '../state.ts'
import type { Tenant } from '../tenant.ts'
import { writtenGroup } from './groups.ts'
import { seenUser, writtenUser } from './users.ts'

const readLicences = [
  'LicenseAssignment.Read.All',
  'Organization.Read.All',
  'Organization.ReadWrite.All',
  ...readDirectory,
]
const writeLicences = ['LicenseAssignment.ReadWrite.All', ...writeUsers]
const skuSort = plainSort('subscribedSku', 'subscribedSkus')
const detailSort = plainSort('licenseDetails', 'licenseDetails')

/** Products and who has them: https://learn.microsoft.com/graph/api/resources/subscribedsku */
export const licenceRoutes: readonly Route[] = [
  route('GET', '/subscribedSkus', readLicences, (call, tenant) =>
    list(call, tenant, { set: 'subscribedSkus', rows: () => skusOf(tenant), view: viewOf(call, skuSort) }),
  ),
  route('GET', '/subscribedSkus/{id}', readLicences, (call, tenant) => {
    const sku = skusOf(tenant).find(({ id }) => id === param(call, 'id'))
    if (sku === undefined) throw notFound(param(call, 'id'))
    return ok(single(call, skuSort, sku))
  }),
  route('POST', '/users/{id}/assignLicense', writeLicences, (call, tenant) => {
    const user = withAssigned(tenant, writtenUser(call, tenant), assignmentOf(tenant, bodyOf(call)))
    tenant.lag.write('users', user.id, user)
    return ok(single(call, userSort, user))
  }),
  route('POST', '/users/{id}/reprocessLicenseAssignment', writeLicences, (call, tenant) => {
    const user = writtenUser(call, tenant)
    for (const [group, members] of tenant.state.members) if (members.has(user.id)) inheritLicences(tenant, group)
    return ok(single(call, userSort, writtenUser(call, tenant)))
  }),
  route(
    'POST',
    '/groups/{id}/assignLicense',
    ['LicenseAssignment.ReadWrite.All', ...readGroupWriters()],
    assignToGroup,
  ),
  route('GET', '/users/{id}/licenseDetails', ['LicenseAssignment.Read.All', ...readUsers], details),
]

function readGroupWriters(): readonly string[] {
  return ['Group.ReadWrite.All', 'Directory.ReadWrite.All']
}

function skusOf(tenant: Tenant): readonly Entity[] {
  return [...tenant.state.subscribedSkus.values()].map((sku) => counted(tenant, sku))
}

/** Taken at once, carried out for its members later; here there is no later. */
function assignToGroup(call: GraphCall, tenant: Tenant): GraphReply {
  const group = writtenGroup(call, tenant)
  const { add, remove } = assignmentOf(tenant, bodyOf(call))
  const changed = new Set([...remove, ...add.map(({ skuId }) => skuId)])
  const kept = assignedTo(group).filter(({ skuId }) => !changed.has(skuId))
  const after = { ...group, assignedLicenses: [...kept, ...add] }
  tenant.lag.write('groups', group.id, after)
  inheritLicences(tenant, group.id)
  return { status: 202, body: single(call, groupSort, after) }
}

/** What somebody has of each product, service by service. */
function details(call: GraphCall, tenant: Tenant): GraphReply {
  const user = seenUser(call, tenant)
  const rows = assignedTo(user).map(({ skuId, disabledPlans }): Entity => {
    const sku = boughtSku(tenant, skuId)
    const servicePlans = plansOf(sku).map((plan) =>
      disabledPlans.includes(plan.servicePlanId) ? { ...plan, provisioningStatus: 'Disabled' } : plan,
    )
    return { id: `${user.id}_${skuId}`, servicePlans, skuId, skuPartNumber: sku['skuPartNumber'] }
  })
  return list(call, tenant, { set: 'licenseDetails', rows: () => rows, view: viewOf(call, detailSort) })
}
