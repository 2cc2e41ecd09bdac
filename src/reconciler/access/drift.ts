import type { AccessAccount, PlatformAccess } from '../../access/access.ts'
import { accountKey } from '../../access/access.ts'
import { impactOf } from '../../access/impact.ts'
import { fillerOf } from '../../language/compile/delivered.ts'
import { fillName, names } from '../../language/compile/delivery-names.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { DesiredSubscription } from '../../language/compile/desired-platforms.ts'
import type { DesiredGroup } from '../../model/desired.ts'
import { membershipOf } from '../../model/operation.ts'
import type { AccessGroupChange } from '../../model/plan.ts'
import type { Draft } from '../digest.ts'
import type { PlatformView } from './view.ts'

/** A membership of a group that passes access on, which somebody added or took away by hand. */
interface ByHand {
  readonly group: DesiredGroup
  readonly member: string
  readonly added: boolean
}

/**
 * What the mending of such memberships gives and takes: told as access, since that is what somebody changed behind roster's
 * back. Cause `drift`; the plan's own changes are not among it.
 */
export function driftImpact(
  desired: DesiredTenant,
  operations: readonly Draft[],
  views: readonly PlatformView[],
): readonly AccessGroupChange[] {
  const byHand = operations.flatMap((operation): readonly ByHand[] => {
    if (operation.kind !== 'membership' || operation.reason !== 'drift') return []
    const { group: id, member } = membershipOf(operation)
    const group = desired.groups.get(id)
    return group?.subscription === undefined ? [] : [{ group, member, added: operation.verb === 'revoke' }]
  })
  return [...new Set(byHand.map(({ group }) => group))].flatMap((group) => {
    const subscription = desired.subscriptions.get(group.subscription ?? '')
    const after = views.find(({ platform }) => platform === subscription?.platform)?.after
    if (subscription === undefined || after === undefined) return []
    const own = byHand.filter((each) => each.group === group)
    const live = own.reduce((access, each) => asMade(subscription, access, each), after)
    const only = entitiesNamed(subscription, after, group)
    const changes = impactOf({ tenant: desired.id, before: live, after, full: after })
    return changes.flatMap((change) => asDrift(change, own, only))
  })
}

/** The entities that a name stands for; undefined where the pattern names none. */
function entitiesNamed(
  subscription: DesiredSubscription,
  access: PlatformAccess,
  group: DesiredGroup,
): ReadonlySet<string> | undefined {
  const giver = giverOf(subscription, access, group)
  const [role = ''] = giver?.roles ?? []
  const [accessGroup = ''] = giver?.accessGroups ?? []
  const patterns = subscription.settings.groups?.names ?? {}
  const pattern = patterns[role] ?? patterns['default'] ?? ''
  if (!names(pattern, 'entity')) return undefined
  const named = (entity: string): string =>
    fillName(pattern, { subscription: subscription.id, role, accessGroup, entity })
  return new Set([...access.entities.keys()].filter((entity) => named(entity) === group.name))
}

/** Access as it is while the membership is as somebody made it. */
export function asMade(subscription: DesiredSubscription, access: PlatformAccess, made: ByHand): PlatformAccess {
  const key = accountKey(subscription.id, made.member)
  const account = access.accounts.get(key)
  const accounts = new Map(access.accounts)
  if (made.added) {
    const giver = giverOf(subscription, access, made.group)
    if (giver !== undefined) accounts.set(key, joinedWith(giver, account, made.member))
  } else if (account !== undefined) accounts.set(key, withoutName(subscription, access, account, made.group))
  return { ...access, accounts }
}

/** Somebody whose access fills the name of the group, with no more than what fills it. */
function giverOf(
  subscription: DesiredSubscription,
  access: PlatformAccess,
  group: DesiredGroup,
): AccessAccount | undefined {
  const fill = fillerOf(subscription, access)
  for (const member of group.members.keys()) {
    const account = access.accounts.get(accountKey(subscription.id, member))
    if (account === undefined) continue
    const part = partsOf(account).find((each) => fill(each).some(({ name }) => name === group.name))
    if (part !== undefined) return part
  }
  return undefined
}

/** The account with each of its roles, and each of its access groups, by itself. */
function partsOf(account: AccessAccount): readonly AccessAccount[] {
  const groups = account.accessGroups.length === 0 ? [[]] : account.accessGroups.map((group) => [group])
  return account.roles.flatMap((role) =>
    groups.map((accessGroups) => ({ ...account, roles: [role], accessGroups, overrides: [] })),
  )
}

function joinedWith(giver: AccessAccount, own: AccessAccount | undefined, user: string): AccessAccount {
  if (own === undefined) return { ...giver, user }
  const accessGroups = [...new Set([...own.accessGroups, ...giver.accessGroups])]
  return { ...own, roles: [...new Set([...own.roles, ...giver.roles])], accessGroups }
}

/** The account without the role or the access group that only this name passes on. */
function withoutName(
  subscription: DesiredSubscription,
  access: PlatformAccess,
  account: AccessAccount,
  group: DesiredGroup,
): AccessAccount {
  const fill = fillerOf(subscription, access)
  const fillsIt = (part: AccessAccount): boolean => fill(part).some(({ name }) => name === group.name)
  const left = partsOf(account).filter((part) => !fillsIt(part))
  const roles = new Set(left.flatMap((part) => part.roles))
  const groups = new Set(left.flatMap((part) => part.accessGroups))
  return {
    ...account,
    roles: account.roles.filter((role) => roles.has(role)),
    accessGroups: account.accessGroups.filter((id) => groups.has(id)),
  }
}

/** The change told as drift; only what the name stands for is among it. */
function asDrift(
  change: AccessGroupChange,
  made: readonly ByHand[],
  only: ReadonlySet<string> | undefined,
): readonly AccessGroupChange[] {
  const { entities: all } = change
  const entities = only === undefined || all === 'everywhere' ? all : all.filter((entity) => only.has(entity))
  if (entities.length === 0 || (only !== undefined && entities === 'everywhere')) return []
  const [first] = made
  const how = change.change === 'gained' ? 'were taken out by hand of' : 'were put in by hand to'
  const whom = change.users.length === 1 ? (change.users[0] ?? '') : `${change.users.length} people`
  const what =
    entities === 'everywhere'
      ? `on ${change.platform}`
      : `on ${entities.length === 1 ? (entities[0] ?? '') : `${entities.length} entities`}`
  const gets =
    change.change === 'gained'
      ? change.users.length === 1
        ? 'gets back'
        : 'get back'
      : change.users.length === 1
        ? 'loses'
        : 'lose'
  const summary = `${whom} ${gets} access ${what}: they ${how} ${first?.group.name ?? 'a group'}`
  return [{ ...change, entities, cause: 'drift', explicit: false, summary }]
}
