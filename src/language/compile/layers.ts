import type { PersonValues } from '../../model/desired.ts'
import type { Value } from '../../model/value.ts'

/** Values that one place states, by dotted path. `onCreate`: they are set at creation only. */
export interface Layer {
  readonly values: PersonValues
  readonly onCreate: boolean
}

/** What all layers say together: the first that states a path wins, `null` included. The objects are new and the caller's own. */
export interface Settled {
  readonly values: Record<string, Value | null>
  readonly initial: Record<string, Value | null>
  /** The manager is no value but a reference. */
  readonly manager: Value | null | undefined
}

/** Flattens attributes as they are written (`address: { city: X }`) to dotted paths (`address.city`). */
export function flattened(attributes: object | undefined): PersonValues {
  const values: Record<string, Value | null> = {}
  for (const [name, value] of Object.entries(attributes ?? {})) flattenInto(values, name, value)
  return values
}

/** Adds one attribute as it is written, under its dotted path or paths. */
export function flattenInto(values: Record<string, Value | null>, path: string, value: unknown): void {
  if (value === null || typeof value === 'string') values[path] = value
  else if (typeof value === 'number' || typeof value === 'boolean') values[path] = String(value)
  else if (Array.isArray(value)) values[path] = value.map(asText)
  else if (typeof value === 'object' && value !== undefined) {
    for (const [name, inner] of Object.entries(value)) flattenInto(values, dotted(path, name), inner)
  }
}

const paths = new Map<string, Map<string, string>>()

/** `path.name`, made once: a text made anew for every person would have to be looked up among all names each time. */
function dotted(path: string, name: string): string {
  const known = paths.get(path)?.get(name)
  if (known !== undefined) return known
  const made = `${path}.${name}`
  paths.set(path, (paths.get(path) ?? new Map<string, string>()).set(name, made))
  return made
}

/** A list entry as text; `{ address, type }` of `emails` is its address. */
function asText(entry: unknown): string {
  return typeof entry === 'object' && entry !== null && 'address' in entry ? String(entry.address) : String(entry)
}

/** Settles every path, nearest layer first. What is under `profile.` is the person's own after the creation. */
export function settle(layers: readonly Layer[]): Settled {
  const values: Record<string, Value | null> = {}
  const initial: Record<string, Value | null> = {}
  let manager: Value | null | undefined
  for (const layer of layers) {
    for (const path in layer.values) {
      if (path in values || path in initial || (path === 'manager' && manager !== undefined)) continue
      const value = layer.values[path] ?? null
      if (layer.onCreate || path.startsWith('profile.')) initial[path] = value
      else if (path === 'manager') manager = value
      else values[path] = value
    }
  }
  return { values, initial, manager }
}
