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
    const read: Read<T> = readPage(await ask(next, headers), doing)
    yield read.page
    next = read.nextLink
  }
}

interface Read<T> {
  readonly page: GraphPage<T>
  readonly nextLink: string | undefined
}

function readPage<T>(answer: GraphAnswer, doing: string): Read<T> {
  if (answer.outcome === 'refused' && hasExpired(answer)) throw new DeltaExpired(doing)
  if (answer.outcome !== 'done') throw graphFault(answer, doing)
  const { body } = answer
  if (!isRecord(body) || !Array.isArray(body['value'])) throw notAListing(doing)
  // What the items are is the caller's to say: it is the one who selected them.
  const items: readonly T[] = body['value']
  const deltaLink = textIn(body['@odata.deltaLink'])
  return {
    page: { items, ...(deltaLink === undefined ? {} : { deltaLink }) },
    nextLink: textIn(body['@odata.nextLink']),
  }
}

/** A token that is too old, or that the service no longer knows: https://learn.microsoft.com/graph/delta-query-overview */
function hasExpired({ status, error }: GraphAnswer & { readonly outcome: 'refused' }): boolean {
  return status === 410 || /^(syncState(NotFound|Invalid)|resyncRequired)/i.test(error.code)
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
