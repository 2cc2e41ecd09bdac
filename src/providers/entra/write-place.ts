import type { ObservedGroup } from '../../model/observed.ts'
import { path } from './graph/quote.ts'
import type { GraphAnswer, GraphRequest } from './graph/request.ts'
import { places } from './group-kind.ts'
import { ask } from './write-story.ts'
import type { Story } from './write-story.ts'

/** Where something with members is kept. */
export type GroupPlace = (typeof places)['groups' | 'roles' | 'units']

/** What remembers where things are kept; not there: nothing does. */
export interface Probing {
  readonly groups?: Pick<KnownGroups, 'placeOf' | 'keepPlace'>
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

/** A question about something with members, where it is kept. */
export interface Asked {
  readonly place: GroupPlace
  readonly answer: GraphAnswer
}

/**
 * Asks about something with members, of which it may not be known where it is kept: groups, which are many, are tried first. What is
 * nowhere is taken for a group that is not visible yet.
 */
export async function* askAt(
  id: string,
  question: (place: GroupPlace) => GraphRequest,
  { groups }: Probing = {},
): Story<Asked> {
  const known = groups?.placeOf(id)
  const place = known ?? places.groups
  const answer = yield* ask(question(place))
  if (answer.outcome === 'done') groups?.keepPlace(id, place)
  if (known !== undefined || answer.outcome !== 'refused' || answer.status !== 404) return { place, answer }
  const others = [places.units, places.roles] as const
  const answers = yield others.map(question)
  const found = others.flatMap((each, i): Asked[] => {
    const told = answers[i]
    return told?.outcome === 'done' ? [{ place: each, answer: told }] : []
  })[0]
  if (found !== undefined) groups?.keepPlace(id, found.place)
  return found ?? { place, answer }
}

/** What a run has learnt of groups. */
export class KnownGroups {
  readonly #places = new Map<string, GroupPlace>()
  readonly #open = new Set<string>()
  readonly #privileged = new Set<string>()

  /** Keeps what was just read of a group: it need not be looked at once more before it is written to. */
  learn({ immutableId: id, container, notManageable, privileged }: ObservedGroup): void {
    const place = [places.groups, places.units, places.roles].find((each) => each === container)
    if (place !== undefined) this.keepPlace(id, place)
    if (notManageable === undefined) this.keepOpen(id)
    else this.#open.delete(id)
    if (privileged === true) this.keepPrivileged(id)
  }

  /** Where something is kept: it never moves. */
  placeOf(id: string): GroupPlace | undefined {
    return this.#places.get(id)
  }

  keepPlace(id: string, place: GroupPlace): void {
    this.#places.set(id, place)
  }

  /** Whether its members were found to be roster's to change. */
  isOpen(id: string): boolean {
    return this.#open.has(id)
  }

  keepOpen(id: string): void {
    this.#open.add(id)
  }

  /** Whether it may hold directory roles: that is said when a group is made, and never changes. */
  isPrivileged(id: string): boolean {
    return this.#privileged.has(id)
  }

  keepPrivileged(id: string): void {
    this.#privileged.add(id)
  }
}
