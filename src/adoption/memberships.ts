import type { Group } from '../generated/groups.ts'
import * as validators from '../generated/validators.js'
import type { ObservedGroup } from '../model/observed.ts'
import type { DescribedGroup } from '../providers/provider.ts'
import type { Entry } from './attributes.ts'
import { fitted, sayable } from './attributes.ts'
import type { Claims } from './claims.ts'
import type { Described } from './person.ts'
import type { Survey } from './survey.ts'

const vital = ['name', 'adopt', 'kind', 'scope']

/** Writes a group out, but for its members and its owner. */
export function describeGroup(id: string, described: DescribedGroup, claims: Claims): Described {
  const name = sayable(described.name)
  if ('why' in name) return { refused: `its name cannot be declared: ${name.why}` }
  const entry: Entry = { name: name.text }
  const notes: string[] = []
  if (described.groupKind !== 'security') entry['kind'] = described.groupKind
  if (described.scope !== undefined && described.scope !== 'global') entry['scope'] = described.scope
  for (const path of ['description', 'mail'] as const) {
    const said = described[path] === undefined ? undefined : sayable(described[path])
    if (said === undefined) continue
    if ('why' in said) notes.push(`${path} stays as it is: ${said.why}`)
    else if (said.text !== '') entry[path] = said.text
  }
  if (described.gidNumber !== undefined) entry['posix'] = { gidNumber: Number(described.gidNumber) }
  const { dropped, wrong } = fitted(entry, validators.group, vital)
  if (wrong !== undefined)
    return { refused: `its ${wrong} cannot be declared: ${JSON.stringify(entry[wrong] ?? null)}` }
  for (const path of dropped) notes.push(`${path} stays as it is: the language does not take its value`)
  const holder = claims.take('group', name.text, id)
  if (holder !== undefined) return { refused: `its name belongs to the group ${holder}` }
  const gidNumber = (entry['posix'] as Group['posix'])?.gidNumber
  for (const [what, path, value] of [
    ['email', 'mail', entry['mail'] as Group['mail']],
    ['gidNumber', 'posix', gidNumber === undefined ? undefined : String(gidNumber)],
  ] as const) {
    const other = typeof value === 'string' ? claims.take(what, value, id) : undefined
    if (other === undefined) continue
    delete entry[path]
    notes.push(`${path} stays as it is: ${value ?? ''} belongs to ${other} already`)
  }
  if (entry['name'] === id) delete entry['name']
  return { entry, notes }
}

/** Who is who among references: those that come in with the import, and those that were declared before. */
export interface Known {
  readonly survey: Survey
  /** Reference -> id. */
  readonly newPeople: ReadonlyMap<string, string>
  readonly newGroups: ReadonlyMap<string, string>
}

/** Who is in what, in the words of the workspace. */
export interface Memberships {
  /** Id of a new person -> groups they are in. */
  readonly groupsOf: ReadonlyMap<string, readonly string[]>
  /** Id of a new group -> what its entry says of its members. */
  readonly membersOf: ReadonlyMap<string, NonNullable<Group['members']>>
  /** Members that stay unmanaged, by group: how many. */
  readonly uncovered: ReadonlyMap<string, number>
}

/**
 * New people list their groups themselves; people who were declared before are listed by the group. A group with a member that is
 * declared nowhere, or whose members cannot be read, lets others stay.
 */
export function membershipsOf(groups: readonly ObservedGroup[], declared: Known): Memberships {
  const { survey, newPeople, newGroups } = declared
  const groupsOf = new Map<string, string[]>()
  const membersOf = new Map<string, NonNullable<Group['members']>>()
  const uncovered = new Map<string, number>()
  for (const live of groups) {
    const isNew = newGroups.get(live.reference)
    const id = isNew ?? survey.declaredGroups.get(live.reference)
    if (id === undefined) continue
    const users: string[] = []
    const nested: string[] = []
    let others = 0
    const fixed = new Set(live.fixedMembers)
    for (const reference of live.members === 'unknown' ? [] : live.members) {
      if (fixed.has(reference)) continue
      const person = newPeople.get(reference)
      const before = survey.declaredPeople.get(reference)
      const group = newGroups.get(reference) ?? survey.declaredGroups.get(reference)
      if (person !== undefined) groupsOf.set(person, [...(groupsOf.get(person) ?? []), id])
      else if (before !== undefined) users.push(before)
      else if (group !== undefined && group !== id) nested.push(group)
      else others += 1
    }
    if (isNew === undefined) continue
    const isOpen = others > 0 || live.members === 'unknown'
    if (others > 0) uncovered.set(id, others)
    const members = {
      ...(isOpen ? { ownership: 'additive' as const } : {}),
      ...(users.length > 0 ? { users: users.toSorted() } : {}),
      ...(nested.length > 0 ? { groups: nested.toSorted() } : {}),
    }
    if (Object.keys(members).length > 0) membersOf.set(id, members)
  }
  return { groupsOf, membersOf, uncovered }
}
