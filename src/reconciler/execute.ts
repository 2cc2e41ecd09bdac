import type { Journal, Lease } from '../ledger/ledger.ts'
import { LeaseLost } from '../ledger/ledger.ts'
import type { Address } from '../model/address.ts'
import { DirectoryFault } from '../model/fault.ts'
import type { Operation } from '../model/operation.ts'
import { isMessage, isRunOnce } from '../model/operation.ts'
import type { FaultClass, Locator, Outcome } from '../model/outcome.ts'
import type { Reader, Writer } from '../providers/provider.ts'
import { Lanes } from './lanes.ts'
import { inOrder } from './order.ts'
import { pausedFor } from './paused.ts'
import type { Settled } from './run.ts'

const tries = 3
const connectionErrors = 5

/** Everything that carrying out one tenant's operations takes. */
export interface Task {
  readonly operations: readonly Operation[]
  /** A connection to write, or to read back, in one directory; asked for again after one was lost. */
  readonly openWriter: (directory: string) => Promise<Writer>
  readonly openReader: (directory: string) => Promise<Reader>
  readonly locators: Map<Address, Locator>
  readonly journal: Journal
  readonly lease: Lease
  readonly signal: AbortSignal
  /** Why nothing more is to be begun; undefined: go on. */
  readonly paused: () => string | undefined
  readonly sleep: (ms: number) => Promise<void>
  readonly onSettled: (settled: Settled) => void
}

/**
 * Carries operations out along their graph: several at once, never two on one object. Every intent is durable before
 * its write, every write is read back, every outcome is recorded. What fails holds back its dependants and nothing else.
 */
export async function execute(task: Task): Promise<readonly Settled[]> {
  const settled: Settled[] = []
  let stopped: string | undefined
  for (const operations of turns(task.operations)) {
    const turn = new Execution({ ...task, operations }, stopped)
    settled.push(...(await turn.run()))
    stopped = turn.stopped
  }
  return settled
}

/** Directories first, then messages: people are told of what is done. */
function turns(operations: readonly Operation[]): readonly (readonly Operation[])[] {
  const messages = operations.filter(isMessage)
  if (messages.length === 0) return [operations]
  return [operations.filter((operation) => !isMessage(operation)), messages]
}

class Execution {
  readonly #task: Task
  readonly #lanes: Lanes
  readonly #settled: Settled[] = []
  readonly #writers = new Map<string, Promise<Writer>>()
  readonly #readers = new Map<string, Promise<Reader>>()
  /** Directories that refused the credentials: trying them again and again would lock the account out. */
  readonly #refused = new Map<string, Outcome>()
  #lostInARow = 0
  #stopped: string | undefined
  #crash: unknown

  /** `stopped`: why nothing is begun at all. */
  constructor(task: Task, stopped: string | undefined) {
    this.#task = task
    this.#stopped = stopped
    this.#lanes = new Lanes(inOrder(task.operations).order)
  }

  /** Why nothing more was begun, if so. */
  get stopped(): string | undefined {
    return this.#stopped
  }

