import { createHash } from 'node:crypto'
import { canonical } from '../model/canonical.ts'
import { isLeft } from '../model/leave.ts'
import type { Operation, DirectoryOperation } from '../model/operation.ts'
import type { CalendarEntry } from '../model/plan.ts'
import type { Value } from '../model/value.ts'

/** An operation that does not have its fingerprint yet. */
export type Draft = DistributiveOmit<DirectoryOperation, 'fingerprint'>
/** One for a platform, or for a person, that does not have its fingerprint yet. */
export type AnyDraft = DistributiveOmit<Operation, 'fingerprint'>
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/**
 * What an approval binds to: sha256 over the canonical JSON of address, verb, `after`, a hash of `before`, and the
 * directory's identity. The moment, the source and the findings are left out, so the same change keeps its fingerprint.
 */
export function fingerprintOf(operation: AnyDraft, identity: string): string {
  const { address, verb } = operation
  const [after, before] = [settled(operation.after), settled(operation.before)]
  return sha256(canonical({ address, verb, after, before: sha256(canonical(before)), identity }))
}

/** The values of an attribute are a set: a directory may list them in any order. */
function settled(side: AnyDraft['after'] | AnyDraft['before']): unknown {
  if (side === null || !('attributes' in side) || side.attributes === undefined) return side
  const attributes: Record<string, Value | null> = {}
  for (const [name, value] of Object.entries(side.attributes))
    attributes[name] = typeof value === 'string' || value === null ? value : value.toSorted()
  return { ...side, attributes }
}

/**
 * What an approval of a tenant's plan allows: the fingerprints of what is planned, of what waits, and of what time will
 * bring. What is blocked is not among them, nor what is left as it is: once its day is over somebody looks at it again.
 */
export function approvable(
  operations: readonly Pick<Operation, 'status' | 'waitingFor' | 'fingerprint'>[],
  calendar: readonly Pick<CalendarEntry, 'fingerprint'>[],
): readonly string[] {
  const open = operations.filter((operation) => operation.status !== 'blocked' && !isLeft(operation))
  return [...open, ...calendar].map(({ fingerprint }) => fingerprint)
}

/** A tenant's digest: over its sorted fingerprints, each once. */
export function tenantDigest(fingerprints: readonly string[]): string {
  return `sha256:${sha256(canonical([...new Set(fingerprints)].toSorted()))}`
}

/** The root digest: over the sorted (tenant, digest) pairs. */
export function rootDigest(tenants: readonly { readonly tenant: string; readonly digest: string }[]): string {
  const pairs = tenants.map(({ tenant, digest }) => [tenant, digest] as const)
  return `sha256:${sha256(canonical(pairs.toSorted((a, b) => (a[0] < b[0] ? -1 : 1))))}`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
