import type { Located, Path } from './schema-file.ts'

/** What a place is called in a message: `groups`, an item of `groups`, the entry. */
export function seenName(path: Path): string {
  const named = path.filter((step) => typeof step === 'string').at(-1)
  const isItem = typeof path.at(-1) === 'number'
  return named === undefined ? 'the entry' : isItem ? `an item of \`${named}\`` : `\`${named}\``
}

/** What holds the properties of a place. */
export function placeName(path: Path, here: Located | undefined): string {
  const last = path.findLast((step) => typeof step === 'string')
  return last === undefined ? `a ${(here?.schema.title ?? 'document').toLowerCase()}` : `\`${last}\``
}

/** The text with a capital first letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** A value as one would write it between braces. */
export function yaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(yaml).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${key}: ${yaml(inner)}`)
      .join(', ')} }`
  }
  const text = String(value)
  return typeof value === 'string' && !/^[A-Za-z][A-Za-z0-9 @_./-]*$|^[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(text)
    ? JSON.stringify(text)
    : text
}
