import type { AccessRoute, AccessSource } from '../../access/access.ts'
import type { Platform } from '../../generated/platform.ts'
import type { Template } from '../../generated/templates.ts'
import type { Assignment, User } from '../../generated/users.ts'
import type { Written } from '../load/source.ts'
import type { GivenApplication } from './applications.ts'
import { dawn, lapse } from './calendar.ts'
import type { DesiredSubscription } from './desired-platforms.ts'

/** What somebody has on one subscription, all that gives it taken together; `from` and `until` are moments. */
export interface Assigned {
  readonly subscription: string
  readonly platform: string
  readonly type: string
  readonly roles: readonly string[]
  readonly accessGroups: readonly string[]
  readonly at?: string
  readonly reason?: string
  readonly from?: string
  readonly until?: string
  readonly route: AccessRoute
  readonly source: AccessSource
}

/** The template that somebody has, and how they came to it. */
export interface TemplateGiven {
  readonly id: string
  readonly route: 'template' | 'persona' | 'department'
  /** The persona or department that brought it. */
  readonly through?: string
  readonly written: Written<Template>
}

/** What is the same for all people of a tenant. */
export interface Contracts {
  readonly subscriptions: ReadonlyMap<string, DesiredSubscription>
  readonly zone: string
}

/** Who it is about: their entry, the template they have, the applications they use. */
export interface Assignee {
  readonly written: Written<User>
  readonly template: TemplateGiven | undefined
  readonly applications: readonly GivenApplication[]
}

interface Layer {
  readonly assignment: Assignment
  readonly route: AccessRoute
  readonly source: AccessSource
}

const none: readonly Assigned[] = []

/**
 * What somebody has on each subscription: their own properties first, then those of the template, then the roles of the
 * applications they use. A persona of the platform fills in a role where nobody names one; it makes no account.
 */
export function assignmentsOf(contracts: Contracts, assignee: Assignee): readonly Assigned[] {
  if (contracts.subscriptions.size === 0) return none
  const given = layersOf(assignee)
  if (given.size === 0) return none
  return [...given].flatMap(([id, layers]) => {
    const subscription = contracts.subscriptions.get(id)
    return subscription === undefined ? [] : [assigned(contracts, assignee, subscription, layers)]
  })
}

function layersOf({ written, template, applications }: Assignee): ReadonlyMap<string, readonly Layer[]> {
  const layers = new Map<string, Layer[]>()
  const add = (subscription: string, layer: Layer): void => {
    const others = layers.get(subscription)
    if (others === undefined) layers.set(subscription, [layer])
    else others.push(layer)
  }
  const { spec, file, line } = written
  for (const [id, assignment] of Object.entries(spec.platforms ?? {}))
    add(id, { assignment, route: 'own', source: { file, line, via: [], path: ['platforms', id] } })
  const without = spec.without?.platforms ?? []
  for (const [id, assignment] of Object.entries(template?.written.spec.platforms ?? {}))
    if (template !== undefined && !without.includes(id))
      add(id, { assignment, route: template.route, source: sourceOf(template, id) })
  for (const { id, application, source } of applications) {
    const { subscription, role } = application
    if (subscription === undefined || role === undefined || without.includes(subscription)) continue
    const via = [...source.via, `application:${id}`]
    add(subscription, { assignment: { role }, route: 'application', source: { ...source, via } })
  }
  return layers
}

function sourceOf({ id, route, through, written }: TemplateGiven, subscription: string): AccessSource {
  const via = through === undefined ? [`template:${id}`] : [`${route}:${through}`, `template:${id}`]
  return { file: written.file, line: written.line, via, path: ['platforms', subscription] }
}

function assigned(
  { zone }: Contracts,
  { written }: Assignee,
  { id, platform, rules }: DesiredSubscription,
  layers: readonly Layer[],
): Assigned {
  const stated = <T>(read: (assignment: Assignment) => T | undefined): T | undefined => {
    for (const { assignment } of layers) {
      const value = read(assignment)
      if (value !== undefined) return value
    }
    return undefined
  }
  const persona = personaOf(rules, written.spec)
  const type = stated(({ as }) => as) ?? persona?.as ?? Object.keys(rules.accountTypes ?? {})[0] ?? ''
  const usual = persona !== undefined && (persona.as === undefined || persona.as === type) ? [persona.role] : []
  const roles = stated(({ role, roles }) => oneOrSeveral(role, roles)) ?? (takesRoles(rules, type) ? usual : [])
  const [at, reason] = [stated(({ at }) => at), stated(({ reason }) => reason)]
  const [first] = layers
  return {
    subscription: id,
    platform,
    type,
    roles,
    accessGroups: stated(({ accessGroup, accessGroups }) => oneOrSeveral(accessGroup, accessGroups)) ?? [],
    ...(at === undefined ? {} : { at }),
    ...(reason === undefined ? {} : { reason }),
    ...windowOf(
      written.spec,
      stated(({ expires }) => expires),
      zone,
    ),
    route: first?.route ?? 'own',
    source: first?.source ?? { file: written.file, line: written.line, via: [] },
  }
}

function oneOrSeveral(one: string | undefined, several: readonly string[] | undefined): readonly string[] | undefined {
  return several ?? (one === undefined ? undefined : [one])
}

function personaOf({ personas }: Platform, { persona }: User): NonNullable<Platform['personas']>[string] | undefined {
  return typeof persona === 'string' ? personas?.[persona] : undefined
}

function takesRoles({ accountTypes }: Platform, type: string): boolean {
  const { roles, platformAccess } = accountTypes?.[type] ?? {}
  return platformAccess !== false && (roles?.max ?? 1) > 0
}

/** From the person's first day to their last, or to the last day of the assignment where that comes sooner. */
function windowOf(
  { starts, ends }: User,
  expires: string | undefined,
  zone: string,
): { readonly from?: string; readonly until?: string } {
  const [last] = [ends, expires].filter((day) => typeof day === 'string').toSorted()
  return {
    ...(starts === undefined ? {} : { from: dawn(starts, zone) }),
    ...(last === undefined ? {} : { until: lapse(last, zone) }),
  }
}

/** Whether it has begun and not ended. */
export function isCurrent(
  { from, until }: { readonly from?: string; readonly until?: string },
  moment: string,
): boolean {
  return (from === undefined || from <= moment) && (until === undefined || until > moment)
}
