import { parseAddress } from '../../model/address.ts'
import type { ObservedGroup, ObservedUser } from '../../model/observed.ts'
import { standsDown } from '../../model/observed.ts'
import type { Change, DirectoryOperation, Naming } from '../../model/operation.ts'
import type { Value } from '../../model/value.ts'
import { liveName } from '../diff/called.ts'
import type { Body } from '../diff/draft.ts'
import { spoken, spokenChange, spokenNaming } from '../diff/words.ts'
import type { World } from '../diff/world.ts'
import { accountOf, calledIn, groupOf, isThere } from './called.ts'
import type { Standing } from './standing.ts'
import { standingOf } from './standing.ts'
import type { Lost, WayBack } from './way-back.ts'
import { already, inverse, lost } from './way-back.ts'

type OnUser = Extract<DirectoryOperation, { kind: 'user' }>
type OnGroup = Extract<DirectoryOperation, { kind: 'group' }>

/** Takes back what was done to an account. */
export function accountBack(world: World, operation: OnUser): WayBack {
  const { id } = parseAddress(operation.address)
  const live = accountOf(world, id)
  if (operation.verb === 'delete') return deletionBack(world, operation, live)
  if (operation.verb === 'resetPassword') return lost(operation.summary, 'a password that was set cannot be unset')
  if (operation.verb === 'revokeSessions') return lost(operation.summary, 'whoever was signed out has to sign in again')
  if (live === undefined || isAnother(live, operation)) return operation.verb === 'create' ? already : gone(operation)
  const who = calledIn(world, id, live)
  switch (operation.verb) {
    case 'create':
      return creationBack(world, operation, live, who)
    case 'update':
      return changeBack(world, operation, live, who)
    case 'rename':
      return namingBack(world, operation, live, who)
    case 'enable':
    case 'restore':
      return disabling(world, operation, live, who)
    case 'disable':
      return enabling(world, operation, live, who)
  }
}

/** Takes back what was done to a group itself. */
export function groupBack(world: World, operation: OnGroup): WayBack {
  const { id } = parseAddress(operation.address)
  const live = groupOf(world, id)
  if (operation.verb === 'delete')
    return live === undefined
      ? lost(`the group ${operation.before.name}`, 'deleted for good: it cannot be brought back')
      : already
  if (live === undefined || isAnother(live, operation)) return operation.verb === 'create' ? already : gone(operation)
  const what = calledIn(world, id, live)
  switch (operation.verb) {
    case 'create':
      return lost(what, 'made by it, and stays: a revert deletes nothing')
    case 'update':
      return changeBack(world, operation, live, what)
    case 'rename':
      return namingBack(world, operation, live, what)
  }
}

/** Another object under the same id: it has nothing to do with what is taken back. */
function isAnother({ immutableId }: ObservedUser | ObservedGroup, { before }: OnUser | OnGroup): boolean {
  const known = before?.immutableId
  return known !== undefined && known !== immutableId
}

function gone({ summary }: OnUser | OnGroup): WayBack {
  return lost(summary, 'what it was done to is no longer there, or goes by another id')
}

/** What was deleted was disabled before, and comes back so. */
function deletionBack(
  world: World,
  operation: Extract<OnUser, { verb: 'delete' }>,
  live: ObservedUser | undefined,
): WayBack {
  const { immutableId, username } = operation.before
  const deleted = world.snapshot.deleted?.find((each) => each.immutableId === immutableId)
  if (deleted === undefined)
    return live === undefined ? lost(username, 'deleted for good: it cannot be brought back') : already
  const { container, state } = deleted
  return inverse(
    world,
    operation,
    {
      kind: 'user',
      verb: 'restore',
      before: { immutableId, state, container },
      after: { state: 'disabled', container },
    },
    {
      summary: `${liveName(deleted)} is there again: the account ${username} is restored, disabled as it was`,
      ...untouchable(deleted),
    },
  )
}

