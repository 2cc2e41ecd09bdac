import type { AccessAccount, AccessEntity } from './access.ts'
import { marksOf } from './world.ts'

/** Whether two things say the same, wherever they say it. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, at) => same(one, b[at]))
  }
  const [left, right] = [withoutPlace(a), withoutPlace(b)]
  return left.length === right.length && left.every(([name, value]) => same(value, (b as Fields)[name]))
}

type Fields = Readonly<Record<string, unknown>>

function withoutPlace(fields: object): readonly [string, unknown][] {
  return Object.entries(fields).filter(([name, value]) => name !== 'source' && value !== undefined)
}

/** The same for what access depends on of an entity; there are many of them. */
export function sameEntity(a: AccessEntity, b: AccessEntity): boolean {
  if (a === b) return true
  const { kind, inside, tags, links } = a
  if (kind !== b.kind || inside !== b.inside || tags.length !== b.tags.length) return false
  if (links.length !== b.links.length) return false
  for (let at = 0; at < tags.length; at += 1) if (tags[at] !== b.tags[at]) return false
  for (let at = 0; at < links.length; at += 1) if (links[at]?.to !== b.links[at]?.to) return false
  return true
}

/** The same for what access depends on of an account. */
export function sameAccount(a: AccessAccount, b: AccessAccount): boolean {
  return a === b || (a.state === b.state && marksOf(a) === marksOf(b))
}

/** Ids whose elements are not the same on both sides, those that are only on one included. */
export function changedIds<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  isSame: (a: T, b: T) => boolean = same,
): ReadonlySet<string> {
  const changed = new Set<string>()
  for (const [id, one] of before) {
    const other = after.get(id)
    if (other === undefined || !isSame(one, other)) changed.add(id)
  }
  for (const id of after.keys()) if (!before.has(id)) changed.add(id)
  return changed
}
