import type { FindingSlug } from '../../model/finding-slug.ts'
import type { ObservedUser } from '../../model/observed.ts'
import type { Operation } from '../../model/operation.ts'
import type { ExpressedUser } from '../../providers/provider.ts'
import type { Snapshot } from '../observe.ts'

type KeyName = 'employeeId' | 'upn' | 'mail'
export type KeyIndex = Readonly<Record<KeyName, ReadonlyMap<string, readonly ObservedUser[]>>>
const keyNames: readonly KeyName[] = ['employeeId', 'upn', 'mail']

/** Accounts by each of their keys. */
export function indexKeys(users: readonly ObservedUser[]): KeyIndex {
  const index = {
    employeeId: new Map<string, ObservedUser[]>(),
    upn: new Map<string, ObservedUser[]>(),
    mail: new Map<string, ObservedUser[]>(),
  }
  for (const user of users) {
    for (const name of keyNames) {
      const key = user.keys[name]
      if (key === undefined) continue
      const same = index[name].get(key)
      if (same === undefined) index[name].set(key, [user])
      else same.push(user)
    }
  }
  return index
}

/** An account that is somebody's, or why none is taken. */
export type Hit =
  | { readonly user: ObservedUser; readonly by: KeyName | 'created' }
  | { readonly slug: FindingSlug; readonly refusal: string }

/** Exactly one account by employeeId, UPN or primary mail, in that order. */
export function findByKeys(wished: ExpressedUser, index: KeyIndex, snapshot: Snapshot): Hit | undefined {
  for (const by of keyNames) {
    const key = wished.keys[by]
    const users = key === undefined ? undefined : index[by].get(key)
    if (users === undefined) continue
    const [user] = users
    if (user === undefined) continue
    if (users.length > 1)
      return {
        slug: 'adoption-ambiguous',
        refusal: `${users.length} accounts of ${snapshot.directory} have the ${by} ${key}; none is taken. Make it unique in the directory, or name the account by its id (adopt).`,
      }
    const theirs = user.keys.employeeId
    if (theirs !== undefined && wished.keys.employeeId !== undefined && theirs !== wished.keys.employeeId) {
      return {
        slug: 'adoption-contradiction',
        refusal: `the account ${user.username} has the same ${by} but employeeId ${theirs}, not ${wished.keys.employeeId}; it is somebody else's. Give this person another ${by === 'upn' ? 'username' : by}.`,
      }
    }
    return { user, by }
  }
  return undefined
}

/** The same among accounts that were deleted. Somebody else's, with another employeeId, stands in nobody's way. */
export function findDeleted(wished: ExpressedUser, index: KeyIndex, snapshot: Snapshot): Hit | undefined {
  const hit = findByKeys(wished, index, snapshot)
  return hit !== undefined && 'slug' in hit && hit.slug === 'adoption-contradiction' ? undefined : hit
}

/**
 * The account of a creation whose outcome was cut off: of that name, at that place, where nobody was before, and with
 * all that roster would have written. One that somebody else made meanwhile is no more ours than any other.
 */
export function createdByUs(
  intent: Operation | undefined,
  byPlace: () => ReadonlyMap<string, ObservedUser>,
  { dialect }: Snapshot,
): Hit | undefined {
  if (intent?.kind !== 'user' || intent.verb !== 'create') return undefined
  const { username, container, attributes } = intent.after
  const user = byPlace().get(`${container}\0${dialect.foldName(username)}`)
  if (user === undefined) return undefined
  const agrees = Object.entries(attributes).every(
    ([name, value]) => user.unknown.includes(name) || dialect.same(name, value, user.attributes[name]),
  )
  return agrees ? { user, by: 'created' } : undefined
}
