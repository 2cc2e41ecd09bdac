import type { Address } from '../model/address.ts'
import { addressOf } from '../model/address.ts'
import type { Operation } from '../model/operation.ts'

/**
 * Operations that are ready, in lanes: a lane is the object that is written. A batch also keeps hold of the objects it
 * names (a new member, a manager, the one before), so that nobody is renamed while a group takes them in. Operations become ready when
 * all they need has succeeded; the dependants of one that failed never do.
 */
export class Lanes {
  readonly #ready = new Map<string, Operation[]>()
  readonly #queue: string[] = []
  readonly #urgent: string[] = []
  readonly #queued = new Set<string>()
  readonly #held = new Set<string>()
  /** Held object -> lanes to look at again once it is free. */
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
    for (let lane = this.#next(); lane !== undefined; lane = this.#next()) {
      if (this.#held.has(lane)) {
        this.#park(lane, lane)
        continue
      }
      const batch = this.#batchOf(lane, size)
      if (batch.length === 0) continue
      for (const operation of batch) for (const key of keysOf(operation)) this.#held.add(key)
      return batch
    }
    return []
  }

  /** Frees what a batch held, and makes ready what waited only for the operations that succeeded. */
  settle(batch: readonly Operation[], succeeded: ReadonlySet<string>): void {
    for (const operation of batch) {
      this.#open.delete(operation.id)
      for (const key of keysOf(operation)) this.#release(key)
    }
    for (const operation of batch) {
      if (!succeeded.has(operation.id)) continue
      for (const dependant of this.#dependants.get(operation.id) ?? []) {
        const left = (this.#waiting.get(dependant.id) ?? 0) - 1
        this.#waiting.set(dependant.id, left)
        if (left === 0) this.#makeReady(dependant)
      }
    }
    const [first] = batch
    if (first !== undefined && this.#ready.has(laneOf(first))) this.#enqueue(laneOf(first), false)
  }

  /** What was never tried. */
  left(): readonly Operation[] {
    return [...this.#open.values()]
  }

  /** Takes what can start from the head of a lane; what names a held object stays in it. */
  #batchOf(lane: string, size: number): readonly Operation[] {
    const ready = this.#ready.get(lane) ?? []
    const batch: Operation[] = []
    const rest: Operation[] = []
    for (const operation of ready) {
      const [first] = batch
      const together = first === undefined || (wholeOf(operation) !== undefined && wholeOf(first) !== undefined)
      const full = batch.length >= size || !together
      const held = full ? undefined : keysOf(operation).find((key) => this.#held.has(key))
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
    this.#enqueue(lane, operation.urgent)
  }

  #enqueue(lane: string, urgent: boolean): void {
    if (this.#queued.has(lane)) return
    this.#queued.add(lane)
    ;(urgent ? this.#urgent : this.#queue).push(lane)
  }

  #next(): string | undefined {
    const lane = this.#urgent.shift() ?? this.#queue.shift()
    if (lane !== undefined) this.#queued.delete(lane)
    return lane
  }

  #park(lane: string, key: string): void {
    const lanes = this.#parked.get(key)
    if (lanes === undefined) this.#parked.set(key, new Set([lane]))
    else lanes.add(lane)
  }

  #release(key: string): void {
    this.#held.delete(key)
    const lanes = this.#parked.get(key)
    if (lanes === undefined) return
    this.#parked.delete(key)
    for (const lane of lanes) this.#enqueue(lane, false)
  }
}

/** Where an operation's write lands: a membership's in its group or policy, everything else on its own object. */
function laneOf(operation: Operation): Address {
  return wholeOf(operation) ?? operation.address
}

/** Every object that an operation writes or names. */
function keysOf(operation: Operation): readonly Address[] {
  const own = laneOf(operation)
  if (operation.verb === 'grant' || operation.verb === 'revoke') {
    const { member } = operation.verb === 'grant' ? operation.after : operation.before
    return [
      own,
      member.startsWith('group:')
        ? beside(operation, 'group', member.slice('group:'.length))
        : beside(operation, 'user', member),
    ]
  }
  const targets = [...targetsOf(operation.before), ...targetsOf(operation.after)]
  return [...new Set([own, ...targets.map((target) => beside(operation, 'user', target))])]
}

/** The declared people that one side of a change points to: who was, and who is to be, the manager. */
function targetsOf(side: Operation['before'] | Operation['after']): readonly string[] {
  if (side === null || !('references' in side)) return []
  return Object.values(side.references).filter((target): target is string => target !== null && !target.startsWith('~'))
}

/** The group or policy that a membership belongs to; nothing for all other operations. */
function wholeOf(operation: Operation): Address | undefined {
  if (operation.verb !== 'grant' && operation.verb !== 'revoke') return undefined
  const { kind } = operation
  if (kind === 'policy') return beside(operation, kind, (operation.after ?? operation.before).policy)
  return beside(operation, 'group', (operation.after ?? operation.before).group)
}

function beside({ tenant, directory }: Operation, kind: 'user' | 'group' | 'policy', id: string): Address {
  return addressOf({ tenant, directory, kind, id })
}
