import { createRequire } from 'node:module'

/** What a username pattern may name. */
export interface NameParts {
  readonly id: string
  readonly first: string
  readonly last: string
  readonly employeeId: string
}

/** Fills a pattern such as `{first}.{last}` and folds it to what every directory takes: small ASCII letters, digits, dot, dash, underscore. */
export function fillUsername(pattern: string, parts: NameParts): string {
  const filled = pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => part(name, parts))
  return tidy.test(filled) ? filled : filled.replaceAll(/^[._-]+|[._-]+$/g, '').replaceAll(/([._-])[._-]+/g, '$1')
}

/** No sign at either end, and no two in a row. */
const tidy = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/

/** Fills the UPN pattern once the username is settled. */
export function fillUpn(pattern: string, username: string): string {
  return pattern.replaceAll('{username}', username)
}

/** The n-th name of a series: `ana.li`, `ana.li2`, `ana.li3`. */
export function numbered(base: string, n: number): string {
  return n === 1 ? base : `${base}${n}`
}

function part(name: string, { id, first, last, employeeId }: NameParts): string {
  switch (name) {
    case 'first':
      return folded(first)
    case 'last':
      return folded(last)
    case 'f':
      return folded(first).slice(0, 1)
    case 'l':
      return folded(last).slice(0, 1)
    case 'employeeId':
      return folded(employeeId)
    default:
      return folded(id)
  }
}

const simple = /^[a-z0-9._-]*$/
const require = createRequire(import.meta.url)
let anyAscii: ((text: string) => string) | undefined

function folded(text: string): string {
  if (simple.test(text)) return text
  return ascii(text)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, '')
}

// The table of scripts is 300 kB: most names never need it.
function ascii(text: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/^[\x00-\x7F]*$/.test(text)) return text
  anyAscii ??= (require('any-ascii') as { default: (text: string) => string }).default
  return anyAscii(text)
}
