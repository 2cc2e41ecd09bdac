import type { Person } from '../../model/desired.ts'
import { fillUpn, numbered } from './naming.ts'

/** The same person under another username, with what is derived from it. */
export function withUsername(person: Person, username: string): Person {
  if (username === person.username) return person
  const upn = person.naming?.upn === undefined ? person.upn : fillUpn(person.naming.upn, username)
  return { ...person, username, ...(upn === undefined ? {} : { upn }) }
}

/**
 * Gives each derived username out once: who has one keeps it, the others take the first free number in the order of
 * their ids. Written usernames are never changed; two people with the same are an error found before.
 */
export function settleUsernames(
  people: ReadonlyMap<string, Person>,
  usernames: ReadonlyMap<string, string>,
): Map<string, Person> {
  const settled = new Map<string, Person>()
  const taken = new Set<string>()
  for (const person of people.values()) if (person.naming === undefined) taken.add(person.username.toLowerCase())
  for (const [id, person] of people) {
    const known = usernames.get(id) ?? (person.previousId === undefined ? undefined : usernames.get(person.previousId))
    if (known === undefined || person.naming === undefined || !belongsTo(known, person.naming.base)) continue
    settled.set(id, withUsername(person, known))
    taken.add(known.toLowerCase())
  }
  // Where the series of a base was left: without it, everybody of one name would go through it from the start.
  const reached = new Map<string, number>()
  for (const id of [...people.keys()].toSorted()) {
    const person = people.get(id)
    if (person === undefined || settled.has(id)) continue
    if (person.naming === undefined) {
      settled.set(id, person)
      continue
    }
    const { base } = person.naming
    const n = firstFreeNumber(base, (name) => taken.has(name.toLowerCase()), reached.get(base))
    reached.set(base, n + 1)
    const username = numbered(base, n)
    taken.add(username.toLowerCase())
    settled.set(id, withUsername(person, username))
  }
  return settled
}

/** The first name of the series `base`, `base2`, `base3` ... that nobody has. */
export function firstFree(base: string, taken: (name: string) => boolean): string {
  return numbered(base, firstFreeNumber(base, taken))
}

function firstFreeNumber(base: string, taken: (name: string) => boolean, from = 1): number {
  let n = from
  while (taken(numbered(base, n))) n += 1
  return n
}

/** Whether a name is one of the series of a base. */
export function belongsTo(username: string, base: string): boolean {
  const name = username.toLowerCase()
  const stem = base.toLowerCase()
  return name === stem || (name.startsWith(stem) && /^[0-9]+$/.test(name.slice(stem.length)))
}
