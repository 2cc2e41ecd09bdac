import type { Operation } from './subset.ts'

/** Finds the operation that a request asks for. */
export type Route = (method: string, path: string) => Operation | undefined

/**
 * Routes as Graph does: segments in any case, a key as a segment or in brackets (`users('ada@northwind.example')`), functions and
 * actions with or without their namespace and brackets. Words go before what is filled in: `/users/delta` is no user named delta.
 */
export function routesOf(operations: readonly Operation[]): Route {
  const known = operations.map((operation) => ({ operation, parts: partsOf(operation.template) }))
  return (method, path) => {
    const parts = partsOf(path)
    const fitting = known.filter(
      ({ operation, parts: template }) => operation.method === method && fits(template, parts),
    )
    return fitting.toSorted((a, b) => filledIn(a.parts) - filledIn(b.parts))[0]?.operation
  }
}

function partsOf(path: string): readonly string[] {
  const segments = path.replace(/^\//, '').split('/').map(decoded)
  return segments.flatMap((segment) => {
    const keyed = /^([^(]+)\((.+)\)$/s.exec(segment)
    return keyed === null ? [wordOf(segment)] : [wordOf(keyed[1] ?? ''), (keyed[2] ?? '').toLowerCase()]
  })
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** `microsoft.graph.delta()` is `delta`; casts to a type of object keep their whole name. */
function wordOf(segment: string): string {
  const word = segment.toLowerCase().replace(/\(\)$/, '')
  return casts.has(word) ? word : word.replace(/^microsoft\.graph\./, '')
}

const casts = new Set(['user', 'group', 'serviceprincipal', 'directoryrole'].map((type) => `microsoft.graph.${type}`))

function fits(template: readonly string[], parts: readonly string[]): boolean {
  return template.length === parts.length && template.every((word, at) => takes(word, parts[at] ?? ''))
}

/** `{id}` takes what names something, no word of OData (`$count`, `$ref`); `appid={id}` a key by another name. */
function takes(word: string, part: string): boolean {
  const [before = '', filled] = word.split('{', 2)
  if (filled === undefined) return word === part
  return part.startsWith(before) && part !== before && !part.startsWith('$')
}

function filledIn(template: readonly string[]): number {
  return template.reduce((sum, word) => sum + (word.startsWith('{') ? 2 : word.includes('{') ? 1 : 0), 0)
}
