import { code, expectSuccess, incomplete } from './faults.ts'
import type { Entry } from './wire/answer.ts'
import type { Connection } from './wire/connection.ts'
import type { Filter } from './wire/protocol.ts'

const anything: Filter = { present: 'objectClass' }

/** Reads one entry by its DN; undefined where there is none, or none that the filter lets through. */
export async function entryAt(
  connection: Connection,
  dn: string,
  attributes: readonly string[],
  filter: Filter = anything,
): Promise<Entry | undefined> {
  const { entries, result, references } = await connection.search({ base: dn, scope: 'base', filter, attributes })
  if (result.code === code.noSuchObject) return undefined
  expectSuccess(result, `reading ${dn}`)
  if (references > 0)
    throw incomplete(`reading ${dn}: the server refers to another one. Let url name the server that holds it.`)
  return entries[0]
}

/** Does a reference name something? What another server holds is taken to be there; what is no DN names nothing. */
export async function isThere(connection: Connection, dn: string): Promise<boolean> {
  const { entries, result } = await connection.search({ base: dn, scope: 'base', filter: anything, attributes: [] })
  if (result.code === code.noSuchObject || result.code === code.invalidDnSyntax) return false
  if (result.code === code.referral) return true
  expectSuccess(result, `looking up ${dn}`)
  return entries.length > 0
}

/** All entries below a base that a filter lets through; for filters that let few through. */
export async function entriesBelow(
  connection: Connection,
  base: string,
  filter: Filter,
  attributes: readonly string[],
): Promise<readonly Entry[]> {
  const { entries, result, references } = await connection.search({ base, scope: 'sub', filter, attributes })
  expectSuccess(result, `searching ${base}`)
  if (references > 0)
    throw incomplete(
      `searching ${base}: the server refers to another one for a part of it. Let url name a server that holds all of it.`,
    )
  return entries
}
