import type { Address } from '../model/address.ts'
import { addressOf } from '../model/address.ts'
import type { Operation } from '../model/operation.ts'
import type { Rank } from './queues.ts'
import { Queues } from './queues.ts'

/**
 * Operations that are ready, in lanes: a lane is the object that is written. While a batch is under way, nobody else writes its
 * object, nor the objects it names (a new member, a manager, the one before): nobody is renamed while a group takes them in. Any number
 * of batches may name the same object. Operations become ready when all they need has succeeded; the dependants of one that
 * failed never do.
 */
export class Lanes {
  readonly #ready = new Map<string, Operation[]>()
  /** Lanes of groups and policies wait while anything else can start: by then a batch takes in everybody who came. */
  readonly #queues = new Queues()
  /** Objects that are being written. */
  readonly #held = new Set<string>()
  /** Object -> how many operations under way name it. */
  readonly #named = new Map<string, number>()
  /** Objects that wait for being written until nobody names them: nobody else begins to. */
  readonly #wanted = new Set<string>()
  /** Object that is written or named -> lanes to look at again once it is free. */
  readonly #parked = new Map<string, Set<string>>()
  readonly #open: Map<string, Operation>
  readonly #waiting = new Map<string, number>()
  readonly #dependants = new Map<string, Operation[]>()

  /** Takes operations in the order in which they are to be tried. */
  constructor(order: readonly Operation[]) {
    this.#open = new Map(order.map((operation) => [operation.id, operation]))
    for (const operation of order) {
      this.#waiting.set(operation.id, operation.needs.length)
      for (const need of operation.needs) {
        const list = this.#dependants.get(need)
        if (list === undefined) this.#dependants.set(need, [operation])
        else list.push(operation)
      }
    }
    for (const operation of order) if (operation.needs.length === 0) this.#makeReady(operation)
  }

  /** The next batch: one operation, or memberships of one group or policy, at most `size`; empty when nothing can start now. */
  take(size: number): readonly Operation[] {
    for (const directory of this.#queues.directories()) {
      const batch = this.takeIn(directory, size)
      if (batch.length > 0) return batch
    }
    return []
  }

  /** Directories in which something may start now, the one that comes first in front. */
  directories(): readonly string[] {
    return this.#queues.directories()
  }

  /** How many lanes of a directory may start now; some of them are found held by others only when they are taken. */
  count(directory: string, rank: Rank): number {
    return this.#queues.count(directory, rank)
  }

  /** The next batch of one directory; lanes of a rank that waits are passed by. */
  takeIn(directory: string, size: number, waits?: ReadonlySet<Rank>): readonly Operation[] {
    const next = (): string | undefined => this.#queues.next(directory, waits)
    for (let lane = next(); lane !== undefined; lane = next()) {
      if (this.#held.has(lane) || this.#named.has(lane)) {
        this.#wanted.add(lane)
        this.#park(lane, lane)
        continue
      }
      const batch = this.#batchOf(lane, size)
      if (batch.length === 0) continue
      this.#held.add(lane)
      for (const operation of batch)
        for (const key of namedBy(operation)) this.#named.set(key, (this.#named.get(key) ?? 0) + 1)
      return batch
    }
    return []
  }

