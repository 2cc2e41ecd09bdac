import type { PersonValues } from '../../model/desired.ts'
import type { Value } from '../../model/value.ts'

/** Values that one place states, by dotted path. `onCreate`: they are set at creation only. */
export interface Layer {
  readonly values: PersonValues
  readonly onCreate: boolean
}

/** What all layers say together: the first that states a path wins, `null` included. */
export interface Settled {
  readonly values: PersonValues
  readonly initial: PersonValues
}

/** Flattens attributes as they are written (`address: { city: X }`) to dotted paths (`address.city`). */
export function flattened(attributes: object | undefined): PersonValues {
  const values: Record<string, Value | null> = {}
  for (const [name, value] of Object.entries(attributes ?? {})) flattenInto(values, name, value)
  return values
}

function flattenInto(values: Record<string, Value | null>, path: string, value: unknown): void {
  if (value === null || typeof value === 'string') values[path] = value
  else if (typeof value === 'number' || typeof value === 'boolean') values[path] = String(value)
  else if (Array.isArray(value)) values[path] = value.map(asText)
  else if (typeof value === 'object' && value !== undefined) {
    for (const [name, inner] of Object.entries(value)) flattenInto(values, `${path}.${name}`, inner)
  }
}

/** A list entry as text; `{ address, type }` of `emails` is its address. */
function asText(entry: unknown): string {
  return typeof entry === 'object' && entry !== null && 'address' in entry ? String(entry.address) : String(entry)
}

/** Settles every path, nearest layer first. What is under `profile.` is the person's own after the creation. */
export function settle(layers: readonly Layer[]): Settled {
  const values: Record<string, Value | null> = {}
  const initial: Record<string, Value | null> = {}
  for (const layer of layers) {
    for (const path in layer.values) {
      if (path in values || path in initial) continue
      const value = layer.values[path] ?? null
      if (layer.onCreate || path.startsWith('profile.')) initial[path] = value
      else values[path] = value
    }
  }
  return { values, initial }
}
