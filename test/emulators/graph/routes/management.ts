import { ok } from '../call.ts'
import type { GraphCall, GraphReply } from '../call.ts'
import { route } from '../router.ts'
import type { Route } from '../router.ts'
import { checkToken } from '../sign-in/token.ts'
import type { Tenant } from '../tenant.ts'

/**
 * What clients of Azure ask before they believe that they are signed in: https://learn.microsoft.com/rest/api/resources. The tenant has
 * people and no machines, so there are no subscriptions.
 */
export const managementRoutes: readonly Route[] = [
  route('GET', '/subscriptions', [], (call, tenant) => listed(call, tenant, [])),
  route('GET', '/tenants', [], (call, tenant) => {
    const { tenantId, defaultDomain } = tenant.state
    const own = {
      id: `/tenants/${tenantId}`,
      tenantId,
      displayName: 'Northwind Traders',
      defaultDomain,
      tenantCategory: 'Home',
    }
    return listed(call, tenant, [own])
  }),
]

function listed(call: GraphCall, tenant: Tenant, value: readonly object[]): GraphReply {
  checkToken(call.headers['authorization'], tenant.key, tenant.now())
  return ok({ value })
}
