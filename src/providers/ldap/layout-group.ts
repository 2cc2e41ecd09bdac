import type { ObservedGroup } from '../../model/observed.ts'
import { valuesOf } from '../../model/value.ts'
import { ownName } from '../../ldap/dn.ts'
import { permission } from '../../ldap/faults.ts'
import { classFilter, collect, collectReferences, Fields } from '../../ldap/layout.ts'
import { commonOf } from './layout.ts'
import type { Layout, Slot } from '../../ldap/layout.ts'
import type { Terms } from './translate.ts'
import type { Entry } from '../../ldap/wire/answer.ts'

const [nameSlot, memberSlot] = [1, 2]

/** How a group's entry reads; `memberNamed` gives the reference that a member's value stands for. */
export function groupLayout(terms: Terms, memberNamed: (value: string) => string): Layout<ObservedGroup> {
  const { settings, schema } = terms
  const { objectClass, memberAttribute } = settings.groups
  const { must, may } = schema.contents([objectClass])
  const fields = new Fields(['entryUUID', 'cn', memberAttribute])
  const allowed = (...names: readonly string[]): readonly Slot[] =>
    names
      .map((name) => schema.nameOf(name))
      .filter((name) => may.has(name.toLowerCase()))
      .map((name) => fields.named(name))
  const plain = allowed('description', ...(objectClass === 'posixGroup' ? ['gidNumber'] : []))
  const pointing = allowed('owner')
  const needsMember = must.has(memberAttribute.toLowerCase())
  const membersOf = ({ values, binary }: Entry, unreadable: readonly number[]): ObservedGroup['members'] => {
    const members = values[memberSlot]
    // A class that demands a member, and none to be seen: there are some.
    const isHidden =
      unreadable.includes(memberSlot) || binary.includes(memberSlot) || (members === undefined && needsMember)
    return isHidden
      ? 'unknown'
      : valuesOf(members)
          .map(memberNamed)
          .filter((member) => member !== settings.placeholder)
  }
  return {
    kind: 'group',
    filter: classFilter([objectClass]),
    attributes: fields.names,
    doubtful: fields.names.map((_, slot) => slot).slice(memberSlot),
    read: (entry, unreadable) => ({
      kind: 'group',
      ...commonOf(entry, { terms, names: fields.names, unreadable }),
      name: nameOf(entry),
      attributes: collect(plain, entry),
      ...collectReferences(pointing, entry),
      members: membersOf(entry, unreadable),
    }),
  }
}

/** The name in the DN, or else the first there is. */
function nameOf({ dn, values }: Entry): string {
  const cn = values[nameSlot]
  const name = typeof cn === 'string' ? cn : (ownName(dn).get('cn') ?? cn?.[0])
  if (name !== undefined) return name
  throw permission(`${dn}: its cn cannot be read. Give the account of credentials.read the right to read cn.`)
}
