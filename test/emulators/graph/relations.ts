import { groupSort, plainSort, userSort } from './odata/sort.ts'
import type { Sort } from './odata/sort.ts'
import { badRequest, notFound } from './refusal.ts'
import type { Entity } from './state.ts'
import { accountOf } from './tenant.ts'
import type { Tenant } from './tenant.ts'

/** Collections in which objects lie that others point to. */
const collections = ['users', 'groups', 'administrativeUnits', 'servicePrincipals'] as const
type Collection = (typeof collections)[number]

export interface Found {
  readonly collection: Collection
  readonly entity: Entity
}

const sorts: Readonly<Record<Collection, Sort>> = {
  users: userSort,
  groups: groupSort,
  administrativeUnits: plainSort('administrativeUnit', 'directory/administrativeUnits'),
  servicePrincipals: plainSort('servicePrincipal', 'servicePrincipals'),
}

export function sortOf(found: Found): Sort {
  return sorts[found.collection]
}

/** An object by its id as it is seen: no look is counted where it lies elsewhere. */
export function seenObject(tenant: Tenant, id: string): Found | undefined {
  for (const collection of collections) {
    if (!tenant.state[collection].has(id)) continue
    const entity = tenant.lag.read(collection, id)
    if (entity !== undefined) return { collection, entity }
  }
  return undefined
}

/** Objects by their ids as they are seen, those that are gone left out. */
export function seenObjects(tenant: Tenant, ids: Iterable<string>): readonly Found[] {
  return [...ids].flatMap((id) => seenObject(tenant, id) ?? [])
}

/** The object that `@odata.id` or `...@odata.bind` points to. */
export function pointedTo(tenant: Tenant, link: unknown): Found {
  const [, key] = typeof link === 'string' ? (/\/([^/]+?)(?:'?\))?$/.exec(link.replace(/\('/, '/')) ?? []) : []
  if (key === undefined) throw badRequest('Invalid URL format specified in payload.')
  const id = decodeURIComponent(key)
  const found = anyObject(tenant, id.toLowerCase()) ?? namedAccount(tenant, id)
  if (found === undefined || !mayBeTouched(tenant, found.collection, found.entity.id)) throw notFound(id)
  return found
}

/** What is not seen yet can be written to all the same, unless the faults say otherwise. */
export function mayBeTouched(tenant: Tenant, name: Collection, id: string): boolean {
  if (tenant.faults.lagsForWrites !== true || !tenant.lag.isUnseen(name, id)) return true
  return tenant.lag.read(name, id) !== undefined
}

/** Everything that is in these groups, in groups within them, and so on. */
export function transitiveMembers(tenant: Tenant, group: string): readonly string[] {
  const members = tenant.lag.all('members')
  return closure([group], (id) => members.get(id) ?? [])
}

/** Groups and units that an object is in; with `isTransitive` those that these are in as well. */
export function groupsOf(tenant: Tenant, id: string, how: 'direct' | 'transitive'): readonly string[] {
  const members = tenant.lag.all('members')
  const direct = (member: string): readonly string[] =>
    [...members].flatMap(([group, ids]) => (ids.has(member) ? [group] : []))
  return how === 'direct' ? direct(id) : closure([id], direct)
}

function closure(from: readonly string[], next: (id: string) => Iterable<string>): readonly string[] {
  const found = new Set<string>()
  const waiting = [...from]
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift())
    for (const each of next(id)) {
      if (found.has(each)) continue
      found.add(each)
      waiting.push(each)
    }
  return [...found]
}

function anyObject(tenant: Tenant, id: string): Found | undefined {
  for (const collection of collections) {
    const entity = tenant.state[collection].get(id)
    if (entity !== undefined) return { collection, entity }
  }
  return undefined
}

function namedAccount(tenant: Tenant, name: string): Found | undefined {
  const entity = accountOf(tenant, name)
  return entity && { collection: 'users', entity }
}
