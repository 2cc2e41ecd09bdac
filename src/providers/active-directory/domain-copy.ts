import type { ObjectKind } from '../../model/kind.ts'
import { isWithin } from '../../ldap/dn.ts'
import { referenceOf } from '../../ldap/layout.ts'
import type { Layout } from '../../ldap/layout.ts'
import { Snapshot } from '../snapshot.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import type { Connection } from '../../ldap/wire/connection.ts'
import type { Connection as Context } from '../provider.ts'
import { changesSince, standNow } from './dirsync.ts'
import { changeAttributes, sortChanges } from './dirsync-changes.ts'
import type { News } from './dirsync-changes.ts'
import { learnPlaces } from './dirsync-places.ts'
import { dropGone, followContainers, shiftMembers } from './dirsync-merge.ts'
import type { Forms } from './dirsync-merge.ts'
import { Form, Holdings, isKept, NotKept } from './holdings.ts'
import type { Kept, Row } from './holdings.ts'
import { guidBytes } from './ids.ts'
import { objectsBelow } from './lookup.ts'
import { listedBases, userBases } from './settings.ts'
import type { Terms } from './terms.ts'

/** How many objects are read anew in one search. */
const lookupSize = 100
/** Of what part of all objects that changed it is quicker to read everything. */
const tooMuch = 0.25
const fewAnyway = 1000

export interface CopyParts {
  readonly context: Context
  readonly terms: Terms
  readonly layouts: readonly Layout[]
}

/**
 * A reading that is kept on this machine, so that the next one has to ask only for what changed since. It is worthless in every
 * doubt, and nothing is lost with it but time.
 */
export class DomainCopy {
  private readonly terms: Terms
  private readonly forms: Forms
  private readonly snapshot: Snapshot<Kept>
  private readonly now: () => Date
  private noted: { readonly holdings: Holdings; readonly at: Date } | undefined

  constructor({
    terms,
    layouts,
    now,
    snapshot,
  }: {
    readonly terms: Terms
    readonly layouts: readonly Layout[]
    readonly now: () => Date
    readonly snapshot: Snapshot<Kept>
  }) {
    const form = (kind: ObjectKind): Form => {
      const layout = layouts.find((each) => each.kind === kind)
      if (layout === undefined) throw new Error(`no layout for ${kind}`)
      return new Form(layout, terms)
    }
    this.terms = terms
    this.forms = { organizationalUnit: form('organizationalUnit'), user: form('user'), group: form('group') }
    this.now = now
    this.snapshot = snapshot
  }

  /** What was kept, as it stands now; undefined: everything has to be read. */
  async refresh(connection: Connection): Promise<Holdings | undefined> {
    const kept = await this.snapshot.load()
    if (kept === undefined || this.isSetBack(kept.content)) return undefined
    const holdings = new Holdings({ ...kept.content, usn: this.usn })
    const changes = await changesSince(connection, {
      root: this.terms.domain.root,
      cookie: holdings.cookie,
      attributes: this.changeAttributes,
      atMost: Math.max(fewAnyway, holdings.count * tooMuch),
    })
    if (changes === undefined) return undefined
    if (changes.entries.length === 0) return holdings
    const news = sortChanges(changes.entries, holdings, listedBases(this.terms.settings))
    if (news === undefined || !(await this.bringUpToDate(holdings, news, connection))) return undefined
    if (isNothing(news) && changes.entries.length < fewAnyway) return holdings
    holdings.cookie = changes.cookie
    await this.snapshot.save({ fullAt: kept.fullAt, content: holdings.kept() })
    return holdings
  }

  /** Entries of what is kept. */
  entries(holdings: Holdings, kind: ObjectKind): readonly Entry[] {
    return [...holdings.rows[kind].values()].map((row) => this.forms[kind].entryOf(row))
  }

  /** Before everything is read: from here on, what changes will be told. */
  async begin(connection: Connection): Promise<void> {
    const cookie = await standNow(connection, this.terms.domain.root)
    const none = { organizationalUnit: [], user: [], group: [] }
    this.noted =
      cookie === undefined
        ? undefined
        : {
            holdings: new Holdings({
              cookie: cookie.toString('base64'),
              usn: this.usn,
              rows: none,
              places: [],
              outside: [],
            }),
            at: this.now(),
          }
  }

  /** While everything is read. */
  note(kind: ObjectKind, entries: readonly Entry[]): void {
    const holdings = this.noted?.holdings
    if (holdings === undefined) return
    try {
      for (const entry of entries) {
        const row = this.forms[kind].rowOf(entry, (guid, dn) => holdings.outside.set(guid, dn))
        holdings.rows[kind].set(row[0], row)
      }
    } catch (error) {
      if (!(error instanceof NotKept)) throw error
      this.noted = undefined
    }
  }

  /** After everything was read. */
  async keep(connection: Connection): Promise<void> {
    if (this.noted === undefined) return
    const { holdings, at } = this.noted
    if (await learnPlaces(holdings, this.terms.domain.root, connection))
      await this.snapshot.save({ fullAt: at, content: holdings.kept() })
  }

  private get changeAttributes(): readonly string[] {
    const read = Object.values(this.forms).flatMap(({ layout }) => layout.attributes)
    return [...new Set([...changeAttributes, ...read])]
  }

  private get usn(): string {
    return this.terms.domain.controller.usn ?? ''
  }

  /** A domain controller whose disk was put back to an older state tells nothing of what it forgot. */
  private isSetBack({ usn }: Kept): boolean {
    return !/^\d+$/.test(usn) || !/^\d+$/.test(this.usn) || BigInt(this.usn) < BigInt(usn)
  }

