import type { Operation } from '../model/operation.ts'
import type { Value } from '../model/value.ts'
import { hidden } from './sensitive.ts'

/** One changed value of an object: `undefined` and `null` mean that there is none. */
export interface ChangedValue {
  readonly name: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/** What an update or a rename changes, value by value, in the order of the names. */
export function changedValues(operation: Operation): readonly ChangedValue[] {
  if (operation.verb !== 'update' && operation.verb !== 'rename') return []
  const before = flat(operation.before)
  const after = flat(operation.after)
  const secret = new Set(operation.sensitive)
  const isKept = (name: string): boolean =>
    !secret.has(name) && after.get(name) !== undefined && before.get(name) === after.get(name)
  const changed = [...after.keys()].filter((name) => !isKept(name))
  return changed.sort().map((name) => ({
    name,
    before: secret.has(name) ? hidden : before.get(name),
    after: secret.has(name) ? hidden : after.get(name),
  }))
}

/** Attributes, references, names and places of one side as one table. */
function flat(side: object): Map<string, string | undefined> {
  const table = new Map<string, string | undefined>()
  for (const [name, value] of Object.entries(side) as [string, unknown][]) {
    if (name === 'immutableId') continue
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [inner, innerValue] of Object.entries(value)) table.set(inner, written(innerValue as Value | null))
    } else table.set(name, written(value as Value | null))
  }
  return table
}

function written(value: Value | null): string | undefined {
  if (value === null) return undefined
  return typeof value === 'string' ? JSON.stringify(value) : `[${value.map((one) => JSON.stringify(one)).join(', ')}]`
}
