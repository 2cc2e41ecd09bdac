import type { ReviewItem } from '../../reviews/item.ts'
import type { EntryChange } from '../drift/changes.ts'
import type { Asked } from '../inquiry.ts'

type Ways = readonly (readonly EntryChange[])[]

/** How the files could stop giving somebody a thing, the smallest edit first. Which of them does, the files read anew tell. */
export function waysToRevoke(asked: Asked, item: ReviewItem): Ways {
  switch (item.has) {
    case 'group':
    case 'licence':
      return fromList(asked, item)
    case 'role':
    case 'accessGroup':
    case 'account':
      return fromContract(asked, item)
    case 'permission':
      return fromOverrides(asked, item)
  }
}

function fromList({ documents }: Asked, { person, has, id }: ReviewItem): Ways {
  const entry = documents.users.get(person)
  if (entry === undefined) return []
  const list = has === 'licence' ? 'licences' : 'groups'
  const { spec, file } = entry
  const onPerson = (path: readonly string[], to: EntryChange['to']): EntryChange => ({
    kind: 'users',
    file,
    id: person,
    path,
    to,
  })
  const group = list === 'groups' ? documents.groups.get(id) : undefined
  const named = group?.spec.members?.users ?? []
  const drops: readonly EntryChange[] = [
    ...((spec[list] ?? []).includes(id) ? [onPerson([list], { drop: id, before: spec[list] ?? [] })] : []),
    ...(group !== undefined && named.includes(person)
      ? [
          {
            kind: 'groups' as const,
            file: group.file,
            id,
            path: ['members', 'users'],
            to: { drop: person, before: named },
          },
        ]
      : []),
  ]
  const refuse = onPerson(['without', list], { add: id, before: spec.without?.[list] ?? [] })
  return [...(drops.length > 0 ? [drops] : []), [...drops, refuse]]
}

/** The part, then the whole account where it rests on that part; what something else gives is refused. */
function fromContract({ documents }: Asked, { person, has, id, where }: ReviewItem): Ways {
  const entry = documents.users.get(person)
  if (entry === undefined) return []
  const { spec, file } = entry
  const change = (path: readonly string[], to: EntryChange['to']): EntryChange => ({
    kind: 'users',
    file,
    id: person,
    path,
    to,
  })
  const own = spec.platforms?.[where]
  const refuse = change(['without', 'platforms'], { add: where, before: spec.without?.platforms ?? [] })
  if (own === undefined) return [[refuse]]
  const whole = change(['platforms', where], { remove: true })
  const [one, several] = has === 'role' ? (['role', 'roles'] as const) : (['accessGroup', 'accessGroups'] as const)
  const parts: Ways = [
    ...(has !== 'account' && own[one] === id ? [[change(['platforms', where, one], { remove: true })]] : []),
    ...(has !== 'account' && own[several]?.includes(id) === true
      ? [[change(['platforms', where, several], { drop: id, before: own[several] })]]
      : []),
  ]
  return [...parts, [whole], [whole, refuse]]
}

function fromOverrides({ documents, desired }: Asked, { person, id, where }: ReviewItem): Ways {
  const entry = documents.users.get(person)
  const platform = desired.subscriptions.get(where)?.platform
  const overrides = entry?.spec.overrides ?? []
  const kept = overrides.filter((one) => one.platform !== platform || one.permission !== id)
  if (entry === undefined || kept.length === overrides.length) return []
  const to = kept.length === 0 ? ({ remove: true } as const) : { set: kept }
  return [[{ kind: 'users', file: entry.file, id: person, path: ['overrides'], to }]]
}
