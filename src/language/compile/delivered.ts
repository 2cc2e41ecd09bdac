import type { AccessAccount, AccessSource, PlatformAccess } from '../../access/access.ts'
import type { EntitiesReached } from './delivered-entities.ts'
import { entitiesReached } from './delivered-entities.ts'
import { fillName, names } from './delivery-names.ts'
import type { DesiredSubscription } from './desired-platforms.ts'

/** One name that an account's access fills, and what stands behind it. */
export interface Filled {
  readonly name: string
  readonly privileged: boolean
  /** `edit on funds (apac)`. */
  readonly gives: string
  /** What the name stands for, where it names an entity or an access group: whoever comes or goes does so because of it. */
  readonly about?: AccessSource
}

/** The names that accounts of a subscription fill: role by access group by entity, as far as the pattern says so. */
export function fillerOf(
  subscription: DesiredSubscription,
  access: PlatformAccess,
): (account: AccessAccount) => readonly Filled[] {
  const patterns = subscription.settings.groups?.names ?? {}
  const entities = entitiesReached(subscription.id, access)
  return (account) =>
    account.roles.flatMap((role) => {
      const pattern = patterns[role] ?? patterns['default']
      return pattern === undefined ? [] : filled({ subscription, access, entities, account, role, pattern })
    })
}

interface Filling {
  readonly subscription: DesiredSubscription
  readonly access: PlatformAccess
  readonly entities: EntitiesReached
  readonly account: AccessAccount
  readonly role: string
  readonly pattern: string
}

/** Somebody without an access group reaches nothing, and fills no name that asks for one. */
function filled(filling: Filling): readonly Filled[] {
  const { account, pattern, access, role } = filling
  const { scope } = access.roles.get(role) ?? {}
  const belonging = account.accessGroups.length > 0 ? account.accessGroups : (scope?.accessGroups ?? [])
  if (names(pattern, 'accessGroup')) return belonging.flatMap((group) => filledWith(filling, [group]))
  return filledWith(filling, belonging)
}

function filledWith(
  { subscription, access, entities, account, role, pattern }: Filling,
  groups: readonly string[],
): readonly Filled[] {
  const [first = ''] = groups
  const parts = { subscription: subscription.id, role, accessGroup: first, entity: '' }
  const given = access.roles.get(role)
  const gives = `${role} on ${subscription.id}${groups.length === 0 ? '' : ` (${groups.join(', ')})`}`
  // Only what the name stands for makes it privileged: by another way the same name is an ordinary one.
  const group = names(pattern, 'accessGroup') ? access.groups.get(first) : undefined
  const privileged = given?.privileged === true || group?.privileged === true
  if (!names(pattern, 'entity')) return [{ name: fillName(pattern, parts), privileged, gives, ...aboutOf(group) }]
  const reached = entities(
    names(pattern, 'accessGroup') ? { role, only: first } : { role, accessGroups: account.accessGroups },
  )
  return reached.map((entity) => ({
    name: fillName(pattern, { ...parts, entity }),
    privileged: privileged || access.entities.get(entity)?.privileged === true,
    gives: `${gives} for ${entity}`,
    ...aboutOf(access.entities.get(entity)),
  }))
}

function aboutOf(thing: { readonly source: AccessSource } | undefined): Pick<Filled, 'about'> {
  return thing === undefined ? {} : { about: thing.source }
}
