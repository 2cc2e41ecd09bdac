import type { AccessAccount, AccessGroup, AccessRole, AccessSource } from './access.ts'
import { grantsEverything } from './chain.ts'
import { below } from './source.ts'
import type { World } from './world.ts'

/** One step on the way from an account to an entity. */
export interface Hop {
  readonly kind:
    | 'account'
    | 'role'
    | 'administrator'
    | 'everything'
    | 'accessGroup'
    | 'scope'
    | 'except'
    | 'tag'
    | 'name'
    | 'all'
    | 'container'
    | 'link'
  /** What it is: id of the role, group or entity, or the tag. */
  readonly id: string
  readonly source: AccessSource
}

type Path = readonly Hop[]

/**
 * Every way on which an account comes to an entity: each access group or role, and in it each tag, name or container by
 * itself. `near`: the ways to what the entity is linked with, and the link. Ways that end with `except` do not reach it.
 */
export function pathsTo(world: World, account: AccessAccount, entity: string, near: boolean): readonly Path[] {
  const start: Hop = { kind: 'account', id: account.subscription, source: account.source }
  if (!near) return waysFrom(world, account, entity).map((way) => [start, ...way])
  const { numbers, linked } = world.graph
  const ends = new Set(linked(numbers.of.get(entity) ?? -1))
  return [...ends].flatMap((end) => {
    const id = numbers.ids[end] ?? ''
    const ways = waysFrom(world, account, id).filter((way) => way.at(-1)?.kind !== 'except')
    return ways.map((way) => [start, ...way, linkBetween(world, id, entity)])
  })
}

function waysFrom(world: World, account: AccessAccount, entity: string): readonly Path[] {
  const { access } = world
  const from = access.rules.reach?.from ?? 'none'
  if (from === 'none' || !world.graph.universe().has(world.graph.numbers.of.get(entity) ?? -1)) return []
  const roles = account.roles.flatMap((id) => access.roles.get(id) ?? [])
  if (from === 'roleScope') return roles.flatMap((role) => waysOfRole(world, account, role, entity))
  const administrators = roles.filter(({ administrator }) => administrator)
  if (administrators.length > 0) return administrators.map((role) => [administratorHop(account, role)])
  return account.accessGroups.flatMap((id) => {
    const group = access.groups.get(id)
    if (group === undefined) return []
    const source = below(account.source, ...placeIn('accessGroup', account.accessGroups, id))
    return waysOfGroup(world, group, entity).map((way): Path => [{ kind: 'accessGroup', id, source }, ...way])
  })
}

function waysOfRole(world: World, account: AccessAccount, role: AccessRole, entity: string): readonly Path[] {
  if (role.administrator) return [[administratorHop(account, role)]]
  const hop: Hop = { kind: 'role', id: role.id, source: sourceOfRole(account, role.id) }
  const { scope } = role
  if (scope === undefined) {
    return grantsEverything(role, world.access) ? [[hop, { kind: 'everything', id: role.id, source: role.source }]] : []
  }
  const said = scope.source ?? below(role.source, 'scope')
  const all: readonly Path[] = scope.all ? [[{ kind: 'all', id: role.id, source: below(said, 'all') }]] : []
  const chosen = waysOfNames(world, scope.chosen, entity, () => ({
    kind: 'scope',
    source: said,
  }))
  const groups = scope.accessGroups.flatMap((id, at) => {
    const group = world.access.groups.get(id)
    const step: Hop = { kind: 'accessGroup', id, source: below(said, 'accessGroups', at) }
    return group === undefined ? [] : waysOfGroup(world, group, entity).map((way): Path => [step, ...way])
  })
  const left = waysOfNames(world, scope.except, entity, () => ({
    kind: 'except',
    source: below(said, 'except'),
  }))[0]
  const ways = [...all, ...chosen, ...groups].map((way) => [hop, ...way])
  return left === undefined ? ways : ways.map((way) => [...way, ...left.filter(({ kind }) => kind === 'except')])
}

function waysOfGroup(world: World, group: AccessGroup, entity: string): readonly Path[] {
  const { select, source, id } = group
  switch (select.by) {
    case 'all':
      return [[{ kind: 'all', id, source: below(source, 'select', 'all') }]]
    case 'names':
      return waysOfNames(world, select.names, entity, (name) => ({
        kind: 'name',
        source: below(source, 'select', 'names', select.names.indexOf(name)),
      }))
    case 'tags':
      return upwards(world, entity).flatMap(({ id: container, hops }) => {
        const found = tagHops(world, container, select.tags)
        if (select.match === 'any') return found.map((tag): Path => [tag, ...hops])
        return found.length === select.tags.length && found.length > 0 ? [[...found, ...hops]] : []
      })
  }
}

function tagHops({ access }: World, entity: string, tags: readonly string[]): readonly Hop[] {
  const there = access.entities.get(entity)
  if (there === undefined) return []
  return tags.flatMap((tag): readonly Hop[] => {
    const at = there.tags.indexOf(tag)
    return at < 0 ? [] : [{ kind: 'tag', id: tag, source: below(there.source, 'tags', at) }]
  })
}

function waysOfNames(
  world: World,
  names: readonly string[],
  entity: string,
  hopOf: (name: string) => Omit<Hop, 'id'>,
): readonly Path[] {
  const chosen = new Set(names)
  return upwards(world, entity).flatMap(({ id, hops }) => (chosen.has(id) ? [[{ ...hopOf(id), id }, ...hops]] : []))
}

/** An entity and everything it lies in, each with the hops down from there. */
function upwards({ access }: World, entity: string): readonly { readonly id: string; readonly hops: Path }[] {
  const found: { readonly id: string; readonly hops: Path }[] = []
  const seen = new Set<string>()
  let hops: Path = []
  let id: string | undefined = entity
  while (id !== undefined && !seen.has(id)) {
    const there = access.entities.get(id)
    if (there === undefined) return found
    seen.add(id)
    found.push({ id, hops })
    hops = [{ kind: 'container', id, source: below(there.source, 'inside') }, ...hops]
    id = there.inside
  }
  return found
}

function administratorHop(account: AccessAccount, { id }: AccessRole): Hop {
  return { kind: 'administrator', id, source: sourceOfRole(account, id) }
}

function sourceOfRole(account: AccessAccount, id: string): AccessSource {
  return below(account.source, ...placeIn('role', account.roles, id))
}

/** `role:` for one, `roles:` for several. */
function placeIn(word: string, ids: readonly string[], id: string): readonly (string | number)[] {
  return ids.length === 1 ? [word] : [`${word}s`, ids.indexOf(id)]
}

/** The link is written at one of its ends. */
function linkBetween({ access }: World, from: string, to: string): Hop {
  const [first, second] = [access.entities.get(from), access.entities.get(to)]
  const at = first?.links.findIndex((link) => link.to === to) ?? -1
  if (first !== undefined && at >= 0) return { kind: 'link', id: to, source: below(first.source, 'links', at) }
  const back = second?.links.findIndex((link) => link.to === from) ?? -1
  return { kind: 'link', id: to, source: below(second?.source ?? { file: '', line: 0, via: [] }, 'links', back) }
}
