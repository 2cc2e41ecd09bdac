import { path } from './graph/quote.ts'
import type { GraphRequest } from './graph/request.ts'
import { places } from './group-kind.ts'
import { objectIn } from './write-answer.ts'
import type { Attempts } from './write-attempts.ts'
import { ask } from './write-story.ts'
import type { Story } from './write-story.ts'

/** Where something with members is kept. */
export type GroupPlace = (typeof places)['groups' | 'roles' | 'units']

/** What remembers where things are kept. */
export interface Probing {
  readonly attempts: Pick<Attempts, 'placeOf' | 'keepPlace'>
}

/** Something with members by its id. */
export function groupPath(place: GroupPlace, id: string): string {
  switch (place) {
    case 'groups':
      return path`/groups/${id}`
    case 'administrativeUnits':
      return path`/directory/administrativeUnits/${id}`
    case 'directoryRoles':
      return path`/roleManagement/directory/roleDefinitions/${id}`
  }
}

/** Finds out where it is kept, once; groups, which are many, are tried first. What nobody knows is taken for a group that is not visible yet. */
export async function* placeOf(id: string, { attempts }: Probing): Story<GroupPlace> {
  const known = attempts.placeOf(id)
  if (known !== undefined) return known
  const probe = (place: GroupPlace): GraphRequest => ({
    method: 'GET',
    path: groupPath(place, id),
    query: { $select: 'id' },
  })
  const isGroup = objectIn(yield* ask(probe(places.groups))) !== undefined
  const place = isGroup ? places.groups : yield* elsewhere(probe)
  if (place !== undefined) attempts.keepPlace(id, place)
  return place ?? places.groups
}

async function* elsewhere(probe: (place: GroupPlace) => GraphRequest): Story<GroupPlace | undefined> {
  const others = [places.units, places.roles] as const
  const answers = yield others.map(probe)
  return others.find((_, i) => objectIn(answers[i]) !== undefined)
}
