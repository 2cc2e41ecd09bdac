import type { Invariant } from '../../generated/platform.ts'
import type { Finding } from '../../model/plan.ts'
import { inOrder } from '../order.ts'
import type { Contract, PlatformDraft } from './contract.ts'
import { invariantsOf, placeOf, roleName } from './contract.ts'
import { holdersAfterEachStep } from './holders.ts'
import { accountsOn } from './succession.ts'

/** Walks through what can be done now, in its order: a run may be cut off after any step, and somebody must hold the role then. */
export function heldThroughout(contract: Contract, operations: readonly PlatformDraft[]): readonly Finding[] {
  const invariants = invariantsOf(contract)
  if (invariants.length === 0 || operations.length === 0) return []
  const course = { accounts: accountsOn(contract), operations: doable(operations) }
  return invariants.flatMap((invariant) => {
    const [before, ...steps] = holdersAfterEachStep(invariant, course)
    if ((before?.holders.length ?? 0) < invariant.atLeast) return []
    const empty = steps.find(({ holders }) => holders.length < invariant.atLeast)
    return empty === undefined ? [] : [unheld(contract, invariant, empty)]
  })
}

/** What waits for an event, or is blocked, is not done now; nor is what comes after it. */
function doable(operations: readonly PlatformDraft[]): readonly PlatformDraft[] {
  const held = new Set(operations.filter(({ waitingFor }) => waitingFor !== 'manual').map(({ id }) => id))
  return inOrder(operations).order.filter(({ id, needs }) => {
    if (!needs.some((need) => held.has(need))) return !held.has(id)
    held.add(id)
    return false
  })
}

function unheld(
  contract: Contract,
  { role, atLeast }: Invariant,
  { id = '', holders }: { readonly id?: string; readonly holders: readonly string[] },
): Finding {
  const scope = `${contract.desired.id}/${contract.subscription.id}`
  const message = `after ${id} too few would hold ${roleName(contract, role)} on ${placeOf(contract)}: ${holders.length}, and at least ${atLeast} must at every moment. Give the role to a successor in the same change.`
  return { slug: 'last-holder', scope, result: 'block', measured: holders.length, limit: atLeast, message }
}
