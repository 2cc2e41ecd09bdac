import { below, canonicalDn, parseDn, formatRdn } from '../../ldap/dn.ts'
import type { ObjectKind } from '../../model/kind.ts'
import type { Value } from '../../model/value.ts'
import { valuesOf } from '../../model/value.ts'
import type { News, Shift } from './dirsync-changes.ts'
import { membersIn } from './holdings.ts'
import type { Form, Holdings, Row } from './holdings.ts'
import { guidDn } from './ids.ts'

/** Forms of the three kinds. */
export type Forms = Readonly<Record<ObjectKind, Form>>

/** What is deleted is gone with everything that points to it: nothing else is told of that. */
export function dropGone(holdings: Holdings, gone: ReadonlySet<string>, forms: Forms): void {
  if (gone.size === 0) return
  for (const guid of gone) {
    for (const rows of Object.values(holdings.rows)) rows.delete(guid)
    holdings.places.delete(guid)
    holdings.outside.delete(guid)
  }
  const links = new Set([...gone].map(guidDn))
  for (const [kind, row] of holdings.all()) {
    const kept = withoutLinks(row, forms[kind], links, gone)
    if (kept !== row) holdings.rows[kind].set(row[0], kept)
  }
}

function withoutLinks(row: Row, form: Form, links: ReadonlySet<string>, gone: ReadonlySet<string>): Row {
  let values: (Value | null)[] | undefined
  for (const slot of form.links) {
    const held = valuesOf(row[2][slot])
    const left = held.filter((value) => !links.has(value))
    if (left.length < held.length) (values ??= [...row[2]])[slot] = left.length === 0 ? null : left
  }
  if (form.member >= 0) {
    const held = membersIn(row[2][form.member])
    const left = held.filter((guid) => !gone.has(guid))
    if (left.length < held.length) (values ??= [...row[2]])[form.member] = left.join(' ')
  }
  return values === undefined ? row : [row[0], row[1], values, row[3]]
}

/** Lets members come and go. */
export function shiftMembers(holdings: Holdings, guid: string, { came, went }: Shift, { member }: Form): void {
  const row = holdings.rows.group.get(guid)
  if (row === undefined) return
  const members = new Set(membersIn(row[2][member]))
  for (const each of went) members.delete(each)
  for (const [each, dn] of came) {
    members.add(each)
    holdings.point(each, dn)
  }
  const values = [...row[2]]
  values[member] = [...members].join(' ')
  holdings.rows.group.set(guid, [row[0], row[1], values, row[3]])
}

/** What lies in a container that was renamed or moved is called otherwise too, without being told. */
export function followContainers(holdings: Holdings, { touched, renamed }: News): void {
  const now = new Map<string, string>()
  for (const [guid, dn] of [...touched, ...renamed]) {
    const before = holdings.row(guid)?.[1] ?? holdings.places.get(guid)
    if (before !== undefined && before !== dn) now.set(canonicalDn(before), dn)
  }
  for (const [guid, dn] of renamed) {
    if (holdings.places.has(guid)) holdings.places.set(guid, dn)
    if (holdings.outside.has(guid)) holdings.outside.set(guid, dn)
  }
  if (now.size === 0) return
  const paths = new Paths(now)
  for (const [kind, row] of holdings.all()) {
    const dn = paths.below(row[1])
    if (dn !== row[1]) holdings.rows[kind].set(row[0], [row[0], dn, row[2], row[3]])
  }
  for (const names of [holdings.places, holdings.outside]) {
    for (const [guid, dn] of names) if (!renamed.has(guid)) names.set(guid, paths.below(dn))
  }
}

/** Knows what containers are called now. */
class Paths {
  /** Canonical DN of before -> DN of now. */
  private readonly now: ReadonlyMap<string, string>
  private readonly known = new Map<string, string>()

  constructor(now: ReadonlyMap<string, string>) {
    this.now = now
  }

  /** The DN of an object whose own name is as it was. */
  below(dn: string): string {
    const { rdn, above } = split(dn)
    const container = above === '' ? '' : this.at(above)
    return container === above ? dn : below(rdn, container)
  }

  private at(container: string): string {
    const known = this.known.get(container)
    if (known !== undefined) return known
    const found = this.now.get(canonicalDn(container)) ?? this.below(container)
    this.known.set(container, found)
    return found
  }
}

/** The relative name of a DN and what it lies in, as they are spelled. */
function split(dn: string): { readonly rdn: string; readonly above: string } {
  const comma = dn.indexOf(',')
  if (comma < 0) return { rdn: dn, above: '' }
  if (!dn.slice(0, comma + 1).includes('\\')) return { rdn: dn.slice(0, comma), above: dn.slice(comma + 1) }
  const [own = [], ...above] = parseDn(dn)
  return { rdn: formatRdn(own), above: above.map(formatRdn).join(',') }
}
