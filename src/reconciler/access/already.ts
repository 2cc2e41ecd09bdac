import type { AccessAccount, PlatformAccess } from '../../access/access.ts'
import { inForce } from '../../access/access.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { World } from '../diff/world.ts'
import { deliveryIn } from './delivered.ts'
import type { Elements } from './elements.ts'
import { elementsOf } from './elements.ts'

/** What was read of a tenant's directories, and when. */
export interface Sight {
  readonly desired: DesiredTenant
  readonly worlds: readonly World[]
  readonly asOf: Date
}

/**
 * Access that people had before roster came: where nothing was ever applied on a platform, whoever is live in all the groups
 * that pass their access on has it already, and neither gains nor loses by being declared. Empty where that is nobody.
 */
export function hadBefore(full: PlatformAccess, sight: Sight): Elements {
  const access = inForce(full, sight.asOf)
  const accounts = new Map([...access.accounts].filter(hasAll(sight)))
  return accounts.size === 0 ? new Map() : elementsOf({ ...access, accounts })
}

function hasAll({ desired, worlds }: Sight): (entry: readonly [string, AccessAccount]) => boolean {
  const carried = new Map<string, Set<string>>()
  for (const { subscription, members } of desired.groups.values()) {
    if (subscription === undefined) continue
    const users = carried.get(subscription) ?? new Set<string>()
    carried.set(subscription, users)
    for (const user of members.keys()) users.add(user)
  }
  const waiting = new Map(worlds.map((world) => [world.directory.id, deliveryIn(world, []).waiting]))
  return ([, { subscription, user }]) => {
    const directory = desired.subscriptions.get(subscription)?.settings.groups?.directory ?? ''
    return carried.get(subscription)?.has(user) === true && waiting.get(directory)?.has(user) === false
  }
}
