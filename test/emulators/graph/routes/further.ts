import type { Route } from '../router.ts'
import { authenticationRoutes } from './authentication.ts'
import { conditionalAccessRoutes } from './conditional-access.ts'
import { invitationRoutes } from './invitations.ts'
import { licenceRoutes } from './licences.ts'
import { organizationRoutes } from './organization.ts'
import { rightRoutes } from './rights.ts'
import { roleRoutes } from './roles.ts'
import { unitRoutes } from './units.ts'

/** What surrounds people and groups: licences, guests, policies, roles, units, factors, the tenant itself, who may what. */
export const furtherRoutes: readonly Route[] = [
  ...authenticationRoutes,
  ...conditionalAccessRoutes,
  ...invitationRoutes,
  ...licenceRoutes,
  ...organizationRoutes,
  ...rightRoutes,
  ...roleRoutes,
  ...unitRoutes,
]
