import type { Selection } from '../../generated/groups.ts'
import type { Person } from '../../model/desired.ts'
import { isCurrent } from './assignments.ts'
import type { Draft } from './people.ts'

/** Whether a selection takes somebody, at a moment. */
export type Selects = (select: Selection, id: string, draft: Draft) => boolean

/** All the lists of a selection must agree; in one list any value will do. */
export function selector(moment: string): Selects {
  return (select, id, draft) =>
    isListed(select, id, draft) && (select.roles === undefined || holdsOne(select.roles, draft, moment))
}

/** The ids of the people that a selection takes, in order. Whoever is absent is taken only where a state asks for it. */
export function selectedPeople(
  select: Selection,
  drafts: ReadonlyMap<string, Draft>,
  selects: Selects,
): readonly string[] {
  const ids: string[] = []
  for (const [id, draft] of drafts) {
    if (draft.person.state === 'absent' && select.states === undefined) continue
    if (selects(select, id, draft)) ids.push(id)
  }
  return ids.toSorted()
}

function isListed(select: Selection, id: string, { person, spec, templateId, template }: Draft): boolean {
  const among = (list: readonly string[] | undefined, value: string | undefined): boolean =>
    list === undefined || (value !== undefined && list.includes(value))
  return (
    among(select.users, id) &&
    among(select.departments, textOf(person, 'department')) &&
    among(select.personas, spec.persona ?? undefined) &&
    among(select.templates, templateId) &&
    among(select.locations, textOf(person, 'location')) &&
    among(select.states, person.state) &&
    (select.groups === undefined ||
      select.groups.some(
        (group) => spec.groups?.includes(group) === true || isGiven(group, spec, template?.groups ?? []),
      ))
  )
}

/** Whether a template gives the group, and the person's own entry does not refuse it. */
function isGiven(group: string, { groups, without }: Draft['spec'], given: readonly string[]): boolean {
  return given.includes(group) && groups?.length !== 0 && without?.groups?.includes(group) !== true
}

/** Whether somebody holds one of the roles, on any platform; not what begins later or has ended. */
function holdsOne(roles: readonly string[], { assignments }: Draft, moment: string): boolean {
  return assignments.some((each) => isCurrent(each, moment) && each.roles.some((role) => roles.includes(role)))
}

function textOf(person: Person, path: string): string | undefined {
  const value = person.values[path]
  return typeof value === 'string' ? value : undefined
}
