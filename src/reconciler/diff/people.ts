import type { Person } from '../../model/desired.ts'
import type { ObservedUser } from '../../model/observed.ts'
import { standsDown } from '../../model/observed.ts'
import { arrival, notYet, wishedOf } from './arriving.ts'
import { changesOf } from './attributes.ts'
import { absentAlready, departure, standDown } from './leaving.ts'
import { accountAtRest } from './resting.ts'
import { present, underNewId } from './staying.ts'
import { followed, followedAway, isSynchronised } from './synchronised.ts'
import type { Difference, World } from './world.ts'
import { addressIn, nothing, removesOrphan } from './world.ts'

/** What has to happen to one declared person's account. */
export function personDifference(world: World, person: Person): Difference {
  const address = addressIn(world, 'user', person.id)
  const refusal = world.matches.refused.get(address)
  if (refusal !== undefined) return { ...nothing, findings: [refusal] }
  const live = world.matches.users.get(person.id)
  if (live?.notManageable !== undefined) return unmanageable(world, person, live)
  const expressed = wishedOf(world, person)
  if (live !== undefined && isSynchronised(live))
    return underNewId(world, person, live, followed(world, person, live, expressed))
  const wished = live === undefined ? expressed : accountAtRest(world, person, expressed, live)
  switch (person.state) {
    case 'active':
      return live === undefined ? arrival(world, person, wished) : present(world, person, live, wished)
    case 'suspended':
    case 'disabled':
      return live === undefined
        ? absentAlready(world, person)
        : underNewId(world, person, live, standDown(world, person, live, wished))
    case 'absent':
      return live === undefined
        ? notYet(world, person)
        : underNewId(world, person, live, departure(world, { person, id: person.id, live }))
  }
}

/** What happens to an account that is recorded and no longer declared. */
export function orphanDifference(world: World, id: string, live: ObservedUser): Difference {
  if (live.notManageable !== undefined || !removesOrphan(world, id)) return nothing
  return isSynchronised(live) ? followedAway(world, id, live) : departure(world, { id, live })
}

function unmanageable(world: World, person: Person, live: ObservedUser): Difference {
  const why = live.notManageable ?? ''
  const wished = world.snapshot.dialect.user(person)
  const isOtherwise = standsDown(live) === (person.state === 'active')
  const differs = isOtherwise || changesOf(wished, live, world.snapshot.dialect, world.matches.memberOf) !== undefined
  return differs ? { ...nothing, notManageable: [{ address: addressIn(world, 'user', person.id), why }] } : nothing
}
