/** Where GitHub looks for CODEOWNERS: the first of these counts. */
export const codeownersPaths = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const

/** A line of CODEOWNERS. */
export interface Ownership {
  readonly pattern: string
  /** As they are written: `@login`, `@org/team`, or an address; empty: nobody owns what matches. */
  readonly owners: readonly string[]
  readonly matches: (path: string) => boolean
}

/**
 * Reads CODEOWNERS as GitHub does (docs.github.com, "About code owners"): patterns of gitignore without `!`, `[ ]` and an escaped
 * `#`. A line that GitHub does not take is left out, as it is there.
 */
export function readCodeowners(text: string): readonly Ownership[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [pattern, ...owners] = wordsOf(line)
    return pattern === undefined || !isPattern(pattern) || !owners.every(isOwner)
      ? []
      : [{ pattern, owners, matches: matcherOf(pattern) }]
  })
}

/** Who owns a file: the last line that matches decides, also by naming nobody. */
export function ownersOf(lines: readonly Ownership[], path: string): Ownership | undefined {
  const found = lines.findLast(({ matches }) => matches(path))
  return found === undefined || found.owners.length === 0 ? undefined : found
}

/** Words between spaces, up to a comment; a space with a backslash before it belongs to its word. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:\\.|\S)+/gu) ?? []
  const comment = words.findIndex((word) => word.startsWith('#'))
  return (comment < 0 ? words : words.slice(0, comment)).map((word) => word.replaceAll('\\ ', ' '))
}

function isPattern(pattern: string): boolean {
  return !pattern.startsWith('!') && !/[[\]]/.test(pattern) && !pattern.startsWith('\\#')
}

function isOwner(word: string): boolean {
  return /^@[^@/\s]+(\/[^@/\s]+)?$/.test(word) || /^[^@\s]+@[^@\s]+$/.test(word)
}

function matcherOf(pattern: string): (path: string) => boolean {
  const expression = expressionOf(pattern)
  return (path) => expression.test(path)
}

/** A slash at the start or within ties the pattern to the top; what it names is a file, or a folder with all that is in it. */
function expressionOf(pattern: string): RegExp {
  const isFolder = pattern.endsWith('/')
  const bare = pattern.replace(/^\//, '').replace(/\/$/, '')
  const isAnchored = pattern.startsWith('/') || bare.includes('/')
  const parts = bare.split('/')
  const last = parts.at(-1)
  const body = parts
    .map((part, index) => {
      const isLast = index === parts.length - 1
      if (part === '**') return isLast ? '.+' : '(?:.+/)?'
      return textOf(part) + (isLast ? '' : '/')
    })
    .join('')
  // `docs/*` is what lies in docs itself and no deeper; `*` alone is everything.
  const isFlat = isAnchored && last === '*' && !isFolder
  const below = isFolder ? '/.+' : isFlat || last === '**' ? '' : '(?:/.+)?'
  return new RegExp(`^${isAnchored ? '' : '(?:.+/)?'}${body}${below}$`, 'u')
}

function textOf(part: string): string {
  return part
    .replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
}
