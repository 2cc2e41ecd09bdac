import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Contract } from '../accounts/contract.ts'
import type { Memory } from '../memory.ts'

/** The contracts of a tenant with platforms whose access is known, each with all that its accounts are judged by. */
export function contractsOf(desired: DesiredTenant, memory: Memory, asOf: Date): readonly Contract[] {
  return [...desired.subscriptions.values()].flatMap((subscription) => {
    const access = desired.access.get(subscription.platform)
    return access === undefined ? [] : [{ desired, subscription, access, memory, asOf }]
  })
}
