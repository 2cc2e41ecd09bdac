import type { Observed, ObservedUser } from '../model/observed.ts'
import type { ObjectKind } from '../model/kind.ts'
import type { Value } from '../model/value.ts'
import { canonicalDn, DnSyntaxError } from './dn.ts'
import type { Entry } from './wire/answer.ts'
import type { Filter } from './wire/protocol.ts'

/** What one kind of object is asked for, and how an entry of it reads. */
export interface Layout<O extends Observed = Observed> {
  readonly kind: ObjectKind
  readonly filter: Filter
  /** Attributes to ask for; `Entry.values` stands in this order. The first is the immutable id. */
  readonly attributes: readonly string[]
  /** Slots whose absence may mean that roster may not read them. */
  readonly doubtful: readonly number[]
  /** `unreadable`: slots that roster has no right to. Throws DirectoryFault where the entry cannot be told by what is readable. */
  readonly read: (entry: Entry, unreadable: readonly number[]) => O
}

/** The reference of an entry or of a value that names one; what is no DN stands for itself. */
export function referenceOf(dn: string): string {
  try {
    return canonicalDn(dn)
  } catch (error) {
    if (error instanceof DnSyntaxError) return dn
    throw error
  }
}

/** Several classes at once: an entry must have them all. */
export function classFilter(classes: readonly string[]): Filter {
  const filters = classes.map((name) => ({ attribute: 'objectClass', equals: name }))
  return filters.length === 1 && filters[0] !== undefined ? filters[0] : { and: filters }
}

/** Attribute names, each once, in the order of their slots. */
export class Fields {
  readonly names: string[]
  constructor(names: readonly string[]) {
    this.names = [...names]
  }
  /** The slot of an attribute, which is asked for from now on. */
  slot(name: string): number {
    const found = this.names.findIndex((known) => known.toLowerCase() === name.toLowerCase())
    return found >= 0 ? found : this.names.push(name) - 1
  }
  named(attribute: string): Slot {
    return { attribute, slot: this.slot(attribute) }
  }
}

export interface Slot {
  readonly attribute: string
  readonly slot: number
}

/** The values of these slots under their attributes' names; values that are no text are left out. */
export function collect(slots: readonly Slot[], { values, binary }: Entry): Record<string, Value> {
  const attributes: Record<string, Value> = {}
  for (const { attribute, slot } of slots) {
    const value = values[slot]
    if (value !== undefined && (binary.length === 0 || !binary.includes(slot))) attributes[attribute] = value
  }
  return attributes
}

export type Pointing = Pick<Observed, 'references' | 'furtherReferences'>

/** Something that was an account or a group and is of another class now: it is there, and must be left alone. */
export function strangerFrom(
  { immutableId, reference, container }: Pick<Observed, 'immutableId' | 'reference' | 'container'>,
  notManageable: string,
): ObservedUser {
  return {
    kind: 'user',
    immutableId,
    reference,
    container,
    username: reference,
    attributes: {},
    references: {},
    unknown: [],
    keys: {},
    state: 'active',
    notManageable,
  }
}

/** The first entry that each of these slots points to, and the others where there are several. */
export function collectReferences(slots: readonly Slot[], { values }: Entry): Pointing {
  const references: Record<string, string> = {}
  let further: Record<string, readonly string[]> | undefined
  for (const { attribute, slot } of slots) {
    const value = values[slot]
    if (typeof value === 'string') references[attribute] = referenceOf(value)
    else if (value !== undefined) {
      const [first, ...rest] = value.map(referenceOf)
      if (first !== undefined) references[attribute] = first
      if (rest.length > 0) (further ??= {})[attribute] = rest
    }
  }
  return further === undefined ? { references } : { references, furtherReferences: further }
}
