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
  const segments = path.replace(/^\//, '').split('/')
  return segments.flatMap((segment) => {
    const keyed = /^([^(]+)\((.+)\)$/s.exec(segment)
    return keyed === null ? [wordOf(segment)] : [wordOf(keyed[1] ?? ''), keyed[2] ?? '']
  })
}

/** `microsoft.graph.delta()` is `delta`; casts to a type of object keep their whole name. */
function wordOf(segment: string): string {
  const word = segment.toLowerCase().replace(/\(\)$/, '')
  return casts.has(word) ? word : word.replace(/^microsoft\.graph\./, '')
}

const casts = new Set(['user', 'group', 'serviceprincipal', 'directoryrole'].map((type) => `microsoft.graph.${type}`))

function fits(template: readonly string[], parts: readonly string[]): boolean {
  return (
    template.length === parts.length &&
    template.every((word, at) => (isFilledIn(word) ? parts[at] !== '' && parts[at] !== '$ref' : word === parts[at]))
  )
}

function filledIn(template: readonly string[]): number {
  return template.filter(isFilledIn).length
}

function isFilledIn(word: string): boolean {
  return word.startsWith('{')
}
