import type { ObservedGroup } from '../../model/observed.ts'
import { valuesOf } from '../../model/value.ts'
import { ownName } from '../../ldap/dn.ts'
import { classFilter, Fields } from '../../ldap/layout.ts'
import type { Layout } from '../../ldap/layout.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import { groupTypeOf, isBuiltIn, kindAttribute, scopeAttribute } from './group-type.ts'
import { ridOf } from './ids.ts'
import { commonOf, criticalAttribute, pointingOf, present, valueIn } from './layout.ts'
import { Names, Primaries } from './members.ts'
import { stateAttribute } from './ranges.ts'
import type { Terms } from './terms.ts'

/** How a group reads. Members by their primary group are members that nobody put there. */
export function groupLayout(
  terms: Terms,
  names: Names = new Names(),
  primaries: Primaries = new Primaries(),
): Layout<ObservedGroup> {
  const fields = new Fields(['cn', 'groupType', 'objectSid', 'adminCount', criticalAttribute])
  const [name, type, sid, admin, critical] = [0, 1, 2, 3, 4]
  const [description, mail] = [fields.slot('description'), fields.slot('mail')]
  const owner = [fields.named('managedBy')]
  const member = fields.slot('member')
  fields.slot(stateAttribute)
  return {
    kind: 'group',
    filter: classFilter(['group']),
    attributes: fields.names,
    doubtful: [],
    read: (entry) => {
      const { notManageable, ...common } = commonOf(entry, { terms, names, attributes: fields.names, critical })
      const written = valueIn(entry, type)
      const groupType = written === undefined ? undefined : groupTypeOf(written)
      const direct = valuesOf(entry.values[member]).map((value) => names.referenceOf(value))
      const fixed = primaries.of(ridOf(valueIn(entry, sid)))
      const why =
        notManageable ?? leftAlone(written, valueIn(entry, admin)) ?? (groupType === undefined ? unfit : undefined)
      return {
        kind: 'group',
        ...common,
        name: valueIn(entry, name) ?? nameIn(entry),
        attributes: present({
          [kindAttribute]: groupType?.kind,
          [scopeAttribute]: groupType?.scope,
          description: entry.values[description],
          mail: entry.values[mail],
        }),
        ...pointingOf(owner, entry, names),
        members: fixed.length === 0 ? direct : [...new Set([...direct, ...fixed])],
        ...(fixed.length === 0 ? {} : { fixedMembers: fixed }),
        ...(why === undefined ? {} : { notManageable: why }),
      }
    },
  }
}

const unfit = 'it is a sort of group that roster does not know (groupType)'

function leftAlone(groupType: string | undefined, adminCount: string | undefined): string | undefined {
  if (groupType !== undefined && isBuiltIn(groupType)) return 'built into the domain'
  // AdminSDHolder gives such groups their rights back within the hour (MS-ADTS 3.1.1.6.1).
  return adminCount === '1' ? 'protected by AdminSDHolder (adminCount is 1)' : undefined
}

function nameIn({ dn }: Entry): string {
  return ownName(dn).get('cn') ?? dn
}