function creationBack(
  world: World,
  operation: Extract<OnUser, { verb: 'create' }>,
  live: ObservedUser,
  who: string,
): WayBack {
  const kept: Lost = { what: who, why: 'made by it, and stays, disabled: a revert deletes nothing' }
  if (standsDown(live)) return { ...already, lost: [kept] }
  const { container } = live
  const way = inverse(
    world,
    operation,
    {
      kind: 'user',
      verb: 'disable',
      before: { immutableId: live.immutableId, state: live.state, container },
      after: { state: 'disabled', container: world.snapshot.dialect.disabledContainer(container) },
    },
    {
      summary: `${who} can no longer sign in: the account ${live.username} was made by it`,
      effects: ['the account stays, disabled, and keeps its name'],
      ...untouchable(live),
    },
  )
  return { ...way, lost: [kept] }
}

function disabling(
  world: World,
  operation: Extract<OnUser, { verb: 'enable' | 'restore' }>,
  live: ObservedUser,
  who: string,
): WayBack {
  if (standsDown(live)) return already
  const { immutableId, state, container } = live
  const after = { state: 'disabled' as const, container: operation.before.container }
  const moved = container === operation.after.container ? {} : movedTo(`lies in ${container}`)
  return inverse(
    world,
    operation,
    { kind: 'user', verb: 'disable', before: { immutableId, state, container }, after },
    { summary: `${who} can no longer sign in: the account is disabled, as it was`, ...moved, ...untouchable(live) },
  )
}

function enabling(
  world: World,
  operation: Extract<OnUser, { verb: 'disable' }>,
  live: ObservedUser,
  who: string,
): WayBack {
  const { immutableId, state, container } = live
  if (!standsDown(live)) return already
  const after = { state: 'active' as const, container: operation.before.container }
  const moved = container === operation.after.container ? {} : movedTo(`lies in ${container}`)
  return inverse(
    world,
    operation,
    { kind: 'user', verb: 'enable', before: { immutableId, state, container }, after },
    { summary: `${who} can sign in again: the account is enabled, as it was`, ...moved, ...untouchable(live) },
  )
}

type Changing = Extract<OnUser | OnGroup, { verb: 'update' }>

/** Each value by itself: what somebody changed since stays, the rest goes back. */
function changeBack(world: World, operation: Changing, live: ObservedUser | ObservedGroup, who: string): WayBack {
  const { before: was, after: left } = operation
  const { dialect } = world.snapshot
  const now = valuesNow(world, operation, live)
  const attributes = sorted(Object.keys(left.attributes), (name) =>
    live.unknown.includes(name)
      ? 'moved'
      : standingOf(
          now.attributes[name] ?? null,
          { was: was.attributes[name] ?? null, left: left.attributes[name] ?? null },
          (a, b) => dialect.same(name, a, b),
        ),
  )
  const references = sorted(Object.keys(left.references), (name) => {
    const target = was.references[name] ?? null
    if (live.unknown.includes(name) || (target !== null && !isThere(world, target))) return 'moved'
    const ends = { was: target, left: left.references[name] ?? null }
    return standingOf(now.references[name] ?? null, ends, (a, b) => a === b)
  })
  const change = (from: Change, side: 'left' | 'moved'): Change => ({
    attributes: pick(from.attributes, attributes[side]),
    references: pick(from.references, references[side]),
  })
  const isBack = attributes.left.length + references.left.length > 0
  const moved = movedValues(who, change(now, 'moved'), live.unknown)
  if (!isBack && moved.length === 0) return already
  const [before, after] = [change(now, isBack ? 'left' : 'moved'), change(was, isBack ? 'left' : 'moved')]
  const known = { immutableId: live.immutableId, ...before }
  const body: Body =
    operation.kind === 'user'
      ? { kind: 'user', verb: 'update', before: known, after }
      : { kind: 'group', verb: 'update', before: known, after }
  const blocked = isBack ? {} : movedTo(moved.map(({ what }) => what).join('; '))
  const way = inverse(world, operation, body, {
    summary: `${who}: ${spokenChange(before, after)}`,
    ...blocked,
    ...untouchable(live, [...Object.keys(after.attributes), ...Object.keys(after.references)]),
  })
  return { ...way, moved: isBack ? moved : [] }
}

