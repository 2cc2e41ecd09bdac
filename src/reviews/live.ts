import type { AccessAccount, PlatformAccess } from '../access/access.ts'
import { inForce } from '../access/access.ts'
import { liveAccess, liveMembers, type Sight } from '../history/live.ts'
import type { DesiredTenant } from '../language/compile/desired-tenant.ts'
import { parseAddress } from '../model/address.ts'
import type { Memory } from '../reconciler/memory.ts'
import { inOrder, itemKey, type ReviewItem } from './item.ts'

/** A tenant, what its ledger knows, and what its directories showed. */
export interface Ground {
  readonly desired: DesiredTenant
  readonly memory: Memory
  readonly sight: Sight
  readonly asOf: Date
}

/** What people have now. */
export interface Live {
  readonly items: readonly ReviewItem[]
  /** `<contract>/<user>` -> the account, where there is one. */
  readonly accounts: ReadonlyMap<string, AccessAccount>
  /** Directories and contracts of which it is not known what people have: there, what is declared stands for it. */
  readonly unseen: ReadonlyMap<string, string>
}

/** Everything that some people have by what was read. Directories that were not read are the caller's to refuse. */
export function liveItems(ground: Ground, people: ReadonlySet<string>): Live {
  const unseen = new Map<string, string>()
  const accounts = accountsOf(ground, unseen)
  const items = [
    ...memberships(ground),
    ...licences(ground, unseen),
    ...[...accounts.values()].flatMap((account) => partsOf(account)),
  ]
  const once = new Map(items.map((item) => [itemKey(item), item]))
  return { items: inOrder([...once.values()].filter(({ person }) => people.has(person))), accounts, unseen }
}

/** Groups that roster makes for a contract are told as what they pass on. */
function memberships({ desired, sight }: Ground): readonly ReviewItem[] {
  return [...liveMembers(sight)].flatMap(([address, members]) => {
    const { id, directory } = parseAddress(address)
    if (desired.groups.get(id)?.subscription !== undefined) return []
    return [...members].map((person): ReviewItem => ({ person, has: 'group', id, where: directory }))
  })
}

function licences({ desired, sight }: Ground, unseen: Map<string, string>): readonly ReviewItem[] {
  return [...desired.licences.values()].flatMap(({ id, sku, directory, holders }) => {
    const world = sight.worlds.find((each) => each.directory.id === directory)
    const lent = world?.snapshot.licences
    const pool = lent !== undefined && 'pools' in lent ? lent.pools.find((one) => one.sku === sku) : undefined
    if (world === undefined || lent === undefined || !('pools' in lent)) {
      unseen.set(directory, 'what it lends could not be read')
      return [...holders.keys()].map((person): ReviewItem => ({ person, has: 'licence', id, where: directory }))
    }
    return (pool?.holders ?? []).map((reference): ReviewItem => ({
      person: world.matches.memberOf(reference),
      has: 'licence',
      id,
      where: directory,
    }))
  })
}

function accountsOf(ground: Ground, unseen: Map<string, string>): ReadonlyMap<string, AccessAccount> {
  const { desired, memory, asOf } = ground
  const platforms = [...new Set([...desired.access.keys(), ...memory.access.keys()])]
  return new Map(
    platforms.flatMap((platform) => {
      const live = liveAccess(platform, ground)
      if (live === undefined) return []
      for (const { about, why } of live.unknown) unseen.set(about, why)
      const declared = desired.access.get(platform)
      const believed = declared === undefined ? [] : onContracts(inForce(declared, asOf), unseen)
      return [...live.access.accounts, ...believed]
    }),
  )
}

function onContracts(
  { accounts }: PlatformAccess,
  contracts: ReadonlyMap<string, unknown>,
): readonly (readonly [string, AccessAccount])[] {
  return [...accounts].filter(([, { subscription }]) => contracts.has(subscription))
}

/** An account that nothing more is known of is a thing by itself: somebody pays for it, and can sign in. */
export function partsOf(account: AccessAccount): readonly ReviewItem[] {
  const { user: person, subscription: where, type } = account
  const part = (has: ReviewItem['has']) => (id: string) => ({ person, has, id, where })
  const parts = [
    ...account.roles.map(part('role')),
    ...account.accessGroups.map(part('accessGroup')),
    ...account.overrides.map(({ key }) => part('permission')(key)),
  ]
  return parts.length > 0 ? parts : [part('account')(type)]
}
