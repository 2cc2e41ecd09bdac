import type { ObservedGroup } from '../../model/observed.ts'
import { path } from './graph/quote.ts'
import { allOf, linksOf } from './listing.ts'
import type { Asking } from './listing.ts'
import type { Terms } from './terms.ts'
import { idOf } from './row.ts'
import type { Row } from './row.ts'
import { groupOf, unitOf, unitSelect } from './translate-group.ts'

/** Graph shows twenty of the owners that are expanded: https://learn.microsoft.com/graph/query-parameters#expand-parameter */
const mostExpanded = 20

/** A group as Graph holds it: what it is, all of its owners, and its direct members. */
export interface HeldGroup {
  readonly row: Row
  readonly members: readonly string[] | 'unknown'
}

/** Members of groups that are known already, by the group's id. */
export type KnownMembers = ReadonlyMap<string, readonly string[]>

/**
 * Reads members of groups side by side, but of those that are known, and owners where there may be more than were shown. Throws
 * DirectoryFault.
 */
export async function withMembers(
  rows: readonly Row[],
  asking: Asking,
  known: KnownMembers = new Map(),
): Promise<readonly HeldGroup[]> {
  const open = rows.map(idOf).filter((id) => !known.has(id))
  const members = await linksOf(
    open.map((id) => path`/groups/${id}/members`),
    asking,
  )
  const read = new Map(open.map((id, index) => [id, members[index] ?? 'unknown']))
  const whole = await withOwners(rows, asking)
  return whole.map((row) => ({ row, members: known.get(idOf(row)) ?? read.get(idOf(row)) ?? 'unknown' }))
}

async function withOwners(rows: readonly Row[], asking: Asking): Promise<readonly Row[]> {
  const cut = rows.filter(({ owners }) => Array.isArray(owners) && owners.length >= mostExpanded)
  const owners = await linksOf(
    cut.map((row) => path`/groups/${idOf(row)}/owners`),
    asking,
  )
  const whole = new Map(cut.map((row, index) => [row, owners[index] ?? 'unknown']))
  return rows.map((row) => owned(row, whole.get(row)))
}

function owned(row: Row, owners: readonly string[] | 'unknown' | undefined): Row {
  if (owners === undefined) return row
  return { ...row, owners: owners === 'unknown' ? undefined : owners.map((id) => ({ id })) }
}

/** Groups as they are observed; what is in them is there. */
export function groupsOf(held: readonly HeldGroup[], terms: Terms): readonly ObservedGroup[] {
  return held.map(({ row, members }) => {
    noteLinked(members, terms)
    return groupOf(row, members, terms)
  })
}

/** Reads administrative units with their members. Throws DirectoryFault. */
export async function readUnits(asking: Asking, terms: Terms): Promise<readonly ObservedGroup[]> {
  const rows = await allOf('/directory/administrativeUnits', { $select: unitSelect }, asking)
  return unitsOf(rows, asking, terms)
}

/** The same of units that are known already. */
export async function unitsOf(rows: readonly Row[], asking: Asking, terms: Terms): Promise<readonly ObservedGroup[]> {
  const members = await linksOf(
    rows.map((row) => path`/directory/administrativeUnits/${idOf(row)}/members`),
    asking,
  )
  return rows.map((row, index) => {
    const held = members[index] ?? 'unknown'
    noteLinked(held, terms)
    return unitOf(row, held, terms)
  })
}

/** Entra ID takes an object that is deleted out of what it was in: a member that is shown is there. */
function noteLinked(members: readonly string[] | 'unknown', { learnt }: Terms): void {
  if (members !== 'unknown') for (const member of members) learnt.linked.add(member)
}

/** Accounts that come by a role through a group. Such groups hold no others: https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept */
export function administratorsAmong(held: readonly HeldGroup[], holders: ReadonlySet<string>): readonly string[] {
  return held.flatMap(({ row, members }) => (members !== 'unknown' && holders.has(idOf(row)) ? members : []))
}
