import { code } from '../../ldap/faults.ts'
import { parentOf, placeOf } from '../../ldap/dn.ts'
import { referenceOf } from '../../ldap/layout.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import type { Connection } from '../../ldap/wire/connection.ts'
import type { Holdings } from './holdings.ts'
import { controls } from './lookup.ts'

/** How many containers are asked for at once. */
const inFlight = 8

/** Containers by GUID, so that their renaming is noticed. false: one of them is not there, or is known by another name. */
export async function learnPlaces(holdings: Holdings, root: string, connection: Connection): Promise<boolean> {
  const known = new Set([root, ...[...holdings.places.values()].map(referenceOf)])
  for (const [, dn] of holdings.rows.organizationalUnit.values()) known.add(referenceOf(dn))
  const wanted = new Set<string>()
  for (const [, [, dn]] of holdings.all()) {
    for (let place = placeOf(dn).container; place !== '' && !known.has(place); place = parentOf(place)) {
      known.add(place)
      wanted.add(place)
    }
  }
  const missing = [...wanted]
  for (let at = 0; at < missing.length; at += inFlight) {
    const places = await Promise.all(missing.slice(at, at + inFlight).map(async (dn) => placeAt(dn, connection)))
    for (const place of places) {
      if (place?.guid === undefined || holdings.places.has(place.guid) || holdings.kindOf(place.guid) !== undefined)
        return false
      holdings.places.set(place.guid, place.dn)
    }
  }
  return true
}

async function placeAt(dn: string, connection: Connection): Promise<Entry | undefined> {
  const how = { scope: 'base', filter: { present: 'objectClass' }, attributes: [], controls } as const
  const { entries, result } = await connection.search({ base: dn, ...how })
  return result.code === code.success ? entries[0] : undefined
}
