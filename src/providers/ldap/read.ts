import type { ObjectKind } from '../../model/kind.ts'
import type { Completeness, Observed, ObservedPolicies, ObservedUser } from '../../model/observed.ts'
import type { DirectoryOperation } from '../../model/operation.ts'
import type { Capabilities, Dialect, Reader, WriteContext } from '../provider.ts'
import { confirmed } from './confirm.ts'
import type { Standpoint } from './confirm.ts'
import { Memberships } from './confirm-members.ts'
import { isWithin } from '../../ldap/dn.ts'
import { directoryFault } from '../../ldap/faults.ts'
import { containerLayout } from './layout.ts'
import { userLayout } from './layout-user.ts'
import { groupLayout } from './layout-group.ts'
import { strangerLayout } from './layout-stranger.ts'
import { referenceOf } from '../../ldap/layout.ts'
import type { Layout } from '../../ldap/layout.ts'
import type { Link } from '../../ldap/link.ts'
import { list, Rights } from '../../ldap/listing.ts'
import type { Asking } from '../../ldap/listing.ts'
import { entriesBelow, isThere } from '../../ldap/lookup.ts'
import { Tallies } from '../tallies.ts'
import { memberStyle } from './members.ts'
import type { MemberStyle } from './members.ts'
import type { PeopleCopy } from './people-copy.ts'
import type { Place } from './targets.ts'
import { Targets } from './targets.ts'
import { readPolicies } from './policy-read.ts'
import type { PolicyPlace } from './policy-place.ts'
import { ldapDialect } from './translate.ts'
import type { Terms } from './translate.ts'
import { ConnectionLost } from '../../ldap/wire/connection.ts'
import type { Filter } from '../../ldap/wire/protocol.ts'

/** How many objects are looked up in one search. */
const lookupSize = 100
/** How many questions are under way at once. */
const inFlight = 8

export interface ReaderParts {
  readonly place: Place
  readonly link: Link
  readonly terms: Terms
  readonly identity: string
  readonly capabilities: Capabilities
  readonly pageSize: number
  readonly signal: AbortSignal
  /** People as they were read before; not there: everybody is read in full. */
  readonly copy?: PeopleCopy
}

/** One reading of one LDAP directory. */
export class LdapReader implements Reader {
  readonly identity: string
  readonly capabilities: Capabilities
  readonly dialect: Dialect
  private readonly parts: ReaderParts
  private readonly rights: Rights
  private readonly usernames = new Map<string, string>()
  private readonly style: MemberStyle
  private readonly layoutsOfEntities: Standpoint['layouts']
  private readonly memberships = new Memberships()
  /** Whom the listing found to name a policy for passwords. */
  private readonly named = new Map<string, string | null>()
  /** Not there: this server has none. */
  readonly policies?: () => Promise<ObservedPolicies>
  private readonly tallies = new Tallies()

  constructor(parts: ReaderParts) {
    this.parts = parts
    this.identity = parts.identity
    this.capabilities = parts.capabilities
    this.dialect = ldapDialect(parts.terms)
    this.rights = new Rights(parts.terms.schema)
    this.style = memberStyle(parts.terms.settings, this.usernames)
    this.layoutsOfEntities = { user: userLayout(parts.terms), group: this.groupLayout() }
    const { policies: place } = parts.terms
    if (place !== undefined) this.policies = async () => this.policiesIn(place)
  }

  /** LDAP servers do not tell the time; only Active Directory does. */
  async serverTime(): Promise<Date | undefined> {
    return undefined
  }

  /** People come before groups whatever the order asked for: members may be named by username. */
  async *observe(kinds: readonly ObjectKind[]): AsyncGenerator<readonly Observed[]> {
    this.tallies.begin(kinds)
    if (kinds.includes('organizationalUnit'))
      yield* this.listAll('organizationalUnit', containerLayout(this.parts.terms))
    if (kinds.includes('user')) yield* this.listUsers()
    if (kinds.includes('group')) {
      if (!kinds.includes('user')) await this.learnUsernames()
      yield* this.listAll('group', this.groupLayout())
    }
  }

  completeness(): readonly Completeness[] {
    return this.tallies.completeness()
  }

