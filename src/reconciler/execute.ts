import type { Journal, Lease } from '../ledger/ledger.ts'
import { LeaseLost } from '../ledger/ledger.ts'
import type { Address } from '../model/address.ts'
import { DirectoryFault } from '../model/fault.ts'
import type { Operation } from '../model/operation.ts'
import { isMessage } from '../model/operation.ts'
import type { FaultClass, Locator, Outcome } from '../model/outcome.ts'
import type { Reader, Writer } from '../providers/provider.ts'
import { isOnWhole, Lanes } from './lanes.ts'
import { inOrder } from './order.ts'
import { pausedFor } from './paused.ts'
import type { Rank } from './queues.ts'
import { ReadBack } from './read-back.ts'
import type { Settled } from './run.ts'

const tries = 3
const connectionErrors = 5

/** Everything that carrying out one tenant's operations takes. */
export interface Task {
  readonly operations: readonly Operation[]
  /** A connection to write, or to read back, in one directory; asked for again after one was lost. */
  readonly openWriter: (directory: string) => Promise<Writer>
  readonly openReader: (directory: string) => Promise<Reader>
  /** Whether what was written in a directory may stay unseen for a while (`Dialect.settlesWithin`). */
  readonly settlesLate: (directory: string) => boolean
  /** Whether something whose answer was lost is asked for again. */
  readonly isRepeatable: (operation: Operation) => boolean
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
  readonly #readBack: ReadBack
  /** Directories that refused the credentials: trying them again and again would lock the account out. */
  readonly #refused = new Map<string, Outcome>()
  #lostInARow = 0
  #stopped: string | undefined
  #crash: unknown

