import { badRequest } from '../refusal.ts'
import type { GraphCall } from '../call.ts'
import type { Entity } from '../state.ts'
import type { Tenant } from '../tenant.ts'
import { ownValue } from './filter.ts'
import { propertyOf, unset } from './sort.ts'
import type { Sort } from './sort.ts'

/** How an object is written out: `$select` and `$expand` made ready once for a whole page. */
export type View = (entity: Entity) => Record<string, unknown>

/** What may be asked for with `$expand`: its objects, by the object that is written out. */
export type Expansions = Readonly<Record<string, (entity: Entity) => unknown>>

/** The view that a question asks for. Properties that were never set come as null, or as an empty list. */
export function viewOf(call: GraphCall, sort: Sort, expansions: Expansions = {}): View {
  const properties = selected(call, sort)
  const expanded = expandedBy(call, expansions)
  return (entity) => {
    const shown: Record<string, unknown> = {}
    if (properties.length === 0) Object.assign(shown, entity)
    else for (const property of properties) shown[property] = shownValue(entity, property)
    for (const [name, of] of expanded) shown[name] = of(entity)
    return shown
  }
}

/** An object as it is expanded: all of it, but for what nobody reads back. */
export function expanded(type: string, entity: Entity): Record<string, unknown> {
  const shown: Record<string, unknown> = { '@odata.type': type, ...entity }
  delete shown['passwordProfile']
  return shown
}

/** Nobody reads a password back. */
function shownValue(entity: Entity, property: string): unknown {
  if (property === 'passwordProfile') return null
  return ownValue(entity, property) ?? unset(property)
}

/** Names in `$select`, or the usual ones; the id always. Empty: everything there is. */
export function selected(call: GraphCall, sort: Sort): readonly string[] {
  const select = call.query.get('select')
  if (select === undefined || select.trim() === '' || select.trim() === '*') return sort.usual
  const names = select.split(',').map((name) => name.trim())
  const properties = names.map((name) => propertyOf(sort, name) ?? unknown(sort, name))
  return [...new Set(['id', ...properties])]
}

/** Names that are neither properties nor relations. */
function unknown(sort: Sort, name: string): string {
  if (/^(?:extension_|ext|members$|manager$|owners$)/i.test(name)) return name
  throw badRequest(`Could not find a property named '${name}' on type '${sort.type.slice(1)}'.`)
}

function expandedBy(
  call: GraphCall,
  expansions: Expansions,
): readonly (readonly [string, (entity: Entity) => unknown])[] {
  const expand = call.query.get('expand')
  if (expand === undefined) return []
  const [, name = '', select] = /^(\w+)(?:\(\$select=([^)]*)\))?$/i.exec(expand.trim()) ?? []
  const found = Object.keys(expansions).find((each) => each.toLowerCase() === name.toLowerCase())
  const of = found === undefined ? undefined : expansions[found]
  if (found === undefined || of === undefined) throw badRequest(`Parsing OData Select and Expand failed: '${expand}'.`)
  const names = select?.split(',').map((each) => each.trim())
  return [[found, (entity) => narrowed(of(entity), names)]]
}

/** Of each object that is expanded only what was asked for. */
function narrowed(value: unknown, names: readonly string[] | undefined): unknown {
  if (names === undefined || value === undefined || value === null) return value
  if (Array.isArray(value)) return value.map((each: unknown) => narrowed(each, names))
  const kept = ['@odata.type', 'id', ...names].flatMap((name) => {
    const found = ownValue(value, name)
    return found === undefined ? [] : [[name, found] as const]
  })
  return Object.fromEntries(kept)
}

/** Where the parts of an answer are described. */
export function contextOf(call: GraphCall, what: string): string {
  return `https://${call.host}/${call.version}/$metadata#${what}`
}

/** A single object as it goes out. */
export function single(
  call: GraphCall,
  sort: Sort,
  entity: Entity,
  expansions: Expansions = {},
): Record<string, unknown> {
  const select = call.query.get('select')
  const names = select === undefined ? '' : `(${select})`
  return {
    '@odata.context': contextOf(call, `${sort.set}${names}/$entity`),
    ...viewOf(call, sort, expansions)(entity),
  }
}

/** Objects of a collection in the order in which they came. */
export function valuesOf(tenant: Tenant, name: 'users' | 'groups'): readonly Entity[] {
  return [...tenant.lag.all(name).values()]
}
