import { nearest } from '../load/nearest.ts'
import type { Problem } from './problem.ts'
import type { Path } from './schema-file.ts'

/** What is wrong with a profile, from the top of its file. */
export type PlatformProblem = Omit<Problem, 'file'>

/** Something of a profile that has a name, and the names it could have. */
export interface Naming {
  readonly path: Path
  readonly target?: 'key' | 'value'
  /** `a key`, `a kind of entity`. */
  readonly what: string
  readonly name: string
  readonly names: readonly string[]
}

/** Nothing if the name is one of those there are. */
export function named({ path, target = 'value', what, name, names }: Naming): readonly PlatformProblem[] {
  if (names.includes(name)) return []
  const near = nearest(name, names)
  const fix =
    near === undefined
      ? names.length === 0
        ? 'The profile declares none.'
        : `There are: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}.`
      : `Did you mean \`${near}\`?`
  return [{ slug: 'profile-name', path, target, message: `\`${name}\` is not ${what} of this platform.`, fix }]
}

interface Contradiction {
  readonly path: Path
  readonly target?: 'key' | 'value'
  readonly message: string
  readonly fix: string
}

/** Two things that cannot both be. */
export function contradiction({ target = 'key', ...rest }: Contradiction): PlatformProblem {
  return { slug: 'profile-contradiction', target, ...rest }
}

/** Entries of a map that may not be there. */
export function entries<T>(map: Readonly<Record<string, T>> | undefined): readonly (readonly [string, T])[] {
  return Object.entries(map ?? {})
}

/** Names in a map that may not be there. */
export function namesOf(map: object | undefined): readonly string[] {
  return Object.keys(map ?? {})
}
