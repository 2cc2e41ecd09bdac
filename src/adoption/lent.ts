import type { TenantDocuments } from '../language/validate/documents.ts'
import type { Snapshot } from '../reconciler/observe.ts'

/** Reference of an account -> licences of the files that it has by itself; what it has through a group goes with the group. */
export function lentTo(
  { directory, licences }: Pick<Snapshot, 'directory' | 'licences'>,
  { tenant }: Pick<TenantDocuments, 'tenant'>,
): ReadonlyMap<string, readonly string[]> {
  const lent = new Map<string, string[]>()
  if (licences === undefined || 'unreadable' in licences) return lent
  for (const [id, licence] of Object.entries(tenant.spec.licences ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (licence.directory !== directory) continue
    const pool = licences.pools.find(({ sku }) => sku === licence.sku)
    const inherited = new Set(pool?.inherited)
    for (const holder of pool?.holders ?? [])
      if (!inherited.has(holder)) lent.set(holder, [...(lent.get(holder) ?? []), id])
  }
  return lent
}
