import type { ObjectKind } from '../../model/kind.ts'
import type { Completeness, Observed, ObservedGroup, ObservedPolicies } from '../../model/observed.ts'
import type { DirectoryOperation } from '../../model/operation.ts'
import type { Capabilities, Dialect, Reader, WriteContext } from '../provider.ts'
import type { Layout } from '../../ldap/layout.ts'
import type { Link } from '../../ldap/link.ts'
import { Refusal } from '../../ldap/faults.ts'
import { list, Rights } from '../../ldap/listing.ts'
import { isThere } from '../../ldap/lookup.ts'
import { Schema } from '../../ldap/schema.ts'
import { Tallies } from '../tallies.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import { ConnectionLost } from '../../ldap/wire/connection.ts'
import type { Connection } from '../../ldap/wire/connection.ts'
import { confirmed } from './confirm.ts'
import type { Standpoint } from './confirm.ts'
import { Memberships } from './confirm-members.ts'
import { readTime } from './domain.ts'
import type { DomainCopy } from './domain-copy.ts'
import { adFault } from './faults.ts'
import type { Holdings } from './holdings.ts'
import { guidBytes, isGuid } from './ids.ts'
import { containerLayout } from './layout.ts'
import { groupLayout } from './layout-group.ts'
import { userLayout } from './layout-user.ts'
import { controls, objectsBelow } from './lookup.ts'
import { Names, Primaries } from './members.ts'
import { wholeEntries } from './ranges.ts'
import { userBases } from './settings.ts'
import { readPolicies } from './policy-read.ts'
import { strangerLayout } from './layout-stranger.ts'
import { Targets } from './targets.ts'
import type { Place } from './targets.ts'
import type { Terms } from './terms.ts'
import { adDialect } from './translate.ts'

const everyKind: readonly ObjectKind[] = ['organizationalUnit', 'user', 'group']
/** How many objects are looked up in one search. */
const lookupSize = 100
/** How many questions are under way at once. */
const inFlight = 8
/** How many groups are handed out at once. */
const groupsAtOnce = 1000

export interface ReaderParts {
  readonly place: Place
  readonly link: Link
  readonly terms: Terms
  readonly capabilities: Capabilities
  readonly pageSize: number
  readonly signal: AbortSignal
  /** What an earlier reading left on this machine; not there: everything is read each time. */
  readonly copy?: DomainCopy
}

/** One reading of one domain. */
export class AdReader implements Reader {
  readonly identity: string
  readonly capabilities: Capabilities
  readonly dialect: Dialect
  private readonly parts: ReaderParts
  /** Domain controllers do not tell what they hide from what is not there: nothing is asked of these. */
  private readonly rights = new Rights(new Schema([], []))
  private readonly names = new Names()
  private readonly primaries = new Primaries()
  private readonly memberships = new Memberships()
  private readonly tallies = new Tallies()

  constructor(parts: ReaderParts) {
    this.parts = parts
    this.identity = parts.terms.domain.sid
    this.capabilities = parts.capabilities
    this.dialect = adDialect(parts.terms)
  }

  async serverTime(): Promise<Date | undefined> {
    return this.asking('asking for the time', readTime)
  }

  /** People come before groups whatever the order asked for: groups are told who is in them by their primary group. */
  async *observe(kinds: readonly ObjectKind[]): AsyncGenerator<readonly Observed[]> {
    this.tallies.begin(kinds)
    const holdings = await this.helped(async (copy, connection) => copy.refresh(connection))
    if (holdings !== undefined) return yield* this.replay(holdings, kinds)
    const isAll = everyKind.every((kind) => kinds.includes(kind))
    if (isAll) await this.helped(async (copy, connection) => copy.begin(connection))
    yield* this.readAll(kinds)
    if (isAll) await this.helped(async (copy, connection) => copy.keep(connection))
  }

  completeness(): readonly Completeness[] {
    return this.tallies.completeness()
  }

  async find(immutableIds: readonly string[]): Promise<ReadonlyMap<string, Observed>> {
    const found = new Map<string, Observed>()
    const wanted = immutableIds.filter(isGuid)
    for (let at = 0; at < wanted.length; at += lookupSize) {
      const ids = wanted.slice(at, at + lookupSize)
      for (const layout of this.layouts()) {
        for (const object of await this.lookUp(ids, layout)) found.set(object.immutableId, object)
      }
      const rest = ids.filter((id) => !found.has(id))
      for (const object of rest.length === 0 ? [] : await this.lookUp(rest, strangerLayout(this.parts.terms)))
        found.set(object.immutableId, object)
    }
    return found
  }

  async existing(references: readonly string[]): Promise<ReadonlySet<string>> {
    const found = new Set(references.filter((reference) => this.names.isLinked(reference)))
    const open = references.filter((reference) => !found.has(reference))
    for (let at = 0; at < open.length; at += inFlight) {
      const batch = open.slice(at, at + inFlight)
      const there = await this.asking(`looking up ${batch.length} references`, async (connection) =>
        Promise.all(batch.map(async (reference) => isThere(connection, reference))),
      )
      batch.forEach((reference, index) => there[index] === true && found.add(reference))
    }
    return found
  }

  async policies(): Promise<ObservedPolicies> {
    const { root } = this.parts.terms.domain
    const known = { root, names: this.names, primaries: this.primaries }
    return this.asking('reading the rules for passwords', async (connection) => readPolicies(connection, known))
  }

