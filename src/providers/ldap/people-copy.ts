import { valuesOf } from '../../model/value.ts'
import type { Value } from '../../model/value.ts'
import type { Layout } from '../../ldap/layout.ts'
import type { Asking } from '../../ldap/listing.ts'
import { entriesBelow, entryAt } from '../../ldap/lookup.ts'
import type { Schema } from '../../ldap/schema.ts'
import { Snapshot } from '../snapshot.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import type { Connection } from '../../ldap/wire/connection.ts'
import type { Connection as Context } from '../provider.ts'
import { userLayout } from './layout-user.ts'
import type { Terms } from './translate.ts'

/** OpenLDAP's number of an entry's last change: two that are equal, equal content (draft-chu-ldap-csn). */
const changeNumber = 'entryCSN'

/** One person: entryUUID, entryCSN, the lasting values in the order of their slots, and which of all slots are no text. */
type KeptPerson = readonly [id: string, change: string, values: readonly (Value | null)[], binary: readonly number[]]

type People = readonly KeptPerson[]

/** How many people are read in full in one search. */
const lookupSize = 100

/**
 * People as an earlier read found them. Every read still lists everybody, with the number of their last change and with all that
 * OpenLDAP changes without giving an entry another number: where it lies, what it points to (slapo-refint, slapo-memberof), and the
 * server's own attributes. Only the values of people whose number is the same come from the copy.
 */
export class PeopleCopy {
  private readonly layout: Layout
  private readonly base: string
  private readonly snapshot: Snapshot<People>
  private readonly now: () => Date
  /** Slots of the layout whose values can come from a copy. */
  private readonly lasting: readonly number[]
  private readonly passing: readonly number[]
  private fullAt = new Date(0)
  private known: ReadonlyMap<string, KeptPerson> = new Map()
  private readonly found = new Map<string, KeptPerson>()
  private begun = new Date(0)

  constructor(parts: {
    readonly layout: Layout
    readonly schema: Schema
    readonly base: string
    readonly snapshot: (lasting: number) => Snapshot<People>
    readonly now: () => Date
  }) {
    const { layout, schema } = parts
    const slots = layout.attributes.map((_, slot) => slot)
    this.layout = layout
    this.base = parts.base
    this.now = parts.now
    this.lasting = slots.filter((slot) => isLasting(layout.attributes[slot] ?? '', schema))
    this.passing = slots.filter((slot) => !this.lasting.includes(slot))
    this.snapshot = parts.snapshot(this.lasting.length)
  }

  /** How people are to be asked for in this read. */
  async open(): Promise<Asking> {
    this.begun = this.now()
    this.found.clear()
    const kept = await this.snapshot.load()
    this.known = new Map(kept?.content.map((person) => [person[0], person]))
    this.fullAt = this.known.size === 0 ? this.begun : (kept?.fullAt ?? this.begun)
    return this.known.size === 0
      ? { attributes: this.everything, complete: async (entries) => this.noted(entries) }
      : { attributes: this.brief, complete: async (entries, connection) => this.completed(entries, connection) }
  }

  /** After a read that came to its end: keeps what it found, where that is news and can be compared. */
  async keep(): Promise<void> {
    const content = [...this.found.values()]
    const isSame = content.length === this.known.size && content.every((person) => this.known.get(person[0]) === person)
    if (!isSame) await this.snapshot.save({ fullAt: this.fullAt, content })
  }

  private get everything(): readonly string[] {
    return [...this.layout.attributes, changeNumber]
  }

  /** The passing attributes, and at the end the number of the last change. */
  private get brief(): readonly string[] {
    return [...this.passing.map((slot) => this.layout.attributes[slot] ?? ''), changeNumber]
  }

  /** Entries that were read in full. One without a number is read in full each time. */
  private noted(entries: readonly Entry[]): readonly Entry[] {
    for (const { values, binary } of entries) {
      const [id, change] = [values[0], values[this.layout.attributes.length]]
      if (typeof id !== 'string' || typeof change !== 'string') continue
      const kept = this.lasting.map((slot) => values[slot] ?? null)
      this.found.set(id, [id, change, kept, binary.filter((slot) => this.lasting.includes(slot))])
    }
    return entries
  }

  private async completed(entries: readonly Entry[], connection: Connection): Promise<readonly Entry[]> {
    const whole = entries.map((entry) => this.fromCopy(entry))
    const changed = entries.filter((_, index) => whole[index] === undefined)
    const fresh = await this.inFull(changed, connection)
    return entries.flatMap((entry, index) => whole[index] ?? fresh.get(entry) ?? [])
  }

