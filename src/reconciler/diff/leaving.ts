import type { Person } from '../../model/desired.ts'
import type { ObservedUser } from '../../model/observed.ts'
import { operationId } from '../../model/operation.ts'
import type { ExpressedUser } from '../../providers/provider.ts'
import type { Draft } from '../digest.ts'
import { displayName, liveName } from './called.ts'
import { draft } from './draft.ts'
import { isArriving } from './enabling.ts'
import { accountAtRest } from './resting.ts'
import { isInBin, restoring } from './restoring.ts'
import type { Difference, Scheduled, World } from './world.ts'
import { addressIn, goneFrom, lineOf, nothing, recordedAddress } from './world.ts'

/** Suspended, disabled or ended: the account stays, and nobody can sign in with it. */
export function standDown(world: World, person: Person, live: ObservedUser, wished: ExpressedUser): Difference {
  if (person.state === 'suspended' && isInBin(world, live))
    return { ...nothing, operations: [restoring(world, person, live, wished)] }
  if (isDown(world, person.id, live, wished.container)) return nothing
  const explicit = person.stateReason === 'declared'
  const cause = explicit
    ? `the account is ${person.state === 'suspended' ? 'suspended' : 'disabled'}`
    : `the account ended on ${person.ends}`
  const operation = disabling(world, person.id, live, wished.container, {
    summary: `${displayName(person)} can no longer sign in: ${cause}${takenBack(live)}`,
    reason: explicit ? 'declared' : 'expired',
    derived: !explicit,
    source: person.source,
    urgent: person.urgent,
  })
  return { ...nothing, operations: [operation] }
}

export interface Leaver {
  readonly id: string
  readonly live: ObservedUser
  readonly person?: Person
}

/** Absent: disabled at once; deleted after the grace, if roster disabled it and the directory can. */
export function departure(world: World, { id, live, person }: Leaver): Difference {
  if (live.state === 'softDeleted') return nothing
  const who = person === undefined ? liveName(live) : displayName(person)
  const source = person?.source ?? goneFrom(world)
  const recorded = world.memory.objects.get(recordedAddress(world, 'user', id))
  const ours = world.directory.mode === 'authoritative' || recorded?.origin === 'created'
  if (person?.stateReason === 'declared' && !ours) return leftAlone(world, person)
  const container = world.snapshot.dialect.disabledContainer(live.container)
  if (!isDown(world, id, live, container)) {
    const explicit = world.memory.declared.has(lineOf('user', id)) || person !== undefined
    const operation = disabling(world, id, live, container, {
      summary: `${who} leaves: the account ${live.username} is disabled${takenBack(live)}`,
      reason: person?.stateReason === 'notStarted' ? 'declared' : 'undeclared',
      derived: !explicit,
      source,
      urgent: person?.urgent ?? false,
    })
    return { ...nothing, operations: [operation] }
  }
  const forGood = person?.stateReason !== 'notStarted'
  if (recorded?.disabled === undefined || !forGood || !ours) return nothing
  const operation = draft(
    world,
    id,
    { kind: 'user', verb: 'delete', before: { immutableId: live.immutableId, username: live.username }, after: null },
    {
      summary: `${who} is deleted: the account ${live.username} was disabled on ${recorded.disabled.at.slice(0, 10)} and the grace is over`,
      reason: 'undeclared',
      derived: recorded.disabled.derived,
      source,
      ...wayBack(world),
    },
  )
  if (operation.status === 'blocked') return nothing
  const { due, day } = world.desired.deletion(recorded.disabled.at)
  if (due <= world.asOf) return { ...nothing, operations: [operation] }
  return { ...nothing, scheduled: [{ date: day, event: 'delete', operation }] }
}

/** Where the directory keeps what is deleted, a deletion can be taken back. */
function wayBack({ snapshot }: World): { readonly reversible?: true; readonly effects?: readonly string[] } {
  if (snapshot.deleted === undefined) return {}
  const time = snapshot.dialect.keepsDeleted ?? 'a while'
  return { reversible: true, effects: [`the directory keeps it for ${time}: until then it can be brought back`] }
}

/** `state: absent` is the same as no entry: in an additive directory an account that roster did not make stays as it is. */
function leftAlone(world: World, person: Person): Difference {
  const scope = addressIn(world, 'user', person.id)
  const message = `${displayName(person)} is declared absent and keeps the account: roster did not make it, and ${world.directory.id} is additive. Declare state: disabled to disable it.`
  return { ...nothing, findings: [{ slug: 'left-alone', scope, result: 'warn', message }] }
}

/** An invitation that nobody accepted yet goes with the account. */
function takenBack({ state }: ObservedUser): string {
  return state === 'invited' ? ', and the invitation with it' : ''
}

/** Disabled, and where a disabled account lies. One that roster left halfway, or disabled and finds elsewhere, is not. */
function isDown(world: World, id: string, live: ObservedUser, container: string): boolean {
  if (live.state === 'softDeleted') return true
  if (live.state !== 'disabled') return false
  // Made disabled and never enabled: that roster took it out of use is still to be done, and recorded.
  if (isArriving(world, id)) return false
  const address = recordedAddress(world, 'user', id)
  const ours =
    world.memory.objects.get(address)?.disabled !== undefined ||
    world.memory.unresolved.has(operationId(address, 'disable'))
  return !ours || live.container === container
}

function disabling(
  world: World,
  id: string,
  live: ObservedUser,
  container: string,
  why: Parameters<typeof draft>[3],
): Draft {
  const before = { immutableId: live.immutableId, state: live.state, container: live.container }
  return draft(world, id, { kind: 'user', verb: 'disable', before, after: { state: 'disabled', container } }, why)
}

/** Somebody without an account who is to be suspended: said, not done. */
export function absentAlready(world: World, person: Person): Difference {
  if (person.state !== 'suspended') return nothing
  const message = `${displayName(person)} is to be suspended in ${world.directory.id} and has no account there; nothing is done`
  return {
    ...nothing,
    findings: [
      { slug: 'suspended-without-account', scope: addressIn(world, 'user', person.id), result: 'warn', message },
    ],
  }
}

/** The end of an account that is known already, for the calendar. */
export function scheduledEnd(
  world: World,
  person: Person,
  live: ObservedUser,
  wished: ExpressedUser,
): readonly Scheduled[] {
  if (person.ends === undefined) return []
  const ended: Person = { ...person, state: 'disabled', stateReason: 'expired' }
  const { container } = accountAtRest(world, ended, world.snapshot.dialect.user(ended), live)
  const state = live.state === 'disabled' ? 'active' : live.state
  const operation = disabling(world, person.id, { ...live, state, container: wished.container }, container, {
    summary: `${displayName(person)} can no longer sign in: the account ended on ${person.ends}`,
    reason: 'expired',
    derived: true,
    source: person.source,
  })
  return [{ date: person.ends, event: 'end', operation }]
}
