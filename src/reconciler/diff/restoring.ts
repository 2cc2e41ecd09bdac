import type { Person } from '../../model/desired.ts'
import type { ObservedUser } from '../../model/observed.ts'
import { operationId } from '../../model/operation.ts'
import type { ExpressedUser } from '../../providers/provider.ts'
import type { Draft } from '../digest.ts'
import { displayName } from './called.ts'
import { draft } from './draft.ts'
import type { World } from './world.ts'
import { addressIn, cannot, recordedAddress } from './world.ts'

/** Whether an account is gone and can be brought back. */
export function isInBin(world: World, { state }: Pick<ObservedUser, 'state'>): boolean {
  return state === 'softDeleted' && cannot(world, 'user', 'restore') === undefined
}

/** What it takes to bring an account back. */
type Deleted = Pick<ObservedUser, 'immutableId' | 'username' | 'container' | 'deletedAt'>

/**
 * Somebody comes back whose account is deleted, and kept for a while: it is restored, switched on or off as they are to be. One that
 * somebody else deleted while roster managed it stays so until a person decides.
 */
export function restoring(world: World, person: Person, live: Deleted, wished: ExpressedUser): Draft {
  const state = person.state === 'active' ? 'active' : 'disabled'
  const when = live.deletedAt === undefined ? '' : ` on ${live.deletedAt.slice(0, 10)}`
  const stays = state === 'active' ? '' : ', and stays switched off'
  return draft(
    world,
    person.id,
    {
      kind: 'user',
      verb: 'restore',
      before: { immutableId: live.immutableId, state: 'softDeleted', container: live.container },
      after: { state, container: wished.container },
    },
    {
      summary: `${displayName(person)} comes back: the account ${live.username}, deleted${when}, is restored${stays}`,
      reason: 'declared',
      derived: false,
      source: person.source,
      effects: state === 'active' ? ['memberships and licences are planned again'] : [],
      ...(wasDeletedElsewhere(world, person) ? { blockedBy: 'disabledElsewhere' } : {}),
    },
  )
}

/** What roster deleted is on record no more, unless the run was cut off before it could say so. */
function wasDeletedElsewhere(world: World, person: Person): boolean {
  const address = recordedAddress(world, 'user', person.id)
  if (begunRestoration(world, person) !== undefined) return false
  return world.memory.objects.has(address) && !world.memory.unresolved.has(operationId(address, 'delete'))
}

/**
 * The account of a restoration that was begun, and which the directory shows neither among the living nor in the bin yet: it is
 * asked for again, and never made anew beside it.
 */
export function begunRestoration(world: World, person: Person): string | undefined {
  const address = addressIn(world, 'user', person.id)
  const id = operationId(address, 'restore')
  const begun = world.memory.unresolved.get(id)
  if (begun?.kind === 'user' && begun.verb === 'restore') return begun.before.immutableId
  return world.memory.accepted.has(id) ? world.memory.objects.get(address)?.immutableId : undefined
}
