import { accountKey, inForce } from '../access/access.ts'
import { evaluate } from '../access/evaluate.ts'
import { type Holding, holdingsIn } from '../access/holdings.ts'
import { accessInEffect } from '../history/in-effect.ts'
import { nestedGroupId, parseAddress } from '../model/address.ts'
import type { Memory } from '../reconciler/memory.ts'

/** Something that somebody had. */
export interface Held {
  readonly tenant: string
  /** A directory, or a contract with a platform. */
  readonly place: string
  readonly user: string
  readonly what: 'group' | 'licence' | 'role' | 'accessGroup' | 'access'
  /** Id of the group, licence, role or access group; for access, what it is on: `everywhere`, `all`, or ids of entities. */
  readonly on: string
  /** For access: `category/name=level`. */
  readonly levels: string
  /** Of a group that somebody is in through others: these, from the one they are in. */
  readonly through: string
}

/** Who had what at a moment, as the ledger knows it to have been in effect. */
export function heldIn(tenant: string, memory: Memory, moment: Date): readonly Held[] {
  const held = [...inDirectories(tenant, memory), ...onPlatforms(tenant, memory, moment)]
  const keyOf = ({ place, user, what, on, through }: Held): string => [place, user, what, on, through].join('\0')
  return held
    .map((each) => [keyOf(each), each] as const)
    .toSorted(byKey)
    .map(([, each]) => each)
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function* inDirectories(tenant: string, { members }: Memory): Iterable<Held> {
  const groups = new Map<string, ReadonlySet<string>>()
  for (const [address, those] of members) {
    const { directory, kind, id } = parseAddress(address)
    if (kind === 'licence') {
      for (const user of those)
        yield { tenant, place: directory, user, what: 'licence', on: id, levels: '', through: '' }
    } else groups.set(`${directory}/${id}`, those)
  }
  for (const key of groups.keys()) {
    const [place, group] = split(key)
    for (const [user, through] of peopleIn(groups, place, group))
      yield { tenant, place, user, what: 'group', on: group, levels: '', through: through.join(' > ') }
  }
}

/** Everybody in a group, and the shortest way there: empty for its own members. */
function peopleIn(
  groups: ReadonlyMap<string, ReadonlySet<string>>,
  place: string,
  group: string,
): ReadonlyMap<string, readonly string[]> {
  const people = new Map<string, readonly string[]>()
  const seen = new Set([group])
  let level: readonly (readonly [string, readonly string[]])[] = [[group, []]]
  while (level.length > 0) {
    const below: (readonly [string, readonly string[]])[] = []
    for (const [each, through] of level) {
      for (const member of groups.get(`${place}/${each}`) ?? []) {
        const nested = nestedIn(member)
        if (nested === undefined) {
          if (!people.has(member)) people.set(member, through)
        } else if (!seen.has(nested)) {
          seen.add(nested)
          below.push([nested, [nested, ...through]])
        }
      }
    }
    level = below
  }
  return people
}

function nestedIn(member: string): string | undefined {
  const prefix = nestedGroupId('')
  return member.startsWith(prefix) ? member.slice(prefix.length) : undefined
}

function split(key: string): readonly [string, string] {
  const slash = key.indexOf('/')
  return [key.slice(0, slash), key.slice(slash + 1)]
}

function* onPlatforms(tenant: string, memory: Memory, moment: Date): Iterable<Held> {
  for (const platform of memory.access.keys()) {
    const full = accessInEffect(memory, platform)
    if (full === undefined) continue
    const access = inForce(full, moment)
    const holdings = holdingsIn(evaluate(access))
    for (const { subscription: place, user, state, roles, accessGroups } of access.accounts.values()) {
      if (state !== 'active') continue
      const one = { tenant, place, user, levels: '', through: '' }
      for (const on of roles) yield { ...one, what: 'role', on }
      for (const on of accessGroups) yield { ...one, what: 'accessGroup', on }
      for (const holding of holdings(accountKey(place, user))) yield { ...one, what: 'access', ...written(holding) }
    }
  }
}

function written({ on, levels }: Holding): Pick<Held, 'on' | 'levels'> {
  return {
    on: typeof on === 'string' ? on : on.join(' '),
    levels: levels.map(([key, level]) => `${key}=${level}`).join(' '),
  }
}
