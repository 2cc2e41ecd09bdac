import type { User } from '@microsoft/microsoft-graph-types'
import type { ObjectKind } from '../../model/kind.ts'
import type { Completeness, Observed, ObservedLicences, ObservedPolicies, ObservedUser } from '../../model/observed.ts'
import type { DirectoryOperation, Operation } from '../../model/operation.ts'
import type { Capabilities, Dialect, Reader, WriteContext } from '../provider.ts'
import { confirmed } from './confirm.ts'
import type { Holdings, TenantCopy } from './copy.ts'
import { entraDialect } from './dialect.ts'
import { effortFor } from './effort.ts'
import { factorsOf } from './factors.ts'
import { findAll, typesOf } from './find.ts'
import type { Graph } from './graph/request.ts'
import { readLicences } from './licences-read.ts'
import { allOf, pagesOf } from './listing.ts'
import type { Asking } from './listing.ts'
import { administratorsAmong, groupsOf, readUnits, withMembers } from './members.ts'
import type { HeldGroup } from './members.ts'
import { readPolicies } from './policy-read.ts'
import { readRoles } from './roles.ts'
import { Tallies } from '../tallies.ts'
import type { Terms } from './terms.ts'
import { select } from './row.ts'
import type { Row } from './row.ts'
import { groupExpand, groupSelect } from './translate-group.ts'
import { userExpand, userOf, userSelect } from './translate.ts'
import type { KnownGroups } from './write-place.ts'

/** How many objects of a copy are handed out at once. */
const atOnce = 1000

export interface ReaderParts {
  readonly graph: Graph
  readonly terms: Terms
  readonly capabilities: Capabilities
  readonly pageSize: number
  /** Where it is kept what was read of groups, for whoever writes to them. */
  readonly groups: KnownGroups
  /** What time it is by Graph's clock, where it told. */
  readonly time: () => Date | undefined
  /** What an earlier reading left on this machine; not there: everything is read each time. */
  readonly copy?: TenantCopy
}

/** One reading of one tenant. */
export class EntraReader implements Reader {
  readonly identity: string
  readonly capabilities: Capabilities
  readonly dialect: Dialect
  private readonly parts: ReaderParts
  private readonly asking: Asking
  private readonly tallies = new Tallies()
  private bin: Promise<readonly ObservedUser[]> | undefined

  constructor(parts: ReaderParts) {
    this.parts = parts
    this.asking = { graph: parts.graph, pageSize: parts.pageSize }
    this.identity = parts.terms.settings.tenantId
    this.capabilities = parts.capabilities
    this.dialect = entraDialect(parts.terms)
  }

  async serverTime(): Promise<Date | undefined> {
    return this.parts.time()
  }

  /** Roles come first and people last, whatever the order asked for: people are told whether they administer the directory. */
  async *observe(kinds: readonly ObjectKind[]): AsyncGenerator<readonly Observed[]> {
    this.tallies.begin(kinds)
    this.bin = undefined
    const { copy } = this.parts
    const isAll = kinds.includes('user') && kinds.includes('group')
    const holdings = isAll ? await copy?.refresh(this.asking) : undefined
    if (kinds.includes('user') || kinds.includes('group'))
      yield* this.readAll(kinds, holdings, isAll ? copy : undefined)
    // Entra ID has no containers: there is nothing that could be missed.
    for (const kind of kinds) this.tallies.of(kind).complete = true
  }

  completeness(): readonly Completeness[] {
    // Counts of Graph's own come from an index that lags behind, and are not given where managers and owners are expanded.
    return this.tallies.completeness()
  }

  async find(immutableIds: readonly string[]): Promise<ReadonlyMap<string, Observed>> {
    const found = new Map(await findAll(immutableIds, this.asking, this.parts.terms))
    if (immutableIds.every((id) => found.has(id))) return found
    const bin = new Map((await this.deleted()).map((user) => [user.immutableId, user]))
    for (const id of immutableIds) {
      const user = found.has(id) ? undefined : bin.get(id)
      if (user !== undefined) found.set(id, user)
    }
    return found
  }

