import type { Observed } from '../model/observed.ts'
import type { ObjectKind } from '../model/kind.ts'
import { parentOf } from './dn.ts'
import { code, directoryFault, expectSuccess, incomplete } from './faults.ts'
import { referenceOf } from './layout.ts'
import type { Layout } from './layout.ts'
import type { Schema } from './schema.ts'
import type { Tally } from '../providers/tallies.ts'
import { EntryDecoder } from './wire/answer.ts'
import type { Entry } from './wire/answer.ts'
import { ConnectionLost } from './wire/connection.ts'
import type { Connection, Page } from './wire/connection.ts'
import { compareRequest } from './wire/protocol.ts'
import type { Search } from './wire/protocol.ts'

/** Less, or more, than a layout needs: what is asked for, and how entries become what the layout reads. */
export interface Asking {
  readonly attributes: readonly string[]
  /** What is left out of the answer is not there. */
  readonly complete: (entries: readonly Entry[], connection: Connection) => Promise<readonly Entry[]>
}

export interface ListingRequest<O extends Observed> {
  /** Gives the connection; opens another where that one was lost. */
  readonly live: () => Promise<Connection>
  /** Checked before each page. */
  readonly signal: AbortSignal
  readonly layout: Layout<O>
  readonly base: string
  readonly pageSize: number
  readonly rights: Rights
  readonly tally: Tally
  /** Which of the entries that the filter lets through are meant. */
  readonly isAsked: (object: O) => boolean
  /** Not there: the layout's own attributes, and entries as they come. */
  readonly asking?: Asking
  /** Controls that go with the search, besides the one that pages. */
  readonly controls?: readonly Buffer[]
}

/**
 * Pages of everything below a base, to the end of the cursor. Starts again, once, where the connection is lost; what was given
 * before is not given twice. Throws DirectoryFault for every other way not to come to the end.
 */
export async function* list<O extends Observed>(request: ListingRequest<O>): AsyncGenerator<readonly O[]> {
  const given: string[] = []
  for (let attempt = 1; ; attempt++) {
    try {
      yield* listOnce(request, given)
      return
    } catch (error) {
      if (error instanceof ConnectionLost && attempt === 1) continue
      throw directoryFault(error, `reading ${request.base}`)
    }
  }
}

async function* listOnce<O extends Observed>(
  request: ListingRequest<O>,
  given: string[],
): AsyncGenerator<readonly O[]> {
  // Within one listing nobody comes twice: only what came before it, on a connection that was lost, is held against it.
  const before = new Set(given)
  const { layout, base, tally, rights, asking } = request
  const attributes = asking?.attributes ?? layout.attributes
  const connection = await request.live()
  const { controls = [] } = request
  const search: Search = { base, scope: 'sub', filter: layout.filter, attributes, controls }
  const decoder = new EntryDecoder(attributes)
  const turn = async (size: number, cookie: Uint8Array): Promise<Page> =>
    connection.searchPage(search, size, cookie, decoder)
  const { size, page: first } = await firstPage(turn, request.pageSize)
  let page = first
  for (;;) {
    request.signal.throwIfAborted()
    const cookie = cookieOf(page, base)
    // The next page is under way while this one is worked on.
    const next = cookie.length === 0 ? undefined : turn(size, cookie)
    next?.catch(() => undefined)
    tally.pages++
    const entries = asking === undefined ? page.entries : await asking.complete(page.entries, connection)
    const objects = await objectsOf(entries, layout, rights, connection)
    const fresh = objects.filter(
      (object) => request.isAsked(object) && !(before.size > 0 && before.has(object.immutableId)),
    )
    for (const { immutableId } of fresh) given.push(immutableId)
    tally.count += fresh.length
    if (fresh.length > 0) yield fresh
    if (next === undefined) return
    page = await next
  }
}

/** A server may allow only smaller pages than were asked for, and says so by refusing (adminLimitExceeded). */
async function firstPage(
  turn: (size: number, cookie: Uint8Array) => Promise<Page>,
  wanted: number,
): Promise<{ readonly size: number; readonly page: Page }> {
  for (let size = wanted; ; size = Math.floor(size / 2)) {
    const page = await turn(size, Buffer.alloc(0))
    const tooLarge =
      (page.result.code === code.adminLimitExceeded || page.result.code === code.unwillingToPerform) &&
      page.entries.length === 0
    if (!tooLarge || size < 100) return { size, page }
  }
}

