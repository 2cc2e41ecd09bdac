import type { AccountType, PlatformPersona } from '../../../generated/platform.ts'
import type { Template } from '../../../generated/templates.ts'
import type { Assignment, User } from '../../../generated/users.ts'
import type { Written } from '../../load/source.ts'
import { departmentOf } from '../department-of.ts'
import type { Path } from '../schema-file.ts'
import type { Spot, World } from '../world.ts'
import type { SubscriptionOf } from './subscription-of.ts'

/** What a person has on one subscription, all defaults filled in. */
export interface AccountOf {
  readonly user: string
  readonly person: User
  /** The template that gave the person's defaults. */
  readonly template: Template | undefined
  readonly on: SubscriptionOf
  readonly typeId: string
  readonly type: AccountType
  /** What the platform gives to people of this persona. */
  readonly persona: PlatformPersona | undefined
  readonly roles: readonly string[]
  readonly accessGroups: readonly string[]
  readonly assignment: Assignment
  /** The person's own line that says a property; the nearest line of theirs where something else says it. */
  readonly place: (...path: Path) => Spot
}

/** The template of a person: their own, that of their persona, that of their department. */
export function templateIdOf(world: World, person: User): string | undefined {
  if (person.template !== undefined) return person.template ?? undefined
  const defaults = world.tenant?.spec.defaults
  const ofPersona = typeof person.persona === 'string' ? defaults?.personas?.[person.persona]?.template : undefined
  if (ofPersona !== undefined) return ofPersona
  const department = person.department ?? defaults?.attributes?.department
  return typeof department === 'string' ? world.departments.get(department)?.spec.template : undefined
}

/** The accounts of a person, in the order of their own lines. Accounts of a sort that is unknown are left out. */
export function accountsOf(
  world: World,
  subscriptions: ReadonlyMap<string, SubscriptionOf>,
  [user, { file, spec: person }]: readonly [string, Written<User>],
): readonly AccountOf[] {
  const template = world.templates.get(templateIdOf(world, person) ?? '')?.spec
  if (person.platforms === undefined && person.applications === undefined && !givesAccounts(template)) return []
  const layers = layersOf(world, person, template)
  return [...layers].flatMap(([id, stated]) => {
    const on = subscriptions.get(id)
    if (on === undefined) return []
    const own = person.platforms?.[id]
    const assignment = merged(stated)
    const persona = typeof person.persona === 'string' ? on.platform.personas?.[person.persona] : undefined
    const typeId = assignment.as ?? persona?.as ?? Object.keys(on.platform.accountTypes ?? {})[0] ?? ''
    const type = on.platform.accountTypes?.[typeId]
    if (type === undefined) return []
    const usual = (type.roles?.max ?? 1) > 0 && (persona?.as ?? typeId) === typeId ? persona?.role : undefined
    return [
      {
        user,
        person,
        template,
        on,
        typeId,
        type,
        persona,
        roles: listed(assignment.role ?? usual, assignment.roles),
        accessGroups: listed(assignment.accessGroup, assignment.accessGroups),
        assignment,
        place: (...path) => ({ file, path: [user, ...placeIn(own, id, path)] }),
      },
    ]
  })
}

function givesAccounts(template: Template | undefined): boolean {
  return template?.platforms !== undefined || template?.applications !== undefined
}

/** Subscription -> what is said of it: by the person, by the template, by the applications they use. */
function layersOf(
  world: World,
  person: User,
  template: Template | undefined,
): ReadonlyMap<string, readonly Assignment[]> {
  const layers = new Map(Object.entries(person.platforms ?? {}).map(([id, own]) => [id, [own]]))
  const add = (id: string, given: Assignment): void => {
    if (person.without?.platforms?.includes(id) !== true) layers.set(id, [...(layers.get(id) ?? []), given])
  }
  for (const [id, given] of Object.entries(template?.platforms ?? {})) add(id, given)
  for (const name of new Set([...(person.applications ?? []), ...(template?.applications ?? [])])) {
    if (person.without?.applications?.includes(name) === true) continue
    const { subscription, role } = world.tenant?.spec.applications?.[name] ?? {}
    if (subscription !== undefined && role !== undefined) add(subscription, { role })
  }
  return layers
}

/** Of each property the first that states it; one and several of a thing are the same property. */
function merged([first = {}, ...others]: readonly Assignment[]): Assignment {
  return others.reduce<Assignment>((all, { role, roles, accessGroup, accessGroups, ...rest }) => {
    const hasRole = all.role !== undefined || all.roles !== undefined
    const hasGroup = all.accessGroup !== undefined || all.accessGroups !== undefined
    return {
      ...rest,
      ...(hasRole ? {} : stated({ role, roles })),
      ...(hasGroup ? {} : stated({ accessGroup, accessGroups })),
      ...all,
    }
  }, first)
}

function stated(given: { readonly [Name in keyof Assignment]: Assignment[Name] | undefined }): Assignment {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function listed(one: string | undefined, several: readonly string[] | undefined): readonly string[] {
  return several ?? (one === undefined ? [] : [one])
}

function placeIn(own: Assignment | undefined, id: string, path: Path): Path {
  if (own === undefined) return []
  const [property] = path
  const isWritten = property === undefined || own[property as keyof Assignment] !== undefined
  return ['platforms', id, ...(isWritten ? path : [])]
}

/** A value of a person by its path in users.yaml, their template and the other defaults included; undefined: none. */
export function valueOf({ person, template }: AccountOf, world: World, path: string): unknown {
  const steps = path.split('.')
  const own = at(person, steps)
  if (own !== undefined) return own
  if (path === 'department') return departmentOf(world, person)
  const defaults = world.tenant?.spec.defaults
  const persona = typeof person.persona === 'string' ? defaults?.personas?.[person.persona]?.attributes : undefined
  const department = world.departments.get(departmentOf(world, person) ?? '')?.spec.attributes
  const places = [template?.attributes, persona, department, defaults?.attributes]
  const values = places.map((place) => at(place, steps))
  return values.find((value) => value !== undefined) ?? derived(world, path)
}

/** What the tenant's `naming` makes for everybody. */
function derived(world: World, path: string): string | undefined {
  const { upn } = world.tenant?.spec.naming ?? {}
  return path === 'username' || path === 'displayName' ? 'derived' : path === 'upn' ? upn : undefined
}

function at(place: unknown, [step = '', ...rest]: readonly string[]): unknown {
  if (typeof place !== 'object' || place === null) return undefined
  const value = (place as Readonly<Record<string, unknown>>)[step]
  return rest.length === 0 ? value : at(value, rest)
}
