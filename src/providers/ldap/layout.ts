import type { ObservedContainer } from '../../model/observed.ts'
import { placeOf } from '../../ldap/dn.ts'
import { permission } from '../../ldap/faults.ts'
import { classFilter } from '../../ldap/layout.ts'
import type { Layout } from '../../ldap/layout.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import { noteUnit } from '../../ldap/units.ts'
import { protection } from '../../ldap/protect.ts'
import type { Terms } from './translate.ts'

export function containerLayout(terms: Terms): Layout<ObservedContainer> {
  const attributes = ['entryUUID']
  return {
    kind: 'organizationalUnit',
    filter: classFilter(['organizationalUnit']),
    attributes,
    doubtful: [],
    read: (entry) => {
      const common = commonOf(entry, { terms, names: attributes, unreadable: [] })
      noteUnit(common.reference, entry.dn, terms.unitNames)
      return { kind: 'organizationalUnit', attributes: {}, references: {}, ...common }
    },
  }
}

const everything: readonly string[] = []

interface Common {
  readonly immutableId: string
  readonly reference: string
  readonly container: string
  readonly unknown: readonly string[]
  readonly notManageable?: string
}

/** What all kinds have in common. */
export function commonOf(
  entry: Entry,
  {
    terms,
    names,
    unreadable,
  }: { readonly terms: Terms; readonly names: readonly string[]; readonly unreadable: readonly number[] },
): Common {
  const [immutableId] = entry.values
  if (typeof immutableId !== 'string') {
    throw permission(
      `${entry.dn}: its entryUUID cannot be read. Give the account of credentials.read the right to read entryUUID.`,
    )
  }
  const { reference, container } = placeOf(entry.dn)
  const why = protection(reference, terms.settings)
  const isKnown = unreadable.length === 0 && entry.binary.length === 0
  const unknown = isKnown ? everything : [...new Set([...unreadable, ...entry.binary])].map((slot) => names[slot] ?? '')
  return why === undefined
    ? { immutableId, reference, container, unknown }
    : { immutableId, reference, container, unknown, notManageable: why }
}
