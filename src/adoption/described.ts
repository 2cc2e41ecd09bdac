import type { Department } from '../generated/departments.ts'
import type { Directory } from '../generated/tenant.ts'
import type { Entry } from './attributes.ts'
import type { Claims } from './claims.ts'
import { claimsOf } from './claims.ts'
import { Departments } from './departments.ts'
import type { Drafting } from './draft.ts'
import { describeGroup } from './memberships.ts'
import { describePerson } from './person.ts'
import type { LeftAlone, Note } from './result.ts'
import type { Candidate } from './survey.ts'

/** Everybody and every group by itself, and whom they point to; id -> entry. */
export interface Described {
  readonly people: Map<string, Entry>
  readonly groups: Map<string, Entry>
  /** Those that are new. */
  readonly departments: ReadonlyMap<string, Department>
  /** Ids of people whose accounts are shut. */
  readonly disabled: ReadonlySet<string>
  readonly notes: Note[]
  readonly refused: LeftAlone[]
}

/** Writes out whoever was chosen and not excluded. */
export function described(drafting: Drafting): Described {
  const { documents, directory } = drafting.place
  const claims = claimsOf(documents, directory)
  const settings = directory === undefined ? undefined : documents.tenant.spec.directories?.[directory]
  const departments = new Departments(documents.departments, placementOf(settings))
  const told: Described = {
    people: new Map(),
    groups: new Map(),
    departments: departments.added,
    disabled: new Set(
      drafting.survey.people.flatMap(({ live, described: words }) =>
        words.state === 'disabled' ? [idOf(drafting.ids.users, live.reference)] : [],
      ),
    ),
    notes: [],
    refused: [],
  }
  for (const candidate of drafting.survey.people) addPerson(drafting, told, { candidate, claims, departments })
  pointToManagers(drafting, told)
  addGroups(drafting, told, claims)
  return told
}

/** How a directory places people; not there: all in one place. */
function placementOf(settings: Directory | undefined): string | undefined {
  const { users } = settings ?? {}
  return users !== undefined && 'placement' in users ? users.placement : undefined
}

interface Taking {
  readonly candidate: Candidate
  readonly claims: Claims
  readonly departments: Departments
}

function addPerson({ place, ids, excluded }: Drafting, told: Described, taking: Taking): void {
  const { candidate, claims, departments } = taking
  const { live, described: words } = candidate
  const id = idOf(ids.users, live.reference)
  const why = excluded.get(live.reference)
  const person = why === undefined ? describePerson({ id, described: words, place, claims }) : { refused: why }
  if ('refused' in person) {
    told.refused.push({ kind: 'person', name: live.username, where: live.reference, why: person.refused })
    return
  }
  const { entry } = person
  const department = departments.idFor(words)
  if ('why' in department) told.notes.push(stays(id, 'department', department.why))
  else if (department.id !== undefined) entry['department'] = department.id
  else if (typeof place.documents.tenant.spec.defaults?.attributes?.department === 'string') entry['department'] = null
  for (const message of person.notes) told.notes.push({ about: id, message })
  told.people.set(id, entry)
}

/** Managers are looked up once it is known who comes in. */
function pointToManagers(drafting: Drafting, told: Described): void {
  for (const { live, described: words } of drafting.survey.people) {
    const id = idOf(drafting.ids.users, live.reference)
    const entry = told.people.get(id)
    if (entry === undefined || words.manager === undefined) continue
    const manager = personAt(drafting, told, words.manager)
    if (manager !== undefined && manager !== id) entry['manager'] = manager
    else told.notes.push(notPointed(id, 'manager', words.manager, manager))
  }
}

function addGroups(drafting: Drafting, told: Described, claims: Claims): void {
  for (const { live, described: words } of drafting.survey.groups) {
    const id = idOf(drafting.ids.groups, live.reference)
    const why = drafting.excluded.get(live.reference)
    const group = why === undefined ? describeGroup(id, words, claims) : { refused: why }
    if ('refused' in group) {
      told.refused.push({ kind: 'group', name: live.name, where: live.reference, why: group.refused })
      continue
    }
    for (const message of group.notes) told.notes.push({ about: id, message })
    const owner = words.owner === undefined ? undefined : personAt(drafting, told, words.owner)
    if (owner !== undefined) group.entry['owner'] = owner
    else if (words.owner !== undefined) told.notes.push(notPointed(id, 'owner', words.owner, owner))
    told.groups.set(id, group.entry)
  }
}

/** Whoever a reference names, if they come in or were declared before. */
function personAt({ ids, survey }: Drafting, { people }: Described, reference: string): string | undefined {
  const id = ids.users.get(reference)
  return id !== undefined && people.has(id) ? id : survey.declaredPeople.get(reference)
}

function idOf(ids: ReadonlyMap<string, string>, reference: string): string {
  return ids.get(reference) ?? ''
}

function stays(about: string, what: string, why: string): Note {
  return { about, message: `${what} stays as it is: ${why}` }
}

function notPointed(about: string, what: string, reference: string, id: string | undefined): Note {
  if (id !== undefined) return stays(about, what, 'the account names itself')
  return { ...stays(about, what, 'whoever it names is not declared'), detail: reference }
}
