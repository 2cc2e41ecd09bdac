import type { Address } from '../model/address.ts'
import { DirectoryFault } from '../model/fault.ts'
import type { Operation } from '../model/operation.ts'
import { isMessage, isRunOnce } from '../model/operation.ts'
import type { Locator, Outcome } from '../model/outcome.ts'
import type { Reader } from '../providers/provider.ts'

/** An operation, and what its directory says became of it. */
export interface Claim {
  readonly operation: Operation
  readonly answer: Outcome
}

interface Sight {
  readonly openReader: (directory: string) => Promise<Reader>
  readonly locators: ReadonlyMap<Address, Locator>
  /** Whether what was written in a directory may stay unseen for a while. */
  readonly settlesLate: (directory: string) => boolean
}

/** Looks whether what a directory says is so. Its readers are opened when they are needed, and again after one was lost. */
export class ReadBack {
  readonly #sight: Sight
  readonly #readers = new Map<string, Promise<Reader>>()

  constructor(sight: Sight) {
    this.#sight = sight
  }

  /** What came of each operation, all of one directory: what it says where that needs no look, else what it shows. */
  async of(claims: readonly Claim[]): Promise<readonly (readonly [Operation, Outcome])[]> {
    const doubted = claims.filter(isDoubted)
    const shown = await this.#shown(doubted)
    const verdicts = new Map(doubted.map((claim, i) => [claim, this.#verdict(claim, shown[i])]))
    return claims.map((claim) => [claim.operation, verdicts.get(claim) ?? claim.answer])
  }

  async close(): Promise<void> {
    for (const reader of this.#readers.values()) await (await reader.catch(() => undefined))?.close()
  }

  /** undefined: it could not be read. */
  #verdict({ operation, answer }: Claim, shows: boolean | undefined): Outcome {
    if (answer.status !== 'applied') {
      return shows === true && operation.verb !== 'create' ? { status: 'applied' } : answer
    }
    if (shows === true) return answer
    if (this.#sight.settlesLate(operation.directory)) return { ...answer, status: 'accepted' }
    const detail =
      shows === undefined
        ? 'written, but it could not be read back'
        : 'the directory took the write and does not show it; look at its log'
    return { status: 'failed', class: 'unknown', detail }
  }

  /** Whether the directory shows what was asked for. */
  async #shown(claims: readonly Claim[]): Promise<readonly (boolean | undefined)[]> {
    const directory = claims[0]?.operation.directory
    if (directory === undefined) return []
    const locate = this.#locating(claims)
    const operations = claims.map(({ operation }) => operation)
    try {
      const reader = await this.#reader(directory)
      if (reader.confirmAll !== undefined) return await reader.confirmAll(operations, locate)
    } catch (error) {
      this.#lose(directory, error)
      return operations.map(() => undefined)
    }
    const shown: (boolean | undefined)[] = []
    await eachOf(operations, async (operation, i) => {
      try {
        shown[i] = await (await this.#reader(directory)).confirm(operation, locate)
      } catch (error) {
        this.#lose(directory, error)
      }
    })
    return shown
  }

  /** Where everything is, what was made a moment ago among it. */
  #locating(claims: readonly Claim[]): (address: Address) => Locator | undefined {
    const fresh = new Map<Address, Locator>()
    for (const { operation, answer } of claims)
      if (answer.status === 'applied' && answer.locator !== undefined) fresh.set(operation.address, answer.locator)
    return (address) => fresh.get(address) ?? this.#sight.locators.get(address)
  }

  #reader(directory: string): Promise<Reader> {
    const open = this.#readers.get(directory) ?? this.#sight.openReader(directory)
    this.#readers.set(directory, open)
    return open
  }

  #lose(directory: string, error: unknown): void {
    if (!(error instanceof DirectoryFault)) throw error
    this.#readers.delete(directory)
  }
}

/** Of messages nothing can be read back; of what is done once, a lost answer stays lost. */
function isDoubted({ operation, answer }: Claim): boolean {
  if (isMessage(operation)) return false
  const isUnknown = answer.status === 'failed' && answer.class === 'unknown'
  return answer.status === 'applied' || (isUnknown && !isRunOnce(operation))
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
