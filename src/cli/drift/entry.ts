import { parseAddress } from '../../model/address.ts'
import type { EntryChange } from './changes.ts'
import type { DriftItem } from './items.ts'
import type { Look } from './look.ts'

/** How the files could say what is live, the smallest first; or why they cannot. */
export type Ways = { readonly ways: readonly (readonly EntryChange[])[] } | { readonly why: string }

/** A change of the entry that an item is about. */
export function onEntry(
  look: Look,
  { address }: DriftItem,
  path: readonly string[],
  to: EntryChange['to'],
): EntryChange {
  const { kind, id } = parseAddress(address)
  const of = kind === 'group' ? 'groups' : 'users'
  return { kind: of, file: look.documents[of].get(id)?.file ?? '', id, path, to }
}
