import { nestedGroupId, parseAddress } from '../model/address.ts'
import type { AccountState, ObservedGroup, ObservedUser } from '../model/observed.ts'
import type { World } from './diff/world.ts'
import type { Draft } from './digest.ts'

/** A group of which somebody who can sign in must be a member at every moment, and all that lie in it. */
export interface Post {
  readonly live: ObservedGroup
  /** Group -> its direct members, as in addresses: the post itself first, then the groups in it. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>
  /** Accounts of all people in it. */
  readonly accounts: ReadonlyMap<string, ObservedUser>
}

/** The posts of a directory; none whose members could not be read. */
export function postsOf({ snapshot, matches }: World): readonly Post[] {
  const posts = snapshot.groups.filter(({ needsHolder }) => needsHolder === true)
  if (posts.length === 0) return []
  const byReference = new Map(snapshot.groups.map((group) => [group.reference, group]))
  return posts.flatMap((live): readonly Post[] => {
    const members = new Map<string, ReadonlySet<string>>()
    const accounts = new Map<string, ObservedUser>()
    const open = [live]
    for (let group = open.pop(); group !== undefined; group = open.pop()) {
      const id = matches.memberOf(group.reference)
      if (members.has(id)) continue
      if (group.members === 'unknown') return []
      members.set(id, new Set(group.members.map(matches.memberOf)))
      for (const reference of group.members) {
        const account = matches.accountAt(reference)
        if (account !== undefined) accounts.set(matches.memberOf(reference), account)
        const nested = byReference.get(reference)
        if (nested !== undefined) open.push(nested)
      }
    }
    return [{ live, members, accounts }]
  })
}

/** People of a post who can sign in once these operations are done, sorted. */
export function holdersAfter(world: World, post: Post, operations: readonly Draft[]): readonly string[] {
  const members = new Map([...post.members].map(([group, people]) => [group, new Set(people)]))
  const standing = new Map<string, boolean>()
  for (const operation of operations) {
    if (operation.kind === 'membership') shift(members, operation)
    else if (operation.kind === 'group' && operation.verb === 'delete') members.delete(nestedGroupId(idOf(operation)))
    else if (operation.kind === 'user') {
      const works = worksAfter(operation)
      if (works !== undefined) standing.set(idOf(operation), works)
    }
  }
  const found = new Set<string>()
  const seen = new Set<string>()
  const open = [world.matches.memberOf(post.live.reference)]
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    if (seen.has(group)) continue
    seen.add(group)
    for (const member of members.get(group) ?? []) {
      if (members.has(member)) open.push(member)
      const account = post.accounts.get(member) ?? world.matches.users.get(member)
      if (standing.get(member) ?? (account !== undefined && signsIn(account.state))) found.add(member)
    }
  }
  return [...found].toSorted()
}

/** Whether somebody in a post, or the post itself, loses by this operation. */
export function takesFrom(post: Post, operation: Draft): boolean {
  if (operation.kind === 'membership')
    return operation.verb === 'revoke' && post.members.has(nestedGroupId(operation.before.group))
  const isRemoval = operation.verb === 'disable' || operation.verb === 'delete'
  if (operation.kind === 'user') return isRemoval && post.accounts.has(idOf(operation))
  return operation.kind === 'group' && isRemoval && post.members.has(nestedGroupId(idOf(operation)))
}

/** Whether somebody comes into a post by this operation. */
export function givesTo(post: Post, operation: Draft): operation is Draft & { kind: 'membership'; verb: 'grant' } {
  return (
    operation.kind === 'membership' &&
    operation.verb === 'grant' &&
    post.members.has(nestedGroupId(operation.after.group))
  )
}

function shift(members: Map<string, Set<string>>, operation: Extract<Draft, { kind: 'membership' }>): void {
  const { group, member } = operation.after ?? operation.before
  const there = members.get(nestedGroupId(group))
  if (operation.verb === 'grant') there?.add(member)
  else there?.delete(member)
}

/** Whether an account works once the operation is done; undefined: it does not change that. */
function worksAfter({ verb, after }: Extract<Draft, { kind: 'user' }>): boolean | undefined {
  switch (verb) {
    case 'create':
      return after.state === 'active' && after.invites === undefined
    case 'enable':
    case 'restore':
    case 'disable':
      return signsIn(after.state)
    case 'delete':
      return false
    case 'update':
    case 'rename':
    case 'resetPassword':
    case 'revokeSessions':
      return undefined
  }
}

function signsIn(state: AccountState): boolean {
  return state !== 'disabled' && state !== 'softDeleted' && state !== 'invited'
}

function idOf({ address }: Draft): string {
  return parseAddress(address).id
}
