import type { Selection } from '../../generated/groups.ts'
import { nestedGroupId } from '../../model/address.ts'
import type { DesiredGroup, DesiredMember, Person } from '../../model/desired.ts'
import type { Group } from '../../generated/groups.ts'
import type { Written } from '../load/source.ts'
import { adoptedIds } from './adopt.ts'
import type { Draft } from './people.ts'

/** Members of every group: what people list, what their templates give, what groups name and select. */
export function compileGroups(
  groups: ReadonlyMap<string, Written<Group>>,
  drafts: ReadonlyMap<string, Draft>,
  home: (group: Group) => string | undefined,
): Map<string, DesiredGroup> {
  const rosters = new Map<string, { members: Map<string, DesiredMember>; takenOut: Set<string> }>()
  for (const id of groups.keys()) rosters.set(id, { members: new Map(), takenOut: new Set() })
  for (const [id, draft] of drafts) enlist(rosters, id, draft)
  for (const [id, { spec, file, line }] of groups) {
    const roster = rosters.get(id)
    if (roster === undefined) continue
    const source = { file, line, via: [] }
    for (const user of spec.members?.users ?? []) roster.members.set(user, { route: 'own', source, onCreate: false })
    for (const group of spec.members?.groups ?? [])
      roster.members.set(nestedGroupId(group), { route: 'own', source, onCreate: false })
    const select = spec.members?.select
    if (select === undefined) continue
    for (const [user, draft] of drafts) {
      if (roster.members.get(user)?.route === 'own' || !selected(select, user, draft)) continue
      roster.members.set(user, { route: 'select', source: { ...source, via: ['select'] }, onCreate: false })
    }
  }
  return new Map(
    [...groups].map(([id, written]) => [id, desiredGroup(id, written, rosters.get(id), home(written.spec))]),
  )
}

type Roster = { readonly members: Map<string, DesiredMember>; readonly takenOut: Set<string> }

function enlist(rosters: ReadonlyMap<string, Roster>, id: string, { person, spec, template, templateId }: Draft): void {
  const own: DesiredMember = { route: 'own', source: person.source, onCreate: false }
  for (const group of spec.groups ?? []) rosters.get(group)?.members.set(id, own)
  for (const group of spec.without?.groups ?? []) rosters.get(group)?.takenOut.add(id)
  // An empty list says no to everything that is not said elsewhere, whatever gave it.
  if (spec.groups?.length === 0) for (const roster of rosters.values()) roster.takenOut.add(id)
  for (const group of template?.groups ?? []) {
    const roster = rosters.get(group)
    if (roster === undefined || roster.members.has(id) || roster.takenOut.has(id)) continue
    const source = { ...person.source, via: [`template:${templateId ?? ''}`] }
    roster.members.set(id, { route: 'template', source, onCreate: template?.applies !== 'continuous' })
  }
}

/** All the lists of a selection must agree; in one list any value will do. */
function selected(select: Selection, id: string, { person, spec, templateId }: Draft): boolean {
  const among = (list: readonly string[] | undefined, value: string | undefined): boolean =>
    list === undefined || (value !== undefined && list.includes(value))
  return (
    among(select.users, id) &&
    among(select.departments, textOf(person, 'department')) &&
    among(select.personas, spec.persona ?? undefined) &&
    among(select.templates, templateId) &&
    among(select.locations, textOf(person, 'location')) &&
    among(select.states, person.state) &&
    (select.groups === undefined || select.groups.some((group) => spec.groups?.includes(group) === true))
  )
}

function textOf(person: Person, path: string): string | undefined {
  const value = person.values[path]
  return typeof value === 'string' ? value : undefined
}

function desiredGroup(
  id: string,
  { spec, file, line }: Written<Group>,
  roster: Roster | undefined,
  directory: string | undefined,
): DesiredGroup {
  return {
    id,
    source: { file, line, via: [] },
    ...(spec.movedFrom === undefined ? {} : { previousId: spec.movedFrom }),
    ...(spec.adopt === undefined ? {} : { adopt: adoptedIds(spec.adopt) }),
    ...(spec.scope === undefined ? {} : { scope: spec.scope }),
    directory: directory ?? '',
    name: spec.name ?? id,
    groupKind: spec.kind ?? 'security',
    ...(spec.description === undefined ? {} : { description: spec.description }),
    ...(spec.owner === undefined ? {} : { owner: spec.owner }),
    ...(spec.mail === undefined ? {} : { mail: spec.mail }),
    privileged: spec.privileged ?? false,
    ownership: spec.members?.ownership ?? 'exclusive',
    ...(spec.posix?.gidNumber === undefined ? {} : { gidNumber: String(spec.posix.gidNumber) }),
    members: roster?.members ?? new Map(),
    takenOut: roster?.takenOut ?? new Set(),
  }
}
