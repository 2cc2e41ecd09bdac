import { ok } from '../call.ts'
import { route } from '../router.ts'
import type { Route } from '../router.ts'

/**
 * What clients of Azure ask of its resource manager before they believe that they are signed in. The tenant has a directory and no
 * subscriptions: https://learn.microsoft.com/rest/api/resources/subscriptions/list
 */
export const subscriptionRoutes: readonly Route[] = [
  route('GET', '/subscriptions', [], () => ok({ value: [] })),
  route('GET', '/tenants', [], (_, { state }) =>
    ok({ value: [{ id: `/tenants/${state.tenantId}`, tenantId: state.tenantId }] }),
  ),
]
