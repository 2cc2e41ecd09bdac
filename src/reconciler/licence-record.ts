import type { Address } from '../model/address.ts'
import { membershipId, parseAddress } from '../model/address.ts'
import type { Entry } from '../model/entry.ts'
import type { DirectoryOperation } from '../model/operation.ts'
import { hasOtherPlans } from './diff/licence-plans.ts'
import { poolOf } from './diff/licence-pool.ts'
import { addressOfLicence } from './diff/known-licences.ts'
import type { World } from './diff/world.ts'
import { addressIn } from './diff/world.ts'
import type { Memory } from './memory.ts'
import type { Settled } from './run.ts'
import type { Basis } from './tenant.ts'

/** Whether somebody has the licence that an operation gives or takes; undefined: that is not known. */
export function isAssigned(world: World, operation: DirectoryOperation & { kind: 'licence' }): boolean | undefined {
  const { licence, user } = operation.after ?? operation.before
  const wish = world.desired.licences.get(licence)
  const pool = wish === undefined ? undefined : poolOf(world, wish)
  if (pool === undefined || typeof pool === 'string') return undefined
  const reference = pool.holders.find((each) => world.matches.memberOf(each) === user)
  if (reference === undefined) return false
  return operation.verb === 'revoke' || !hasOtherPlans(pool, reference, operation.after.disabledPlans)
}

/** Which licences of a template come with each creation of this run. */
export function licencesPromised(
  world: World,
  creations: ReadonlySet<string>,
): ReadonlyMap<Address, readonly string[]> {
  const given = new Map<Address, string[]>()
  for (const { id, directory, holders } of world.desired.licences.values()) {
    if (directory !== world.directory.id) continue
    for (const [user, { onCreate }] of holders) {
      const address = addressIn(world, 'user', user)
      if (onCreate && creations.has(address)) given.set(address, [...(given.get(address) ?? []), id])
    }
  }
  return given
}

/** Who has a licence without an operation of roster's, or has it no more. A licence that was looked at once has an entry, be it empty. */
export function licenceEntries(
  world: World,
  memory: Memory,
  {
    settled,
    unseen,
    named,
  }: {
    readonly settled: readonly Settled[]
    /** Addresses of what the directory took and does not show yet. */
    readonly unseen: readonly Address[]
    readonly named: (reference: string) => string
  },
): readonly Entry[] {
  const touched = new Set([...settled.map(({ operation }) => operation.address), ...unseen])
  const deleted = new Set(
    settled.flatMap(({ operation: { kind, verb, address } }) =>
      kind === 'user' && verb === 'delete' ? [address] : [],
    ),
  )
  return [...world.desired.licences.values()].flatMap((licence): readonly Entry[] => {
    const pool = licence.directory === world.directory.id ? poolOf(world, licence) : ''
    if (typeof pool === 'string') return []
    const group = addressOfLicence(world, licence.id)
    const recorded = memory.members.get(group)
    const isGone = (user: string): boolean => deleted.has(addressIn(world, 'user', user))
    const inherited = new Set(pool.inherited)
    const own = pool.holders.filter((reference) => !inherited.has(reference))
    const now = new Set(own.map(named).filter((user) => !isGone(user)))
    const untouched = (user: string): boolean =>
      !touched.has(addressIn(world, 'licence', membershipId(licence.id, user)))
    const added = [...now].filter((user) => recorded?.has(user) !== true && untouched(user))
    const removed = [...(recorded ?? [])].filter((user) => !now.has(user) && untouched(user))
    if (recorded !== undefined && added.length + removed.length === 0) return []
    return [{ type: 'members', group, added: added.toSorted(), removed: removed.toSorted() }]
  })
}

/** Licences that the files name no more: whoever has them keeps them, and nothing of it is roster's any longer. */
export function licencesLetGo({ desired }: Basis, memory: Memory): readonly Entry[] {
  const known = new Set([...memory.members.keys(), ...memory.granted.keys()])
  return [...known].flatMap((address): readonly Entry[] => {
    const { kind, id, directory } = parseAddress(address)
    if (kind !== 'licence' || desired.licences.get(id)?.directory === directory) return []
    return [{ type: 'released', address, why: 'the licence is no longer declared' }]
  })
}