  async confirm(operation: DirectoryOperation, locate: WriteContext['locate']): Promise<boolean> {
    const { place, terms } = this.parts
    return this.asking(`reading back ${operation.address}`, async (connection) => {
      const at: Standpoint = {
        terms,
        dialect: this.dialect,
        connection,
        targets: new Targets(place, locate),
        layouts: { user: userLayout(terms), group: groupLayout(terms) },
      }
      return operation.kind === 'membership' ? this.memberships.confirmed(operation, at) : confirmed(operation, at)
    })
  }

  async close(): Promise<void> {
    await this.parts.link.close()
  }

  private async *readAll(kinds: readonly ObjectKind[]): AsyncGenerator<readonly Observed[]> {
    const { terms } = this.parts
    if (kinds.includes('organizationalUnit'))
      yield* this.listAll('organizationalUnit', containerLayout(terms, this.names))
    const people = this.listAll('user', userLayout(terms, this.names, this.primaries))
    if (kinds.includes('user')) yield* people
    if (!kinds.includes('group')) return
    if (!kinds.includes('user')) for await (const page of people) if (page.length === 0) return
    yield* this.listGroups()
  }

  /** What was kept and brought up to date, as if it had been listed now. */
  private async *replay(holdings: Holdings, kinds: readonly ObjectKind[]): AsyncGenerator<readonly Observed[]> {
    const { copy, terms } = this.parts
    holdings.tell(this.names)
    const bases = userBases(terms.settings)
    for (const layout of [containerLayout(terms, this.names), ...this.layouts().slice(0, 2)]) {
      const { kind } = layout
      const objects = (copy?.entries(holdings, kind) ?? []).map((entry) => layout.read(entry, []))
      const asked = objects.filter((object) => kind !== 'organizationalUnit' || !bases.includes(object.reference))
      if (!kinds.includes(kind)) continue
      Object.assign(this.tallies.of(kind), { count: asked.length, pages: 1, complete: true })
      if (asked.length > 0) yield asked
    }
  }

  /** The copy is there to save time: where it cannot be had, everything is read, and says what is wrong if anything is. */
  private async helped<T>(ask: (copy: DomainCopy, connection: Connection) => Promise<T>): Promise<T | undefined> {
    const { copy, link } = this.parts
    if (copy === undefined) return undefined
    try {
      return await ask(copy, await link.live())
    } catch (error) {
      if (error instanceof ConnectionLost || error instanceof Refusal) return undefined
      throw error
    }
  }

  /** Groups may be members of groups: they are read once all of them are known, so that each is called by one name. */
  private async *listGroups(): AsyncGenerator<readonly ObservedGroup[]> {
    const layout = groupLayout(this.parts.terms, this.names, this.primaries)
    const entries = new Map<string, Entry>()
    const noting: Layout<ObservedGroup> = {
      ...layout,
      read: (entry) => {
        if (entry.guid !== undefined) entries.set(entry.guid, entry)
        return layout.read({ ...entry, values: entry.values.with(layout.attributes.indexOf('member'), undefined) }, [])
      },
    }
    for await (const page of this.listAll('group', noting)) if (page.length === 0) break
    const all = [...entries.values()]
    for (let at = 0; at < all.length; at += groupsAtOnce)
      yield all.slice(at, at + groupsAtOnce).map((entry) => layout.read(entry, []))
  }

  private async *listAll<O extends Observed>(kind: ObjectKind, layout: Layout<O>): AsyncGenerator<readonly O[]> {
    const tally = this.tallies.of(kind)
    const { link, pageSize, signal, terms } = this.parts
    const bases = kind === 'group' ? [terms.settings.groups.base] : userBases(terms.settings)
    const isAsked = (object: O): boolean => kind !== 'organizationalUnit' || !bases.includes(object.reference)
    const { attributes } = layout
    const complete = async (entries: readonly Entry[], connection: Connection): Promise<readonly Entry[]> => {
      const whole = await wholeEntries(entries, attributes, connection)
      this.parts.copy?.note(kind, whole)
      return whole
    }
    for (const base of bases) {
      const live = async (): Promise<Connection> => link.live()
      const how = { live, signal, pageSize, rights: this.rights, controls, asking: { attributes, complete } }
      try {
        yield* list({ ...how, layout, base, tally, isAsked })
      } catch (error) {
        throw adFault(error, `reading ${base}`)
      }
    }
    tally.complete = true
  }

  private layouts(): readonly Layout[] {
    const { terms } = this.parts
    return [
      userLayout(terms, this.names, this.primaries),
      groupLayout(terms, this.names, this.primaries),
      containerLayout(terms, this.names),
    ]
  }

  private async lookUp(ids: readonly string[], layout: Layout): Promise<readonly Observed[]> {
    const wanted = { or: ids.map((id) => ({ attribute: 'objectGUID', equals: guidBytes(id) })) }
    return this.asking(`looking up ${ids.length} recorded ids`, async (connection) => {
      const { root } = this.parts.terms.domain
      const filter = { and: [layout.filter, wanted] }
      const entries = await objectsBelow(connection, root, filter, layout.attributes)
      return entries.map((entry) => layout.read(entry, []))
    })
  }

  /** A question that lost its connection is asked once more, on another. */
  private async asking<T>(doing: string, ask: (connection: Connection) => Promise<T>): Promise<T> {
    const { link } = this.parts
    try {
      return await link
        .live()
        .then(ask)
        .catch(async (error: unknown) => {
          if (error instanceof ConnectionLost) return ask(await link.live())
          throw error
        })
    } catch (error) {
      throw adFault(error, doing)
    }
  }
}
