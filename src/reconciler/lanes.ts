import { addressOf } from '../model/address.ts'
import type { Operation } from '../model/operation.ts'

interface Lane {
  readonly ready: Operation[]
  busy: boolean
  queued: boolean
}

/**
 * Operations that are ready, in lanes: one lane an object, at most one batch of a lane under way. Operations become
 * ready when all they need has succeeded; the dependants of one that failed never do.
 */
export class Lanes {
  readonly #lanes = new Map<string, Lane>()
  readonly #queue: string[] = []
  readonly #urgent: string[] = []
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
      if (operation.needs.length === 0) this.#makeReady(operation)
    }
  }

  /** The next batch: one operation, or memberships of one group, at most `size`; empty when nothing is ready now. */
  take(size: number): readonly Operation[] {
    for (let key = this.#next(); key !== undefined; key = this.#next()) {
      const lane = this.#lanes.get(key)
      if (lane === undefined || lane.busy || lane.ready.length === 0) continue
      const single = lane.ready[0]?.kind !== 'membership'
      const last = single ? 1 : lane.ready.findIndex(({ kind }) => kind !== 'membership')
      const batch = lane.ready.splice(0, Math.min(last === -1 ? size : last, size))
      lane.busy = true
      return batch
    }
    return []
  }

  /** Frees the lane of a batch, and makes ready what waited only for the operations that succeeded. */
  settle(batch: readonly Operation[], succeeded: ReadonlySet<string>): void {
    for (const { id } of batch) this.#open.delete(id)
    for (const operation of batch) {
      if (!succeeded.has(operation.id)) continue
      for (const dependant of this.#dependants.get(operation.id) ?? []) {
        const left = (this.#waiting.get(dependant.id) ?? 0) - 1
        this.#waiting.set(dependant.id, left)
        if (left === 0) this.#makeReady(dependant)
      }
    }
    const [first] = batch
    const lane = first === undefined ? undefined : this.#lanes.get(laneOf(first))
    if (first === undefined || lane === undefined) return
    lane.busy = false
    if (lane.ready.length > 0) this.#enqueue(laneOf(first), lane)
  }

  /** What was never tried. */
  left(): readonly Operation[] {
    return [...this.#open.values()]
  }

  #makeReady(operation: Operation): void {
    const key = laneOf(operation)
    const lane = this.#lanes.get(key) ?? { ready: [], busy: false, queued: false }
    this.#lanes.set(key, lane)
    lane.ready.push(operation)
    this.#enqueue(key, lane, operation.urgent)
  }

  #enqueue(key: string, lane: Lane, urgent = false): void {
    if (lane.busy || lane.queued) return
    lane.queued = true
    ;(urgent ? this.#urgent : this.#queue).push(key)
  }

  #next(): string | undefined {
    const key = this.#urgent.shift() ?? this.#queue.shift()
    const lane = key === undefined ? undefined : this.#lanes.get(key)
    if (lane !== undefined) lane.queued = false
    return key
  }
}

/** Where a membership's write lands: its group. Everything else lands on its own object. */
function laneOf(operation: Operation): string {
  if (operation.kind !== 'membership') return operation.address
  const { tenant, directory } = operation
  const { group } = operation.verb === 'grant' ? operation.after : operation.before
  return addressOf({ tenant, directory, kind: 'group', id: group })
}
