import type { DesiredTenant } from '../language/compile/desired-tenant.ts'
import { firstFree, withUsername } from '../language/compile/usernames.ts'
import type { Person } from '../model/desired.ts'
import type { Matches } from './match.ts'
import type { Snapshot } from './observe.ts'

/** One directory that was read and matched. */
export interface Sighted {
  readonly snapshot: Snapshot
  readonly matches: Matches
}

/** A derived username that an account of somebody else holds takes the next number; written ones are never changed. */
export function settleLiveNames(desired: DesiredTenant, sights: readonly Sighted[]): DesiredTenant {
  let people: Map<string, Person> | undefined
  const given = new Set([...desired.people.values()].map(({ username }) => username.toLowerCase()))
  const heldByAnother = (name: string): boolean =>
    sights.some(({ snapshot, matches }) => matches.holderOf(snapshot.dialect.foldName(name)) !== undefined)
  for (const [id, person] of desired.people) {
    if (person.naming?.onCollision !== 'number' || sights.some(({ matches }) => matches.users.has(id))) continue
    if (!heldByAnother(person.username)) continue
    const username = firstFree(person.naming.base, (name) => given.has(name.toLowerCase()) || heldByAnother(name))
    given.add(username.toLowerCase())
    people ??= new Map(desired.people)
    people.set(id, withUsername(person, username))
  }
  return people === undefined ? desired : { ...desired, people }
}
