import type { ObjectKind } from '../../model/kind.ts'
import type { Completeness, Observed, ObservedLicences } from '../../model/observed.ts'
import type { DirectoryOperation } from '../../model/operation.ts'
import type { Capabilities, Connection, Dialect, Reader, WriteContext } from '../provider.ts'
import { isSo } from './asked.ts'
import { brokenOff, throttled } from './faults.ts'
import { licencesIn } from './licences.ts'
import type { Log } from './log.ts'
import { count, isHidden } from './misbehaviour.ts'
import type { ObjectRecord } from './records.ts'
import type { LocalSettings } from './settings.ts'
import { isWithin, localDialect, observedOf, sameIn } from './translate.ts'

/** One reading of the file. Nothing on the disk is touched by it, not even the folder is made. */
export class LocalReader implements Reader {
  readonly identity: string
  readonly capabilities: Capabilities
  readonly dialect: Dialect
  readonly #connection: Connection
  readonly #settings: LocalSettings
  readonly #log: Log
  #proofs: readonly Completeness[] = []

  constructor(connection: Connection, settings: LocalSettings, log: Log, capabilities: Capabilities) {
    this.#connection = connection
    this.#settings = settings
    this.#log = log
    this.#look()
    this.identity = log.header.identity
    this.capabilities = capabilities
    this.dialect = localDialect(settings, log.header.faults, (id) => log.tree.object(id))
  }

  async serverTime(): Promise<Date> {
    return this.#connection.now()
  }

  async *observe(kinds: readonly ObjectKind[]): AsyncGenerator<readonly Observed[]> {
    this.#look()
    this.#proofs = kinds.map((kind) => ({ kind, count: 0, pages: 0, complete: false, proof: 'none' }))
    for (const kind of kinds) yield* this.#list(kind)
  }

  completeness(): readonly Completeness[] {
    return this.#proofs
  }

  async find(immutableIds: readonly string[]): Promise<ReadonlyMap<string, Observed>> {
    this.#look()
    const found = immutableIds.flatMap((id) => this.#visible(this.#log.tree.object(id)))
    return new Map(found.map((record) => [record.id, this.#observed(record)]))
  }

  async existing(references: readonly string[]): Promise<ReadonlySet<string>> {
    this.#look()
    const { tree } = this.#log
    return new Set(references.filter((id) => this.#visible(tree.object(id) ?? tree.containerAt(id)).length > 0))
  }

  async licences(): Promise<ObservedLicences> {
    this.#look()
    return licencesIn(this.#log.header, this.#log.tree, (record) => this.#visible(record).length > 0)
  }

  async confirm(operation: DirectoryOperation, locate: WriteContext['locate']): Promise<boolean> {
    this.#look()
    const { tenant, id: directory } = this.#connection
    return isSo(operation, { tenant, directory, tree: this.#log.tree, locate, same: sameIn(this.#log.header.faults) })
  }

  async close(): Promise<void> {}

  async *#list(kind: ObjectKind): AsyncGenerator<readonly Observed[]> {
    const { faults } = this.#log.header
    const size = faults?.pageSize ?? 1000
    let page: Observed[] = []
    let [total, pages] = [0, 0]
    for (const record of this.#log.tree.all()) {
      if (record.kind !== kind || !this.#isListed(record)) continue
      if (page.length === size) {
        yield page
        page = []
        pages += 1
        this.#connection.signal.throwIfAborted()
      }
      if (page.length === 0 && faults?.cut?.kind === kind && faults.cut.page === pages + 1) {
        throw brokenOff(this.#settings.file, kind, pages + 1)
      }
      page.push(this.#observed(record))
      total += 1
    }
    if (page.length > 0) yield page
    const proof: Completeness = { kind, count: total, pages: pages + 1, complete: true, proof: 'cursorExhausted' }
    this.#proofs = this.#proofs.map((before) => (before.kind === kind ? proof : before))
  }

  #isListed(record: ObjectRecord): boolean {
    const { users, groups, disabled } = this.#settings
    const listed =
      record.kind === 'group'
        ? isWithin(record.container, groups)
        : isWithin(record.container, users) || isWithin(record.container, disabled)
    return listed && this.#visible(record).length > 0
  }

  #visible(record: ObjectRecord | undefined): readonly ObjectRecord[] {
    const { faults } = this.#log.header
    return record === undefined || faults?.empty === true || isHidden(faults, record.id) ? [] : [record]
  }

  #observed(record: ObjectRecord): Observed {
    return observedOf(record, this.#log.tree, this.#settings, this.#log.header.faults)
  }

  /** Takes in what was written since, and lets the directory misbehave. */
  #look(): void {
    this.#log.refresh()
    const { faults } = this.#log.header
    const reads = count(faults, this.#settings.file, 'reads')
    if (faults?.lagReads !== undefined) this.#log.refresh()
    if (faults?.throttle?.reads !== undefined && reads <= faults.throttle.reads) {
      throw throttled(this.#settings.file, faults.throttle.retryAfterMs)
    }
  }
}
