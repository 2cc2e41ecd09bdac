import { dayIn, lastDayBefore } from '../../language/compile/calendar.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { AgendaEntry } from '../../report/agenda.ts'

/** First and last days: of people, of their accounts on platforms, and of memberships that are given for a time. */
export function comingAndGoing(desired: DesiredTenant): readonly AgendaEntry[] {
  const occasions = new Map<string, Occasion & { readonly places: Set<string> }>()
  for (const { place, ...occasion } of [...inDirectories(desired), ...onPlatforms(desired), ...inGroups(desired)]) {
    const key = `${occasion.date}\n${occasion.event}\n${occasion.user}`
    const known = occasions.get(key) ?? { ...occasion, places: new Set() }
    known.places.add(place)
    occasions.set(key, known)
  }
  return [...occasions.values()].map(({ date, event, user, places }) => {
    const which = event === 'start' ? 'first day' : 'last day'
    const summary = `${which} of ${calledIn(desired, user)}: ${[...places].join(', ')}`
    return { date, tenant: desired.id, event, about: user, summary }
  })
}

interface Occasion {
  readonly date: string
  readonly event: 'start' | 'end'
  readonly user: string
}

type Visit = Occasion & { readonly place: string }

function inDirectories({ people }: DesiredTenant): readonly Visit[] {
  return [...people.values()].flatMap(({ id, starts, ends, directories, state, stateReason }) => {
    if (state !== 'active' && stateReason === 'declared') return []
    return directories.flatMap((place): readonly Visit[] => [
      ...(starts === undefined ? [] : [{ date: starts, event: 'start' as const, user: id, place }]),
      ...(ends === undefined ? [] : [{ date: ends, event: 'end' as const, user: id, place }]),
    ])
  })
}

function onPlatforms({ access, timezone }: DesiredTenant): readonly Visit[] {
  return [...access.values()].flatMap(({ accounts }) =>
    [...accounts.values()].flatMap(({ user, subscription: place, state, from, until }): readonly Visit[] =>
      state === 'active'
        ? [
            ...(from === undefined
              ? []
              : [{ date: dayIn(timezone, new Date(from)), event: 'start' as const, user, place }]),
            ...(until === undefined
              ? []
              : [{ date: lastDayBefore(until, timezone), event: 'end' as const, user, place }]),
          ]
        : [],
    ),
  )
}

/** Groups that come and go with the person are not told again. */
function inGroups({ groups, people }: DesiredTenant): readonly Visit[] {
  return [...groups.values()].flatMap(({ id, members }) =>
    [...members].flatMap(([user, { until }]): readonly Visit[] =>
      until === undefined || until === people.get(user)?.ends
        ? []
        : [{ date: until, event: 'end', user, place: `group ${id}` }],
    ),
  )
}

/** How people call somebody. */
export function calledIn({ people }: DesiredTenant, user: string): string {
  const name = people.get(user)?.values['displayName']
  return typeof name === 'string' ? `${name} (${user})` : user
}
