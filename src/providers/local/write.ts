import { randomUUID } from 'node:crypto'

import type { DirectoryOperation } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { Connection, WriteContext, Writer } from '../provider.ts'
import { Appender, syncFolderOf } from './appender.ts'
import type { Standpoint } from './asked.ts'
import { compact, pays } from './compact.ts'
import { fromSystem } from './faults.ts'
import type { Log } from './log.ts'
import { count, counted, killIfDue, type Misbehaviour } from './misbehaviour.ts'
import type { Line, MemberDelta } from './records.ts'
import type { LocalSettings } from './settings.ts'
import { prepare, type Prepared } from './prepare.ts'
import { sameIn } from './translate.ts'

/** Writes the file: a line for each operation, one for a batch of memberships, on the disk before the outcome is given. */
export class LocalWriter implements Writer {
  readonly parallel = 32
  readonly batch = 500
  readonly #connection: Connection
  readonly #context: WriteContext
  readonly #settings: LocalSettings
  readonly #log: Log
  readonly #release: () => void
  #appender: Promise<Appender> | undefined
  #opened: Appender | undefined
  /** Folded in already, perhaps not on the disk yet; taken in again when somebody else wrote in between. */
  readonly #pending = new Set<Line>()

  constructor(given: {
    readonly connection: Connection
    readonly context: WriteContext
    readonly settings: LocalSettings
    readonly log: Log
    readonly release: () => void
  }) {
    this.#connection = given.connection
    this.#context = given.context
    this.#settings = given.settings
    this.#log = given.log
    this.#release = given.release
  }

  async apply(batch: readonly DirectoryOperation[]): Promise<readonly Outcome[]> {
    const looked = this.#prepare(batch)
    if (looked.every(({ line }) => line === undefined)) return looked.map(({ outcome }) => outcome)
    const { faults } = this.#log.header
    const write = count(faults, this.#settings.file, 'writes')
    killIfDue(faults, write, 'before')
    const refused = refusal(faults, write)
    if (refused !== undefined) return batch.map(() => refused)
    if (faults?.ignoreWrites === true) return looked.map(({ outcome }) => outcome)
    const passwordSet = await this.#password(batch)
    if (!passwordSet && batch[0]?.verb === 'resetPassword') return [nobodyReceives]
    const prepared = this.#prepare(batch, passwordSet)
    await this.#append(merge(prepared), faults)
    killIfDue(faults, write, 'after')
    return lost(faults, write)
      ? batch.map(() => lostAnswer)
      : prepared.map(({ outcome }) => laggingOutcome(outcome, faults))
  }

  async close(): Promise<void> {
    try {
      const appender = await this.#appender
      await appender?.close()
      this.#log.refresh()
      if (this.#opened !== undefined && pays(this.#log)) await compact(this.#log)
    } finally {
      this.#release()
    }
  }

  #prepare(batch: readonly DirectoryOperation[], passwordSet = false): readonly Prepared[] {
    if (this.#log.refresh()) for (const line of this.#pending) this.#log.tree.fold(line)
    const { tenant, id: directory } = this.#connection
    const { faults, licences } = this.#log.header
    const at: Standpoint = {
      tenant,
      directory,
      tree: this.#log.tree,
      locate: this.#context.locate,
      same: sameIn(faults),
    }
    return batch.map((operation) =>
      prepare(operation, { at, settings: this.#settings, faults, licences, newId: randomUUID, passwordSet }),
    )
  }

  async #password(batch: readonly DirectoryOperation[]): Promise<boolean> {
    const [first] = batch
    if (first?.kind !== 'user' || (first.verb !== 'create' && first.verb !== 'resetPassword')) return false
    return (await this.#context.initialPassword(first.address)) !== undefined
  }

  /** Folds the lines in at once, so that what comes next is held against them, and waits until they are on the disk. */
  async #append(lines: readonly Line[], faults: Misbehaviour | undefined): Promise<void> {
    if (lines.length === 0) return
    const from =
      faults?.lagReads === undefined ? undefined : counted(this.#settings.file, 'reads') + faults.lagReads + 1
    const written = from === undefined ? lines : lines.map((line) => ({ ...line, from }))
    for (const line of written) {
      this.#log.tree.fold(line)
      this.#pending.add(line)
    }
    try {
      const appender = await this.#current()
      await appender.append(written.map((line) => `${JSON.stringify(line)}\n`).join(''))
    } catch (error) {
      // What lies on the disk is no longer known: whoever goes on does so with a new writer.
      this.#release()
      throw fromSystem(this.#settings.file, error)
    }
    for (const line of written) this.#pending.delete(line)
  }

  async #current(): Promise<Appender> {
    const isReplaced =
      this.#opened !== undefined && this.#log.inode !== undefined && this.#log.inode !== this.#opened.inode
    if (isReplaced) {
      await this.#opened?.close()
      this.#appender = undefined
      this.#opened = undefined
    }
    this.#appender ??= this.#open()
    return this.#appender
  }

  async #open(): Promise<Appender> {
    const { file, size, header } = this.#log
    const appender = await Appender.open(file, size)
    this.#opened = appender
    if (size === 0) {
      await appender.append(`${JSON.stringify(header)}\n`)
      await syncFolderOf(file)
    } else if (await appender.isOpenEnded(size)) {
      await appender.append('\n')
    }
    return appender
  }
}

const nobodyReceives: Outcome = {
  status: 'failed',
  class: 'invalid',
  detail: 'nobody is to receive the new password: write initialPasswords in tenant.yaml',
}

/** Memberships of one group become one line. */
function merge(prepared: readonly Prepared[]): readonly Line[] {
  const lines = prepared.flatMap(({ line }) => (line === undefined ? [] : [line]))
  const deltas = lines.filter((line): line is MemberDelta => 'add' in line || 'remove' in line)
  const [first] = deltas
  if (first === undefined || deltas.length === 1) return lines
  const merged: MemberDelta = {
    id: first.id,
    add: deltas.flatMap(({ add }) => add ?? []),
    remove: deltas.flatMap(({ remove }) => remove ?? []),
  }
  return [...lines.filter((line) => !('add' in line || 'remove' in line)), merged]
}

function refusal(faults: Misbehaviour | undefined, write: number): Outcome | undefined {
  const retryAfterMs = faults?.throttle?.retryAfterMs
  if (retryAfterMs !== undefined && write <= (faults?.throttle?.writes ?? 0)) {
    return { status: 'failed', class: 'retryable', detail: 'too many calls', retryAfterMs }
  }
  if (faults?.fail?.when !== 'before' || faults.fail.write !== write) return undefined
  return { status: 'failed', class: faults.fail.class ?? 'retryable', detail: `write ${write} was told to fail` }
}

function lost(faults: Misbehaviour | undefined, write: number): boolean {
  return faults?.fail?.when === 'after' && faults.fail.write === write
}

const lostAnswer: Outcome = { status: 'failed', class: 'unknown', detail: 'the answer was lost' }

function laggingOutcome(outcome: Outcome, faults: Misbehaviour | undefined): Outcome {
  return faults?.lagReads !== undefined && outcome.status === 'applied' ? { ...outcome, status: 'accepted' } : outcome
}