  async run(): Promise<readonly Settled[]> {
    try {
      await this.#work()
    } finally {
      for (const writer of this.#writers.values()) await (await writer.catch(() => undefined))?.close()
      for (const reader of this.#readers.values()) await (await reader.catch(() => undefined))?.close()
    }
    if (this.#crash !== undefined) throw this.#crash
    const why =
      this.#stopped ??
      (this.#task.signal.aborted ? 'interrupted before it was tried' : 'something it needs did not succeed')
    for (const operation of this.#lanes.left())
      this.#settled.push({ operation, outcome: { status: 'skipped', detail: why } })
    return this.#settled
  }

  async #work(): Promise<void> {
    const running = new Set<Promise<void>>()
    while (true) {
      while (this.#mayStart() && running.size < this.#parallel) {
        const batch = this.#lanes.take(this.#batchSize)
        if (batch.length === 0) break
        const job: Promise<void> = this.#carryOut(batch)
          .catch((error: unknown) => this.#stop(error))
          .finally(() => running.delete(job))
        running.add(job)
      }
      if (running.size === 0) return
      await Promise.race(running)
    }
  }

  #parallel = 1
  #batchSize = 1

  #mayStart(): boolean {
    const why = this.#task.paused()
    if (why !== undefined) this.#stopped ??= pausedFor(why)
    return this.#stopped === undefined && this.#crash === undefined && !this.#task.signal.aborted
  }

  #stop(error: unknown): void {
    if (error instanceof LeaseLost) this.#stopped = error.message
    this.#crash ??= error
  }

  async #carryOut(batch: readonly Operation[]): Promise<void> {
    const { lease, journal } = this.#task
    await lease.check()
    await journal.record(batch.map((operation) => ({ type: 'intent', operation })))
    const outcomes = await this.#write(batch)
    await journal.record(
      batch.map((operation, i) => ({
        type: 'outcome',
        operation: operation.id,
        fingerprint: operation.fingerprint,
        ...(outcomes[i] ?? lost),
      })),
    )
    const succeeded = new Set<string>()
    batch.forEach((operation, i) => {
      const outcome = outcomes[i] ?? lost
      if (outcome.status === 'applied' || outcome.status === 'accepted' || outcome.status === 'unchanged') {
        succeeded.add(operation.id)
        this.#relocate(operation, outcome.locator)
      }
      const settled = { operation, outcome }
      this.#settled.push(settled)
      this.#task.onSettled(settled)
    })
    this.#lanes.settle(batch, succeeded)
  }

  #relocate(operation: Operation, locator: Locator | undefined): void {
    const { locators } = this.#task
    if (operation.previousAddress !== undefined) {
      const known = locators.get(operation.previousAddress)
      if (known !== undefined) locators.set(operation.address, known)
    }
    if (locator !== undefined) locators.set(operation.address, locator)
  }

  /** Writes a batch and reads it back; what is retryable is tried again, what is unknown is read before anything else. */
  async #write(batch: readonly Operation[]): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = batch.map(() => lost)
    let open = batch.map((_, i) => i)
    for (let attempt = 1; open.length > 0; attempt += 1) {
      const answers = await this.#ask(open.map((i) => batch[i]).filter((each) => each !== undefined))
      const again: number[] = []
      let pause = 0
      await eachOf(open, async (i, n) => {
        const operation = batch[i]
        if (operation !== undefined) outcomes[i] = await this.#readBack(operation, answers[n] ?? lost)
      })
      for (const i of open) {
        const operation = batch[i]
        const outcome = outcomes[i] ?? lost
        if (operation === undefined || outcome.status !== 'failed' || !mayRepeat(operation, outcome.class)) continue
        again.push(i)
        pause = Math.max(pause, outcome.retryAfterMs ?? backoff(attempt))
      }
      open = again
      if (open.length === 0 || attempt === tries || !this.#mayStart()) break
      await this.#task.sleep(pause)
      await this.#task.lease.check()
    }
    return outcomes
  }

  async #ask(batch: readonly Operation[]): Promise<readonly Outcome[]> {
    const directory = batch[0]?.directory ?? ''
    const before = this.#refused.get(directory)
    if (before !== undefined) return batch.map(() => before)
    const connection = this.#writer(directory)
    try {
      const outcomes = await (await connection).apply(batch)
      this.#lostInARow = 0
      return outcomes
    } catch (error) {
      if (!(error instanceof DirectoryFault)) throw error
      await this.#lose(directory, connection, error)
      const refused = error.kind === 'credentials' || error.kind === 'permission' || error.kind === 'refused'
      const wait = error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }
      const outcome: Outcome = {
        status: 'failed',
        class: refused ? 'forbidden' : 'unknown',
        detail: error.message,
        ...wait,
      }
      if (error.kind === 'credentials') this.#refused.set(directory, outcome)
      return batch.map(() => outcome)
    }
  }

  async #readBack(operation: Operation, outcome: Outcome): Promise<Outcome> {
    const claimed = outcome.status === 'applied'
    const unknown = outcome.status === 'failed' && outcome.class === 'unknown'
    if (!claimed && !unknown) return outcome
    // Nothing of these can be read back: a lost answer stays one.
    if (isMessage(operation) || (unknown && isRunOnce(operation))) return outcome
    const holds = await this.#confirm(operation, outcome.status === 'applied' ? outcome.locator : undefined)
    if (holds === undefined)
      return claimed
        ? { status: 'failed', class: 'unknown', detail: 'written, but it could not be read back' }
        : outcome
    if (claimed)
      return holds
        ? outcome
        : {
            status: 'failed',
            class: 'unknown',
            detail: 'the directory took the write and does not show it; look at its log',
          }
    return holds && operation.verb !== 'create' ? { status: 'applied' } : outcome
  }

  async #confirm(operation: Operation, fresh: Locator | undefined): Promise<boolean | undefined> {
    const { locators } = this.#task
    const locate = (address: Address): Locator | undefined =>
      address === operation.address && fresh !== undefined ? fresh : locators.get(address)
    try {
      return await (await this.#reader(operation.directory)).confirm(operation, locate)
    } catch (error) {
      if (!(error instanceof DirectoryFault)) throw error
      this.#readers.delete(operation.directory)
      return undefined
    }
  }

  #writer(directory: string): Promise<Writer> {
    const open = this.#writers.get(directory) ?? this.#open(directory)
    this.#writers.set(directory, open)
    return open
  }

  async #open(directory: string): Promise<Writer> {
    const writer = await this.#task.openWriter(directory)
    this.#parallel = Math.max(this.#parallel, writer.parallel)
    this.#batchSize = Math.max(this.#batchSize, writer.batch)
    return writer
  }

  /** Gives a connection up. Several batches on it lose it together: that is one loss. */
  async #lose(directory: string, connection: Promise<Writer>, error: DirectoryFault): Promise<void> {
    if (this.#writers.get(directory) !== connection) return
    this.#writers.delete(directory)
    this.#lostInARow += 1
    if (this.#lostInARow >= connectionErrors)
      this.#stopped = `stopped after ${connectionErrors} connection errors in a row: ${error.message}`
    const writer = await connection.catch(() => undefined)
    await writer?.close().catch(() => undefined)
  }

  async #reader(directory: string): Promise<Reader> {
    const open = this.#readers.get(directory) ?? this.#task.openReader(directory)
    this.#readers.set(directory, open)
    return open
  }
}

/** How many questions of one batch are under way at once: a server may cut off who asks more than it can hold. */
const atOnce = 8

/** Does the work for each of a list, several at once. */
async function eachOf<T>(list: readonly T[], work: (item: T, index: number) => Promise<void>): Promise<void> {
  const left = list.entries()
  const worker = async (): Promise<void> => {
    for (const [index, item] of left) await work(item, index)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, list.length) }, worker))
}

const lost: Outcome = { status: 'failed', class: 'unknown', detail: 'no answer' }

/** Whether a failure is tried again. A message that may have been sent is not sent twice. */
function mayRepeat(operation: Operation, failure: FaultClass): boolean {
  return failure === 'retryable' || (failure === 'unknown' && !isMessage(operation))
}

/** Exponential with jitter: about 0.25 s, then 1 s. */
function backoff(attempt: number): number {
  return 125 * 4 ** (attempt - 1) * (1 + Math.random())
}
