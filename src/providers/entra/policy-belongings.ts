import type { Group } from '@microsoft/microsoft-graph-types'
import type { Outcome } from '../../model/outcome.ts'
import { failedWrite } from './faults.ts'
import { path } from './graph/quote.ts'
import type { GraphAnswer } from './graph/request.ts'
import { isPolicyGroup, policyGroupName } from './policy-names.ts'
import { locationsIn, locationsRoad } from './policy-read.ts'
import { locationBody } from './policy-wire.ts'
import type { WireLocation } from './policy-wire.ts'
import { idOf, select, textIn } from './row.ts'
import type { Row } from './row.ts'
import { objectIn } from './write-answer.ts'
import type { Desk } from './write-desk.ts'
import { ask } from './write-story.ts'
import type { Story } from './write-story.ts'
import { isUnseen, pauses } from './write-unseen.ts'

interface Place {
  readonly name: string
  readonly ranges: readonly string[]
  /** Of one that a policy names already. */
  readonly id: string | undefined
}

/** The location of a policy with these addresses, which is made where there is none. Its creation is never asked for twice without a look. */
export async function* locationFor(
  { name, ranges, id }: Place,
  desk: Desk,
): Story<{ readonly id: string } | { readonly failed: Outcome }> {
  const isMeant = (each: WireLocation): boolean => (id === undefined ? each.displayName === name : each.id === id)
  const found = (await locationsIn(desk.graph)).find(isMeant)
  if (found !== undefined) return yield* readdressed(found, ranges)
  const body = locationBody(name, ranges)
  const answer = yield* ask({ method: 'POST', path: locationsRoad, body })
  const made = objectIn(answer)
  if (made !== undefined) return { id: idOf(made) }
  if (answer.outcome === 'refused') return { failed: failedWrite(answer, `making the location ${name}`) }
  for (const pause of pauses) {
    await desk.sleep(pause)
    const late = (await locationsIn(desk.graph)).find(isMeant)
    if (late !== undefined) return { id: late.id }
  }
  return {
    failed: {
      status: 'failed',
      class: 'unknown',
      detail: `the answer to the creation of the location ${name} was lost`,
    },
  }
}

async function* readdressed(
  found: WireLocation,
  ranges: readonly string[],
): Story<{ readonly id: string } | { readonly failed: Outcome }> {
  const { id, displayName } = found
  if (found.ranges?.toSorted().join() === ranges.toSorted().join()) return { id }
  const body = locationBody(displayName, ranges)
  const answer = yield* ask({ method: 'PATCH', path: locationPath(id), body })
  return answer.outcome === 'done' ? { id } : { failed: failedWrite(answer, `changing the location ${displayName}`) }
}

function locationPath(id: string): string {
  return path`/identity/conditionalAccess/namedLocations/${id}`
}

/** Removes what was made for a policy that is gone. Says what stays; undefined: nothing. */
export async function* removeBelongings(
  { name, group }: { readonly name: string; readonly group: string | undefined },
  desk: Desk,
): Story<string | undefined> {
  const own = yield* ownGroup(name, group)
  const location = (await locationsIn(desk.graph)).find(({ displayName }) => displayName === name)
  const left: string[] = []
  if (own !== undefined && !isGone(yield* ask({ method: 'DELETE', path: path`/groups/${own}` }))) left.push('its group')
  if (location !== undefined && !isGone(yield* ask({ method: 'DELETE', path: locationPath(location.id) })))
    left.push('its location')
  return left.length === 0
    ? undefined
    : `${left.join(' and ')} could not be deleted: ${name}. Delete by hand what is left.`
}

function isGone(answer: GraphAnswer): boolean {
  return answer.outcome === 'done' || isUnseen(answer)
}

/** A group that roster made for policies, and no other, whatever an id points to. */
async function* ownGroup(name: string, group: string | undefined): Story<string | undefined> {
  const key = group === undefined ? path`/groups(uniqueName='${policyGroupName(name)}')` : path`/groups/${group}`
  const answer = yield* ask({ method: 'GET', path: key, query: { $select: select<Group>('id', 'mailNickname') } })
  const row: Row<Group> = objectIn(answer) ?? {}
  return isPolicyGroup(row.mailNickname) ? textIn(row, 'id') : undefined
}
