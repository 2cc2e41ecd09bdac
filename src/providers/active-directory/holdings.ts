import type { ObjectKind } from '../../model/kind.ts'
import { valuesOf } from '../../model/value.ts'
import type { Value } from '../../model/value.ts'
import { referenceOf } from '../../ldap/layout.ts'
import type { Layout } from '../../ldap/layout.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import { guidDn } from './ids.ts'
import { extendedDn } from './members.ts'
import type { Names } from './members.ts'
import { isLink } from './terms.ts'
import type { Terms } from './terms.ts'

/**
 * One object as it was read: its GUID, its DN, its values in the order of the layout's slots, and which of them are no text. What it
 * points to stands there by GUID alone; the members of a group as one text.
 */
export type Row = readonly [guid: string, dn: string, values: readonly (Value | null)[], binary: readonly number[]]

/** What is kept of a reading, as JSON. */
export interface Kept {
  /** What DirSync is to be asked with, in base64. */
  readonly cookie: string
  /** Number of the last change that the domain controller had made. */
  readonly usn: string
  readonly rows: Readonly<Record<ObjectKind, readonly Row[]>>
  /** Containers of all these objects that are not among them, up to the domain. */
  readonly places: readonly (readonly [guid: string, dn: string])[]
  /** What these objects point to that is not among them. */
  readonly outside: readonly (readonly [guid: string, dn: string])[]
}

/** How objects of one kind are kept. */
export class Form {
  readonly layout: Layout
  /** Slot of the members; -1: it has none. */
  readonly member: number
  /** Slots whose values name objects, the members aside. */
  readonly links: readonly number[]

  constructor(layout: Layout, terms: Pick<Terms, 'schema'>) {
    const slots = layout.attributes.map((_, slot) => slot)
    this.layout = layout
    this.member = layout.kind === 'group' ? layout.attributes.indexOf('member') : -1
    this.links = slots.filter((slot) => slot !== this.member && isLink(layout.attributes[slot] ?? '', terms))
  }

  /** `point` is told of everything the object points to. Throws NotKept where something is named without its GUID. */
  rowOf(entry: Entry, point: (guid: string, dn: string) => void): Row {
    const { guid, dn, binary } = entry
    if (guid === undefined) throw new NotKept()
    const byGuid = (value: string): string => {
      const target = extendedDn(value)
      if (target.guid === undefined) throw new NotKept()
      point(target.guid, target.dn)
      return target.guid
    }
    const values: (Value | null)[] = entry.values.map((value) => value ?? null)
    for (const slot of this.links) {
      const held = valuesOf(values[slot]).map((value) => guidDn(byGuid(value)))
      if (held.length > 0) values[slot] = held
    }
    if (this.member >= 0) values[this.member] = valuesOf(values[this.member]).map(byGuid).join(' ')
    return [guid, dn, values, binary]
  }

  entryOf([guid, dn, values, binary]: Row): Entry {
    const all = values.map((value) => value ?? undefined)
    if (this.member >= 0) all[this.member] = membersIn(values[this.member]).map(guidDn)
    return { guid, dn, values: all, binary }
  }
}

/** Something in a reading cannot be kept: it is read anew each time. */
export class NotKept extends Error {
  override readonly name = 'NotKept'
}

/** GUIDs of the members that a row holds. */
export function membersIn(value: Value | null | undefined): readonly string[] {
  return typeof value === 'string' && value !== '' ? value.split(' ') : []
}

const kinds: readonly ObjectKind[] = ['organizationalUnit', 'user', 'group']

/** A reading that is being brought up to date. */
export class Holdings {
  cookie: Buffer
  private readonly usn: string
  readonly rows: Readonly<Record<ObjectKind, Map<string, Row>>>
  readonly places: Map<string, string>
  readonly outside: Map<string, string>

  constructor({ cookie, usn, rows, places, outside }: Kept) {
    const byId = (list: readonly Row[]): Map<string, Row> => new Map(list.map((row) => [row[0], row]))
    this.cookie = Buffer.from(cookie, 'base64')
    this.usn = usn
    this.rows = {
      organizationalUnit: byId(rows.organizationalUnit),
      user: byId(rows.user),
      group: byId(rows.group),
    }
    this.places = new Map(places)
    this.outside = new Map(outside)
  }

  get count(): number {
    return kinds.reduce((sum, kind) => sum + this.rows[kind].size, 0)
  }

  /** Of which kind an object is that is kept. */
  kindOf(guid: string): ObjectKind | undefined {
    return kinds.find((kind) => this.rows[kind].has(guid))
  }

  row(guid: string): Row | undefined {
    const kind = this.kindOf(guid)
    return kind === undefined ? undefined : this.rows[kind].get(guid)
  }

  *all(): Generator<readonly [ObjectKind, Row]> {
    for (const kind of kinds) for (const row of this.rows[kind].values()) yield [kind, row]
  }

  /** Something that an object points to; those that are kept themselves go by their own name. */
  point(guid: string, dn: string): void {
    if (dn !== '' && this.kindOf(guid) === undefined) this.outside.set(guid, dn)
  }

  /** Tells what all these objects, and what they point to, are called. */
  tell(names: Names): void {
    for (const [guid, dn] of this.outside) names.noteLinked(guid, referenceOf(dn))
    for (const [, [guid, dn]] of this.all()) names.note(guid, referenceOf(dn))
  }

  kept(): Kept {
    for (const guid of this.outside.keys()) if (this.kindOf(guid) !== undefined) this.outside.delete(guid)
    return {
      cookie: this.cookie.toString('base64'),
      usn: this.usn,
      rows: {
        organizationalUnit: [...this.rows.organizationalUnit.values()],
        user: [...this.rows.user.values()],
        group: [...this.rows.group.values()],
      },
      places: [...this.places],
      outside: [...this.outside],
    }
  }
}

/** Whether what a file held is what this program puts there. Its content is proven by its hash; this is its shape. */
export function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false
  const { cookie, usn, rows, places, outside } = value as Partial<Record<keyof Kept, unknown>>
  if (typeof cookie !== 'string' || typeof usn !== 'string' || !Array.isArray(places) || !Array.isArray(outside))
    return false
  if (typeof rows !== 'object' || rows === null) return false
  return kinds.every((kind) => Array.isArray((rows as Partial<Record<ObjectKind, unknown>>)[kind]))
}
