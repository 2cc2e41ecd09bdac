import type { AccessAccount, AccessEntity, AccessGroup } from './access.ts'
import { accountKey } from './access.ts'
import type { Evaluation } from './evaluate.ts'
import { evaluate } from './evaluate.ts'

/** An entity that somebody is to make. */
export interface Wish {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly inside?: string
  /** Of several access groups of the person, the one that is to have it. */
  readonly group?: string
}

/** What is written for it: the tags it takes over, and the access group whose list it joins. */
export interface Inheritance {
  readonly tags: readonly string[]
  readonly list?: AccessGroup
  /** The group that comes to have it; none for whoever reaches everything. */
  readonly group?: AccessGroup
}

/** Why somebody cannot make it, and what to do. */
export interface Refused {
  readonly refused: string
}

/** What an entity takes over from the access group of the person who makes it. */
export function inheritanceOf(evaluation: Evaluation, account: AccessAccount, wish: Wish): Inheritance | Refused {
  const { access } = evaluation
  const { permission, inherits = [] } = access.rules.entityCreation ?? {}
  const { user, subscription } = account
  if (access.rules.entityCreation === undefined)
    return { refused: `On ${access.platform} people do not make entities. Write it into entities.yaml.` }
  if (permission !== undefined && evaluation.value(accountKey(subscription, user), permission) === 'none')
    return {
      refused: `${user} may not make entities: \`${permission}\` is none. roster explain ${user} --key ${permission} says why.`,
    }
  if (account.roles.some((id) => access.roles.get(id)?.administrator === true)) return { tags: [] }
  const group = groupFor(evaluation, account, wish)
  if (group === undefined || 'refused' in group) return group ?? { refused: noGroup(user) }
  const { select } = group
  if (select.by === 'all') return { tags: [], group }
  if (!inherits.includes(select.by))
    return {
      refused: `What is made on ${access.platform} does not take over ${select.by}. Write it into entities.yaml.`,
    }
  if (select.by === 'names') return { tags: [], list: group, group }
  if (access.rules.entityKinds?.[wish.kind]?.tagged === true) return { tags: select.tags, group }
  return { refused: `A ${wish.kind} bears no tags, and the access group ${group.id} of ${user} selects by tags.` }
}

/** People who come to reach an entity, sorted. */
export function gainers({ access }: Evaluation, entity: AccessEntity, { list }: Inheritance): readonly string[] {
  const groups = new Map(access.groups)
  if (list?.select.by === 'names')
    groups.set(list.id, { ...list, select: { ...list.select, names: [...list.select.names, entity.id] } })
  const after = evaluate({ ...access, groups, entities: new Map(access.entities).set(entity.id, entity) })
  const reaching = [...access.accounts].filter(([key]) => after.reaches(key, entity.id))
  return [...new Set(reaching.map(([, { user }]) => user))].toSorted()
}

function groupFor(
  { access }: Evaluation,
  { user, accessGroups }: AccessAccount,
  { group }: Wish,
): AccessGroup | Refused | undefined {
  if (group !== undefined && !accessGroups.includes(group)) {
    const own = accessGroups.join(', ')
    return { refused: `${user} is not in the access group ${group}, but in ${own === '' ? 'none' : own}.` }
  }
  if (group === undefined && accessGroups.length > 1)
    return { refused: `${user} is in several access groups. Name one with --access-group: ${accessGroups.join(', ')}.` }
  return access.groups.get(group ?? accessGroups[0] ?? '')
}

function noGroup(user: string): string {
  return `${user} is in no access group, and would not reach what they make. Assign one first.`
}