  /** undefined: it changed, or came since. */
  private fromCopy({ dn, values, binary }: Entry): Entry | undefined {
    const id = values[0]
    const person = typeof id === 'string' ? this.known.get(id) : undefined
    if (person === undefined || person[1] !== values[this.passing.length]) return undefined
    this.found.set(person[0], person)
    const all: (Value | undefined)[] = this.layout.attributes.map(() => undefined)
    this.passing.forEach((slot, at) => (all[slot] = values[at]))
    this.lasting.forEach((slot, at) => (all[slot] = person[2][at] ?? undefined))
    return { dn, values: all, binary: [...binary.flatMap((at) => this.passing[at] ?? []), ...person[3]] }
  }

  /** Each of them as it is now; whoever is gone since the listing is left out. */
  private async inFull(listed: readonly Entry[], connection: Connection): Promise<ReadonlyMap<Entry, Entry>> {
    const found = new Map<Entry, Entry>()
    for (let at = 0; at < listed.length; at += lookupSize) {
      const batch = listed.slice(at, at + lookupSize)
      const equal = batch
        .flatMap(({ values }) => valuesOf(values[0]))
        .map((equals) => ({ attribute: 'entryUUID', equals }))
      const filter = { and: [this.layout.filter, { or: equal }] }
      const entries = await entriesBelow(connection, this.base, filter, this.everything)
      const byId = new Map(this.noted(entries).map((entry) => [entry.values[0], entry]))
      for (const entry of batch) {
        const whole = byId.get(entry.values[0]) ?? (await this.atItsPlace(entry, connection))
        if (whole !== undefined) found.set(entry, whole)
      }
    }
    return found
  }

  /** Who may be read may not be searched for by id: that must not look as if they were gone. */
  private async atItsPlace({ dn }: Entry, connection: Connection): Promise<Entry | undefined> {
    const entry = await entryAt(connection, dn, this.everything, this.layout.filter)
    return entry === undefined ? undefined : this.noted([entry])[0]
  }
}

/** Syntaxes of values that name entries (RFC 4517 sections 3.3.9 and 3.3.21): the server may change them by itself. */
const namingSyntaxes: readonly (string | undefined)[] = [
  '1.3.6.1.4.1.1466.115.121.1.12',
  '1.3.6.1.4.1.1466.115.121.1.34',
]

/** Whether a value stays until somebody changes the entry. */
function isLasting(attribute: string, schema: Schema): boolean {
  const rule = schema.attribute(attribute)
  return (
    rule !== undefined && !schema.isOperational(attribute) && !rule.readOnly && !namingSyntaxes.includes(rule.syntax)
  )
}

/** undefined where it is not wished, where there is no place for it, and where the server does not number changes. */
export function peopleCopy({
  context,
  terms,
  identity,
}: {
  readonly context: Context
  readonly terms: Terms
  readonly identity: string
}): PeopleCopy | undefined {
  const { settings, schema } = terms
  const { cache, tenant, id, now } = context
  if (!settings.incremental || cache === undefined || schema.attribute(changeNumber) === undefined) return undefined
  const layout = userLayout(terms)
  const { base, users, credentials } = settings
  const binding = {
    holds: 'people of an LDAP directory, 1',
    identity,
    account: credentials.read.bindDn,
    attributes: layout.attributes,
    filter: layout.filter,
    bases: [base, users.base, users.disabledBase ?? null],
  }
  const snapshot = (lasting: number): Snapshot<People> =>
    new Snapshot({
      folder: cache,
      tenant,
      id,
      binding: { ...binding, lasting },
      now,
      isContent: (value): value is People => Array.isArray(value) && value.every((each) => isPerson(each, lasting)),
    })
  return new PeopleCopy({ layout, schema, base, snapshot, now })
}

function isPerson(value: unknown, lasting: number): value is KeptPerson {
  if (!Array.isArray(value) || value.length !== 4) return false
  const [id, change, values, binary] = value as readonly unknown[]
  return (
    typeof id === 'string' &&
    typeof change === 'string' &&
    Array.isArray(values) &&
    values.length === lasting &&
    values.every((each) => each === null || typeof each === 'string' || isList(each, 'string')) &&
    isList(binary, 'number')
  )
}

function isList(value: unknown, of: 'string' | 'number'): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === of)
}
