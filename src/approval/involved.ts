import type { RequestFacts } from '../model/forge.ts'
import type { PersonOf } from './terms.ts'

/** Who has a part in a request -> which; by person where that is known, else by `@login`. */
export type Involved = ReadonlyMap<string, string>

/** Who opened a request, and who wrote or committed any of it; also by their other logins. */
export function involvedIn({ pull, commits }: RequestFacts, whoIs: PersonOf): Involved {
  const involved = new Map<string, string>()
  const add = (login: string, part: string): void => {
    for (const name of [whoIs(login), `@${login}`])
      if (name !== undefined && !involved.has(name)) involved.set(name, part)
  }
  add(pull.author.login, 'opened it')
  for (const { people } of commits)
    for (const one of people) if (one !== undefined) add(one.login, 'wrote a part of it')
  return involved
}

/** Whoever wrote a commit must not be the one who approves it; of somebody unknown that cannot be said. */
export function strangersIn({ commits }: RequestFacts): string | undefined {
  const strange = commits.filter(({ people }) => people.length === 0 || people.includes(undefined))
  if (strange.length === 0) return undefined
  const named = strange.slice(0, 3).map(({ commit }) => commit.slice(0, 10))
  const rest = strange.length > 3 ? ` and ${strange.length - 3} more` : ''
  return `the forge knows no account for who wrote ${named.join(', ')}${rest}: nobody can be told from them. Write those commits anew with an address that belongs to an account`
}
