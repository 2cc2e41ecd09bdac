import { referenceOf } from '../../ldap/layout.ts'

/**
 * What the objects of this reading are called. Values that point to others come with the GUID of what they point to
 * (`<GUID=...>;<SID=...>;CN=...`), so that a rename while the reading is under way points nowhere else.
 */
export class Names {
  private readonly byGuid = new Map<string, string>()
  private readonly linked = new Set<string>()

  note(guid: string, reference: string): void {
    this.byGuid.set(guid, reference)
  }

  /** The same of something that is not listed, and that others point to. */
  noteLinked(guid: string, reference: string): void {
    this.byGuid.set(guid, reference)
    this.linked.add(reference)
  }

  /** The reference that such a value stands for. */
  referenceOf(value: string): string {
    if (!value.startsWith('<GUID=')) return referenceOf(value)
    const known = this.byGuid.get(value.slice(6, 42))
    if (known !== undefined) return known
    const reference = referenceOf(extendedDn(value).dn)
    this.linked.add(reference)
    return reference
  }

  /**
   * Whether something of this reading points to this object. Then it is there: whatever is deleted, the domain takes out of all that
   * points to it (MS-ADTS 3.1.1.1.6).
   */
  isLinked(reference: string): boolean {
    return this.linked.has(reference)
  }
}

/** A DN in the extended form, taken apart (MS-ADTS 3.1.1.3.4.1.5). */
export function extendedDn(value: string): { readonly guid: string | undefined; readonly dn: string } {
  if (!value.startsWith('<GUID=')) return { guid: undefined, dn: value }
  // No name holds this pair by itself: `>` and `;` are escaped in it.
  const end = value.lastIndexOf('>;')
  return { guid: value.slice(6, 42), dn: end < 0 ? '' : value.slice(end + 2) }
}

/**
 * Who is in which group by primaryGroupID: such a member stands in no `member` attribute, and leaves only for another primary
 * group. Filled while accounts are listed.
 */
export class Primaries {
  private readonly members = new Map<string, Set<string>>()

  /** `group`: the last part of the group's SID. */
  note(group: string, reference: string): void {
    const known = this.members.get(group)
    if (known === undefined) this.members.set(group, new Set([reference]))
    else known.add(reference)
  }

  of(group: string | undefined): readonly string[] {
    return group === undefined ? [] : [...(this.members.get(group) ?? [])]
  }
}
