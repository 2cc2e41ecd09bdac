import type { AccessAccount, PlatformAccess } from '../access/access.ts'
import { accountKey, inForce } from '../access/access.ts'
import { fillerOf } from '../language/compile/delivered.ts'
import type { DesiredSubscription } from '../language/compile/desired-platforms.ts'
import type { DesiredTenant } from '../language/compile/desired-tenant.ts'
import { addressOf } from '../model/address.ts'
import { standsDown } from '../model/observed.ts'
import { DirectoryFault } from '../model/fault.ts'
import { believe } from '../reconciler/believe.ts'
import { addressIn } from '../reconciler/diff/world.ts'
import type { World } from '../reconciler/diff/world.ts'
import { match } from '../reconciler/match.ts'
import type { Memory } from '../reconciler/memory.ts'
import { observe, openReader } from '../reconciler/observe.ts'
import type { Run } from '../reconciler/run.ts'
import { accountAsSeen } from '../reconciler/access/live.ts'
import { accessInEffect } from './in-effect.ts'

/** What was read of a tenant's directories just now. */
export interface Sight {
  readonly worlds: readonly World[]
  /** Directories that could not be read, and why: nothing is known of them. */
  readonly unread: ReadonlyMap<string, string>
  /** Groups whose members could not be read. */
  readonly unseen: readonly { readonly about: string; readonly why: string }[]
}

/** Reads every directory of a tenant as a plan does: with credentials to read, and none to write. */
export async function look(desired: DesiredTenant, memory: Memory, run: Run): Promise<Sight> {
  const worlds: World[] = []
  const unread = new Map<string, string>()
  for (const directory of desired.directories.values()) {
    try {
      const reader = await openReader(desired.id, directory, memory, run)
      try {
        const snapshot = await observe({ desired, directory, reader, memory, run })
        // What a plan would not believe is not believed here either: a directory that lost its people is not an empty one.
        const belief = believe(desired, snapshot, memory, run.asOf)
        const doubt = belief.findings.find(({ result }) => result === 'block')
        if (doubt !== undefined) unread.set(directory.id, doubt.message)
        else {
          const matches = match(desired, snapshot, belief.memory)
          worlds.push({ desired, directory, snapshot, memory: belief.memory, matches, asOf: run.asOf })
        }
      } finally {
        await reader.close()
      }
    } catch (error) {
      if (!(error instanceof DirectoryFault)) throw error
      unread.set(directory.id, error.message)
    }
  }
  const unseen = worlds.flatMap(({ directory, snapshot: { groups } }) =>
    groups.flatMap(({ name, members }) =>
      members === 'unknown' ? [{ about: directory.id, why: `the members of ${name} could not be read` }] : [],
    ),
  )
  return { worlds, unread, unseen }
}

/** The members of every group that was read, written as the ledger writes them. A group whose members could not be read is not among them. */
export function liveMembers({ worlds }: Sight): Memory['members'] {
  return new Map(
    worlds.flatMap((world) =>
      [...world.matches.groups, ...world.matches.orphanGroups].flatMap(([id, { members }]) =>
        members === 'unknown'
          ? []
          : [[addressIn(world, 'group', id), new Set(members.map(world.matches.memberOf))] as const],
      ),
    ),
  )
}

/** Access on a platform as it is live, and the contracts of which that is not known. */
export interface LiveAccess {
  readonly access: PlatformAccess
  readonly unknown: readonly { readonly about: string; readonly why: string }[]
}

/**
 * What people have on a platform now: through groups of a directory, what their live memberships pass on; where people make the
 * accounts, what the last list of the platform showed. What was not read is unknown, and never taken for none.
 */
export function liveAccess(
  platform: string,
  {
    desired,
    memory,
    sight,
    asOf,
  }: { readonly desired: DesiredTenant; readonly memory: Memory; readonly sight: Sight; readonly asOf: Date },
): LiveAccess | undefined {
  const declared = desired.access.get(platform)
  const applied = accessInEffect(memory, platform)
  const base = declared === undefined ? applied : inForce(declared, asOf)
  if (base === undefined) return undefined
  const accounts = new Map<string, AccessAccount>()
  const unknown: { about: string; why: string }[] = []
  for (const subscription of desired.subscriptions.values()) {
    if (subscription.platform !== platform) continue
    const known = { subscription, base, applied }
    const found = subscription.delivery === 'groups' ? throughGroups(known, sight) : asListed(known, memory, desired.id)
    if ('why' in found) unknown.push({ about: subscription.id, why: found.why })
    else for (const account of found.accounts) accounts.set(accountKey(subscription.id, account.user), account)
  }
  // What a role or an entity is there, nobody can read: it is what was applied last.
  return { access: { ...(applied ?? base), accounts }, unknown }
}