function valuesNow(world: World, { after }: Changing, live: ObservedUser | ObservedGroup): Change {
  const references = Object.keys(after.references).map((name) => {
    const target = live.references[name]
    return [name, target === undefined ? null : world.matches.memberOf(target)] as const
  })
  const attributes = Object.keys(after.attributes).map((name) => [name, live.attributes[name] ?? null] as const)
  return { attributes: Object.fromEntries(attributes), references: Object.fromEntries(references) }
}

function movedValues(who: string, { attributes, references }: Change, unknown: readonly string[]): readonly Lost[] {
  const why = 'moved since, or cannot be told: left alone'
  return Object.entries<Value | null>({ ...attributes, ...references }).map(([name, value]) => ({
    what: `${name} of ${who}${unknown.includes(name) ? ' (not readable)' : `, now ${spoken(value)}`}`,
    why,
  }))
}

type Renaming = Extract<OnUser | OnGroup, { verb: 'rename' }>

/** The names and the place together: half of a name is none. An id is of the files alone. */
function namingBack(world: World, operation: Renaming, live: ObservedUser | ObservedGroup, who: string): WayBack {
  const { id, ...left } = operation.after
  const { dialect } = world.snapshot
  const now: Naming = {
    ...(left.username === undefined || live.kind !== 'user' ? {} : { username: live.username }),
    ...(left.name === undefined || live.kind !== 'group' ? {} : { name: live.name }),
    ...(left.container === undefined ? {} : { container: live.container }),
    ...(left.attributes === undefined ? {} : { attributes: pick(live.attributes, Object.keys(left.attributes)) }),
  }
  const { immutableId: _, id: __, ...was } = operation.before
  const isNamed = (a: string | undefined, b: string | undefined): boolean =>
    a !== undefined && b !== undefined && dialect.foldName(a) === dialect.foldName(b)
  const same = (a: string | undefined, b: string | undefined): boolean => a === b
  const standings: readonly Standing[] = [
    ...(['username', 'name'] as const).flatMap((key) =>
      left[key] === undefined ? [] : [standingOf(now[key], { was: was[key], left: left[key] }, isNamed)],
    ),
    ...(left.container === undefined
      ? []
      : [standingOf(now.container, { was: was.container, left: left.container }, same)]),
    ...Object.entries(left.attributes ?? {}).map(([name, value]) =>
      standingOf<Value | null>(
        now.attributes?.[name] ?? null,
        { was: was.attributes?.[name] ?? null, left: value },
        (a, b) => dialect.same(name, a, b),
      ),
    ),
  ]
  const kept = id === undefined ? [] : [{ what: who, why: 'an id is changed back in the files alone' }]
  if (standings.every((standing) => standing === 'back')) return { ...already, lost: kept }
  const known = { immutableId: live.immutableId, ...now }
  const body: Body =
    operation.kind === 'user'
      ? { kind: 'user', verb: 'rename', before: known, after: was }
      : { kind: 'group', verb: 'rename', before: known, after: was }
  const way = inverse(world, operation, body, {
    summary: `${who}: ${spokenNaming(now, was)}`,
    ...(standings.includes('moved') ? movedTo('it goes by another name, or lies elsewhere') : {}),
    ...untouchable(live),
  })
  return { ...way, lost: kept }
}

function movedTo(how: string): { readonly blockedBy: string } {
  return { blockedBy: `moved since: ${how}` }
}

/** Why it must be left as it is. `names`: what alone is to be changed of it; not there: its names, its place or its state. */
function untouchable(live: ObservedUser | ObservedGroup, names?: readonly string[]): { readonly blockedBy?: string } {
  if (live.notManageable !== undefined) return { blockedBy: live.notManageable }
  const upstream = live.kind === 'user' ? live.upstream : undefined
  if (upstream === undefined || names?.every((name) => upstream.writable.includes(name)) === true) return {}
  return { blockedBy: upstream.why }
}

function sorted(names: readonly string[], standing: (name: string) => Standing): Readonly<Record<Standing, string[]>> {
  const by: Record<Standing, string[]> = { left: [], back: [], moved: [] }
  for (const name of names) by[standing(name)].push(name)
  return by
}

function pick<T>(from: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T | null> {
  return Object.fromEntries(names.map((name) => [name, from[name] ?? null]))
}
