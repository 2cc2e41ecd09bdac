import type { Entry } from '../../ldap/wire/answer.ts'
import type { Connection } from '../../ldap/wire/connection.ts'
import type { Filter } from '../../ldap/wire/protocol.ts'
import * as whole from './lookup.ts'

/** An object as it was found, with the GUID it is written to by. */
export type Found = Entry & { readonly guid: string }

/** Reads one object by its DN, or by `<GUID=...>`; undefined where there is none, or none that the filter lets through. */
export async function objectAt(
  connection: Connection,
  dn: string,
  attributes: readonly string[] = [],
  filter?: Filter,
): Promise<Found | undefined> {
  return withGuid(await whole.objectAt(connection, dn, attributes, filter))
}

/** All objects below a base that a filter lets through; for filters that let few through. */
export async function objectsBelow(
  connection: Connection,
  base: string,
  filter: Filter,
  attributes: readonly string[] = [],
): Promise<readonly Found[]> {
  const entries = await whole.objectsBelow(connection, base, filter, attributes)
  return entries.map(withGuid).filter((found) => found !== undefined)
}

function withGuid(entry: Entry | undefined): Found | undefined {
  return entry?.guid === undefined ? undefined : { ...entry, guid: entry.guid }
}
