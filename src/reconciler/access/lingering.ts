import type { AccessAccount, PlatformAccess } from '../../access/access.ts'
import { fillerOf } from '../../language/compile/delivered.ts'
import { idOfName } from '../../language/compile/delivery-names.ts'
import type { DesiredSubscription } from '../../language/compile/desired-platforms.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import { membershipId } from '../../model/address.ts'
import type { ObservedGroup } from '../../model/observed.ts'
import { standsDown } from '../../model/observed.ts'
import type { Memory } from '../memory.ts'
import type { World } from '../diff/world.ts'
import { addressIn } from '../diff/world.ts'
import { accessFrom } from './elements.ts'
import { inEffect } from './remembered.ts'

/** Somebody who is in a group that passed access on to them, is not to have it any more, and is not taken out. */
export interface Lingering {
  readonly subscription: string
  readonly user: string
  /** The name of the group. */
  readonly group: string
  readonly directory: string
}

/** What is done about people and memberships, by address. */
export interface Departures {
  readonly revoked: ReadonlySet<string>
  readonly disabled: ReadonlySet<string>
}

/**
 * Everybody who keeps access that nobody asks for: in a directory that is only observed, in an additive one where somebody else
 * put them into the group, where the members could not be read. Access is not gone because a line is.
 */
export function lingering(
  desired: DesiredTenant,
  worlds: readonly World[],
  memory: Memory,
  departures: Departures,
): readonly Lingering[] {
  return [...desired.subscriptions.values()].flatMap((subscription) => {
    const { delivery, platform, settings } = subscription
    const world = worlds.find(({ directory }) => directory.id === settings.groups?.directory)
    const known = inEffect(memory, platform)
    if (delivery !== 'groups' || world === undefined || known.size === 0) return []
    const before = accessFrom(platform, known, desired.access.get(platform)?.rules)
    return before === undefined ? [] : lingeringIn({ subscription, world, departures }, before)
  })
}

interface Place {
  readonly subscription: DesiredSubscription
  readonly world: World
  readonly departures: Departures
}

function lingeringIn({ subscription, world, departures }: Place, before: PlatformAccess): readonly Lingering[] {
  const fill = fillerOf(subscription, before)
  const groups = groupsByName(world)
  const membersOf = new Map<ObservedGroup, ReadonlySet<string> | undefined>()
  const isIn = (group: ObservedGroup, id: string, user: string): boolean => {
    if (!membersOf.has(group)) membersOf.set(group, liveMembers(world, group))
    const live = membersOf.get(group)
    return live?.has(user) ?? world.memory.members.get(addressIn(world, 'group', id))?.has(user) ?? true
  }
  return [...before.accounts.values()].flatMap((account): readonly Lingering[] => {
    if (account.subscription !== subscription.id || !canStillSignIn(world, account, departures)) return []
    return fill(account).flatMap(({ name }): readonly Lingering[] => {
      const { user } = account
      const id = idOfName(name)
      if (world.desired.groups.get(id)?.members.has(user) === true) return []
      const group = groups.get(world.snapshot.dialect.foldName(name))
      if (group === undefined || !isIn(group, id, user)) return []
      if (departures.revoked.has(addressIn(world, 'membership', membershipId(id, user)))) return []
      return [{ subscription: subscription.id, user, group: name, directory: world.directory.id }]
    })
  })
}

/** Who has an account there that works, and keeps it. */
function canStillSignIn(world: World, { user, state }: AccessAccount, { disabled }: Departures): boolean {
  const live = world.matches.users.get(user) ?? world.matches.orphanUsers.get(user)
  if (state !== 'active' || live === undefined || standsDown(live)) return false
  return !disabled.has(addressIn(world, 'user', user))
}

function groupsByName({ snapshot }: World): ReadonlyMap<string, ObservedGroup> {
  return new Map(snapshot.groups.map((group) => [snapshot.dialect.foldName(group.name), group]))
}

/** undefined: they could not be read. */
function liveMembers({ matches }: World, { members }: ObservedGroup): ReadonlySet<string> | undefined {
  return members === 'unknown' ? undefined : new Set(members.map(matches.memberOf))
}
