import type { Person } from '../../model/desired.ts'
import type { ObservedUser } from '../../model/observed.ts'
import type { Reason } from '../../model/operation.ts'
import { operationId } from '../../model/operation.ts'
import type { ExpressedUser } from '../../providers/provider.ts'
import type { Draft } from '../digest.ts'
import { displayName } from './called.ts'
import { draft } from './draft.ts'
import type { World } from './world.ts'
import { addressIn, recordedAddress } from './world.ts'

/** Somebody who could not sign in and is to be able to. */
export function enabling(world: World, person: Person, live: ObservedUser, wished: ExpressedUser): Draft {
  if (live.state === 'disabled' && isArriving(world, person.id))
    return firstEnabling(world, person, { from: live.container, to: wished.container })
  const recorded = world.memory.objects.get(recordedAddress(world, 'user', person.id))
  const allowed = recorded?.disabled !== undefined
  return draft(
    world,
    person.id,
    {
      kind: 'user',
      verb: 'enable',
      before: { immutableId: live.immutableId, state: live.state, container: live.container },
      after: { state: 'active', container: wished.container },
    },
    {
      summary: `${displayName(person)} can sign in again`,
      reason: 'declared',
      derived: false,
      source: person.source,
      ...(allowed ? {} : { blockedBy: 'disabledElsewhere' }),
    },
  )
}

/**
 * The last step of an arrival where accounts are made disabled. It says the same before the account is there and after a
 * run that died in between, so it keeps its fingerprint and its approval.
 */
export function firstEnabling(
  world: World,
  person: Person,
  place: { readonly from: string; readonly to: string },
): Draft {
  return draft(
    world,
    person.id,
    {
      kind: 'user',
      verb: 'enable',
      before: { state: 'disabled', container: place.from },
      after: { state: 'active', container: place.to },
    },
    { summary: `${displayName(person)} can sign in`, ...arrivalReason(person), source: person.source, risk: 'low' },
  )
}

/** Why somebody arrives: their first day came, or they are simply declared. */
export function arrivalReason(person: Person): { readonly reason: Reason; readonly derived: boolean } {
  const started = person.starts !== undefined
  return { reason: started ? 'started' : 'declared', derived: started }
}

/** Whether roster made this account disabled and never enabled it: its arrival is not over. */
export function isArriving(world: World, id: string): boolean {
  const address = recordedAddress(world, 'user', id)
  const recorded = world.memory.objects.get(address)
  if (recorded !== undefined) return recorded.arriving === true
  const cutOff = world.memory.unresolved.get(operationId(address, 'create'))
  const made = world.matches.how.get(addressIn(world, 'user', id)) === 'created'
  return made && cutOff?.kind === 'user' && cutOff.verb === 'create' && cutOff.after.state === 'disabled'
}
