import type { DesiredTenant } from '../language/compile/desired-tenant.ts'
import { belongsTo, firstFree, withUsername } from '../language/compile/usernames.ts'
import type { Person } from '../model/desired.ts'
import type { Matches } from './match.ts'
import type { Snapshot } from './observe.ts'

/** One directory that was read and matched. */
export interface Sighted {
  readonly snapshot: Snapshot
  readonly matches: Matches
}

/**
 * A derived username that an account of somebody else holds takes the next number; written ones are never changed. Who
 * has an account with a name of the series keeps that one.
 */
export function settleLiveNames(desired: DesiredTenant, sights: readonly Sighted[]): DesiredTenant {
  let people: Map<string, Person> | undefined
  const given = new Set([...desired.people.values()].map(({ username }) => username.toLowerCase()))
  const heldByAnother = (name: string): boolean =>
    sights.some(({ snapshot, matches }) => matches.holderOf(snapshot.dialect.foldName(name)) !== undefined)
  for (const [id, person] of desired.people) {
    if (person.naming?.onCollision !== 'number' || !isHeldFrom(id, person, desired, sights)) continue
    const own = sights.flatMap(({ matches }) => matches.users.get(id)?.username ?? [])
    const { base } = person.naming
    const username =
      own.find((name) => belongsTo(name, base)) ??
      firstFree(base, (name) => given.has(name.toLowerCase()) || heldByAnother(name))
    given.add(username.toLowerCase())
    people ??= new Map(desired.people)
    people.set(id, withUsername(person, username))
  }
  return people === undefined ? desired : { ...desired, people }
}

/** Whether somebody else has the username that this person is to have, and is not about to give it up. */
function isHeldFrom(id: string, person: Person, desired: DesiredTenant, sights: readonly Sighted[]): boolean {
  return sights.some(({ snapshot, matches }) => {
    const name = snapshot.dialect.foldName(person.username)
    const holder = matches.holderOf(name)
    const own = matches.users.get(id)
    if (holder === undefined || holder === own) return false
    if (own === undefined) return true
    const owner = desired.people.get(matches.memberOf(holder.reference))
    return owner === undefined || snapshot.dialect.foldName(owner.username) === name
  })
}
