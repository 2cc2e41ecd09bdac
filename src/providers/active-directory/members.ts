import { referenceOf } from '../../ldap/layout.ts'

/**
 * What the objects of this reading are called. Values that point to others come with the GUID of what they point to
 * (`<GUID=...>;<SID=...>;CN=...`), so that a rename while the reading is under way points nowhere else.
 */
export class Names {
  private readonly byGuid = new Map<string, string>()

  note(guid: string, reference: string): void {
    this.byGuid.set(guid, reference)
  }

  /** The reference that such a value stands for. */
  referenceOf(value: string): string {
    const known = value.startsWith('<GUID=') ? this.byGuid.get(value.slice(6, 42)) : undefined
    return known ?? referenceOf(extendedDn(value).dn)
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
