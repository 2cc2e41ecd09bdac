import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Memory } from '../memory.ts'
import type { Claimed } from './claimed.ts'

/** Accounts that are somebody else's by now. Where nobody unknown was ever seen and nobody has another id, what works it out is not loaded. */
export async function claimedWhereNeeded(desired: DesiredTenant, memory: Memory, asOf: Date): Promise<Claimed> {
  if (!mayPass(desired, memory)) return { memory, entries: [] }
  const { claimed } = await import('./claimed.ts')
  return claimed(desired, memory, asOf)
}

function mayPass({ people }: DesiredTenant, { accounts }: Memory): boolean {
  if (accounts.size === 0) return false
  for (const { previousId } of people.values()) if (previousId !== undefined) return true
  for (const address of accounts.keys()) if (address.includes('/account/~')) return true
  return false
}