  async find(immutableIds: readonly string[]): Promise<ReadonlyMap<string, Observed>> {
    const found = new Map<string, Observed>()
    for (let at = 0; at < immutableIds.length; at += lookupSize) {
      const ids = immutableIds.slice(at, at + lookupSize)
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
    const found = new Set<string>()
    for (let at = 0; at < references.length; at += inFlight) {
      const batch = references.slice(at, at + inFlight)
      const there = await this.asking(`looking up ${batch.length} references`, async () => {
        const connection = await this.parts.link.live()
        return Promise.all(batch.map(async (reference) => isThere(connection, reference)))
      })
      batch.forEach((reference, index) => there[index] === true && found.add(reference))
    }
    return found
  }

  async confirm(operation: DirectoryOperation, locate: WriteContext['locate']): Promise<boolean> {
    const { place, terms, link } = this.parts
    return this.asking(`reading back ${operation.address}`, async () => {
      const at: Standpoint = {
        terms,
        dialect: this.dialect,
        connection: await link.live(),
        targets: new Targets(place, terms.settings, locate),
        layouts: this.layoutsOfEntities,
        style: this.style,
      }
      return operation.kind === 'membership' ? this.memberships.confirmed(operation, at) : confirmed(operation, at)
    })
  }

  async close(): Promise<void> {
    await this.parts.link.close()
  }

  private async policiesIn(place: PolicyPlace): Promise<ObservedPolicies> {
    const { link, terms } = this.parts
    const known = { terms, named: this.named }
    return this.asking('reading password policies', async () => readPolicies(await link.live(), place, known))
  }

  /** How people read where they are listed: whom they name as their policy is kept for when policies are asked for. */
  private listedPeople(): Layout<ObservedUser> {
    return userLayout(this.parts.terms, (person, policy) => {
      if (policy === undefined) this.named.delete(person)
      else this.named.set(person, policy === null ? null : referenceOf(policy))
    })
  }

  private async *listUsers(): AsyncGenerator<readonly ObservedUser[]> {
    const { copy, terms } = this.parts
    const needed = terms.settings.groups.objectClass === 'posixGroup'
    const asking = await copy?.open()
    for await (const page of this.listAll('user', this.listedPeople(), asking)) {
      if (needed) for (const { username, reference } of page) this.usernames.set(username, reference)
      yield page
    }
    await copy?.keep()
  }

  /** Groups alone are asked for, and their members are usernames: people are listed for their names only. */
  private async learnUsernames(): Promise<void> {
    if (this.parts.terms.settings.groups.objectClass !== 'posixGroup') return
    for await (const page of this.listUsers()) if (page.length === 0) return
  }

  private async *listAll<O extends Observed>(
    kind: ObjectKind,
    layout: Layout<O>,
    asking?: Asking,
  ): AsyncGenerator<readonly O[]> {
    const tally = this.tallies.of(kind)
    const { link, pageSize, signal } = this.parts
    const bases = this.basesOf(kind)
    const isAsked = (object: O): boolean => kind !== 'organizationalUnit' || !bases.includes(object.reference)
    for (const base of bases) {
      yield* list({
        live: async () => link.live(),
        signal,
        layout,
        base,
        pageSize,
        rights: this.rights,
        tally,
        isAsked,
        ...(asking === undefined ? {} : { asking }),
      })
    }
    tally.complete = true
  }

  /** A leavers' container inside the people's own is listed with it. */
  private basesOf(kind: ObjectKind): readonly string[] {
    const { users, groups } = this.parts.terms.settings
    if (kind === 'group') return [groups.base]
    const { base, disabledBase } = users
    if (disabledBase === undefined || isWithin(disabledBase, base)) return [base]
    return isWithin(base, disabledBase) ? [disabledBase] : [base, disabledBase]
  }

  private layouts(): readonly Layout[] {
    return [this.listedPeople(), this.groupLayout(), containerLayout(this.parts.terms)]
  }

  private groupLayout(): ReturnType<typeof groupLayout> {
    return groupLayout(this.parts.terms, this.style.referenceOf)
  }

  private async lookUp(ids: readonly string[], layout: Layout): Promise<readonly Observed[]> {
    const { link, terms } = this.parts
    const wanted: Filter = { or: ids.map((equals) => ({ attribute: 'entryUUID', equals })) }
    return this.asking(`looking up ${ids.length} recorded ids`, async () => {
      const connection = await link.live()
      const entries = await entriesBelow(
        connection,
        terms.settings.base,
        { and: [layout.filter, wanted] },
        layout.attributes,
      )
      await this.rights.probe(entries, layout, connection)
      return entries.map((entry) => layout.read(entry, this.rights.unreadable(entry, layout)))
    })
  }

  /** A question that lost its connection is asked once more, on another. */
  private async asking<T>(doing: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask().catch(async (error: unknown) => {
        if (error instanceof ConnectionLost) return ask()
        throw error
      })
    } catch (error) {
      throw directoryFault(error, doing)
    }
  }
}
