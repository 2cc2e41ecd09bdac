import type { AccessAccount, PermissionLayer, PlatformAccess } from '../../access/access.ts'
import type { Platform } from '../../generated/platform.ts'

/** One thing that is said about access on a platform, as the ledger keeps it. */
export type Element = Readonly<Record<string, unknown>>
/** Everything of one platform, by the keys of the ledger. */
export type Elements = ReadonlyMap<string, Element>

/** The key of what a platform's profile said. */
const rulesKey = 'rules'

/** Access on a platform as the ledger keeps it: element by element. */
export function elementsOf(access: PlatformAccess): Elements {
  const elements = new Map<string, Element>([[rulesKey, asElement(rulesThatCount(access.rules))]])
  const each = (sort: string, things: ReadonlyMap<string, object>): void => {
    for (const [id, thing] of things) elements.set(`${sort}/${id}`, asElement(thing))
  }
  const numbered = (sort: string, layers: readonly object[]): void =>
    layers.forEach((layer, n) => elements.set(`${sort}/${n}`, asElement(layer)))
  numbered('base', access.base)
  numbered('guard', access.guards)
  numbered('ceiling', access.ceilings)
  each('role', access.roles)
  each('department', access.departments)
  each('entity', access.entities)
  each('group', access.groups)
  each('account', access.accounts)
  return elements
}

/** What `elementsOf` made elements of. Rules that are as they were are the given ones; undefined where nothing is known of the rules. */
export function accessFrom(
  platform: string,
  elements: Elements,
  rules: Platform | undefined,
): PlatformAccess | undefined {
  const recorded = elements.get(rulesKey)
  const isSame = rules !== undefined && (recorded === undefined || sameElement(recorded, rulesThatCount(rules)))
  const known = isSame ? rules : (recorded as Platform | undefined)
  if (known === undefined) return undefined
  const sorted = bySort(elements)
  const of = <T>(sort: string): ReadonlyMap<string, T> => (sorted.get(sort) ?? new Map()) as ReadonlyMap<string, T>
  return {
    platform,
    rules: known,
    base: inOrder<PermissionLayer>(of('base')),
    guards: inOrder(of('guard')),
    ceilings: inOrder(of('ceiling')),
    roles: of('role'),
    departments: of('department'),
    entities: of('entity'),
    groups: of('group'),
    accounts: of<AccessAccount>('account'),
  }
}

/** Whether two elements say the same; the lines they stand in do not count, the files do. */
export function sameElement(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((value, i) => sameElement(value, b[i]))
  }
  return sameFields(a as Element, b as Element)
}

function sameFields(a: Element, b: Element): boolean {
  let fields = 0
  for (const name in a) {
    if (a[name] === undefined) continue
    fields += 1
    const place = name === 'line' && 'file' in a
    if (!place && !sameElement(a[name], b[name])) return false
  }
  for (const name in b) if (b[name] !== undefined) fields -= 1
  return fields === 0
}

function asElement(thing: object): Element {
  return thing as Element
}

/** The part of a profile that access depends on; prices and click paths may change as they like. */
function rulesThatCount(rules: Platform): Platform {
  const { name, version, categories, entityKinds, reach, permissions, roleFlags, roles, builtInRoles } = rules
  const { accountTypes, editions, tierGates, capabilities } = rules
  const said = { entityKinds, reach, permissions, roleFlags, roles, builtInRoles, accountTypes, editions, tierGates }
  const given = Object.entries({ ...said, capabilities }).filter(([, value]) => value !== undefined)
  return { name, version, categories, ...Object.fromEntries(given) }
}

function bySort(elements: Elements): ReadonlyMap<string, ReadonlyMap<string, Element>> {
  const sorted = new Map<string, Map<string, Element>>()
  for (const [key, element] of elements) {
    const slash = key.indexOf('/')
    const [sort, id] = slash < 0 ? [key, ''] : [key.slice(0, slash), key.slice(slash + 1)]
    const same = sorted.get(sort)
    if (same === undefined) sorted.set(sort, new Map([[id, element]]))
    else same.set(id, element)
  }
  return sorted
}

function inOrder<T>(layers: ReadonlyMap<string, T>): readonly T[] {
  return [...layers].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, layer]) => layer)
}