  /** `stopped`: why nothing is begun at all. */
  constructor(task: Task, stopped: string | undefined) {
    this.#task = task
    this.#stopped = stopped
    this.#readBack = new ReadBack(task)
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
      await this.#readBack.close()
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
        const batches = this.#next()
        if (batches.length === 0) break
        this.#underWay.add(batches)
        const job: Promise<void> = this.#carryOut(batches)
          .catch((error: unknown) => this.#stop(error))
          .finally(() => {
            this.#underWay.delete(batches)
            running.delete(job)
          })
        running.add(job)
      }
      if (running.size === 0) return
      await Promise.race(running)
    }
  }

  #parallel = 1
  /** What the writer of a directory takes at once; one that was not opened yet is handed a single operation. */
  readonly #limits = new Map<string, Pick<Writer, 'batch' | 'together'>>()
  readonly #underWay = new Set<HandOver>()

  /** What is handed over next: batches of one directory, as many as its writer takes; empty when nothing is to start now. */
  #next(): HandOver {
    for (const directory of this.#lanes.directories()) {
      const { batch, together = 1 } = this.#limits.get(directory) ?? { batch: 1 }
      let waits = together === 1 ? nobody : this.#waiting(directory, together)
      const batches: (readonly Operation[])[] = []
      while (batches.length < together) {
        const next = this.#lanes.takeIn(directory, batch, waits)
        const [first] = next
        if (first === undefined) break
        batches.push(next)
        waits = isOnWhole(first) ? nobody : groups
      }
      if (batches.length > 0) return batches
    }
    return []
  }

  /**
   * Who is not handed over yet: while something of the directory is under way, a hand-over that is not full gains by what comes free
   * then, and a group by the members who do. What is urgent never waits.
   */
  #waiting(directory: string, together: number): ReadonlySet<Rank> {
    const underWay = [...this.#underWay]
      .flatMap((batches) => batches[0]?.[0] ?? [])
      .filter((each) => each.directory === directory)
    if (underWay.length === 0) return nobody
    const isShort = (rank: Rank): boolean => this.#lanes.count(directory, rank) < together
    const waits = new Set<Rank>()
    if (isShort('other')) waits.add('other')
    if (isShort('whole') || !underWay.every(isOnWhole)) waits.add('whole')
    return waits
  }

  #mayStart(): boolean {
    const why = this.#task.paused()
    if (why !== undefined) this.#stopped ??= pausedFor(why)
    return this.#stopped === undefined && this.#crash === undefined && !this.#task.signal.aborted
  }

  #stop(error: unknown): void {
    if (error instanceof LeaseLost) this.#stopped = error.message
    this.#crash ??= error
  }

  /** Writes batches and reads them back; what is retryable is tried again, what is unknown is read before anything else. */
  async #carryOut(batches: HandOver): Promise<void> {
    const { lease, journal, sleep } = this.#task
    await lease.check()
    await journal.record(batches.flat().map((operation) => ({ type: 'intent', operation })))
    const outcomes = new Map<Operation, Outcome>()
    let open = batches
    for (let attempt = 1; ; attempt += 1) {
      const asked = open.flat().filter((operation) => this.#isOpen(operation, outcomes.get(operation)))
      for (const [operation, outcome] of await this.#write(asked)) outcomes.set(operation, outcome)
      const isLast = attempt === tries || !this.#mayStart()
      const again = isLast ? [] : open.filter((batch) => batch.some((each) => this.#isOpen(each, outcomes.get(each))))
      await this.#settle(
        open.filter((batch) => !again.includes(batch)),
        outcomes,
      )
      if (again.length === 0) return
      open = again
      await sleep(Math.max(...again.flat().map((each) => pauseAfter(outcomes.get(each), attempt))))
      await lease.check()
    }
  }

  #isOpen(operation: Operation, outcome: Outcome | undefined): boolean {
    if (outcome === undefined) return true
    return outcome.status === 'failed' && this.#mayRepeat(operation, outcome.class)
  }

  /**
   * Whether a failure is tried again. A message that may have been sent is not sent twice, nor is something made twice where it may
   * be there and not be seen yet.
   */
  #mayRepeat(operation: Operation, failure: FaultClass): boolean {
    if (failure !== 'unknown') return failure === 'retryable'
    return !isMessage(operation) && this.#task.isRepeatable(operation)
  }

  /** Records what became of batches, and frees their objects. */
  async #settle(batches: HandOver, outcomes: ReadonlyMap<Operation, Outcome>): Promise<void> {
    if (batches.length === 0) return
    await this.#task.journal.record(
      batches.flat().map((operation) => ({
        type: 'outcome',
        operation: operation.id,
        fingerprint: operation.fingerprint,
        ...(outcomes.get(operation) ?? lost),
      })),
    )
    for (const batch of batches) {
      const succeeded = new Set<string>()
      for (const operation of batch) {
        const outcome = outcomes.get(operation) ?? lost
        if (outcome.status === 'applied' || outcome.status === 'accepted' || outcome.status === 'unchanged') {
          succeeded.add(operation.id)
          this.#relocate(operation, outcome.locator)
        }
        const settled = { operation, outcome }
        this.#settled.push(settled)
        this.#task.onSettled(settled)
      }
      this.#lanes.settle(batch, succeeded)
    }
  }

  #relocate(operation: Operation, locator: Locator | undefined): void {
    const { locators } = this.#task
    if (operation.previousAddress !== undefined) {
      const known = locators.get(operation.previousAddress)
      if (known !== undefined) locators.set(operation.address, known)
    }
    if (locator !== undefined) locators.set(operation.address, locator)
  }

  /** Asks for all at once, and reads them back. */
  async #write(operations: readonly Operation[]): Promise<readonly (readonly [Operation, Outcome])[]> {
    const answers = await this.#ask(operations)
    return this.#readBack.of(operations.map((operation, i) => ({ operation, answer: answers[i] ?? lost })))
  }

  async #ask(batch: readonly Operation[]): Promise<readonly Outcome[]> {
    const directory = batch[0]?.directory ?? ''
    const before = this.#refused.get(directory)
    if (before !== undefined) return batch.map(() => before)
    const connection = this.#writer(directory)
    let isOpen = false
    try {
      const writer = await connection
      isOpen = true
      const outcomes = await writer.apply(batch)
      this.#lostInARow = 0
      return outcomes
    } catch (error) {
      if (!(error instanceof DirectoryFault)) throw error
      await this.#lose(directory, connection, error)
      const refused = error.kind === 'credentials' || error.kind === 'permission' || error.kind === 'refused'
      const wait = error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }
      const outcome: Outcome = {
        status: 'failed',
        // Where there was no connection yet, nothing was sent either.
        class: refused ? 'forbidden' : isOpen ? 'unknown' : 'retryable',
        detail: error.message,
        ...wait,
      }
      if (error.kind === 'credentials') this.#refused.set(directory, outcome)
      return batch.map(() => outcome)
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
    this.#limits.set(directory, writer)
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
}

/** Batches of one directory that are handed to its writer at once: each of another lane. */
type HandOver = readonly (readonly Operation[])[]

const nobody: ReadonlySet<Rank> = new Set()
const groups: ReadonlySet<Rank> = new Set<Rank>(['whole'])

const lost: Outcome = { status: 'failed', class: 'unknown', detail: 'no answer' }

/** How long to wait before another try of this one; 0: it needs none. */
function pauseAfter(outcome: Outcome | undefined, attempt: number): number {
  return outcome?.status === 'failed' ? (outcome.retryAfterMs ?? backoff(attempt)) : 0
}

/** Exponential with jitter: about 0.25 s, then 1 s. */
function backoff(attempt: number): number {
  return 125 * 4 ** (attempt - 1) * (1 + Math.random())
}
