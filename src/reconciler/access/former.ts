import type { Entry } from '../../model/entry.ts'

/** What elements of access on a platform said until a moment. */
export interface FormerAccess {
  readonly at: string
  readonly platform: string
  readonly elements: ReadonlyMap<string, Readonly<Record<string, unknown>> | null>
}

/** Platform -> element key -> element, and what they said in the day before the last change. */
interface Kept {
  readonly access: Map<string, Map<string, Readonly<Record<string, unknown>>>>
  readonly accessBefore: FormerAccess[]
}

/** Takes an entry of the ledger in. What it replaces is kept for a day: gates sum over that long. */
export function changeAccess(memory: Kept, entry: Extract<Entry, { type: 'access' }>, at: string): void {
  const elements = memory.access.get(entry.platform) ?? new Map<string, Readonly<Record<string, unknown>>>()
  memory.access.set(entry.platform, elements)
  const former = new Map<string, Readonly<Record<string, unknown>> | null>()
  for (const [key, element] of Object.entries(entry.elements)) {
    former.set(key, elements.get(key) ?? null)
    if (element === null) elements.delete(key)
    else elements.set(key, element)
  }
  const dayBefore = new Date(Date.parse(at) - 24 * 3_600_000).toISOString()
  const kept = memory.accessBefore.findIndex((each) => each.at > dayBefore)
  memory.accessBefore.splice(0, kept < 0 ? memory.accessBefore.length : kept)
  memory.accessBefore.push({ at, platform: entry.platform, elements: former })
}
