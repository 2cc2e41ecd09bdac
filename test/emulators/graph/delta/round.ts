import { ok } from '../call.ts'
import type { GraphCall, GraphReply } from '../call.ts'
import { breakOff, keep, linkTo } from '../odata/listing.ts'
import { groupSort, userSort } from '../odata/sort.ts'
import { contextOf, selected } from '../odata/view.ts'
import { GraphRefusal, badRequest } from '../refusal.ts'
import type { Tenant } from '../tenant.ts'
import { rowsBetween } from './rows.ts'
import type { Row } from './rows.ts'
import { snapshotOf } from './snapshot.ts'
import type { Followed, Snapshot } from './snapshot.ts'

/** A round of a delta query: what it tells, page by page, and what the next one starts from. */
class Round {
  readonly followed: Followed
  readonly rows: readonly Row[]
  readonly snapshot: Snapshot
  readonly size: number

  constructor(followed: Followed, rows: readonly Row[], snapshot: Snapshot, size: number) {
    this.followed = followed
    this.rows = rows
    this.snapshot = snapshot
    this.size = size
  }
}

/** Where in a round a link goes on; `at` undefined: after its end. */
class Mark {
  readonly round: Round
  readonly at: number | undefined

  constructor(round: Round, at: number | undefined) {
    this.round = round
    this.at = at
  }
}

/** Rows a page where nobody says how many (`Prefer: odata.maxpagesize`). */
const usualPage = 200
const nothing: Snapshot = new Map()

/** A page of a delta query: https://learn.microsoft.com/graph/delta-query-overview */
export function delta(call: GraphCall, tenant: Tenant, collection: Followed['collection']): GraphReply {
  const [skip, since] = [call.query.get('skiptoken'), call.query.get('deltatoken')]
  if (skip !== undefined) {
    const { round, at } = marked(call, tenant, collection, skip)
    return page(call, tenant, round, at ?? round.rows.length)
  }
  if (since === undefined || since === '')
    return page(call, tenant, begun(call, tenant, followedBy(call, collection), nothing), 0)
  if (since === 'latest') {
    const { followed, snapshot, size } = begun(call, tenant, followedBy(call, collection), nothing)
    return page(call, tenant, new Round(followed, [], snapshot, size), 0)
  }
  const { round } = marked(call, tenant, collection, since)
  return page(call, tenant, begun(call, tenant, round.followed, round.snapshot), 0)
}

/** Tokens given out so far have run out. */
export function expireDeltas(tenant: Tenant): void {
  for (const [token, kept] of tenant.tokens) if (kept instanceof Mark) tenant.tokens.delete(token)
}

/** `$select` is said once; it says too whether relations are followed. */
function followedBy(call: GraphCall, collection: Followed['collection']): Followed {
  for (const option of ['filter', 'top', 'orderby', 'expand', 'count', 'search'])
    if (call.query.has(option)) throw badRequest(`Query option '$${option}' is not supported with delta.`)
  const names = selected(call, collection === 'users' ? userSort : groupSort)
  const relation = collection === 'users' ? 'manager' : 'members'
  const isFollowed = names.includes(relation) || (collection === 'groups' && !call.query.has('select'))
  const properties = names.filter((name) => name !== relation && name !== 'id')
  return { collection, properties, relation: isFollowed ? relation : undefined }
}

function begun(call: GraphCall, tenant: Tenant, followed: Followed, before: Snapshot): Round {
  const snapshot = snapshotOf(tenant, followed, before)
  const [, wished] = /odata\.maxpagesize=(\d+)/i.exec(call.headers['prefer'] ?? '') ?? []
  const size = Math.min(999, Math.max(1, Number(wished ?? usualPage)))
  return new Round(followed, rowsBetween(tenant, followed, before, snapshot), snapshot, size)
}

function page(call: GraphCall, tenant: Tenant, round: Round, at: number): GraphReply {
  const { followed, rows, size } = round
  if (followed.collection === 'users') breakOff(tenant, at / size)
  const end = at + size
  const link = end < rows.length ? { '@odata.nextLink': next(call, tenant, round, end) } : lastLink(call, tenant, round)
  return ok({ '@odata.context': contextOf(call, followed.collection), ...link, value: rows.slice(at, end) })
}

function next(call: GraphCall, tenant: Tenant, round: Round, at: number): string {
  const path = `/${round.followed.collection}/delta`
  return linkTo(call, tenant, path, [`$skiptoken=${keep(tenant, new Mark(round, at))}`])
}

/** What was told is told no more: only the snapshot is kept. */
function lastLink(call: GraphCall, tenant: Tenant, { followed, snapshot, size }: Round): Record<string, string> {
  const token = keep(tenant, new Mark(new Round(followed, [], snapshot, size), undefined))
  return {
    '@odata.deltaLink': `https://${call.host}/${call.version}/${followed.collection}/delta?$deltatoken=${token}`,
  }
}

/** A token that nobody remembers starts the synchronisation again. */
function marked(call: GraphCall, tenant: Tenant, collection: Followed['collection'], token: string): Mark {
  const mark = tenant.tokens.get(token)
  if (mark instanceof Mark && mark.round.followed.collection === collection) return mark
  const location = `https://${call.host}/${call.version}/${collection}/delta?$deltatoken=`
  throw new GraphRefusal(
    410,
    'syncStateNotFound',
    'The sync state generation is not found. The delta token is expired and data must be synchronized again.',
    { headers: { location } },
  )
}
