import type { Person } from '../../model/desired.ts'
import type { ObservedGroup, ObservedUser } from '../../model/observed.ts'
import type { ExpressedGroup, ExpressedUser } from '../../providers/provider.ts'
import type { World } from './world.ts'

/** What is wished of an account that is there: where accounts stay as they lie, it is wished where it is, unless it was put among the leavers. */
export function accountAtRest(world: World, person: Person, wished: ExpressedUser, live: ObservedUser): ExpressedUser {
  if (wished.rests !== true || wasPutAside(world, person, live)) return wished
  return { ...wished, container: live.container }
}

/** The same of a group: nothing puts groups aside. */
export function groupAtRest(wished: ExpressedGroup, live: ObservedGroup | undefined): ExpressedGroup {
  return wished.rests !== true || live === undefined ? wished : { ...wished, container: live.container }
}

function wasPutAside({ snapshot }: World, person: Person, { state, container }: ObservedUser): boolean {
  if (state !== 'disabled' && state !== 'softDeleted') return false
  const aside = snapshot.dialect.user({ ...person, state: 'disabled' })
  return aside.rests !== true && aside.container === container
}
