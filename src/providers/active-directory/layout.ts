import type { Observed, ObservedContainer } from '../../model/observed.ts'
import type { Attributes } from '../../model/value.ts'
import { valuesOf } from '../../model/value.ts'
import { placeOf } from '../../ldap/dn.ts'
import { classFilter } from '../../ldap/layout.ts'
import type { Layout, Pointing, Slot } from '../../ldap/layout.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import { unidentified } from './lookup.ts'
import { Names } from './members.ts'
import { noteUnit } from '../../ldap/units.ts'
import { protection } from '../../ldap/protect.ts'
import type { Terms } from './terms.ts'

/** Set on what every domain is born with: it must not be deleted, moved or given away. */
export const criticalAttribute = 'isCriticalSystemObject'

export function containerLayout(terms: Terms, names: Names = new Names()): Layout<ObservedContainer> {
  const attributes = [criticalAttribute]
  return {
    kind: 'organizationalUnit',
    filter: classFilter(['organizationalUnit']),
    attributes,
    doubtful: [],
    read: (entry) => {
      const common = commonOf(entry, { terms, names, attributes, critical: 0 })
      noteUnit(common.reference, entry.dn, terms.unitNames)
      return { kind: 'organizationalUnit', attributes: {}, references: {}, ...common }
    },
  }
}

interface Circumstances {
  readonly terms: Terms
  readonly names: Names
  /** Names of the slots. */
  readonly attributes: readonly string[]
  /** Slot of isCriticalSystemObject. */
  readonly critical: number
}

type Common = Pick<Observed, 'immutableId' | 'reference' | 'container' | 'unknown' | 'notManageable'>

const nothing: readonly string[] = []

/** What all kinds have in common. */
export function commonOf(entry: Entry, { terms, names, attributes, critical }: Circumstances): Common {
  if (entry.guid === undefined) throw unidentified(entry.dn)
  const { reference, container } = placeOf(entry.dn)
  names.note(entry.guid, reference)
  const why = entry.values[critical] === 'TRUE' ? 'built into the domain' : protection(reference, terms.settings)
  return {
    immutableId: entry.guid,
    reference,
    container,
    unknown: entry.binary.length === 0 ? nothing : entry.binary.map((slot) => attributes[slot] ?? ''),
    ...(why === undefined ? {} : { notManageable: why }),
  }
}

/** What these slots point to: the objects of this reading by what it calls them. */
export function pointingOf(slots: readonly Slot[], { values }: Entry, names: Names): Pointing {
  const references: Record<string, string> = {}
  let further: Record<string, readonly string[]> | undefined
  for (const { attribute, slot } of slots) {
    const [first, ...rest] = valuesOf(values[slot]).map((value) => names.referenceOf(value))
    if (first !== undefined) references[attribute] = first
    if (rest.length > 0) (further ??= {})[attribute] = rest
  }
  return further === undefined ? { references } : { references, furtherReferences: further }
}

/** The one value of a slot. */
export function valueIn({ values }: Entry, slot: number): string | undefined {
  const value = values[slot]
  return typeof value === 'string' ? value : value?.[0]
}

/** Attributes without those that have no value. */
export function present(attributes: Readonly<Record<string, Attributes[string] | undefined>>): Attributes {
  const kept: Record<string, Attributes[string]> = {}
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) kept[name] = value
  return kept
}
