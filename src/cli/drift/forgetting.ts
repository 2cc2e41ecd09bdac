import type { TenantDocuments } from '../../language/validate/documents.ts'
import { parseAddress, type Address } from '../../model/address.ts'
import type { EntryChange } from './changes.ts'

/** What is to be left as it is, until when, and why. */
export interface Forgetting {
  readonly address: Address
  readonly only?: readonly string[]
  /** A calendar day. */
  readonly until: string
  readonly reason: string
}

/** The entry of leave.yaml that leaves something as it is; where there is one for the same, that one is changed. */
export function leaveEntry(
  { id: tenant, leaves }: Pick<TenantDocuments, 'id' | 'leaves'>,
  { address, only, until, reason }: Forgetting,
  taken: ReadonlySet<string> = new Set(),
): EntryChange {
  const entry = { address, ...(only === undefined ? {} : { only }), until, reason }
  const same = [...leaves].find(
    ([, { spec }]) => spec.address === address && (spec.only ?? []).join('\n') === (only ?? []).join('\n'),
  )
  const main = `tenants/${tenant}/leave.yaml`
  const [id, file] =
    same === undefined ? [freeId(address, new Set([...leaves.keys(), ...taken])), main] : [same[0], same[1].file]
  return { kind: 'leave', file, id, path: [], to: { set: entry } }
}

/** An id that tells what it is about: `vpn-users-ana-li`. */
function freeId(address: Address, taken: ReadonlySet<string>): string {
  const words = parseAddress(address)
    .id.toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 56)
  const base = words === '' ? 'left' : words
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`
    if (!taken.has(id)) return id
  }
}
