import type { Group } from '../generated/groups.ts'
import type { TenantDocuments } from '../language/validate/documents.ts'
import { circles } from '../language/validate/cycles.ts'
import type { Entry } from './attributes.ts'
import type { Note } from './result.ts'

interface Entries {
  readonly documents: TenantDocuments
  readonly users: ReadonlyMap<string, Entry>
  readonly groups: ReadonlyMap<string, Entry>
}

/** A directory may hold people who manage each other and groups inside each other; the language does not. One link of each circle is left out. */
export function straightened({ documents, users, groups }: Entries, notes: Note[]): void {
  cut(
    () => managers({ documents, users }),
    users,
    (id, entry) => {
      delete entry['manager']
      notes.push({ about: id, message: 'manager stays as it is: they would report to each other in a circle' })
    },
  )
  const nested = (): Map<string, readonly string[]> => {
    const before = [...documents.groups].map(([id, { spec }]) => [id, spec.members?.groups ?? []] as const)
    const fresh = [...groups].map(([id, entry]) => [id, (entry['members'] as Group['members'])?.groups ?? []] as const)
    return arrows([...before, ...fresh])
  }
  cut(nested, groups, (id, entry, next) => {
    const members = entry['members'] as NonNullable<Group['members']>
    const rest = (members.groups ?? []).filter((group) => group !== next)
    const { groups: _, ...others } = members
    entry['members'] = { ...others, ownership: 'additive', ...(rest.length > 0 ? { groups: rest } : {}) }
    notes.push({ about: id, message: `its member ${next} stays as it is: the groups would contain each other` })
  })
}

/** People who would report to themselves, or to each other in a circle. */
export function reportingCircles(entries: Pick<Entries, 'documents' | 'users'>): readonly (readonly string[])[] {
  return circles(managers(entries))
}

function managers({ documents, users }: Pick<Entries, 'documents' | 'users'>): Map<string, readonly string[]> {
  const before = [...documents.users].map(([id, { spec }]) => [id, spec.manager] as const)
  const fresh = [...users].map(([id, entry]) => [id, entry['manager']] as const)
  return arrows([...before, ...fresh].map(([id, manager]) => [id, [manager]]))
}

type Leave = (id: string, entry: Entry, next: string) => void

/** Leaves out the first link of a circle that comes in with the import, until there is no circle. */
function cut(
  arrowsNow: () => ReadonlyMap<string, readonly string[]>,
  fresh: ReadonlyMap<string, Entry>,
  leave: Leave,
): void {
  for (let found = circles(arrowsNow()); found.length > 0; found = circles(arrowsNow())) {
    let left = 0
    for (const circle of found) {
      const index = circle.findIndex((id) => fresh.has(id))
      const id = circle[index]
      const entry = id === undefined ? undefined : fresh.get(id)
      if (id === undefined || entry === undefined) continue
      leave(id, entry, circle[(index + 1) % circle.length] ?? '')
      left += 1
    }
    if (left === 0) return
  }
}

function arrows(links: readonly (readonly [string, readonly unknown[]])[]): Map<string, readonly string[]> {
  return new Map(
    links.map(([id, targets]) => [id, targets.filter((target): target is string => typeof target === 'string')]),
  )
}
