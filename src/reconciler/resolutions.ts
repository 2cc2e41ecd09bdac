import type { Entry } from '../model/entry.ts'
import type { ObservedGroup, ObservedUser } from '../model/observed.ts'
import type { Operation } from '../model/operation.ts'
import { isMessage, membershipOf, operationId } from '../model/operation.ts'
import type { World } from './diff/world.ts'
import { isAssigned } from './licence-record.ts'
import type { Memory } from './memory.ts'
import { creationAwaited } from './on-its-way.ts'
import { policyStandsAs } from './policy-record.ts'
import type { Basis } from './tenant.ts'
import { unseenIn } from './unseen.ts'

/** For every intent whose outcome was cut off: what the directory shows now. One that is planned again stays open until it is carried out. */
export function resolutions({ worlds }: Basis, memory: Memory, planned: readonly Operation[]): readonly Entry[] {
  const again = new Set(planned.map(({ id }) => id))
  // Of a message nothing can be read: that nobody knows whether it was sent stays so.
  const open = [...memory.unresolved.values()].filter((each) => !again.has(each.id) && !isMessage(each))
  const isAwaited = (world: World | undefined, { verb, address }: Operation): boolean =>
    verb === 'create' && world !== undefined && creationAwaited({ ...world, memory }, address) !== undefined
  const gone = new Set(worlds.flatMap(({ snapshot }) => snapshot.missing))
  const membersOf = new Map<ObservedGroup | undefined, ReadonlySet<string>>()
  return open.flatMap((operation): Entry | readonly Entry[] => {
    const world = worlds.find(({ directory }) => directory.id === operation.directory)
    const base = { type: 'outcome', operation: operation.id, fingerprint: operation.fingerprint } as const
    if (operation.kind === 'policy' && world !== undefined) {
      const stands = policyStandsAs(world, operation)
      const { immutableId, reference } = stands?.live ?? {}
      const locator =
        immutableId === undefined || reference === undefined ? {} : { locator: { immutableId, reference } }
      if (stands !== undefined) return { ...base, status: 'applied', ...locator }
    }
    const created = operation.verb === 'create' ? liveOf(world, operation.kind, operation.address) : undefined
    if (created !== undefined)
      return { ...base, status: 'applied', locator: { immutableId: created.immutableId, reference: created.reference } }
    // Nobody knows yet whether it was made: a later reading says.
    if (isAwaited(world, operation)) return []
    if (operation.kind === 'membership' && world !== undefined) {
      const { group, member } = membershipOf(operation)
      const live = world.matches.groups.get(group)
      const members = membersOf.get(live) ?? memberIds(world, live)
      membersOf.set(live, members)
      const inside = members.has(member)
      if (inside === (operation.verb === 'grant')) return { ...base, status: 'applied' }
    }
    if (
      operation.kind === 'licence' &&
      world !== undefined &&
      isAssigned(world, operation) === (operation.verb === 'grant')
    )
      return { ...base, status: 'applied' }
    if (operation.verb === 'delete' && (gone.has(operation.address) || isInBin(world, operation)))
      return { ...base, status: 'applied' }
    if (
      operation.kind === 'user' &&
      (operation.verb === 'disable' || operation.verb === 'enable' || operation.verb === 'restore')
    ) {
      const live = liveOf(world, operation.kind, operation.address)
      if (live?.kind === 'user' && live.state === operation.after.state && live.container === operation.after.container)
        return { ...base, status: 'applied' }
    }
    return {
      ...base,
      status: 'failed',
      class: 'retryable',
      detail: 'the run was cut off; planned anew from what is there',
    }
  })
}

/** What the directory had taken and shows by now: it is no longer waited for. */
export function arrivals({ worlds }: Basis, { accepted }: Memory, operations: readonly Operation[]): readonly Entry[] {
  const open = new Set(operations.map(({ id }) => id))
  for (const world of worlds) for (const { id } of unseenIn(world).values()) open.add(id)
  for (const { snapshot } of worlds) for (const address of snapshot.missing) open.add(operationId(address, 'create'))
  return [...accepted]
    .filter(([id]) => !open.has(id))
    .map(([operation, { fingerprint }]): Entry => ({ type: 'outcome', operation, fingerprint, status: 'applied' }))
}

function liveOf(world: World | undefined, kind: string, address: string): ObservedUser | ObservedGroup | undefined {
  const id = address.slice(address.lastIndexOf('/') + 1)
  if (kind === 'user') return world?.matches.users.get(id) ?? world?.matches.orphanUsers.get(id)
  return kind === 'group' ? (world?.matches.groups.get(id) ?? world?.matches.orphanGroups.get(id)) : undefined
}

function isInBin(world: World | undefined, { kind, address }: Operation): boolean {
  const live = liveOf(world, kind, address)
  return live?.kind === 'user' && live.state === 'softDeleted'
}

function memberIds(world: World, live: ObservedGroup | undefined): ReadonlySet<string> {
  return new Set(live === undefined || live.members === 'unknown' ? [] : live.members.map(world.matches.memberOf))
}
