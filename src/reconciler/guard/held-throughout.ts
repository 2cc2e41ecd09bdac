import { parseAddress } from '../../model/address.ts'
import type { PlatformOperation } from '../../model/operation.ts'
import type { Finding } from '../../model/plan.ts'
import { isSeen } from '../access/live.ts'
import type { Holding } from '../accounts/holders.ts'
import { holdersAfterEachStep } from '../accounts/holders.ts'
import { inOrder } from '../order.ts'
import type { Evidence } from './guard.ts'

/**
 * What a platform's profile says must always be held is held after every single operation that somebody may do now, since they
 * may stop at any of them. The planner orders them so; this looks again. Nothing lifts it.
 */
export function heldThroughout({ desired, memory, onPlatforms }: Evidence): readonly Finding[] {
  return [...desired.subscriptions.values()].flatMap((subscription): readonly Finding[] => {
    if (!isSeen(desired, subscription.id)) return []
    const own = onPlatforms.filter((each) => each.directory === subscription.id && isOpen(each))
    if (own.length === 0) return []
    const accounts = new Map<string, Holding>()
    for (const [address, { account }] of memory.accounts) {
      const { tenant, directory, id } = parseAddress(address)
      if (tenant === desired.id && directory === subscription.id) accounts.set(id, account)
    }
    const operations = inOrder(own).order
    return Object.values(subscription.rules.invariants ?? {}).flatMap((invariant): readonly Finding[] => {
      const [first, ...steps] = holdersAfterEachStep(invariant, { accounts, operations })
      if ((first?.holders.length ?? 0) < invariant.atLeast) return []
      const short = steps.find(({ holders }) => holders.length < invariant.atLeast)
      if (short === undefined) return []
      const message = `after ${short.id ?? ''} ${short.holders.length === 0 ? 'nobody' : short.holders.join(', ')} would hold ${invariant.role} on ${subscription.platform}; at least ${invariant.atLeast} must at every moment. Give it to a successor first.`
      const scope = `${desired.id}/${subscription.id}`
      const figures = { measured: short.holders.length, limit: invariant.atLeast }
      return [{ slug: 'adminHolders', scope, result: 'block', ...figures, message }]
    })
  })
}

/** Whether it may be done at this moment; what waits for a first sign-in is judged again after it. */
function isOpen({ status, waitingFor }: PlatformOperation): boolean {
  return status === 'planned' || (status === 'waiting' && waitingFor === 'manual')
}
