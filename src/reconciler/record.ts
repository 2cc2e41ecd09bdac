import { grouped } from '../model/grouped.ts'
import { membershipId, undeclaredId } from '../model/address.ts'
import type { Entry, Verified } from '../model/entry.ts'
import type { ObservedGroup, ObservedUser } from '../model/observed.ts'
import { isOfDirectory } from '../model/operation.ts'
import type { Value } from '../model/value.ts'
import { valuesOf } from '../model/value.ts'
import { isDone, isVerified } from '../model/outcome.ts'
import { accessEntries } from './access/record.ts'
import { afterOperation } from './after-operation.ts'
import { licenceLine } from './diff/known-licences.ts'
import { becomingUnmanaged } from './diff/strangers.ts'
import type { World } from './diff/world.ts'
import { addressIn, lineOf, membershipLine } from './diff/world.ts'
import type { Memory } from './memory.ts'
import { licenceEntries, licencesLetGo, licencesPromised } from './licence-record.ts'
import { policyEntries } from './policy-record.ts'
import type { Settled } from './run.ts'
import type { Basis } from './tenant.ts'
import { unseenIn } from './unseen.ts'

/** What a run records before its first write: identities at the first apply, adoptions, what creations promise. */
export function openingEntries({ worlds, released, platforms }: Basis, memory: Memory): readonly Entry[] {
  const entries: Entry[] = [
    ...released.map(({ address, why }): Entry => ({ type: 'released', address, why })),
    ...platforms.entries,
  ]
  for (const world of worlds) {
    const { directory, snapshot, matches } = world
    if (!memory.identities.has(directory.id))
      entries.push({ type: 'identity', directory: directory.id, identity: snapshot.identity })
    if (directory.mode === 'observe') continue
    for (const [address, found] of matches.how) {
      const id = address.slice(address.lastIndexOf('/') + 1)
      const live = address.includes('/user/') ? matches.users.get(id) : matches.groups.get(id)
      if (live === undefined || found === 'recorded' || found === 'created') continue
      // It becomes somebody's once it is brought back.
      if (live.kind === 'user' && live.state === 'softDeleted') continue
      if (world.memory.unresolved.has(`${address}#create`)) continue
      entries.push({ type: 'adopt', address, immutableId: live.immutableId, by: found })
    }
  }
  return entries
}

/** Which groups and licences of a template come with each creation of this run. */
export function promises({ worlds }: Basis, creations: ReadonlySet<string>): readonly Entry[] {
  return worlds.flatMap((world) => {
    const given = new Map<string, string[]>()
    for (const group of world.desired.groups.values()) {
      if (group.directory !== world.directory.id) continue
      for (const [member, wish] of group.members) {
        const address = addressIn(world, 'user', member)
        if (!wish.onCreate || !creations.has(address)) continue
        given.set(address, [...(given.get(address) ?? []), group.id])
      }
    }
    const lent = licencesPromised(world, creations)
    return [...new Set([...given.keys(), ...lent.keys()])].map((address): Entry => {
      const licences = lent.get(address)
      const groups = given.get(address) ?? []
      return { type: 'promised', address, groups, ...(licences === undefined ? {} : { licences }) }
    })
  })
}

/** What a run records at its end: what untouched objects look like, which lines stand, how many there are. */
export function closingEntries(basis: Basis, memory: Memory, settled: readonly Settled[]): readonly Entry[] {
  const unseen = [
    ...basis.held.filter(({ id }) => memory.accepted.has(id)).map(({ address }) => address),
    ...basis.worlds.flatMap((world) => [...unseenIn(world).keys()]),
  ]
  const touched = new Set([
    ...settled.flatMap(({ operation }) => [operation.address, operation.previousAddress ?? operation.address]),
    ...unseen,
  ])
  const failed = new Set(
    settled.filter(({ outcome }) => !isDone(outcome.status)).map(({ operation }) => operation.address),
  )
  const managed = basis.worlds.filter(({ directory }) => directory.mode !== 'observe')
  const released = failed.size > 0 ? [] : managed.flatMap(becomingUnmanaged)
  const left = new Set(released)
  return [
    ...managed.flatMap((world) => {
      const named = nameAfter(world, left)
      return [
        ...verifications(world, memory, { settled, unseen: new Set(unseen), named }),
        ...members(world, memory, { touched, named }),
      ]
    }),
    ...managed.flatMap((world) => policyEntries(world, memory, settled)),
    ...managed.flatMap((world) => licenceEntries(world, memory, { settled, unseen, named: nameAfter(world, left) })),
    ...licencesLetGo(basis, memory),
    ...lines(basis, memory, failed),
    ...accessEntries(basis, memory, settled),
    ...released.map(nowUnmanaged),
    ...managed.filter((world) => cameToItsEnd(world, memory, settled)).map((world) => population(world, settled)),
  ]
}

