import type { Person } from '../model/desired.ts'
import { valuesOf } from '../model/value.ts'
import type { Value, WishedAttributes } from '../model/value.ts'

/** Which paths of users.yaml fill one attribute; the values of several are put together. */
export interface Rule {
  readonly attribute: string
  readonly paths: readonly string[]
}

/** Attributes that point to the entry of the manager. */
export function isReference(rule: Rule): boolean {
  return rule.paths.includes('manager')
}

/** Equality of two sets of values under one matching rule. */
export function sameValues(
  fold: (value: string) => string,
  a: Value | null | undefined,
  b: Value | null | undefined,
): boolean {
  if (a === b) return true
  if (typeof a === 'string' && typeof b === 'string') return fold(a) === fold(b)
  const [left, right] = [new Set(valuesOf(a).map(fold)), new Set(valuesOf(b).map(fold))]
  return left.size === right.size && [...left].every((value) => right.has(value))
}

/** undefined: none of the paths is managed. */
export function valueFrom(rule: Rule, values: WishedAttributes, person: Person | undefined): Value | null | undefined {
  const [path = ''] = rule.paths
  if (rule.paths.length === 1) return ownValue(path, values, person)
  const stated = rule.paths.map((each) => ownValue(each, values, person)).filter((value) => value !== undefined)
  if (stated.length === 0) return undefined
  const united = [...new Set(stated.flatMap(valuesOf))]
  return united.length === 0 ? null : united.length === 1 ? (united[0] ?? null) : united
}

function ownValue(path: string, values: WishedAttributes, person: Person | undefined): Value | null | undefined {
  const value = path === 'upn' ? person?.upn : path === 'username' ? person?.username : values[path]
  return value === undefined || value === null || value.length > 0 ? value : null
}

/** The first of several values. */
export function firstValue(value: Value | null | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0]
}
