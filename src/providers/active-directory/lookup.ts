import type { DirectoryFault } from '../../model/fault.ts'
import { code, expectSuccess, permission } from '../../ldap/faults.ts'
import { EntryDecoder } from '../../ldap/wire/answer.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import type { Connection } from '../../ldap/wire/connection.ts'
import { domainScopeControl, extendedDnControl } from '../../ldap/wire/protocol.ts'
import type { Filter } from '../../ldap/wire/protocol.ts'
import { wholeEntries } from './ranges.ts'

/** What every search of objects goes with: DNs come with the GUIDs of what they name, and nothing leads to other domains. */
export const controls: readonly Buffer[] = [extendedDnControl(), domainScopeControl()]

/** More than that no domain controller gives without pages (MaxPageSize). */
const pageSize = 1000

const anything: Filter = { present: 'objectClass' }

/** An object as it was found, with the GUID that it is told by and written to. */
export type Found = Entry & { readonly guid: string }

/** Reads one object by its DN or `<GUID=...>`, whole; undefined where there is none, or none that the filter lets through. */
export async function objectAt(
  connection: Connection,
  dn: string,
  attributes: readonly string[] = [],
  filter: Filter = anything,
): Promise<Found | undefined> {
  const { entries, result } = await connection.search({ base: dn, scope: 'base', filter, attributes, controls })
  if (result.code === code.noSuchObject) return undefined
  expectSuccess(result, `reading ${dn}`)
  return identified(await wholeEntries(entries, attributes, connection))[0]
}

/** All objects below a base that a filter lets through, whole. */
export async function objectsBelow(
  connection: Connection,
  base: string,
  filter: Filter,
  attributes: readonly string[] = [],
): Promise<readonly Found[]> {
  const decoder = new EntryDecoder(attributes)
  const entries: Entry[] = []
  let cookie: Buffer = Buffer.alloc(0)
  do {
    const search = { base, scope: 'sub', filter, attributes, controls } as const
    const { entries: some, result } = await connection.searchPage(search, pageSize, cookie, decoder)
    expectSuccess(result, `searching ${base}`)
    entries.push(...some)
    cookie = result.cookie ?? Buffer.alloc(0)
  } while (cookie.length > 0)
  return identified(await wholeEntries(entries, attributes, connection))
}

/** The GUID comes with the DN. An object without it cannot be told from another: it must not be taken for one that is not there. */
function identified(entries: readonly Entry[]): readonly Found[] {
  return entries.map((entry) => {
    if (isFound(entry)) return entry
    throw unidentified(entry.dn)
  })
}

function isFound(entry: Entry): entry is Found {
  return entry.guid !== undefined
}

/** A right is missing without which nothing can be done. */
export function unidentified(dn: string): DirectoryFault {
  return permission(
    `${dn}: its objectGUID cannot be read. Give the account of credentials.read the right to read objectGUID.`,
  )
}
