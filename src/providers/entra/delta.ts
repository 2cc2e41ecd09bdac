import type { Graph } from './graph/request.ts'
import { idOf } from './row.ts'
import type { Row } from './row.ts'
import { userExpand, userSelect } from './translate.ts'
import type { Terms } from './terms.ts'

/** What Graph tells the changes of. */
export type Followed = 'users' | 'groups'

/** What changed since a delta link was given: which objects, not how. */
export interface Changes {
  /** Ids of objects that are new or changed. */
  readonly touched: ReadonlySet<string>
  /** Ids of objects that were deleted, and not touched besides. */
  readonly gone: ReadonlySet<string>
  /** Where the next question goes on. */
  readonly link: string
}

/**
 * A link that tells what changes from now on: https://learn.microsoft.com/graph/delta-query-overview (`$deltatoken=latest`). undefined:
 * none was given. Throws DirectoryFault.
 */
export async function linkNow(followed: Followed, graph: Graph, terms: Terms): Promise<string | undefined> {
  const query = { $select: followedProperties(followed, terms), $deltatoken: 'latest' }
  const request = { method: 'GET', path: `/${followed}/delta`, query } as const
  for await (const { deltaLink } of graph.pages<Row>(request)) if (deltaLink !== undefined) return deltaLink
  return undefined
}

/**
 * Only what is named is followed; managers and members are named like properties. Of groups nothing else is followed: changes of owners
 * are not told.
 */
export function followedProperties(followed: Followed, terms: Terms): string {
  if (followed === 'groups') return 'id,members'
  return '$expand' in userExpand(terms) ? `${userSelect(terms)},manager` : userSelect(terms)
}

/** Everything that changed since; undefined: it did not come to its end. Throws DirectoryFault, and DeltaExpired where nobody knows any more. */
export async function changesSince(link: string, graph: Graph): Promise<Changes | undefined> {
  const [touched, removed] = [new Set<string>(), new Set<string>()]
  for await (const { items, deltaLink } of graph.pages<Row>({ link })) {
    for (const row of items) ('@removed' in row ? removed : touched).add(idOf(row))
    if (deltaLink === undefined) continue
    return { touched, gone: new Set([...removed].filter((id) => !touched.has(id))), link: deltaLink }
  }
  return undefined
}
