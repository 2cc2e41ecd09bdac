import type { Person, PersonValues } from '../model/desired.ts'
import { valuesOf } from '../model/value.ts'
import type { Attributes, Value, WishedAttributes } from '../model/value.ts'

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

/** The way back: what live attributes fill in the words of users.yaml. Of several paths the first takes one value, the next the rest. */
export function pathsFrom(rules: readonly Rule[], attributes: Attributes): PersonValues {
  const values: Record<string, Value> = {}
  for (const { attribute, paths } of rules) {
    const [first, ...rest] = valuesOf(attributes[attribute])
    const [path, further] = paths
    if (first === undefined || path === undefined || path === 'manager') continue
    values[path] = further === undefined && rest.length > 0 ? [first, ...rest] : first
    if (further !== undefined && rest.length > 0) values[further] = rest
  }
  return values
}
