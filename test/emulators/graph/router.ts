import type { Handler, Method } from './call.ts'

/** What is asked for here, who may, and what becomes of it. */
export interface Route {
  readonly method: Method
  /** `/users/{id}/manager`: below the version. */
  readonly pattern: string
  /** Application permissions, any one of which suffices. Empty: none is needed. */
  readonly permissions: readonly string[]
  readonly handler: Handler
}

export function route(method: Method, pattern: string, permissions: readonly string[], handler: Handler): Route {
  return { method, pattern, permissions, handler }
}

export interface Match {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

interface Node {
  readonly literals: Map<string, Node>
  place?: { readonly name: string; readonly node: Node }
  readonly routes: Map<Method, Route>
}

/** Finds the route of a path: literal segments before places, in any case, `users('key')` for `users/key`, `delta()` for `delta`. */
export class Router {
  readonly #root: Node = emptyNode()

  constructor(routes: readonly Route[]) {
    for (const each of routes) this.#add(each)
  }

  /** `path` begins with a slash and has no query. 'method': the path is known, and not with this method. */
  match(method: Method, path: string): Match | 'path' | 'method' {
    const segments = segmentsOf(path)
    const found = walk(this.#root, segments, 0, method, {})
    if (found !== undefined) return found
    return walk(this.#root, segments, 0, undefined, {}) === undefined ? 'path' : 'method'
  }

  #add(added: Route): void {
    let node = this.#root
    for (const segment of added.pattern.split('/').slice(1)) node = childOf(node, segment)
    if (node.routes.has(added.method)) throw new Error(`${added.method} ${added.pattern} is routed twice`)
    node.routes.set(added.method, added)
  }
}

/** The segments of a path, decoded, with keys in brackets as segments of their own. */
export function segmentsOf(path: string): readonly string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .flatMap((segment) => {
      const [, name, key] = /^([^(]+)\(([^]*)\)$/.exec(decode(segment)) ?? []
      if (name === undefined || key === undefined) return [decode(segment)]
      return key === '' ? [name] : [name, unquoted(key)]
    })
}

function unquoted(key: string): string {
  return /^'[^]*'$/.test(key) ? key.slice(1, -1).replaceAll("''", "'") : key
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function emptyNode(): Node {
  return { literals: new Map(), routes: new Map() }
}

function childOf(node: Node, segment: string): Node {
  const [, place] = /^\{(.+)\}$/.exec(segment) ?? []
  if (place !== undefined) return (node.place ??= { name: place, node: emptyNode() }).node
  const key = folded(segment)
  const next = node.literals.get(key) ?? emptyNode()
  node.literals.set(key, next)
  return next
}

/** Actions and casts may carry the namespace; names are read in any case. */
function folded(segment: string): string {
  return segment.toLowerCase().replace(/^(?:microsoft\.)?graph\./, '')
}

function walk(
  node: Node,
  segments: readonly string[],
  at: number,
  method: Method | undefined,
  params: Readonly<Record<string, string>>,
): Match | undefined {
  const segment = segments[at]
  if (segment === undefined) {
    const found = method === undefined ? [...node.routes.values()][0] : node.routes.get(method)
    return found && { route: found, params }
  }
  const literal = node.literals.get(folded(segment))
  const direct = literal && walk(literal, segments, at + 1, method, params)
  if (direct !== undefined) return direct
  const { place } = node
  return place && walk(place.node, segments, at + 1, method, { ...params, [place.name]: segment })
}