  /** Frees what a batch held, and makes ready what waited only for the operations that succeeded. */
  settle(batch: readonly Operation[], succeeded: ReadonlySet<string>): void {
    for (const operation of batch) {
      this.#open.delete(operation.id)
      for (const key of namedBy(operation)) {
        const left = (this.#named.get(key) ?? 0) - 1
        if (left > 0) this.#named.set(key, left)
        else if (this.#named.delete(key)) this.#release(key)
      }
    }
    const [first] = batch
    if (first !== undefined && this.#held.delete(laneOf(first))) this.#release(laneOf(first))
    for (const operation of batch) {
      if (!succeeded.has(operation.id)) continue
      for (const dependant of this.#dependants.get(operation.id) ?? []) {
        const left = (this.#waiting.get(dependant.id) ?? 0) - 1
        this.#waiting.set(dependant.id, left)
        if (left === 0) this.#makeReady(dependant)
      }
    }
    if (first !== undefined) this.#enqueue(laneOf(first))
  }

  /** What was never tried. */
  left(): readonly Operation[] {
    return [...this.#open.values()]
  }

  /** Takes what can start from the head of a lane; what names an object that is being written stays in it. */
  #batchOf(lane: string, size: number): readonly Operation[] {
    const ready = this.#ready.get(lane) ?? []
    const batch: Operation[] = []
    const rest: Operation[] = []
    for (const operation of ready) {
      const [first] = batch
      const together = first === undefined || (wholeOf(operation) !== undefined && wholeOf(first) !== undefined)
      const full = batch.length >= size || !together
      const held = full ? undefined : namedBy(operation).find((key) => this.#held.has(key) || this.#wanted.has(key))
      if (held !== undefined) this.#park(lane, held)
      if (full || held !== undefined) rest.push(operation)
      else batch.push(operation)
    }
    if (rest.length === 0) this.#ready.delete(lane)
    else this.#ready.set(lane, rest)
    return batch
  }

  #makeReady(operation: Operation): void {
    const lane = laneOf(operation)
    const ready = this.#ready.get(lane)
    if (ready === undefined) this.#ready.set(lane, [operation])
    else ready.push(operation)
    this.#queue(lane, operation.urgent)
  }

  /** Puts a lane with something ready in it into a queue again. */
  #enqueue(lane: string): void {
    const ready = this.#ready.get(lane)
    if (ready !== undefined)
      this.#queue(
        lane,
        ready.some(({ urgent }) => urgent),
      )
  }

  #queue(lane: string, urgent: boolean): void {
    const [first] = this.#ready.get(lane) ?? []
    this.#queues.join(lane, urgent ? 'urgent' : first !== undefined && isOnWhole(first) ? 'whole' : 'other')
  }

  #park(lane: string, key: string): void {
    const lanes = this.#parked.get(key)
    if (lanes === undefined) this.#parked.set(key, new Set([lane]))
    else lanes.add(lane)
  }

  #release(key: string): void {
    const lanes = this.#parked.get(key)
    if (lanes === undefined) return
    this.#parked.delete(key)
    this.#wanted.delete(key)
    for (const lane of lanes) this.#enqueue(lane)
  }
}

/** Where an operation's write lands: a membership's in its group or policy, everything else on its own object. */
function laneOf(operation: Operation): Address {
  return wholeOf(operation) ?? operation.address
}

/** Every object that an operation names besides the one it writes. */
function namedBy(operation: Operation): readonly Address[] {
  if (operation.kind === 'licence') return [beside(operation, 'user', (operation.after ?? operation.before).user)]
  if (operation.kind !== 'roleAssignment' && (operation.verb === 'grant' || operation.verb === 'revoke')) {
    const { member } = operation.verb === 'grant' ? operation.after : operation.before
    return [
      member.startsWith('group:')
        ? beside(operation, 'group', member.slice('group:'.length))
        : beside(operation, 'user', member),
    ]
  }
  const own = laneOf(operation)
  const targets = [...targetsOf(operation.before), ...targetsOf(operation.after)]
  return [...new Set(targets.map((target) => beside(operation, 'user', target)))].filter((key) => key !== own)
}

/** The declared people that one side of a change points to: who was, and who is to be, the manager. */
function targetsOf(side: Operation['before'] | Operation['after']): readonly string[] {
  if (side === null || !('references' in side)) return []
  return Object.values(side.references).filter((target): target is string => target !== null && !target.startsWith('~'))
}

/** Whether an operation lands in a group or policy as a whole: several of them are one write. */
export function isOnWhole(operation: Operation): boolean {
  return wholeOf(operation) !== undefined
}

/** The group or policy that a membership belongs to; nothing for all other operations. */
function wholeOf(operation: Operation): Address | undefined {
  if (operation.verb !== 'grant' && operation.verb !== 'revoke') return undefined
  const { kind } = operation
  if (kind === 'roleAssignment' || kind === 'licence') return undefined
  if (kind === 'policy') return beside(operation, kind, (operation.after ?? operation.before).policy)
  return beside(operation, 'group', (operation.after ?? operation.before).group)
}

function beside({ tenant, directory }: Operation, kind: 'user' | 'group' | 'policy', id: string): Address {
  return addressOf({ tenant, directory, kind, id })
}
