import type { Slug } from './rules.ts'
import type { Path } from './schema-file.ts'

/** What is wrong, before its place in the file is looked up. Texts may ask for the value as it stands in the file. */
export interface Mistake {
  readonly slug: Slug
  readonly message: string | ((source: string) => string)
  /** What to do about it. */
  readonly fix?: string | ((source: string) => string)
  readonly severity?: 'error' | 'warning'
}

/** A mistake and where it is. */
export interface Problem extends Mistake {
  readonly file: string
  /** From the top of the file. */
  readonly path: Path
  /** What the caret points at: the name of the property, or its value. */
  readonly target: 'key' | 'value'
}

/** The place of a problem as one text: what is told of a place once need not be told of it again. */
export function spotOf({ file, path }: Pick<Problem, 'file' | 'path'>): string {
  return [file, ...path].join('\n')
}

/** A value for a message: quoted, and cut to a length that fits. */
export function seen(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

/** The word with its article: `a site`, `an endUser`. */
export function an(word: string): string {
  return `${/^[aeiou]/i.test(word) ? 'an' : 'a'} ${word}`
}

/** `a, b and c`, each as code. */
export function allOf(names: readonly string[]): string {
  return oneOf(names).replace(/ or (`[^`]*`)$/, ' and $1')
}

/** `a, b or c`, each as code. */
export function oneOf(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``)
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
}