/** Who a reference names once the run is over: who is no longer managed is a stranger. */
function nameAfter(world: World, left: ReadonlySet<string>): (reference: string) => string {
  const strangers = new Map<string, string>()
  for (const [kind, orphans] of [
    ['user', world.matches.orphanUsers],
    ['group', world.matches.orphanGroups],
  ] as const) {
    for (const [id, { reference, immutableId }] of orphans)
      if (left.has(addressIn(world, kind, id))) strangers.set(reference, undeclaredId(immutableId))
  }
  return (reference) => strangers.get(reference) ?? world.matches.memberOf(reference)
}

/** Until a directory was applied to its end once, the next apply is still its first. */
function cameToItsEnd(world: World, memory: Memory, settled: readonly Settled[]): boolean {
  if (memory.population.has(world.directory.id)) return true
  const own = settled.filter(({ operation }) => operation.directory === world.directory.id)
  return own.every(({ outcome }) => isDone(outcome.status))
}

function nowUnmanaged(address: string): Entry {
  return { type: 'released', address, why: 'no longer declared, and not made by roster' }
}

/**
 * Managed objects that look otherwise than the ledger would say: changed behind roster's back, or just adopted. One that
 * an operation did not come to its end on is left as it was: its drift is still to be seen.
 */
function verifications(world: World, memory: Memory, { settled, unseen, named }: Sights): readonly Entry[] {
  const entries: Entry[] = []
  const worked = byAddress(settled)
  const look = (address: string, live: ObservedUser | ObservedGroup): void => {
    // What the directory took and does not show yet is as it was recorded then.
    if (unseen.has(address)) return
    const done = worked.get(address) ?? []
    if (done.some(({ operation, outcome }) => operation.verb === 'delete' || !isVerified(outcome.status))) return
    // What could not be read of it in the bin is not known to be empty.
    if (live.unknown.length > 0 && done.some(({ operation }) => operation.verb === 'restore')) return
    const now = (verified: Verified): Verified =>
      done.reduce(
        (object, { operation }) => (isOfDirectory(operation) ? afterOperation(object, operation) : object),
        verified,
      )
    const recorded = world.matches.movedFrom.get(address) ?? address
    const object = now(verifiedOf(live, named))
    const known = memory.objects.get(recorded)?.verified
    if (known !== undefined && alike(now(known), object)) return
    const isMoved = done.some(({ operation }) => operation.previousAddress === recorded)
    entries.push({ type: 'verified', address: isMoved ? address : recorded, immutableId: live.immutableId, object })
  }
  for (const [id, user] of [...world.matches.users, ...world.matches.orphanUsers])
    look(addressIn(world, 'user', id), user)
  for (const [id, group] of [...world.matches.groups, ...world.matches.orphanGroups])
    look(addressIn(world, 'group', id), group)
  return entries
}

interface Sights {
  readonly settled: readonly Settled[]
  readonly unseen: ReadonlySet<string>
  readonly named: (reference: string) => string
}

/** What was done to each object itself, in order. */
function byAddress(settled: readonly Settled[]): ReadonlyMap<string, readonly Settled[]> {
  const onObjects = settled.filter(({ operation }) => operation.kind !== 'membership')
  return grouped(onObjects, ({ operation }) => operation.address)
}

/** An observed object in the form that the ledger keeps. */
export function verifiedOf(live: ObservedUser | ObservedGroup, memberOf: (reference: string) => string): Verified {
  const references = Object.fromEntries(
    Object.entries(live.references).map(([name, reference]) => [name, memberOf(reference)]),
  )
  const { container, attributes } = live
  return live.kind === 'user'
    ? { kind: 'user', username: live.username, container, state: live.state, attributes, references }
    : { kind: 'group', name: live.name, container, attributes, references }
}

