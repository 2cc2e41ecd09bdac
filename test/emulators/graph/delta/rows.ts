import type { Tenant } from '../tenant.ts'
import { rowOf, typeOf } from './snapshot.ts'
import type { Followed, Seen, Snapshot } from './snapshot.ts'

export type Row = Readonly<Record<string, unknown>>

/** Members that one row tells at most: those of a big group come in several rows, on later pages. */
const membersInRow = 100

/** What changed from one snapshot to the next: https://learn.microsoft.com/graph/delta-query-overview */
export function rowsBetween(tenant: Tenant, followed: Followed, before: Snapshot, after: Snapshot): readonly Row[] {
  const rows: Row[] = []
  const later: Row[] = []
  for (const [id, now] of after) {
    const old = before.get(id)
    const related = relatedBetween(tenant, old, now)
    if (old !== undefined && old.text === now.text && related.length === 0) continue
    const [first, ...others] = related.length === 0 ? [[]] : portions(related)
    rows.push({ ...rowOf(now.text, old?.text), id, ...told(followed, first ?? []) })
    later.push(...others.map((portion) => ({ id, ...told(followed, portion) })))
  }
  return [...rows, ...removedBetween(tenant, before, after), ...later]
}

function told({ relation }: Followed, related: readonly Row[]): Row {
  return relation === undefined || related.length === 0 ? {} : { [`${relation}@delta`]: related }
}

function relatedBetween(tenant: Tenant, old: Seen | undefined, now: Seen): readonly Row[] {
  const came = [...now.related].filter((id) => old?.related.has(id) !== true)
  const went = [...(old?.related ?? [])].filter((id) => !now.related.has(id))
  const type = (id: string): string => typeOf(tenant, id) ?? '#microsoft.graph.user'
  return [
    ...came.map((id) => ({ '@odata.type': type(id), id })),
    ...went.map((id) => ({ '@odata.type': type(id), id, '@removed': { reason: 'deleted' } })),
  ]
}

/** changed: it can be brought back; deleted: it is gone. */
function removedBetween(tenant: Tenant, before: Snapshot, after: Snapshot): readonly Row[] {
  return [...before.keys()]
    .filter((id) => !after.has(id))
    .map((id) => ({ id, '@removed': { reason: tenant.state.deletedItems.has(id) ? 'changed' : 'deleted' } }))
}

function portions(related: readonly Row[]): readonly (readonly Row[])[] {
  return Array.from({ length: Math.ceil(related.length / membersInRow) }, (_, index) =>
    related.slice(index * membersInRow, (index + 1) * membersInRow),
  )
}
