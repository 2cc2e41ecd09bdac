import type { Template } from '../generated/templates.ts'
import type { Entry } from './attributes.ts'
import { at, put } from './attributes.ts'
import { Ids } from './ids.ts'

/** People who may have something in common. */
export interface Crowd {
  readonly people: ReadonlyMap<string, Entry>
  readonly groupsOf: ReadonlyMap<string, readonly string[]>
  /** Ids that templates have already. */
  readonly taken: Iterable<string>
}

/** So many people make a template, */
const fewest = 5
/** and so many of a hundred must have what it gives. */
const percent = 90

/** Attributes that people of one job or place share; a telephone or a street is shared by chance. */
const commonPaths = [
  'title',
  'location',
  'address.city',
  'address.region',
  'address.postalCode',
  'address.street',
  'address.country',
]

/**
 * Proposes a template for a department, and for a title within it that has groups of its own, and puts it on the people it fits.
 * They are continuous: what is taken out of the people's entries stays managed. Whoever has a template already keeps it.
 */
export function proposeTemplates({ people, groupsOf, taken }: Crowd): ReadonlyMap<string, Template> {
  const ids = new Ids(taken)
  const templates = new Map<string, Template>()
  const open = [...people].filter(([, entry]) => entry['template'] === undefined && isMember(entry))
  for (const [department, members] of by(open, 'department')) {
    const ofDepartment = shared(members, groupsOf)
    const titled = by(members, 'title').flatMap(([title, holders]) => {
      const template = shared(holders, groupsOf)
      if (template === undefined || !isRicher(template, ofDepartment)) return []
      const groups = [...new Set([...(template.groups ?? []), ...(ofDepartment?.groups ?? [])])].toSorted()
      return [{ title, holders, template: { ...template, groups } }]
    })
    const rest = new Map(members)
    for (const { title, holders, template } of titled) {
      give(ids.give([`${department}-${title}`], 'template'), template, holders)
      for (const [id] of holders) rest.delete(id)
    }
    if (ofDepartment === undefined || rest.size === 0) continue
    // Those whom a title took away may have been what was common.
    const left = shared([...rest], groupsOf)
    if (left !== undefined) give(ids.give([department], 'template'), left, [...rest])
  }
  return templates

  function give(id: string, template: Template, members: readonly Member[]): void {
    templates.set(id, template)
    for (const [, entry] of members) entry['template'] = id
  }
}

type Member = readonly [id: string, entry: Entry]

/** Somebody who has left says nothing about what people need. */
function isMember({ state }: Entry): boolean {
  return state === undefined || state === 'active'
}

/** Crowds by what they have at a path, in order; whoever has nothing there is in none. */
function by(members: readonly Member[], path: string): readonly (readonly [string, readonly Member[]])[] {
  const crowds = new Map<string, Member[]>()
  for (const member of members) {
    const value = at(member[1], path)
    if (typeof value === 'string') crowds.set(value, [...(crowds.get(value) ?? []), member])
  }
  return [...crowds].filter(([, each]) => each.length >= fewest).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** What nearly all of a crowd have; undefined: too few, or no group that they share. */
function shared(members: readonly Member[], groupsOf: Crowd['groupsOf']): Template | undefined {
  if (members.length < fewest) return undefined
  const groups = common(
    members.flatMap(([id]) => groupsOf.get(id) ?? []),
    members.length,
  ).toSorted()
  if (groups.length === 0) return undefined
  const attributes: Entry = {}
  for (const path of commonPaths) {
    const values = members.map(([, entry]) => at(entry, path)).filter((value) => typeof value === 'string')
    const [value] = common(values, members.length)
    if (value !== undefined) put(attributes, path, value)
  }
  return {
    applies: 'continuous',
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    groups,
  }
}

/** What occurs often enough among so many. */
function common(values: readonly string[], members: number): readonly string[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].filter(([, count]) => count * 100 >= members * percent).map(([value]) => value)
}

/** A title needs a template of its own only where it comes with groups that the department does not give. */
function isRicher(template: Template, ofDepartment: Template | undefined): boolean {
  const given = new Set(ofDepartment?.groups)
  return (template.groups ?? []).some((group) => !given.has(group))
}
