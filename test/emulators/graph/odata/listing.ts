import { GraphRefusal, badRequest, unsupportedQuery } from '../refusal.ts'
import { ok } from '../call.ts'
import type { GraphCall, GraphReply } from '../call.ts'
import type { Entity } from '../state.ts'
import type { Tenant } from '../tenant.ts'
import { ownValue, readFilter } from './filter.ts'
import type { Filter } from './filter.ts'
import { contextOf } from './view.ts'

/** One listing: its rows once, and how each is written out. */
interface Listing {
  /** `users`, as `@odata.context` calls it. */
  readonly set: string
  /** Asked for on the first page only: what follows is what was there then. */
  readonly rows: () => readonly Entity[]
  readonly view: (entity: Entity) => Record<string, unknown>
  /** Objects a page at most; 999 where nothing else is said. */
  readonly most?: number
  /** Written into `@odata.type` of each row. */
  readonly typed?: (entity: Entity) => string
}

interface Cursor {
  readonly rows: readonly Entity[]
  readonly at: number
  readonly count: number | undefined
}

/** Objects a page where nobody says how many. */
const usualPage = 100

/** A page of a listing, as `$filter`, `$orderby`, `$top`, `$count` and `$skiptoken` ask for it. */
export function list(call: GraphCall, tenant: Tenant, listing: Listing): GraphReply {
  const size = pageSize(call, listing.most ?? 999)
  const cursor = resumed(call, tenant) ?? begun(call, listing)
  const end = cursor.at + size
  const rows = cursor.rows.slice(cursor.at, end)
  if (listing.set === 'users') breakOff(tenant, cursor.at / size)
  const next = end < cursor.rows.length ? nextLink(call, tenant, { ...cursor, at: end }) : undefined
  const select = call.query.get('select')
  return ok({
    '@odata.context': contextOf(call, `${listing.set}${select === undefined ? '' : `(${select})`}`),
    ...(cursor.count === undefined || cursor.at > 0 ? {} : { '@odata.count': cursor.count }),
    ...(next === undefined ? {} : { '@odata.nextLink': next }),
    value: rows.map((row) => ({
      ...(listing.typed === undefined ? {} : { '@odata.type': listing.typed(row) }),
      ...listing.view(row),
    })),
  })
}

/** How many there are, as plain text: `/users/$count`. */
export function count(call: GraphCall, rows: readonly Entity[]): GraphReply {
  if (!isEventual(call)) throw unsupportedQuery('$count is not currently supported.')
  const filter = filterOf(call)
  const found = filter === undefined ? rows : rows.filter((row) => filter.holds(row))
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: String(found.length) }
}

/** Whether the question takes answers from the index that lags behind, which knows more questions. */
function isEventual(call: GraphCall): boolean {
  return call.headers['consistencylevel']?.toLowerCase() === 'eventual'
}

/** https://learn.microsoft.com/graph/aad-advanced-queries */
function begun(call: GraphCall, listing: Listing): Cursor {
  if (call.query.has('search')) throw badRequest('$search is not supported here: this emulator has no index of words.')
  const isCounted = call.query.get('count') === 'true'
  const isAdvanced = isEventual(call) && isCounted
  if (isCounted && !isEventual(call)) throw unsupportedQuery('$count is not currently supported.')
  const filter = filterOf(call)
  const ordered = call.query.get('orderby')
  if (!isAdvanced && filter?.isAdvanced === true)
    throw unsupportedQuery(
      "The specified filter to the reference property query is currently not supported: it needs the header 'ConsistencyLevel: eventual' and $count=true.",
    )
  if (!isAdvanced && filter !== undefined && ordered !== undefined)
    throw unsupportedQuery(
      "Sorting not supported for current query: it needs 'ConsistencyLevel: eventual' and $count=true.",
    )
  const all = listing.rows()
  const found = filter === undefined ? all : all.filter((row) => filter.holds(row))
  const rows = ordered === undefined ? found : sorted(found, ordered)
  return { rows, at: 0, count: isCounted ? rows.length : undefined }
}

function filterOf(call: GraphCall): Filter | undefined {
  const text = call.query.get('filter')
  return text === undefined ? undefined : readFilter(text)
}

function sorted(rows: readonly Entity[], by: string): readonly Entity[] {
  const [, name = '', down] = /^(displayName|userPrincipalName)(?:\s+(asc|desc))?$/i.exec(by.trim()) ?? []
  if (name === '') throw unsupportedQuery(`Sorting not supported for current query: '${by}'.`)
  const sign = down?.toLowerCase() === 'desc' ? -1 : 1
  const key = (row: Entity): string => {
    const value = ownValue(row, name)
    return typeof value === 'string' ? value.toLowerCase() : ''
  }
  return rows.toSorted((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}

function pageSize(call: GraphCall, most: number): number {
  const top = call.query.get('top')
  if (top === undefined) return Math.min(usualPage, most)
  const size = Number(top)
  // With something expanded a page is never longer, whatever was asked: https://learn.microsoft.com/graph/known-issues (13635).
  const longest = call.query.has('expand') ? usualPage : most
  if (Number.isInteger(size) && size >= 1 && size <= most) return Math.min(size, longest)
  throw badRequest(`Invalid page size specified: '${top}'. Must be between 1 and ${most} inclusive.`)
}

function resumed(call: GraphCall, tenant: Tenant): Cursor | undefined {
  const token = call.query.get('skiptoken')
  if (token === undefined) return undefined
  const cursor = tenant.tokens.get(token) as Cursor | undefined
  if (cursor !== undefined) return cursor
  throw new GraphRefusal(
    400,
    'Directory_ExpiredPageToken',
    'The specified page token value has expired and cannot be included in your request.',
  )
}

/** Where the next page lies: the same question with a token that says nothing to anybody else. */
function nextLink(call: GraphCall, tenant: Tenant, cursor: Cursor): string {
  const token = keep(tenant, cursor)
  const [path = '', query = ''] = call.url.split('?')
  const kept = query.split('&').filter((part) => part !== '' && !/^(?:\$|%24)?skiptoken=/i.test(part))
  return linkTo(call, tenant, path, [...kept, `$skiptoken=${token}`])
}

/** A link on this service, or on whichever host the faults say. */
export function linkTo(call: GraphCall, tenant: Tenant, path: string, query: readonly string[]): string {
  return `https://${tenant.faults.nextLinkHost ?? call.host}/${call.version}${path}?${query.join('&')}`
}

/** Keeps something under a token. Old ones run out, so that a long run of tests does not fill the memory. */
export function keep(tenant: Tenant, value: unknown): string {
  const token = Buffer.from(tenant.newId().replaceAll('-', '') + tenant.newId().replaceAll('-', ''), 'hex').toString(
    'base64url',
  )
  tenant.tokens.set(token, value)
  const oldest = tenant.tokens.keys().next()
  if (tenant.tokens.size > 500 && oldest.done !== true) tenant.tokens.delete(oldest.value)
  return token
}

/** A listing of users that breaks off, where the faults say so. */
export function breakOff(tenant: Tenant, pagesBefore: number): void {
  const after = tenant.faults.breakListingsAfter
  if (after !== undefined && pagesBefore >= after)
    throw new GraphRefusal(500, 'Service_InternalServerError', 'Encountered an internal server error.')
}
