import type { Template } from '../generated/templates.ts'
import type { ObservedGroup } from '../model/observed.ts'
import type { Entry } from './attributes.ts'
import { straightened } from './circles.ts'
import { described } from './described.ts'
import type { GivenIds } from './given-ids.ts'
import type { Lent } from './lent.ts'
import { joinedInput } from './joined.ts'
import { membershipsOf } from './memberships.ts'
import type { Memberships } from './memberships.ts'
import type { LeftAlone, Names, Note } from './result.ts'
import { Subtraction } from './subtract.ts'
import type { Survey } from './survey.ts'
import { proposeTemplates } from './templates.ts'
import type { Workplace } from './workplace.ts'
import { homes } from './workplace.ts'

/** What an import would write, id -> entry. */
export interface Draft {
  readonly users: ReadonlyMap<string, Entry>
  readonly groups: ReadonlyMap<string, Entry>
  readonly departments: ReadonlyMap<string, Entry>
  readonly templates: ReadonlyMap<string, Entry>
  readonly notes: readonly Note[]
  /** What cannot be declared as it is. */
  readonly refused: readonly LeftAlone[]
}

/** The ids of a draft. */
export function namesIn(draft: Draft): Names {
  const names = (entries: ReadonlyMap<string, unknown>): readonly string[] => [...entries.keys()].toSorted()
  return {
    users: names(draft.users),
    groups: names(draft.groups),
    departments: names(draft.departments),
    templates: names(draft.templates),
  }
}

export interface Drafting {
  readonly place: Workplace
  readonly survey: Survey
  readonly ids: GivenIds
  /** Every live group, to see who is in it. */
  readonly liveGroups: readonly ObservedGroup[]
  readonly lent: Lent
  /** Reference -> why it is left alone after all. */
  readonly excluded: ReadonlyMap<string, string>
  readonly withTemplates: boolean
}

/** Writes down what was chosen, relative to what the workspace says already. Pure. */
export function draftOf(drafting: Drafting): Draft {
  const { place, ids, withTemplates } = drafting
  const told = described(drafting)
  const { people, groups, notes, refused, departments } = told
  const memberships = membershipsOf(drafting.liveGroups, {
    survey: drafting.survey,
    newPeople: idsOf(people, ids.users),
    newGroups: idsOf(groups, ids.groups),
  })
  for (const [reference, licences] of drafting.lent.byAccount) {
    const entry = people.get(ids.users.get(reference) ?? '')
    if (entry !== undefined) entry['licences'] = licences
  }
  notes.push(...drafting.lent.notes)
  for (const [id, entry] of people) settleState(id, entry, memberships.groupsOf.get(id) ?? [], told.disabled, notes)
  for (const [id, entry] of groups) {
    const members = memberships.membersOf.get(id)
    if (members !== undefined) entry['members'] = members
    const others = memberships.uncovered.get(id)
    if (others !== undefined)
      notes.push({
        about: id,
        message: 'members that are not declared stay in it',
        detail: others === 1 ? '1 member' : `${others} members`,
      })
  }
  straightened({ documents: place.documents, users: people, groups }, notes)
  const before = joinedInput(place, departments, new Map())
  const templates = withTemplates
    ? proposeTemplates({ people, groupsOf: memberships.groupsOf, taken: before.templates.keys() })
    : new Map<string, Template>()
  shorten(people, new Subtraction(joinedInput(place, departments, templates), place), memberships, groups, drafting)
  const home = homes(place)
  const adopt = (id: string, given: ReadonlyMap<string, string>): Entry => {
    const immutableId = given.get(id)
    return immutableId === undefined ? {} : { adopt: { [place.directory ?? '']: immutableId } }
  }
  for (const [id, entry] of people) Object.assign(entry, home.person, adopt(id, ids.immutable.users))
  for (const [id, entry] of groups) Object.assign(entry, home.group, adopt(id, ids.immutable.groups))
  return { users: people, groups, departments: plain(departments), templates: plain(templates), notes, refused }
}

/** A disabled account keeps the groups it is in, and its licences, only as suspended: declared as disabled it would lose them. */
function settleState(
  id: string,
  entry: Entry,
  groups: readonly string[],
  disabled: ReadonlySet<string>,
  notes: Note[],
): void {
  if (!disabled.has(id)) return
  const isLent = entry['licences'] !== undefined
  entry['state'] = groups.length > 0 || isLent ? 'suspended' : 'disabled'
  if (groups.length > 0) notes.push({ about: id, message: 'disabled and still in groups: suspended keeps it in them' })
  if (isLent) notes.push({ about: id, message: 'disabled and still has licences: suspended keeps them' })
}

function shorten(
  people: ReadonlyMap<string, Entry>,
  subtraction: Subtraction,
  { groupsOf }: Memberships,
  groups: ReadonlyMap<string, Entry>,
  { survey }: Drafting,
): void {
  const here = new Set([...groups.keys(), ...survey.declaredGroups.values()])
  for (const [id, entry] of people) subtraction.announce(id, entry)
  for (const [id, entry] of people) {
    const template = subtraction.templateOf(entry)
    const lasting = template?.applies === 'continuous' ? (template.groups ?? []) : []
    const own = groupsOf.get(id) ?? []
    const listed = own.filter((group) => !lasting.includes(group)).toSorted()
    const without = lasting.filter((group) => here.has(group) && !own.includes(group))
    if (listed.length > 0) entry['groups'] = listed
    if (without.length > 0) entry['without'] = { groups: without }
    subtraction.shorten(id, entry, 'nothing')
  }
}

function plain(entries: ReadonlyMap<string, object>): ReadonlyMap<string, Entry> {
  return new Map([...entries].map(([id, spec]) => [id, { ...spec }]))
}

/** Reference -> id of those that are written. */
function idsOf(written: ReadonlyMap<string, Entry>, given: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...given].filter(([, id]) => written.has(id)))
}
