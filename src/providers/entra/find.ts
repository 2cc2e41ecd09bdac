import type { Observed, ObservedUser } from '../../model/observed.ts'
import { places } from './group-kind.ts'
import { objectsOf, restOf } from './listing.ts'
import type { Asking } from './listing.ts'
import { groupsOf, unitsOf, withMembers } from './members.ts'
import { readRoles } from './roles.ts'
import type { Terms } from './terms.ts'
import { idOf, isId, textIn } from './row.ts'
import { groupExpand, groupSelect, unitSelect } from './translate-group.ts'
import { userExpand, userOf, userSelect } from './translate.ts'

/** Ids in one question: https://learn.microsoft.com/graph/api/directoryobject-getbyids */
const idsEach = 1000

/** What sort of object each of these ids names (`#microsoft.graph.user`); an id that is not in the answer names nothing. Throws DirectoryFault. */
export async function typesOf(
  ids: readonly string[],
  { graph }: Pick<Asking, 'graph'>,
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)].filter(isId)
  const types = new Map<string, string>()
  for (let at = 0; at < wanted.length; at += idsEach) {
    const body = { ids: wanted.slice(at, at + idsEach) }
    const answer = await graph.ask({
      method: 'POST',
      path: '/directoryObjects/getByIds',
      query: { $select: 'id' },
      body,
    })
    for (const row of await restOf(answer, `looking up ${body.ids.length} recorded ids`, graph))
      types.set(idOf(row), textIn(row, '@odata.type') ?? '')
  }
  return types
}

/** Looks objects up by their ids, wherever they are in the directory, the bin aside. Throws DirectoryFault. */
export async function findAll(
  ids: readonly string[],
  asking: Asking,
  terms: Terms,
): Promise<ReadonlyMap<string, Observed>> {
  const types = await typesOf(ids, asking)
  const idsOf = (type: string): readonly string[] =>
    [...types].flatMap(([id, each]) => (each.toLowerCase() === `#microsoft.graph.${type}` ? [id] : []))
  const sorts = { users: idsOf('user'), groups: idsOf('group'), units: idsOf('administrativeunit') }
  const under = ['users', 'groups', 'directory/administrativeUnits'] as const
  const [userRows, groupRows, unitRows] = await Promise.all([
    objectsOf(sorts.users, { $select: userSelect(terms), ...userExpand(terms) }, { ...asking, under: under[0] }),
    objectsOf(sorts.groups, { $select: groupSelect, ...groupExpand }, { ...asking, under: under[1] }),
    objectsOf(sorts.units, { $select: unitSelect }, { ...asking, under: under[2] }),
  ])
  const ours = new Set([...sorts.users, ...sorts.groups, ...sorts.units])
  const found: readonly Observed[] = [
    ...userRows.map((row) => userOf(row, terms)),
    ...groupsOf(await withMembers(groupRows, asking), terms),
    ...(await unitsOf(unitRows, asking, terms)),
    ...[...types.keys()].filter((id) => !ours.has(id)).map(strangerOf),
  ]
  const known = new Map(found.map((object) => [object.immutableId, object]))
  return new Map([
    ...known,
    ...(await rolesAmong(
      ids.filter((id) => !known.has(id)),
      asking,
      terms,
    )),
  ])
}

/** A role is no object of the directory: it is found among the roles. */
async function rolesAmong(
  ids: readonly string[],
  asking: Asking,
  terms: Terms,
): Promise<readonly (readonly [string, Observed])[]> {
  if (ids.length === 0) return []
  const { roles } = await readRoles(asking, terms)
  return roles.filter(({ immutableId }) => ids.includes(immutableId)).map((role) => [role.immutableId, role])
}

/** Something that is neither an account nor a group, under an id that was recorded for one: it is there, and must be left alone. */
function strangerOf(id: string): ObservedUser {
  return {
    kind: 'user',
    immutableId: id,
    reference: id,
    container: places.users,
    username: id,
    attributes: {},
    references: {},
    unknown: [],
    keys: {},
    state: 'active',
    notManageable: 'it is not the account of a person, or a group',
  }
}
