import { undeclaredId } from '../../model/address.ts'
import type { ObservedUser } from '../../model/observed.ts'
import { standsDown } from '../../model/observed.ts'
import type { Finding } from '../../model/plan.ts'
import type { Draft } from '../digest.ts'
import { draft } from './draft.ts'
import { liveName } from './called.ts'
import type { Difference, World } from './world.ts'
import { addressIn, appliedBefore, deletesOrphanGroup, nothing, removesOrphan } from './world.ts'

/** Live accounts that nobody declares and roster never knew: disabled in an authoritative directory, from the second apply on. */
export function strangers(world: World): Difference {
  if (world.directory.mode !== 'authoritative') return nothing
  const inUse = world.matches.unmanagedUsers.filter(
    (user) => user.notManageable === undefined && user.upstream === undefined && !standsDown(user),
  )
  const administrators = inUse.filter(({ administers }) => administers === true)
  const told = administrators.map((live) => administrator(world, live))
  const enabled = inUse.filter(({ administers }) => administers !== true)
  if (enabled.length === 0) return { ...nothing, findings: told }
  if (!appliedBefore(world)) {
    const message = `${enabled.length} undeclared ${enabled.length === 1 ? 'account' : 'accounts'} of ${world.directory.id} would be disabled from the second apply on; declare them, protect them, or set mode: additive`
    const scope = `${world.desired.id}/${world.directory.id}`
    return {
      ...nothing,
      findings: [...told, { slug: 'would-remove', scope, result: 'warn', measured: enabled.length, message }],
    }
  }
  const operations = enabled.map((live): Draft => {
    const id = undeclaredId(live.immutableId)
    const container = world.snapshot.dialect.disabledContainer(live.container)
    const before = { immutableId: live.immutableId, state: live.state, container: live.container }
    return draft(
      world,
      id,
      { kind: 'user', verb: 'disable', before, after: { state: 'disabled', container } },
      {
        summary: `${liveName(live)} (${live.username}) is not declared: the account is disabled`,
        reason: 'undeclared',
        derived: true,
        source: { ...world.directory.source, via: ['mode: authoritative'] },
      },
    )
  })
  return { ...nothing, operations, findings: told }
}

/** Who looks after the directory itself is not locked out of it. */
function administrator(world: World, live: ObservedUser): Finding {
  const scope = addressIn(world, 'user', undeclaredId(live.immutableId))
  const message = `${live.username} (${liveName(live)}) is an administrator of ${world.directory.id}, is not declared, and is left alone; declare the person by the account's id (adopt), list it under protect, or disable it there`
  return { slug: 'administrator-undeclared', scope, result: 'warn', message }
}

/** Addresses of what is live and not declared, protected objects included. */
export function unmanagedAddresses(world: World): string[] {
  const { unmanagedUsers, unmanagedGroups } = world.matches
  return [
    ...unmanagedUsers.map((user) => addressIn(world, 'user', undeclaredId(user.immutableId))),
    ...unmanagedGroups
      .filter(({ builtIn }) => builtIn !== true)
      .map((group) => addressIn(world, 'group', undeclaredId(group.immutableId))),
    ...becomingUnmanaged(world),
  ]
}

/** Recorded objects that are no longer declared and not roster's to remove. */
export function becomingUnmanaged(world: World): string[] {
  const { orphanUsers, orphanGroups } = world.matches
  return [
    ...[...orphanUsers.keys()].filter((id) => !removesOrphan(world, id)).map((id) => addressIn(world, 'user', id)),
    ...[...orphanGroups.keys()]
      .filter((id) => !deletesOrphanGroup(world, id))
      .map((id) => addressIn(world, 'group', id)),
  ]
}