interface Known {
  readonly subscription: DesiredSubscription
  readonly base: PlatformAccess
  readonly applied: PlatformAccess | undefined
}

type Listed = { readonly accounts: readonly AccessAccount[] } | { readonly why: string }

/** A part of an account, and the groups that have to hold its owner for it to be there. */
interface Part {
  readonly account: AccessAccount
  readonly names: readonly string[]
}

function throughGroups({ subscription, base, applied }: Known, { worlds, unread }: Sight): Listed {
  const directory = subscription.settings.groups?.directory ?? ''
  const world = worlds.find((each) => each.directory.id === directory)
  if (world === undefined)
    return { why: `${directory} could not be read: ${unread.get(directory) ?? 'it is not there'}` }
  const foldName = (name: string): string => world.snapshot.dialect.foldName(name)
  const parts = [base, ...(applied === undefined ? [] : [applied])].flatMap((access) =>
    partsIn(access, subscription, foldName),
  )
  const wanted = new Set(parts.flatMap(({ names }) => names))
  const inside = new Map<string, ReadonlySet<string>>()
  for (const { name, members } of world.snapshot.groups) {
    if (!wanted.has(foldName(name))) continue
    if (members === 'unknown') return { why: `the members of ${name} could not be read` }
    inside.set(foldName(name), new Set(members.map(world.matches.memberOf)))
  }
  const people = new Set([...inside.values()].flatMap((members) => [...members]))
  const { users, orphanUsers } = world.matches
  return {
    accounts: [...people].flatMap((user) => {
      const live = users.get(user) ?? orphanUsers.get(user)
      const state = live !== undefined && standsDown(live) ? 'disabled' : 'active'
      return joined(user, parts, { base, inside }).map((account) => ({ ...account, state }))
    }),
  }
}

/** Each role, and each access group, of every account by itself. */
function partsIn(
  access: PlatformAccess,
  subscription: DesiredSubscription,
  foldName: (name: string) => string,
): readonly Part[] {
  const fill = fillerOf(subscription, access)
  return [...access.accounts.values()].flatMap((account) => {
    if (account.subscription !== subscription.id) return []
    const groups = account.accessGroups.length === 0 ? [[]] : account.accessGroups.map((group) => [group])
    return account.roles.flatMap((role) =>
      groups.flatMap((accessGroups): readonly Part[] => {
        const part = { ...account, roles: [role], accessGroups }
        const names = fill(part).map(({ name }) => foldName(name))
        return names.length === 0 ? [] : [{ account: part, names }]
      }),
    )
  })
}

/** All that the groups which somebody is in pass on to them: their own parts first, then what others have through the same names. */
function joined(
  user: string,
  parts: readonly Part[],
  { base, inside }: { readonly base: PlatformAccess; readonly inside: ReadonlyMap<string, ReadonlySet<string>> },
): readonly AccessAccount[] {
  const isIn = (name: string): boolean => inside.get(name)?.has(user) === true
  const theirs = parts.filter(({ names }) => names.every(isIn))
  const own = theirs.filter(({ account }) => account.user === user)
  const told = new Set(own.flatMap(({ names }) => names))
  const others = theirs.filter(({ account, names }) => account.user !== user && names.some((name) => !told.has(name)))
  const all = [...own, ...others].map(({ account }) => account)
  const [first] = all
  if (first === undefined) return []
  const mine = base.accounts.get(accountKey(first.subscription, user)) ?? own[0]?.account
  const shape = mine ?? { ...first, overrides: [] }
  return [
    {
      ...shape,
      user,
      roles: [...new Set(all.flatMap(({ roles }) => roles))],
      accessGroups: [...new Set(all.flatMap(({ accessGroups }) => accessGroups))],
    },
  ]
}

/** What the last list of the platform showed, and what was attested since. */
function asListed({ subscription, base, applied }: Known, memory: Memory, tenant: string): Listed {
  if (!memory.exports.has(subscription.id))
    return { why: 'no list of the platform was ever read; roster observe reads one' }
  const users = new Set([...base.accounts.values(), ...(applied?.accounts.values() ?? [])].map(({ user }) => user))
  return {
    accounts: [...users].flatMap((user): readonly AccessAccount[] => {
      const key = accountKey(subscription.id, user)
      const address = addressOf({ tenant, directory: subscription.id, kind: 'account', id: user })
      const seen = accountAsSeen(
        memory.accounts.get(address)?.account,
        base.accounts.get(key) ?? applied?.accounts.get(key),
      )
      // What was seen is laid over an account as the evaluator knows it.
      return seen === undefined ? [] : [seen as unknown as AccessAccount]
    }),
  }
}