/** The cookie of the next page, once this one is known to be whole. */
function cookieOf(page: Page, base: string): Buffer {
  expectSuccess(page.result, `reading ${base}`)
  if (page.references > 0) {
    throw incomplete(
      `reading ${base}: the server refers to another server for a part of it. List that part in a directory of its own, or let url name a server that holds all of it.`,
    )
  }
  if (page.result.cookie === undefined) {
    throw incomplete(
      `reading ${base}: the server ignored the request to page (RFC 2696), so nothing proves that it sent everything. Enable the paged results control.`,
    )
  }
  return page.result.cookie
}

async function objectsOf<O extends Observed>(
  entries: readonly Entry[],
  layout: Layout<O>,
  rights: Rights,
  connection: Connection,
): Promise<readonly O[]> {
  if (layout.doubtful.length > 0) await rights.probe(entries, layout, connection)
  return entries.map((entry) => layout.read(entry, rights.unreadable(entry, layout)))
}

const nothing: readonly number[] = []

/** What a comparison answers where there is something that was not shown: no right to compare it, or one to compare it only. */
const hiding: readonly number[] = [code.insufficientAccess, code.compareFalse, code.compareTrue]

/**
 * Tells an attribute that is absent from one that roster may not read: a server compares the second, or refuses to.
 * Asked once for each attribute and container.
 */
export class Rights {
  private readonly schema: Schema
  private readonly verdicts = new Map<string, Map<ObjectKind, Verdict[]>>()
  private anyHidden = false

  constructor(schema: Schema) {
    this.schema = schema
  }

  async probe(entries: readonly Entry[], layout: Layout, connection: Connection): Promise<void> {
    const questions: Promise<void>[] = []
    for (const entry of entries) {
      const verdicts = this.verdictsFor(entry.dn, layout.kind)
      for (const slot of layout.doubtful) {
        if (entry.values[slot] !== undefined || verdicts[slot] !== undefined) continue
        verdicts[slot] = 'asked'
        questions.push(
          this.ask(entry.dn, layout.attributes[slot] ?? '', connection).then(
            (verdict) => void (verdicts[slot] = verdict),
            (error: unknown) => {
              verdicts[slot] = undefined
              throw error
            },
          ),
        )
      }
    }
    await Promise.all(questions)
  }

  unreadable(entry: Entry, layout: Layout): readonly number[] {
    if (!this.anyHidden) return nothing
    const verdicts = this.verdictsFor(entry.dn, layout.kind)
    const slots = layout.doubtful.filter((slot) => entry.values[slot] === undefined && verdicts[slot] === 'hidden')
    return slots.length === 0 ? nothing : slots
  }

  private verdictsFor(dn: string, kind: ObjectKind): Verdict[] {
    const comma = dn.indexOf(',')
    // A comma that is escaped cuts the name elsewhere: then the question is asked for one entry more, no harm done.
    const container = dn.includes('\\') ? parentOf(referenceOf(dn)) : dn.slice(comma + 1)
    const kinds = this.verdicts.get(container) ?? new Map<ObjectKind, Verdict[]>()
    if (kinds.size === 0) this.verdicts.set(container, kinds)
    const verdicts = kinds.get(kind) ?? []
    if (verdicts.length === 0) kinds.set(kind, verdicts)
    return verdicts
  }

  private async ask(dn: string, attribute: string, connection: Connection): Promise<Verdict> {
    if (!(await this.isHidden(dn, attribute, connection))) return 'absent'
    this.anyHidden = true
    return 'hidden'
  }

  /** Whether an attribute of which no value was shown is there all the same. */
  async isHidden(dn: string, attribute: string, connection: Connection): Promise<boolean> {
    const result = await connection.request(
      compareRequest(dn, attribute, sampleFor(this.schema.attribute(attribute)?.syntax)),
    )
    return hiding.includes(result.code)
  }
}

type Verdict = 'asked' | 'absent' | 'hidden' | undefined

/** A value that the attribute's syntax allows: others are refused before rights are looked at. */
function sampleFor(syntax: string | undefined): string {
  const samples: Readonly<Record<string, string>> = {
    '7': 'TRUE',
    '12': 'cn=x',
    '24': '20000101000000Z',
    '27': '0',
    '34': 'cn=x',
    '41': 'x',
  }
  return samples[syntax?.split('.').at(-1) ?? ''] ?? '0'
}