  /** false: something does not fit, and everything has to be read. */
  private async bringUpToDate(holdings: Holdings, news: News, connection: Connection): Promise<boolean> {
    const fresh = await this.readAnew(holdings, news, connection)
    if (fresh === undefined) return false
    dropGone(holdings, news.gone, this.forms)
    followContainers(holdings, news)
    if (!this.liesInBases(holdings, news)) return false
    for (const [guid, shift] of news.shifts) shiftMembers(holdings, guid, shift, this.forms.group)
    for (const [guid, dn] of news.touched) {
      const found = fresh.get(guid)
      // Renamed again since it was told, or seen for the first time: what lies in it, or points to it, would be lost.
      if (found !== undefined && (found.row[1] !== dn || news.doubtful.has(guid))) return false
      const kind = holdings.kindOf(guid)
      if (found !== undefined || kind === undefined) continue
      holdings.rows[kind].delete(guid)
      holdings.outside.set(guid, dn)
    }
    for (const { kind, row } of fresh.values()) this.put(holdings, kind, row, news)
    return learnPlaces(holdings, this.terms.domain.root, connection)
  }

  /** A container that was moved may have taken out of our bases what lies in it. */
  private liesInBases(holdings: Holdings, { touched, renamed }: News): boolean {
    if (touched.size + renamed.size === 0) return true
    for (const [kind, [guid, dn]] of holdings.all()) {
      if (touched.has(guid)) continue
      const reference = referenceOf(dn)
      if (!this.basesOf(kind).some((base) => isWithin(reference, base))) return false
    }
    return true
  }

  private basesOf(kind: ObjectKind): readonly string[] {
    const { settings } = this.terms
    return kind === 'group' ? [settings.groups.base] : userBases(settings)
  }

  /** A group keeps the members it has, but where they came as a whole. */
  private put(holdings: Holdings, kind: ObjectKind, row: Row, { whole }: News): void {
    const held = holdings.rows[kind].get(row[0])
    const { member } = this.forms[kind]
    if (held === undefined || member < 0 || whole.has(row[0])) holdings.rows[kind].set(row[0], row)
    else holdings.rows[kind].set(row[0], [row[0], row[1], row[2].with(member, held[2][member] ?? null), row[3]])
  }

  /** Objects that changed, as they are now, those of our kinds and in our bases. */
  private async readAnew(
    holdings: Holdings,
    news: News,
    connection: Connection,
  ): Promise<ReadonlyMap<string, { readonly kind: ObjectKind; readonly row: Row }> | undefined> {
    const found = new Map<string, { readonly kind: ObjectKind; readonly row: Row }>()
    const guids = [...news.touched.keys()]
    for (const kind of ['organizationalUnit', 'user', 'group'] as const) {
      const form = this.forms[kind]
      const bases = this.basesOf(kind)
      const take = (entry: Entry): void => {
        const reference = referenceOf(entry.dn)
        if (!bases.some((base) => isWithin(reference, base))) return
        const row = form.rowOf(entry, (guid, dn) => holdings.point(guid, dn))
        found.set(row[0], { kind, row })
      }
      const ofKind = guids.filter((guid) => (holdings.kindOf(guid) ?? kind) === kind)
      const [held, other] = [[] as string[], [] as string[]]
      for (const guid of ofKind)
        (form.member >= 0 && holdings.rows.group.has(guid) && !news.whole.has(guid) ? held : other).push(guid)
      try {
        for (const entry of await this.lookUp(other, form.layout, connection)) take(entry)
        for (const entry of await this.lookUp(held, withoutMembers(form.layout), connection))
          take({ ...entry, values: entry.values.toSpliced(form.member, 0, undefined) })
      } catch (error) {
        if (error instanceof NotKept) return undefined
        throw error
      }
    }
    return found
  }

  private async lookUp(
    guids: readonly string[],
    { filter, attributes }: Pick<Layout, 'filter' | 'attributes'>,
    connection: Connection,
  ): Promise<readonly Entry[]> {
    const found: Entry[] = []
    for (let at = 0; at < guids.length; at += lookupSize) {
      const wanted = guids
        .slice(at, at + lookupSize)
        .map((guid) => ({ attribute: 'objectGUID', equals: guidBytes(guid) }))
      const both = { and: [filter, { or: wanted }] }
      found.push(...(await objectsBelow(connection, this.terms.domain.root, both, attributes)))
    }
    return found
  }
}

function isNothing({ gone, touched, renamed, shifts }: News): boolean {
  return gone.size + touched.size + renamed.size + shifts.size === 0
}

function withoutMembers({ filter, attributes }: Layout): Pick<Layout, 'filter' | 'attributes'> {
  return { filter, attributes: attributes.filter((name) => name !== 'member') }
}

/** undefined: nothing is to be kept, or nothing could be trusted. */
export function domainCopy({ context, terms, layouts }: CopyParts): DomainCopy | undefined {
  const { settings, domain } = terms
  const { name, invocation, rights, hasDirSync } = domain.controller
  if (context.cache === undefined || !settings.incremental || !hasDirSync || invocation === undefined) return undefined
  const snapshot = new Snapshot<Kept>({
    folder: context.cache,
    tenant: context.tenant,
    id: context.id,
    binding: {
      provider: 'active-directory 2',
      identity: domain.sid,
      controller: name,
      invocation,
      account: settings.credentials.read.bindDn,
      // Whoever came into another group may see more, or less, of what has not changed.
      rights,
      bases: [userBases(settings), settings.groups.base],
      layouts: layouts.map(({ kind, attributes, filter }) => ({ kind, attributes, filter })),
    },
    now: context.now,
    isContent: isKept,
  })
  return new DomainCopy({ terms, layouts, now: context.now, snapshot })
}
