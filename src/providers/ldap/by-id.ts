import { entriesBelow, entryAt } from '../../ldap/lookup.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import type { Connection } from '../../ldap/wire/connection.ts'
import type { Filter } from '../../ldap/wire/protocol.ts'

/** Reads one entry by its entryUUID, wherever it lies; `hint` is where it lay last. */
export async function entryById(
  connection: Connection,
  { id, hint, base }: { readonly id: string; readonly hint: string | undefined; readonly base: string },
  attributes: readonly string[],
): Promise<Entry | undefined> {
  const filter: Filter = { attribute: 'entryUUID', equals: id }
  const near = hint === undefined ? undefined : await entryAt(connection, hint, attributes, filter)
  return near ?? (await entriesBelow(connection, base, filter, attributes))[0]
}
