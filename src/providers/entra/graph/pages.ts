import { DeltaExpired, endlessListing, graphFault, notAListing, strayLink } from '../faults.ts'
import { isRecord } from './answer.ts'
import type { GraphAnswer, GraphPage, GraphRequest } from './request.ts'
import { isWithin, roadOf } from './url.ts'

/** Asks for one page. */
export type AskPage = (url: string, headers: GraphRequest['headers']) => Promise<GraphAnswer>

/** Walks a listing to its end; a next page elsewhere, or one that came before, is a fault. Throws DirectoryFault and DeltaExpired. */
export async function* pagesOf<T>(
  from: GraphRequest | { readonly link: string },
  base: string,
  ask: AskPage,
): AsyncIterable<GraphPage<T>> {
  const first = 'link' in from ? from.link : `${base}${roadOf(from)}`
  const headers = 'link' in from ? undefined : from.headers
  const doing = `reading ${new URL(first).pathname}`
  const seen = new Set<string>()
  for (let next: string | undefined = first; next !== undefined;) {
    if (!isWithin(base, next)) throw strayLink(next, doing)
    if (seen.has(next)) throw endlessListing(doing)
    seen.add(next)
    const read: Read<T> = pageIn(await ask(next, headers), doing)
    yield read.page
    next = read.nextLink
  }
}

interface Read<T> {
  readonly page: GraphPage<T>
  readonly nextLink: string | undefined
}

/** One page, and where the next one lies. What is no page is never an empty one. Throws DirectoryFault and DeltaExpired. */
export function pageIn<T>(answer: GraphAnswer, doing: string): Read<T> {
  if (answer.outcome === 'refused' && hasExpired(answer)) throw new DeltaExpired(doing)
  if (answer.outcome !== 'done') throw graphFault(answer, doing)
  const { body } = answer
  const value = isRecord(body) ? body['value'] : undefined
  if (!isRecord(body) || !Array.isArray(value) || !value.every(isRecord)) throw notAListing(doing)
  // What the items hold is the caller's to say: it is the one who selected it.
  const items = value as readonly T[]
  const deltaLink = linkIn(body['@odata.deltaLink'], doing)
  return {
    page: { items, ...(deltaLink === undefined ? {} : { deltaLink }) },
    nextLink: linkIn(body['@odata.nextLink'], doing),
  }
}

/** A token that is too old, or that the service no longer knows: https://learn.microsoft.com/graph/delta-query-overview */
function hasExpired({ status, error }: GraphAnswer & { readonly outcome: 'refused' }): boolean {
  return status === 410 || /^(syncState(NotFound|Invalid)|resyncRequired)/i.test(error.code)
}

/** A link that is none would end a listing before its end. */
function linkIn(value: unknown, doing: string): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string' || value === '') throw notAListing(doing)
  return value
}
