import { nestedGroupId } from '../../model/address.ts'
import type { DesiredGroup, DesiredMember } from '../../model/desired.ts'
import type { Group } from '../../generated/groups.ts'
import type { Written } from '../load/source.ts'
import { directoryOf } from '../validate/home.ts'
import { adoptedIds } from './adopt.ts'
import { applicationGroupsWithout } from './applications.ts'
import type { TenantInput } from './input.ts'
import type { Draft } from './people.ts'
import type { Selects } from './selection.ts'

/** Members of every group: what people list, what their templates and applications give, what groups name and select. */
export function compileGroups(
  input: TenantInput,
  drafts: ReadonlyMap<string, Draft>,
  selects: Selects,
): Map<string, DesiredGroup> {
  const { groups } = input
  const rosters = new Map<string, { members: Map<string, DesiredMember>; takenOut: Set<string> }>()
  for (const id of groups.keys()) rosters.set(id, { members: new Map(), takenOut: new Set() })
  for (const [id, draft] of drafts) enlist(input, rosters, id, draft)
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
      if (roster.members.get(user)?.route === 'own' || !selects(select, user, draft)) continue
      roster.members.set(user, { route: 'select', source: { ...source, via: ['select'] }, onCreate: false })
    }
  }
  return new Map(
    [...groups].map(([id, written]) => [
      id,
      desiredGroup(id, written, rosters.get(id), directoryOf(written.spec, input.tenant.spec)),
    ]),
  )
}

type Roster = { readonly members: Map<string, DesiredMember>; readonly takenOut: Set<string> }

function enlist(
  input: TenantInput,
  rosters: ReadonlyMap<string, Roster>,
  id: string,
  { person, spec, template, templateId, applications }: Draft,
): void {
  const own: DesiredMember = { route: 'own', source: person.source, onCreate: false }
  for (const group of spec.groups ?? []) rosters.get(group)?.members.set(id, own)
  for (const group of spec.without?.groups ?? []) rosters.get(group)?.takenOut.add(id)
  for (const group of applicationGroupsWithout(input, spec)) rosters.get(group)?.takenOut.add(id)
  // An empty list says no to everything that is not said elsewhere, whatever gave it.
  if (spec.groups?.length === 0) for (const roster of rosters.values()) roster.takenOut.add(id)
  for (const { id: application, application: given, onCreate, source } of applications) {
    const roster = given.group === undefined ? undefined : rosters.get(given.group)
    if (roster === undefined || !isOpenTo(roster, id)) continue
    const via = [...source.via, `application:${application}`]
    roster.members.set(id, { route: 'application', source: { ...source, via }, onCreate })
  }
  for (const group of template?.groups ?? []) {
    const roster = rosters.get(group)
    if (roster === undefined || !isOpenTo(roster, id)) continue
    const source = { ...person.source, via: [`template:${templateId ?? ''}`] }
    roster.members.set(id, { route: 'template', source, onCreate: template?.applies !== 'continuous' })
  }
}

/** Whether something may bring somebody in who is not in by a line, and does not refuse it. */
function isOpenTo({ members, takenOut }: Roster, id: string): boolean {
  return !members.has(id) && !takenOut.has(id)
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
    // Whoever holds a role of the directory itself has rights over everybody in it, whatever the files say.
    privileged: spec.kind === 'directoryRole' || (spec.privileged ?? false),
    ownership: spec.members?.ownership ?? 'exclusive',
    ...(spec.posix?.gidNumber === undefined ? {} : { gidNumber: String(spec.posix.gidNumber) }),
    members: roster?.members ?? new Map(),
    takenOut: roster?.takenOut ?? new Set(),
  }
}
