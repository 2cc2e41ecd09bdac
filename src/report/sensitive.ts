import type { Operation } from '../model/operation.ts'
import type { Plan } from '../model/plan.ts'

/** What stands where a value is never written down. */
export const hidden = '••••••'

/** A plan without the values of sensitive attributes; their names stay. Fingerprints and digests are as before. */
export function withoutSensitive(plan: Plan): Plan {
  if (plan.operations.every((operation) => operation.sensitive.length === 0)) return plan
  return { ...plan, operations: plan.operations.map(operationWithoutSensitive) }
}

/** The same for one operation. */
export function operationWithoutSensitive<Some extends Operation>(operation: Some): Some {
  if (operation.sensitive.length === 0) return operation
  const names = new Set(operation.sensitive)
  return { ...operation, before: mask(operation.before, names), after: mask(operation.after, names) }
}

/** Masks the named attributes wherever they stand in `before` and `after`: as attributes, references or names. */
function mask(side: object | null, names: ReadonlySet<string>): object | null {
  if (side === null) return null
  return Object.fromEntries(Object.entries(side).map(([name, value]) => [name, maskOne(name, value, names)]))
}

function maskOne(name: string, value: unknown, names: ReadonlySet<string>): unknown {
  if (names.has(name)) return hidden
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? mask(value, names) : value
}