  async existing(references: readonly string[]): Promise<ReadonlySet<string>> {
    const { linked } = this.parts.terms.learnt
    const found = new Set(references.filter((reference) => linked.has(reference)))
    const open = references.filter((reference) => !found.has(reference))
    for (const id of (await typesOf(open, this.asking)).keys()) found.add(id)
    return found
  }

  async licences(): Promise<ObservedLicences> {
    return readLicences(this.asking)
  }

  async policies(): Promise<ObservedPolicies> {
    return readPolicies(this.parts.graph, this.parts.terms)
  }

  async factors(references: readonly string[]): Promise<ReadonlyMap<string, readonly string[] | 'unknown'>> {
    return factorsOf(references, this.parts.graph)
  }

  /** The bin is read once in a reading. */
  async deleted(): Promise<readonly ObservedUser[]> {
    const { terms } = this.parts
    const query = { $select: `${userSelect(terms)},${select<User>('deletedDateTime')}` }
    this.bin ??= allOf('/directory/deletedItems/microsoft.graph.user', query, this.asking).then((rows) =>
      rows.map((row) => userOf(row, terms, true)),
    )
    return this.bin
  }

  effort(operations: readonly Operation[]): { readonly requests: number; readonly seconds: number } {
    return effortFor(operations)
  }

  async confirm(operation: DirectoryOperation, locate: WriteContext['locate']): Promise<boolean> {
    const [isSo = false] = await this.confirmAll([operation], locate)
    return isSo
  }

  async confirmAll(
    operations: readonly DirectoryOperation[],
    locate: WriteContext['locate'],
  ): Promise<readonly boolean[]> {
    const { graph, terms } = this.parts
    return confirmed(operations, { graph, terms, locate })
  }

  async close(): Promise<void> {
    await this.parts.graph.close()
  }

  private async *readAll(
    kinds: readonly ObjectKind[],
    holdings: Holdings | undefined,
    copy: TenantCopy | undefined,
  ): AsyncGenerator<readonly Observed[]> {
    const { terms } = this.parts
    const isWholeRead = holdings === undefined
    if (isWholeRead) await copy?.begin(this.asking)
    const { roles, holders } = await readRoles(this.asking, terms)
    const groups: HeldGroup[] = []
    const users: Row[] = []
    for (const id of holders) terms.learnt.administrators.add(id)
    if (kinds.includes('group')) yield* this.told('group', roles)
    for await (const page of isWholeRead ? this.groupPages() : slices(holdings.groups)) {
      if (isWholeRead && copy !== undefined) groups.push(...page)
      for (const id of administratorsAmong(page, holders)) terms.learnt.administrators.add(id)
      if (kinds.includes('group')) yield* this.told('group', groupsOf(page, terms))
    }
    if (kinds.includes('group')) yield* this.told('group', await readUnits(this.asking, terms))
    if (!kinds.includes('user')) return
    for await (const page of isWholeRead ? this.userPages() : slices(holdings.users)) {
      if (isWholeRead && copy !== undefined) users.push(...page)
      yield* this.told(
        'user',
        page.map((row) => userOf(row, terms)),
      )
    }
    if (isWholeRead) await copy?.keep({ users, groups })
  }

  private async *groupPages(): AsyncGenerator<readonly HeldGroup[]> {
    const query = { $select: groupSelect, ...groupExpand }
    for await (const rows of pagesOf('/groups', query, this.asking)) yield await withMembers(rows, this.asking)
  }

  /**
   * With managers expanded Graph gives a hundred people a page, and without a thousand; but then each manager is a question of its own,
   * twenty to a batch: a fifth of the people in requests instead of a hundredth.
   */
  private async *userPages(): AsyncGenerator<readonly Row[]> {
    const { terms } = this.parts
    yield* pagesOf('/users', { $select: userSelect(terms), ...userExpand(terms) }, this.asking)
  }

  private *told(kind: ObjectKind, objects: readonly Observed[]): Generator<readonly Observed[]> {
    if (objects.length === 0) return
    const tally = this.tallies.of(kind)
    for (const object of objects) if (object.kind === 'group') this.parts.groups.learn(object)
    tally.count += objects.length
    tally.pages += 1
    yield objects
  }
}

function* slices<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += atOnce) yield all.slice(at, at + atOnce)
}
