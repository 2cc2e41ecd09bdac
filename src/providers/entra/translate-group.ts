import type { AdministrativeUnit, Group } from '@microsoft/microsoft-graph-types'
import type { GroupKind } from '../../model/desired.ts'
import type { ObservedGroup } from '../../model/observed.ts'
import type { Attributes, Value } from '../../model/value.ts'
import { kindAttribute, places } from './group-kind.ts'
import { valueOf } from './mapping.ts'
import { policyGroupWhy } from './policy-names.ts'
import { protection } from './protect.ts'
import { idOf, isRow, select, textIn } from './row.ts'
import type { Row } from './row.ts'
import type { Terms } from './terms.ts'

/** What is asked of every group. */
export const groupSelect = select<Group>(
  'id',
  'displayName',
  'description',
  'mail',
  'groupTypes',
  'mailEnabled',
  'securityEnabled',
  'isAssignableToRole',
  'onPremisesSyncEnabled',
  'createdDateTime',
  'mailNickname',
)

/** What is asked besides: the owners, twenty of them. */
export const groupExpand = { $expand: 'owners($select=id)' } as const

/** What is asked of every administrative unit. */
export const unitSelect = select<AdministrativeUnit>('id', 'displayName', 'description', 'membershipType')

/** A group as it was read, with what it has members and owners of. Throws DirectoryFault where it has no id. */
export function groupOf(row: Row<Group>, members: readonly string[] | 'unknown', terms: Terms): ObservedGroup {
  const id = idOf(row)
  const name = textIn(row, 'displayName') ?? id
  const why = protection([name, id], terms.settings) ?? ruledElsewhere(row)
  const { owners, unknown } = ownersOf(row, terms)
  const [owner, ...others] = owners
  return {
    kind: 'group',
    immutableId: id,
    reference: id,
    container: places.groups,
    name,
    attributes: written(row, sortOf(row), ['description', 'mail']),
    references: owner === undefined ? {} : { owner },
    ...(others.length === 0 ? {} : { furtherReferences: { owner: others } }),
    unknown: [...missing(row, ['description', 'mail']), ...unknown],
    members,
    ...ourselvesAmong(members, terms),
    ...(row.isAssignableToRole === true ? { privileged: true } : {}),
    ...(why === undefined ? {} : { notManageable: why }),
  }
}

/** An administrative unit as it was read. Throws DirectoryFault where it has no id. */
export function unitOf(
  row: Row<AdministrativeUnit>,
  members: readonly string[] | 'unknown',
  { settings }: Terms,
): ObservedGroup {
  const id = idOf(row)
  const name = textIn(row, 'displayName') ?? id
  const isDynamic = textIn(row, 'membershipType')?.toLowerCase() === 'dynamic'
  const why = protection([name, id], settings) ?? (isDynamic ? dynamic : undefined)
  return {
    kind: 'group',
    immutableId: id,
    reference: id,
    container: places.units,
    name,
    attributes: written(row, 'administrativeUnit', ['description']),
    references: {},
    unknown: missing(row, ['description']),
    members,
    ...(why === undefined ? {} : { notManageable: why }),
  }
}

/** Roster's own applications are never taken out of anything. */
export function ourselvesAmong(
  members: readonly string[] | 'unknown',
  { ownIds }: Pick<Terms, 'ownIds'>,
): Pick<ObservedGroup, 'fixedMembers'> {
  const own = members === 'unknown' ? [] : members.filter((member) => ownIds.has(member))
  return own.length === 0 ? {} : { fixedMembers: own }
}

const dynamic = 'its members follow a rule (dynamic membership): nobody is put in or taken out one by one'

/** Without these nothing tells whose group it is: what was asked for and not answered is not taken for a no. */
const telling = [
  'groupTypes',
  'mailEnabled',
  'isAssignableToRole',
  'onPremisesSyncEnabled',
] as const satisfies readonly (keyof Group)[]

function ruledElsewhere(row: Row<Group>): string | undefined {
  if (row.onPremisesSyncEnabled === true)
    return 'it comes here from Active Directory by synchronisation (onPremisesSyncEnabled): change it there'
  if (typesOf(row).includes('DynamicMembership')) return dynamic
  const why = policyGroupWhy(row)
  if (why !== undefined) return why
  if (sortOf(row) === 'distribution') return 'a mail-enabled group: Exchange manages it, and Microsoft Graph cannot'
  const unread = telling.find((name) => !(name in row))
  return unread === undefined
    ? undefined
    : `its ${unread} cannot be read: nothing tells whether it is managed elsewhere, or lets people administer`
}

/** https://learn.microsoft.com/graph/api/resources/groups-overview: the properties that together say which sort it is. */
function sortOf(row: Row<Group>): GroupKind {
  if (typesOf(row).includes('Unified')) return 'microsoft365'
  return row.mailEnabled === true ? 'distribution' : 'security'
}

function typesOf(row: Row<Group>): readonly unknown[] {
  const types = row.groupTypes
  return Array.isArray(types) ? types : []
}

/** Owners, but for ourselves: whoever makes a group by an application finds it among the owners. */
function ownersOf(
  { owners }: Row<Group>,
  { ownIds, learnt }: Terms,
): { readonly owners: readonly string[]; readonly unknown: readonly string[] } {
  if (!Array.isArray(owners)) return { owners: [], unknown: ['owner'] }
  const ids = owners.filter(isRow).map(idOf)
  for (const id of ids) learnt.linked.add(id)
  return { owners: ids.filter((id) => !ownIds.has(id)).toSorted(), unknown: [] }
}

function written(row: Row, kind: GroupKind, names: readonly string[]): Attributes {
  const attributes: Record<string, Value> = { [kindAttribute]: kind }
  for (const name of names) {
    const value = valueOf(row[name])
    if (value !== undefined) attributes[name] = value
  }
  return attributes
}

function missing(row: Row, names: readonly string[]): readonly string[] {
  return names.filter((name) => !(name in row))
}
