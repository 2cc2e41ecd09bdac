import type { DesiredGroup } from '../../model/desired.ts'
import type { ObservedGroup } from '../../model/observed.ts'

/** Everybody in a group that is declared privileged or that the directory counts so, or in a group within one. */
export function privilegedReferences(
  declared: readonly DesiredGroup[],
  bound: ReadonlyMap<string, ObservedGroup>,
  live: readonly ObservedGroup[],
): ReadonlySet<string> {
  const byReference = new Map(live.map((group) => [group.reference, group]))
  const references = new Set<string>()
  const open = [
    ...declared.flatMap(({ id, privileged }) => (privileged ? (bound.get(id) ?? []) : [])),
    ...live.filter(({ privileged }) => privileged === true),
  ]
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    if (group.members === 'unknown') continue
    for (const member of group.members) {
      const nested = byReference.get(member)
      if (nested !== undefined && !references.has(member)) open.push(nested)
      references.add(member)
    }
  }
  return references
}
