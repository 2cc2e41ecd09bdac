import type { Platform } from '../../../generated/platform.ts'
import type { Subscription, Tenant } from '../../../generated/tenant.ts'
import type { World } from '../world.ts'

/** A subscription and the platform that it is on, the parent's contract filled in. */
export interface SubscriptionOf {
  readonly id: string
  readonly settings: Subscription
  readonly platformId: string
  readonly platform: Platform
}

/** The subscriptions of a tenant whose platform is known: id -> what it is. Others are told of with tenant.yaml. */
export function subscriptionsOf(world: World): ReadonlyMap<string, SubscriptionOf> {
  const found = new Map<string, SubscriptionOf>()
  for (const [id, settings] of Object.entries(world.tenant?.spec.subscriptions ?? {})) {
    const contract = settings.from === 'parent' ? contractOf(world.parent?.spec, id) : settings
    const platformId = contract?.platform
    const platform = platformId === undefined ? undefined : world.platforms.get(platformId)?.spec
    if (platformId !== undefined && platform !== undefined) found.set(id, { id, settings, platformId, platform })
  }
  return found
}

/** What the parent has under the same id; a contract that it has from its own parent is not handed on. */
export function contractOf(parent: Tenant | undefined, id: string): Subscription | undefined {
  const contract = parent?.subscriptions?.[id]
  return contract?.from === 'parent' ? undefined : contract
}
