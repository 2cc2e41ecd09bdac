import type { DesiredGroup, GroupKind } from '../../model/desired.ts'
import type { FindingSlug } from '../../model/finding-slug.ts'
import type { ObservedGroup } from '../../model/observed.ts'
import type { Snapshot } from '../observe.ts'
import type { Bound } from './bind.ts'

interface Desk {
  readonly refuse: (id: string, slug: FindingSlug, why: string) => void
  readonly note: (id: string) => void
}

/**
 * Binds groups by their name, where exactly one of their sort has it; gives back those of nobody. What was found by whatever way, and
 * is of another kind than declared, is refused: it is not made into one.
 */
export function adoptGroups(
  found: Bound<DesiredGroup, ObservedGroup>,
  snapshot: Snapshot,
  { refuse, note }: Desk,
): readonly ObservedGroup[] {
  const { dialect, directory } = snapshot
  const key = (name: string, kind: GroupKind): string => `${sortOf(kind)}\0${dialect.foldName(name)}`
  const byName = new Map<string, ObservedGroup[]>()
  for (const group of found.open.length === 0 ? [] : found.rest) {
    const name = key(group.name, kindOf(group, snapshot))
    const same = byName.get(name)
    if (same === undefined) byName.set(name, [group])
    else same.push(group)
  }
  const unmanaged = new Set(found.rest)
  for (const group of found.open) {
    const { name } = dialect.group(group)
    const [live, ...others] = byName.get(key(name, group.groupKind)) ?? []
    if (live === undefined) continue
    if (others.length > 0) {
      const why = `${others.length + 1} groups of ${directory} are called ${name}; none is taken. Name the one by its id (adopt), or give this one another name.`
      refuse(group.id, 'adoption-ambiguous', why)
    } else if (unmanaged.delete(live)) {
      found.bound.set(group.id, live)
      note(group.id)
    }
  }
  return [...unmanaged]
}

/** Refuses declared groups that are bound to something of another kind. */
export function refuseOtherKinds(
  declared: readonly DesiredGroup[],
  bound: ReadonlyMap<string, ObservedGroup>,
  snapshot: Snapshot,
  refuse: Desk['refuse'],
): void {
  for (const { id, groupKind } of declared) {
    const live = bound.get(id)
    if (live === undefined) continue
    const kind = kindOf(live, snapshot)
    if (kind === groupKind || (turnsInto.has(kind) && turnsInto.has(groupKind))) continue
    const why = `${live.name} in ${snapshot.directory} is ${spoken[kind]}, and is not made into ${spoken[groupKind]}. Declare kind: ${kind}, or name another one by its id (adopt).`
    refuse(id, 'adoption-contradiction', why)
  }
}

/** The only kinds that a directory can make into one another. */
const turnsInto: ReadonlySet<GroupKind> = new Set(['security', 'distribution'])

const spoken: Readonly<Record<GroupKind, string>> = {
  security: 'a security group',
  distribution: 'a distribution group',
  microsoft365: 'a Microsoft 365 group',
  directoryRole: 'a directory role',
  administrativeUnit: 'an administrative unit',
}

function kindOf(live: ObservedGroup, { dialect }: Snapshot): GroupKind {
  return dialect.describeGroup(live).groupKind
}

/** Names are told apart within a sort: a role, a unit and a group may be called the same. */
function sortOf(kind: GroupKind): GroupKind | 'group' {
  return kind === 'directoryRole' || kind === 'administrativeUnit' ? kind : 'group'
}
