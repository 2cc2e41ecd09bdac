import { createHash } from 'node:crypto'
import type { Organisation, Team } from './organisation.ts'

/**
 * The id of a person: the handle in small letters. A handle that begins with a hyphen gets an `x` before it, since an id
 * begins with a letter or a digit; one of digits alone stays as it is, and is quoted wherever it is written.
 */
export function personId(handle: string): string {
  const id = handle.toLowerCase()
  return id.startsWith('-') ? `x${id}` : id
}

/**
 * The id of a team's group: its name in small letters, with a dot for a slash. One that is longer than an id may be (63) is cut,
 * and ends in eight digits of its hash.
 */
export function teamId(name: string): string {
  const id = name.toLowerCase().replaceAll('/', '.')
  if (id.length <= 63) return id
  return `${id.slice(0, 54)}-${createHash('sha256').update(id).digest('hex').slice(0, 8)}`
}

/** The name of the group of a team's maintainers: `<team>-maintainers`, or, where another team is called so, `<team>-team-maintainers`. */
export function maintainersName(team: Team, { teams }: Organisation): string {
  const usual = `${team.name}-maintainers`
  return teams.some(({ name }) => teamId(name) === teamId(usual)) ? `${team.name}-team-maintainers` : usual
}

/** The things by their ids. Throws where two share one: then the rule is not good enough. */
export function byId<T>(things: readonly T[], idOf: (thing: T) => string): ReadonlyMap<string, T> {
  const found = new Map<string, T>()
  for (const thing of things) {
    const id = idOf(thing)
    if (found.has(id)) throw new Error(`two share the id ${id}`)
    found.set(id, thing)
  }
  return found
}
