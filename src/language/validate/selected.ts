import type { Selection } from '../../generated/actions.ts'
import type { User } from '../../generated/users.ts'
import { accountsOf, templateIdOf } from './access/account-of.ts'
import type { SubscriptionOf } from './access/subscription-of.ts'
import { departmentOf } from './department-of.ts'
import type { World } from './world.ts'

/** Whether a selection takes a person, as far as the files say: all its lists must agree, in one list any value will do. */
export function isSelected(
  world: World,
  subscriptions: ReadonlyMap<string, SubscriptionOf>,
  [id, person]: readonly [string, User],
  select: Selection,
): boolean {
  const among = (list: readonly string[] | undefined, value: string | null | undefined): boolean =>
    list === undefined || (typeof value === 'string' && list.includes(value))
  const templateId = templateIdOf(world, person)
  return (
    among(select.users, id) &&
    among(select.departments, departmentOf(world, person)) &&
    among(select.personas, person.persona) &&
    among(select.templates, templateId) &&
    among(select.locations, locationOf(world, person, templateId)) &&
    among(select.states, person.state ?? 'active') &&
    isInOne(select.groups, groupsOf(world, person, templateId)) &&
    (select.roles === undefined || isInOne(select.roles, rolesOf(world, subscriptions, [id, person])))
  )
}

function isInOne(list: readonly string[] | undefined, values: readonly string[]): boolean {
  return list === undefined || values.some((value) => list.includes(value))
}

function locationOf(world: World, person: User, templateId: string | undefined): string | null | undefined {
  const defaults = world.tenant?.spec.defaults
  const persona = typeof person.persona === 'string' ? defaults?.personas?.[person.persona] : undefined
  const department = world.departments.get(departmentOf(world, person) ?? '')?.spec
  const template = world.templates.get(templateId ?? '')?.spec
  const places = [person, template?.attributes, persona?.attributes, department?.attributes, defaults?.attributes]
  return places.find((place) => place?.location !== undefined)?.location
}

function groupsOf(world: World, { groups, without }: User, templateId: string | undefined): readonly string[] {
  if (groups?.length === 0) return []
  const given = world.templates.get(templateId ?? '')?.spec.groups ?? []
  return [...(groups ?? []), ...given.filter((group) => without?.groups?.includes(group) !== true)]
}

function rolesOf(
  world: World,
  subscriptions: ReadonlyMap<string, SubscriptionOf>,
  [id, spec]: readonly [string, User],
): readonly string[] {
  const written = world.users.get(id) ?? { file: '', line: 1, spec }
  return accountsOf(world, subscriptions, [id, written]).flatMap(({ roles }) => roles)
}
