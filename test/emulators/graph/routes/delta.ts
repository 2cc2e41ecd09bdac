import { delta } from '../delta/round.ts'
import { readMembers, readUsers } from '../permissions.ts'
import { route } from '../router.ts'
import type { Route } from '../router.ts'

/** What changed since the last time: https://learn.microsoft.com/graph/delta-query-overview */
export const deltaRoutes: readonly Route[] = [
  route('GET', '/users/delta', readUsers, (call, tenant) => delta(call, tenant, 'users')),
  route('GET', '/groups/delta', readMembers, (call, tenant) => delta(call, tenant, 'groups')),
]
