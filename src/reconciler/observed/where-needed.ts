import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Memory } from '../memory.ts'
import type { Claimed } from './claimed.ts'

/** Accounts of strangers that are somebody's by now. Where nobody unknown was ever seen, what works it out is not loaded. */
export async function claimedWhereNeeded(desired: DesiredTenant, memory: Memory, asOf: Date): Promise<Claimed> {
  let strangers = false
  for (const address of memory.accounts.keys()) if (address.includes('/account/~')) strangers = true
  if (!strangers) return { memory, entries: [] }
  const { claimed } = await import('./claimed.ts')
  return claimed(desired, memory, asOf)
}
