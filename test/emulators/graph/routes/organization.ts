import { ok, param } from '../call.ts'
import type { GraphCall, GraphReply } from '../call.ts'
import { list } from '../odata/listing.ts'
import { plainSort } from '../odata/sort.ts'
import { single, viewOf } from '../odata/view.ts'
import { readDirectory } from '../permissions.ts'
import { notFound } from '../refusal.ts'
import { route } from '../router.ts'
import type { Route } from '../router.ts'
import type { Tenant } from '../tenant.ts'

const readOrganization = ['Organization.Read.All', 'Organization.ReadWrite.All', ...readDirectory]
const readDomains = ['Domain.Read.All', 'Domain.ReadWrite.All', ...readDirectory]

/** The tenant itself: https://learn.microsoft.com/graph/api/resources/organization and its domains. */
export const organizationRoutes: readonly Route[] = [
  ...shown('organization', readOrganization),
  ...shown('domains', readDomains),
]

/** A collection that is only looked at: all of it, and one. */
function shown(name: 'organization' | 'domains', permissions: readonly string[]): readonly Route[] {
  const sort = plainSort(name === 'domains' ? 'domain' : name, name)
  const all = (call: GraphCall, tenant: Tenant): GraphReply =>
    list(call, tenant, { set: name, rows: () => [...tenant.lag.all(name).values()], view: viewOf(call, sort) })
  const one = (call: GraphCall, tenant: Tenant): GraphReply => {
    const found = tenant.lag.read(name, param(call, 'id').toLowerCase())
    if (found === undefined) throw notFound(param(call, 'id'))
    return ok(single(call, sort, found))
  }
  return [route('GET', `/${name}`, permissions, all), route('GET', `/${name}/{id}`, permissions, one)]
}
