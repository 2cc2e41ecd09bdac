import type { Desk } from './desk.ts'
import { code, expectSuccess } from './faults.ts'
import { referenceOf } from './layout.ts'
import { entriesBelow } from './lookup.ts'
import { modifyRequest } from './wire/protocol.ts'
import type { Filter } from './wire/protocol.ts'

/** Attributes that name other entries, as far as the server knows them. */
const pointing = ['member', 'uniqueMember', 'owner', 'manager', 'secretary', 'seeAlso', 'roleOccupant'] as const

/**
 * Lets entries that name an old DN name the new one. Servers with slapo-refint do so by themselves, a moment later: whichever of
 * the two comes second finds nothing left to do.
 */
export async function mendReferences(from: string, to: string, desk: Desk): Promise<void> {
  if (from === to) return
  const { settings, schema } = desk.terms
  const known = pointing.filter((name) => schema.attribute(name) !== undefined)
  const filter: Filter = { or: known.map((attribute) => ({ attribute, equals: from })) }
  for (const entry of await entriesBelow(desk.connection, settings.base, filter, known)) {
    for (const [slot, attribute] of known.entries()) {
      const values = entry.values[slot]
      const stale = (typeof values === 'string' ? [values] : (values ?? [])).filter(
        (value) => referenceOf(value) === from,
      )
      if (stale.length > 0) await replaceValue({ dn: entry.dn, attribute, stale, to }, desk)
    }
  }
}

const alreadyMended: readonly number[] = [code.noSuchAttribute, code.valueExists, code.noSuchObject]

interface Stale {
  readonly dn: string
  readonly attribute: string
  readonly stale: readonly string[]
  readonly to: string
}

async function replaceValue({ dn, attribute, stale, to }: Stale, { connection }: Desk): Promise<void> {
  const result = await connection.request(
    modifyRequest(dn, [
      { action: 'delete', attribute, values: stale },
      { action: 'add', attribute, values: [to] },
    ]),
  )
  if (!alreadyMended.includes(result.code)) expectSuccess(result, `letting ${dn} name ${to}`)
}
