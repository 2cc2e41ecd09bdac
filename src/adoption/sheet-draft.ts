import type { Template } from '../generated/templates.ts'
import type { DesiredTenant } from '../language/compile/desired-tenant.ts'
import { nearest } from '../language/load/nearest.ts'
import type { TenantDocuments } from '../language/validate/documents.ts'
import { quoted } from '../sheets/problem.ts'
import type { Entry } from './attributes.ts'
import { reportingCircles } from './circles.ts'
import { Departments } from './departments.ts'
import type { Draft } from './draft.ts'
import { joinedInput } from './joined.ts'
import type { People } from './people-known.ts'
import { declaredPeople } from './people-known.ts'
import type { RowProblem } from './result.ts'
import type { RowPerson } from './row.ts'
import { Groups } from './sheet-groups.ts'
import { newcomers, textAt } from './sheet-people.ts'
import { Subtraction } from './subtract.ts'
import { proposeTemplates } from './templates.ts'
import type { Workplace } from './workplace.ts'
import { homes } from './workplace.ts'

export interface SheetPlace {
  readonly place: Workplace
  readonly desired: DesiredTenant
  readonly createGroups: boolean
}

/** What the rows of a sheet say together: who is new, who is whose manager, who is in which group. */
export interface Gathered {
  readonly problems: readonly RowProblem[]
  readonly users: ReadonlyMap<string, Entry>
  readonly groupsOf: ReadonlyMap<string, readonly string[]>
  readonly groups: Groups
  readonly departments: Departments
  /** `user/<id>` -> its row. */
  readonly rowOf: ReadonlyMap<string, number>
  readonly known: { readonly people: number; readonly groups: number }
}

/** Holds the rows against each other and against what is declared. */
export function gathered(rows: readonly RowPerson[], { place, desired, createGroups }: SheetPlace): Gathered {
  const { documents } = place
  const problems: RowProblem[] = []
  const people = declaredPeople(desired)
  const { fresh, known } = newcomers(rows, people, documents, problems)
  const groups = new Groups(documents.groups, createGroups)
  const departments = new Departments(documents.departments, undefined)
  const users = new Map<string, Entry>()
  const groupsOf = new Map<string, readonly string[]>()
  const rowOf = new Map<string, number>()
  for (const [id, person] of fresh) {
    const { row, entry } = person
    rowOf.set(`user/${id}`, row)
    users.set(id, entry)
    const found = person.groups.flatMap((name) => groups.idOf(name) ?? [])
    groupsOf.set(id, [...new Set(found)].toSorted())
    const told = [
      departmentProblem(person, departments),
      managerProblem(person, people),
      foreignAddress(entry, documents),
      templateProblem(entry, documents),
      groupProblem(person, groups),
    ]
    for (const message of told) if (message !== undefined) problems.push({ row, message })
  }
  problems.push(...circleProblems(users, rowOf, documents))
  return { problems, users, groupsOf, groups, departments, rowOf, known: { people: known, groups: groups.known } }
}

/** What a sheet without mistakes would write. */
export function sheetDraft(gathering: Gathered, place: Workplace, withTemplates: boolean): Draft {
  const { users, groupsOf, groups, departments } = gathering
  const templates = withTemplates
    ? proposeTemplates({ people: users, groupsOf, taken: place.documents.templates.keys() })
    : new Map<string, Template>()
  shorten(gathering, templates, new Subtraction(joinedInput(place, departments.added, templates), place))
  const home = homes(place)
  for (const entry of users.values()) Object.assign(entry, home.person)
  const added = new Map([...groups.added].map(([id, entry]) => [id, { ...entry, ...home.group }]))
  return {
    users,
    groups: added,
    departments: plain(departments.added),
    templates: plain(templates),
    notes: [],
    refused: [],
  }
}

function plain(entries: ReadonlyMap<string, object>): ReadonlyMap<string, Entry> {
  return new Map([...entries].map(([id, spec]) => [id, { ...spec }]))
}

function departmentProblem({ entry, department: written }: RowPerson, departments: Departments): string | undefined {
  if (written === undefined) return undefined
  const department = departments.named(written)
  if (typeof department !== 'string') return `The department ${quoted(written)} cannot be used: ${department.why}.`
  entry['department'] = department
  return undefined
}

function managerProblem({ entry, manager: written }: RowPerson, people: People): string | undefined {
  if (written === undefined) return undefined
  const manager = people.meant(written)
  const name = quoted(written)
  if (manager === undefined)
    return `There is nobody ${name} who could be the manager. Name a username, an e-mail address or an id.`
  if (manager === false) return `Several people are called ${name}. Name the manager by username or e-mail address.`
  entry['manager'] = manager
  return undefined
}

function circleProblems(
  users: ReadonlyMap<string, Entry>,
  rowOf: ReadonlyMap<string, number>,
  documents: TenantDocuments,
): readonly RowProblem[] {
  return reportingCircles({ documents, users }).flatMap((circle) => {
    const rows = circle.flatMap((id) => rowOf.get(`user/${id}`) ?? [])
    const message =
      circle.length === 1
        ? 'They would report to themselves. Name another manager, or leave the cell empty.'
        : `They would report to each other in a circle (${circle.join(', ')}). Name another manager, or leave the cell empty.`
    return rows.map((row) => ({ row, message }))
  })
}

function templateProblem({ template }: Entry, { templates }: TenantDocuments): string | undefined {
  if (typeof template !== 'string' || templates.has(template)) return undefined
  const near = nearest(template, [...templates.keys()])
  return `There is no template ${JSON.stringify(template)}.${near === undefined ? '' : ` Did you mean ${near}?`}`
}

function groupProblem(person: RowPerson, groups: Groups): string | undefined {
  const missing = person.groups.filter((name) => groups.idOf(name) === undefined)
  const [first] = missing
  if (first === undefined) return undefined
  return `There is no group ${missing.map((name) => JSON.stringify(name)).join(', ')}. ${groups.hint(first)}`
}

/** Why an address is not one of the tenant's; a guest may have any. */
function foreignAddress(entry: Entry, { tenant }: TenantDocuments): string | undefined {
  const domains = (tenant.spec.domains ?? []).map((domain) => domain.toLowerCase())
  const email = textAt(entry, 'email')
  if (email === undefined || !email.includes('@') || domains.length === 0 || entry['guest'] === true) return undefined
  if (domains.includes(email.slice(email.lastIndexOf('@') + 1).toLowerCase())) return undefined
  return `The e-mail address ${email} is outside the domains of the tenant (${domains.join(', ')}). Correct it, or add a column guest with yes.`
}

/** An empty cell leaves a value to the defaults, but for those of a template that is made of the sheet itself. */
function shorten(gathering: Gathered, templates: ReadonlyMap<string, Template>, subtraction: Subtraction): void {
  const { users, groupsOf } = gathering
  for (const [id, entry] of users) subtraction.announce(id, entry)
  for (const [id, entry] of users) {
    const given = subtraction.templateOf(entry)?.groups ?? []
    const own = groupsOf.get(id) ?? []
    const listed = own.filter((group) => !given.includes(group))
    if (listed.length > 0) entry['groups'] = listed
    const proposed = typeof entry['template'] === 'string' && templates.has(entry['template'])
    const without = proposed ? given.filter((group) => !own.includes(group)) : []
    if (without.length > 0) entry['without'] = { groups: without }
    subtraction.shorten(id, entry, proposed ? 'nothing' : 'asDefault')
  }
}
