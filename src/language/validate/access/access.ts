import type { Findings, World } from '../world.ts'
import { checkAccessGroups } from './access-groups.ts'
import { checkCreators } from './creators.ts'
import { checkEntities } from './entities.ts'
import { checkPolicies } from './policies.ts'
import { checkAccounts } from './people.ts'
import { checkReservedIds } from './reserved-ids.ts'
import { checkRoles } from './roles.ts'
import { checkSubscriptions } from './subscriptions.ts'
import { subscriptionsOf } from './subscription-of.ts'
import { checkTemplateAccess } from './templates.ts'
import { checkTenantAccess } from './tenant-access.ts'
import { checkActions, checkAcknowledgements, checkTests } from './tests-and-actions.ts'

/** Everything a tenant says about access on platforms. */
export function checkAccess(world: World, findings: Findings): void {
  const subscriptions = subscriptionsOf(world)
  checkReservedIds(world, findings)
  checkSubscriptions(world, findings)
  checkTenantAccess(world, findings, subscriptions)
  checkRoles(world, findings)
  checkTemplateAccess(world, findings, subscriptions)
  checkEntities(world, findings)
  checkCreators(world, findings, subscriptions)
  checkAccessGroups(world, findings)
  checkAccounts(world, findings, subscriptions)
  checkPolicies(world, findings)
  checkTests(world, findings)
  checkActions(world, findings, subscriptions)
  checkAcknowledgements(world, findings)
}
