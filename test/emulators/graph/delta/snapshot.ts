import { ownValue } from '../odata/filter.ts'
import { unset } from '../odata/sort.ts'
import type { Entity } from '../state.ts'
import type { Tenant } from '../tenant.ts'

/** What a delta query follows: properties by their names, and a relation. */
export interface Followed {
  readonly collection: 'users' | 'groups'
  readonly properties: readonly string[]
  readonly relation: 'members' | 'manager' | undefined
}

/** An object as it was seen when a round began. */
export interface Seen {
  /** JSON of the followed properties that are set: kept as text, for what is asked of it is whether it changed. */
  readonly text: string
  readonly related: ReadonlySet<string>
}

export type Snapshot = ReadonlyMap<string, Seen>

/** The collection as it is seen now; parts that did not change since `before` share its memory. Counts as a look at each. */
export function snapshotOf(tenant: Tenant, followed: Followed, before: Snapshot): Snapshot {
  const relation = followed.relation === undefined ? undefined : relationOf(tenant, followed.relation)
  const taken = new Map<string, Seen>()
  for (const [id, entity] of tenant.lag.all(followed.collection)) {
    const text = JSON.stringify(setProperties(entity, followed.properties))
    const old = before.get(id)
    taken.set(id, { text: old?.text === text ? old.text : text, related: relation?.(id) ?? new Set() })
  }
  return taken
}

/** Properties that were never set are not in a delta. */
function setProperties(entity: Entity, properties: readonly string[]): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const property of properties) {
    const value = ownValue(entity, property) ?? null
    if (value !== null && !(Array.isArray(value) && value.length === 0)) values[property] = value
  }
  return values
}

/** What an object is related to, those that are gone left out. */
function relationOf(tenant: Tenant, relation: 'members' | 'manager'): (id: string) => ReadonlySet<string> {
  if (relation === 'manager') {
    const managers = tenant.lag.all('managers')
    return (id) => new Set([managers.get(id) ?? []].flat().filter((each) => typeOf(tenant, each) !== undefined))
  }
  const members = tenant.lag.all('members')
  return (id) => new Set([...(members.get(id) ?? [])].filter((each) => typeOf(tenant, each) !== undefined))
}

/** The sort of an object as it is seen; undefined: there is none. */
export function typeOf(tenant: Tenant, id: string): string | undefined {
  if (tenant.lag.peek('users', id) !== undefined) return '#microsoft.graph.user'
  if (tenant.lag.peek('groups', id) !== undefined) return '#microsoft.graph.group'
  return tenant.lag.peek('servicePrincipals', id) === undefined ? undefined : '#microsoft.graph.servicePrincipal'
}

/** The properties of a row: those that are set, and null for those that were until now. */
export function rowOf(text: string, before: string | undefined): Record<string, unknown> {
  const values = JSON.parse(text) as Record<string, unknown>
  if (before === undefined) return values
  const cleared = Object.keys(JSON.parse(before) as object).filter((name) => !(name in values))
  return { ...values, ...Object.fromEntries(cleared.map((name) => [name, unset(name)])) }
}