function alike(a: Verified, b: Verified): boolean {
  const named =
    a.kind === 'user' && b.kind === 'user'
      ? a.username === b.username && a.state === b.state
      : a.kind === 'group' && b.kind === 'group' && a.name === b.name
  return (
    named &&
    a.container === b.container &&
    sameRecord(a.attributes, b.attributes) &&
    sameRecord(a.references, b.references)
  )
}

function sameRecord(a: Readonly<Record<string, Value>>, b: Readonly<Record<string, Value>>): boolean {
  const names = Object.keys(a)
  if (names.length !== Object.keys(b).length) return false
  return names.every((name) => {
    const [left, right] = [valuesOf(a[name]), valuesOf(b[name])]
    return left.length === right.length && left.every((value, i) => value === right[i])
  })
}

/** Members of managed groups that are there without an operation of roster's. */
function members(
  world: World,
  memory: Memory,
  { touched, named }: { readonly touched: ReadonlySet<string>; readonly named: (reference: string) => string },
): readonly Entry[] {
  const { groups, orphanGroups, movedFrom } = world.matches
  const left = [...orphanGroups].filter(([id]) => !touched.has(addressIn(world, 'group', id)))
  return [...groups, ...left].flatMap(([id, live]): readonly Entry[] => {
    if (live.members === 'unknown') return []
    const group = addressIn(world, 'group', id)
    const recorded = memory.members.get(movedFrom.get(group) ?? group) ?? new Set<string>()
    const now = new Set(live.members.map(named))
    const fixed = new Set(live.fixedMembers?.map(named))
    const untouched = (member: string): boolean =>
      !touched.has(addressIn(world, 'membership', membershipId(id, member)))
    const added = [...now].filter((member) => !recorded.has(member) && !fixed.has(member) && untouched(member))
    const removed = [...recorded].filter((member) => !now.has(member) && untouched(member))
    return added.length + removed.length === 0 ? [] : [{ type: 'members', group, added, removed }]
  })
}

/** The lines that stand now; one that went away stays until its removal is done, so that a second try still counts as explicit. */
function lines({ desired }: Basis, memory: Memory, failed: ReadonlySet<string>): readonly Entry[] {
  const now = new Set<string>()
  for (const { id, state, stateReason } of desired.people.values())
    if (state === 'active' || stateReason !== 'declared') now.add(lineOf('user', id))
  for (const group of desired.groups.values()) {
    // A group that passes access on has no line of its own; that it did so is known after it is gone from the wishes.
    now.add(lineOf(group.subscription === undefined ? 'group' : 'delivery', group.id))
    for (const [member, { route }] of group.members) if (route === 'own') now.add(membershipLine(group.id, member))
  }
  for (const { id, holders, resting } of desired.licences.values())
    for (const [user, { route }] of [...holders, ...resting]) if (route === 'own') now.add(licenceLine(id, user))
  const pending = new Set([...failed].flatMap(linesOfFailed))
  const added = [...now].filter((line) => !memory.declared.has(line))
  const removed = [...memory.declared].filter((line) => !now.has(line) && !pending.has(line))
  return added.length + removed.length === 0 ? [] : [{ type: 'declared', added, removed }]
}

/** Lines that a failed operation keeps; of a group that passed access on, as long as anything about it failed. */
function linesOfFailed(address: string): readonly string[] {
  const [, , kind = '', ...id] = address.split('/')
  const group = id[0] ?? ''
  const own = `${kind}/${id.join('/')}`
  return kind === 'membership' || kind === 'group' ? [own, lineOf('delivery', group)] : [own]
}

function population(world: World, settled: readonly Settled[]): Entry {
  const change = { user: 0, group: 0 }
  for (const { operation, outcome } of settled) {
    if (operation.directory !== world.directory.id || (outcome.status !== 'applied' && outcome.status !== 'accepted'))
      continue
    if (operation.kind !== 'user' && operation.kind !== 'group') continue
    if (operation.verb === 'create' || operation.verb === 'restore') change[operation.kind] += 1
    if (operation.verb === 'delete') change[operation.kind] -= 1
  }
  return {
    type: 'population',
    directory: world.directory.id,
    users: world.snapshot.listed.user + change.user,
    groups: world.snapshot.listed.group + change.group,
  }
}
