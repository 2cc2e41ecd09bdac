import type { ObservedGroup, ObservedUser } from '../model/observed.ts'
import type { DirectoryOperation, RunOnceOperation, Standing } from '../model/operation.ts'
import type { WishedAttributes } from '../model/value.ts'
import type { Dialect } from './provider.ts'

/** Attribute -> reference it should hold; null: none; undefined: its object is not there. */
export type Pointed = Readonly<Record<string, string | null | undefined>>

export type Entity = ObservedUser | ObservedGroup
/** Changes of a person or a group, of which it can be seen whether they are so. */
export type EntityOperation = Exclude<
  Extract<DirectoryOperation, { readonly kind: 'user' | 'group' }>,
  RunOnceOperation | { readonly verb: 'restore' }
>

/** Where the references an operation asks for point to; `locate` says it of one, and undefined where nothing is there. */
export async function pointedBy(operation: EntityOperation, locate: Locate): Promise<Pointed> {
  const asksForSome = operation.verb === 'create' || operation.verb === 'update'
  return asksForSome ? resolvePointed(operation.after.references, locate) : {}
}

export type Locate = (target: string) => Promise<string | undefined>

/** The same of references by themselves, such as those an operation was planned from. */
export async function resolvePointed(
  references: Readonly<Record<string, string | null>>,
  locate: Locate,
): Promise<Pointed> {
  const pointed: Record<string, string | null | undefined> = {}
  for (const [name, target] of Object.entries(references)) pointed[name] = target === null ? null : await locate(target)
  return pointed
}

/** Is what an operation asks for the case? Attributes that could not be read are taken as they should be. */
export function isSo(
  operation: EntityOperation,
  live: Entity | undefined,
  pointed: Pointed,
  dialect: Dialect,
): boolean {
  if (operation.verb === 'delete') return live === undefined
  if (live === undefined) return false
  switch (operation.verb) {
    case 'create': {
      const { after } = operation
      const name = 'username' in after ? after.username : after.name
      const isToBeUp = !('state' in after) || after.state === 'active'
      const isUp = live.kind === 'group' || live.state !== 'disabled' || !isToBeUp
      return (
        isUp &&
        isNamed(live, { name, container: after.container }, dialect) &&
        holds(live, after.attributes, dialect) &&
        points(live, pointed)
      )
    }
    case 'update':
      return holds(live, operation.after.attributes, dialect) && points(live, pointed)
    case 'rename':
      return isNamedAs(live, operation.after, dialect)
    case 'enable':
    case 'disable':
      return stands(live, operation.after)
  }
}

/** Is it still as it was when the plan was made? Gives what moved, in words. */
export function movedSince(
  operation: EntityOperation,
  live: Entity,
  pointed: Pointed,
  dialect: Dialect,
): string | undefined {
  switch (operation.verb) {
    case 'create':
      return undefined
    case 'update': {
      const { attributes, references } = operation.before
      const names = [
        ...Object.keys(attributes).filter((name) => !holds(live, { [name]: attributes[name] ?? null }, dialect)),
        ...Object.keys(references).filter((name) => !points(live, { [name]: pointed[name] })),
      ]
      return names.length === 0 ? undefined : names.join(', ')
    }
    case 'rename': {
      const { attributes: from = {}, ...before } = operation.before
      const { attributes: to = {}, ...after } = operation.after
      const is = (called: Called): boolean => isNamedAs(live, called, dialect)
      const isNow = (name: string, names: WishedAttributes): boolean =>
        name in names && is({ attributes: { [name]: names[name] ?? null } })
      // Names that are attributes may have gone ahead of the one that says where the entry lies.
      const areRight = Object.keys(from).every((name) => isNow(name, from) || isNow(name, to))
      return areRight && isOnItsWay(before, after, is) ? undefined : 'the name or the place'
    }
    case 'enable':
    case 'disable':
      return isOnItsWay(operation.before, operation.after, (standing) => stands(live, standing))
        ? undefined
        : 'the state or the place'
    case 'delete': {
      const name = 'username' in operation.before ? operation.before.username : operation.before.name
      return isNamed(live, { name }, dialect) ? undefined : 'the name'
    }
  }
}

function holds(live: Entity, wished: WishedAttributes, dialect: Dialect): boolean {
  return Object.entries(wished).every(
    ([name, value]) => live.unknown.includes(name) || dialect.same(name, value, live.attributes[name]),
  )
}

/** Everything that an attribute of an object points to. */
export function pointsTo(
  { references, furtherReferences }: Pick<Entity, 'references' | 'furtherReferences'>,
  attribute: string,
): readonly string[] {
  const first = references[attribute]
  return first === undefined ? [] : [first, ...(furtherReferences?.[attribute] ?? [])]
}

/** One among several is enough; none must be there where none is wished. */
function points(live: Entity, pointed: Pointed): boolean {
  return Object.entries(pointed).every(([name, reference]) => {
    if (live.unknown.includes(name)) return true
    const held = pointsTo(live, name)
    return reference === null ? held.length === 0 : reference !== undefined && held.includes(reference)
  })
}

/**
 * Such an operation may take two requests, and a run may have died between them: each part is as it was planned from, or as it is
 * to be.
 */
function isOnItsWay<T extends object>(before: T, after: Partial<T>, is: (part: Partial<T>) => boolean): boolean {
  return (Object.keys(before) as (keyof T)[]).every(
    (key) => is({ [key]: before[key] } as Partial<T>) || (key in after && is({ [key]: after[key] } as Partial<T>)),
  )
}

interface Called {
  readonly username?: string
  readonly name?: string
  readonly container?: string
  readonly attributes?: WishedAttributes
}

function isNamedAs(live: Entity, { username, name, container, attributes }: Called, dialect: Dialect): boolean {
  const called = username ?? name
  const place = { ...(called === undefined ? {} : { name: called }), ...(container === undefined ? {} : { container }) }
  return isNamed(live, place, dialect) && holds(live, attributes ?? {}, dialect)
}

function isNamed(
  live: Entity,
  { name, container }: { readonly name?: string; readonly container?: string },
  dialect: Dialect,
): boolean {
  const own = live.kind === 'user' ? live.username : live.name
  return (
    (name === undefined || dialect.foldName(own) === dialect.foldName(name)) &&
    (container === undefined || live.container === container)
  )
}

/** Locked by failed sign-ins counts as active: it comes and goes by itself. */
function stands(live: Entity, { state, container }: Partial<Standing>): boolean {
  if (live.kind !== 'user') return false
  const isState = state === undefined || (live.state === 'disabled') === (state === 'disabled')
  return isState && (container === undefined || live.container === container)
}
