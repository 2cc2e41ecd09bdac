import type { AccessAccount, AccessEntity, AccessGroup, AccessRole, PlatformAccess } from './access.ts'
import { below } from './source.ts'
import type { Removal } from './suggest-changes.ts'
import { ofEntity, ofGroup, ofScope } from './suggest-changes.ts'

/** What could be taken out between an account and the entities around the one that is asked about. */
export function reachRemovals(
  access: PlatformAccess,
  account: AccessAccount,
  around: ReadonlySet<string>,
): readonly Removal[] {
  const roles = account.roles.flatMap((id) => access.roles.get(id) ?? [])
  return [
    ...roles.flatMap((role) => scopeOf(role, around)),
    ...groupsUsed(access, account, roles).flatMap((group) => [
      ...selectionOf(group, around),
      ...tagsOf(access, group, around),
    ]),
    ...placesOf(access, around),
  ]
}

/** The access groups that say what an account reaches: its own, and those that its roles name. */
function groupsUsed(
  { groups }: PlatformAccess,
  account: AccessAccount,
  roles: readonly AccessRole[],
): readonly AccessGroup[] {
  const ids = new Set([...account.accessGroups, ...roles.flatMap(({ scope }) => scope?.accessGroups ?? [])])
  return [...ids].flatMap((id) => groups.get(id) ?? [])
}

function scopeOf(role: AccessRole, around: ReadonlySet<string>): readonly Removal[] {
  const { scope, builtIn, id, source } = role
  if (scope === undefined || builtIn || scope.chosen.length + scope.accessGroups.length < 2) return []
  const chosen = scope.chosen
    .filter((one) => around.has(one))
    .map((entity) => ({
      what: `${entity} in the scope of the role ${id}`,
      part: 'selection' as const,
      source: below(source, 'scope'),
      from: ofScope(id, (one) => ({ ...one, chosen: one.chosen.filter((other) => other !== entity) })),
    }))
  const groups = scope.accessGroups.map((group, at) => ({
    what: `the access group ${group} in the scope of the role ${id}`,
    part: 'selection' as const,
    source: below(source, 'scope', 'accessGroups', at),
    from: ofScope(id, (one) => ({ ...one, accessGroups: one.accessGroups.filter((other) => other !== group) })),
  }))
  return [...chosen, ...groups]
}

/** A selection of nothing cannot be written; one without a tag of `match: all` selects more, not less. */
function selectionOf({ id, select, source }: AccessGroup, around: ReadonlySet<string>): readonly Removal[] {
  switch (select.by) {
    case 'all':
      return []
    case 'names':
      if (select.names.length < 2) return []
      return select.names.flatMap((name, at) =>
        around.has(name)
          ? [
              {
                what: `${name} in the list of the access group ${id}`,
                part: 'selection' as const,
                source: below(source, 'select', 'names', at),
                from: ofGroup(id, (one) => withoutName(one, name)),
              },
            ]
          : [],
      )
    case 'tags':
      if (select.match === 'all' || select.tags.length < 2) return []
      return select.tags.map((tag, at) => ({
        what: `the tag ${tag} in the selection of the access group ${id}`,
        part: 'selection',
        source: below(source, 'select', 'tags', at),
        from: ofGroup(id, (one) => withoutTag(one, tag)),
      }))
  }
}

function withoutName(group: AccessGroup, name: string): AccessGroup {
  const { select } = group
  if (select.by !== 'names') return group
  return { ...group, select: { ...select, names: select.names.filter((other) => other !== name) } }
}

function withoutTag(group: AccessGroup, tag: string): AccessGroup {
  const { select } = group
  if (select.by !== 'tags') return group
  return { ...group, select: { ...select, tags: select.tags.filter((other) => other !== tag) } }
}

/** Tags that the group looks for, on the entities around. */
function tagsOf(
  { entities }: PlatformAccess,
  { select }: AccessGroup,
  around: ReadonlySet<string>,
): readonly Removal[] {
  if (select.by !== 'tags') return []
  return [...around].flatMap((id) => {
    const entity = entities.get(id)
    return (entity?.tags ?? []).flatMap((tag, at): readonly Removal[] =>
      entity === undefined || !select.tags.includes(tag)
        ? []
        : [
            {
              what: `the tag ${tag} on ${id}`,
              part: 'tag',
              source: below(entity.source, 'tags', at),
              from: ofEntity(id, (one) => ({ ...one, tags: one.tags.filter((other) => other !== tag) })),
            },
          ],
    )
  })
}

/** Where the entities around lie, and what connects them. */
function placesOf({ entities }: PlatformAccess, around: ReadonlySet<string>): readonly Removal[] {
  return [...around].flatMap((id) => {
    const entity = entities.get(id)
    if (entity === undefined) return []
    const inside: readonly Removal[] =
      entity.inside === undefined
        ? []
        : [
            {
              what: `${id} lying inside ${entity.inside}`,
              part: 'place',
              source: below(entity.source, 'inside'),
              from: ofEntity(id, lyingNowhere),
            },
          ]
    const links = entity.links.flatMap(({ to }, at): readonly Removal[] =>
      around.has(to)
        ? [
            {
              what: `the link of ${id} to ${to}`,
              part: 'place',
              source: below(entity.source, 'links', at),
              from: ofEntity(id, (one) => ({ ...one, links: one.links.filter((other) => other.to !== to) })),
            },
          ]
        : [],
    )
    return [...inside, ...links]
  })
}

function lyingNowhere({ inside: _inside, ...entity }: AccessEntity): AccessEntity {
  return entity
}
