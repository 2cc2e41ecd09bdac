import { canonical } from '../../model/canonical.ts'

/** Something a request changes that the base branch decides, at its place in the files of the request. */
export interface Difference {
  readonly file: string
  readonly path: readonly (string | number)[]
  /** What is different, as the beginning of a sentence. */
  readonly said: string
}

type Mapping = Readonly<Record<string, unknown>>

/** The properties in which two mappings differ, by name. */
export function differences(
  file: string,
  path: readonly string[],
  [asked, base]: readonly [object | undefined, object | undefined],
): readonly Difference[] {
  const [here, there] = [(asked ?? {}) as Mapping, (base ?? {}) as Mapping]
  const names = [...new Set([...Object.keys(here), ...Object.keys(there)])].toSorted()
  return names.flatMap((name) => difference(file, [...path, name], [here[name], there[name]]) ?? [])
}

/** The difference of one value; undefined where there is none. */
export function difference(
  file: string,
  path: readonly string[],
  [asked, base]: readonly [unknown, unknown],
): Difference | undefined {
  if (spelt(asked) === spelt(base)) return undefined
  return { file, path, said: `${path.join('.')} is ${shown(asked)} here and ${shown(base)} on the base branch` }
}

function spelt(value: unknown): string {
  return value === undefined ? '' : canonical(plain(value))
}

/** Documents have no prototype, and their values are those of YAML: JSON says them without loss. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown
}

function shown(value: unknown): string {
  if (value === undefined) return 'not set'
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
