import type { Placed } from './cheapest.ts'
import { byId, cheapestOrder } from './cheapest.ts'

/** Somebody who is about to take a seat, or to give one free. */
export interface Mover {
  readonly id: string
  /** Else it frees one. */
  readonly takes: boolean
  /** Ids of movers that must come first: a predecessor goes when the successor is there. */
  readonly needs: readonly string[]
  /** false: it will not happen, nor will what needs it. */
  readonly usable: boolean
  /** Goes before others: somebody leaves. */
  readonly urgent: boolean
}

/** An order in which the fewest seats are bought. */
export interface Sequence {
  readonly purchases: number
  /** Who takes a seat that is freed first -> who frees it. */
  readonly needs: ReadonlyMap<string, readonly string[]>
  /** Who takes a seat that is bought first. */
  readonly bought: ReadonlySet<string>
  /** What would be bought if everybody were added before anybody is disabled. */
  readonly addingFirst: number
}

/**
 * Gives free seats to whoever comes, then seats as they become free, then bought ones. Who is needed by somebody that frees
 * a seat comes first, in the order that needs the fewest. `free`: seats nobody has; below 0 where too few are paid already.
 */
export function sequence(free: number, movers: readonly Mover[]): Sequence {
  const placed = placedOf(movers)
  const takers = placed.filter(({ takes }) => takes)
  const waiting = placed.filter(({ takes }) => !takes)
  const given = seatsFor(cheapestOrder(takers, waiting), waiting, free)
  return { ...given, addingFirst: takers.length === 0 ? 0 : Math.max(0, takers.length - free) }
}

/** Hands out seats in the order of the takers; whoever frees one does so as soon as nobody has to come first. */
function seatsFor(
  takers: readonly Placed[],
  freeing: readonly Placed[],
  free: number,
): Pick<Sequence, 'purchases' | 'needs' | 'bought'> {
  const [needs, bought, seats] = [new Map<string, readonly string[]>(), new Set<string>(), new Seats(free, freeing)]
  for (const { id } of takers) {
    const { isBought, after } = seats.next()
    if (isBought) bought.add(id)
    if (after.length > 0) needs.set(id, after)
    seats.taken(id)
  }
  return { purchases: seats.purchases, needs, bought }
}

/** Where the next seat comes from. */
class Seats {
  purchases = 0
  #free: number
  /** Who frees seats that were taken beyond those that are paid: nobody comes before. */
  readonly #making: string[] = []
  readonly #freed: string[] = []
  #used = 0
  readonly #open: Map<Placed, number>
  readonly #waitingFor = new Map<string, Placed[]>()

  constructor(free: number, freeing: readonly Placed[]) {
    this.#free = free
    this.#open = new Map(freeing.map((each) => [each, each.after.size]))
    for (const each of freeing)
      for (const taker of each.after) this.#waitingFor.set(taker, [...(this.#waitingFor.get(taker) ?? []), each])
    this.#release(freeing.filter(({ after }) => after.size === 0))
  }

  next(): { readonly isBought: boolean; readonly after: readonly string[] } {
    if (this.#free > 0) {
      this.#free -= 1
      return { isBought: false, after: [] }
    }
    const freedBy = this.#freed[this.#used]
    if (freedBy !== undefined) {
      this.#used += 1
      return { isBought: false, after: [...this.#making, freedBy] }
    }
    // Where too few are paid, those come with it: the new one alone is not to be had.
    this.purchases += 1 - this.#free
    this.#free = 0
    return { isBought: true, after: [...this.#making] }
  }

  taken(taker: string): void {
    const ready: Placed[] = []
    for (const each of this.#waitingFor.get(taker) ?? []) {
      const open = (this.#open.get(each) ?? 0) - 1
      this.#open.set(each, open)
      if (open === 0) ready.push(each)
    }
    this.#release(ready)
  }

  #release(ready: readonly Placed[]): void {
    for (const { id } of ready.toSorted(byUrgency)) {
      if (this.#free < 0) {
        this.#free += 1
        this.#making.push(id)
      } else this.#freed.push(id)
    }
  }
}

/** Those that will happen, each with every taker that comes before it. */
function placedOf(movers: readonly Mover[]): readonly Placed[] {
  const all = new Map(movers.map((mover) => [mover.id, mover]))
  return movers.flatMap((mover) => {
    const before = behind(mover, all)
    if ([mover, ...before].some(({ usable }) => !usable)) return []
    return [
      {
        id: mover.id,
        takes: mover.takes,
        urgent: mover.urgent,
        after: new Set(before.filter(({ takes }) => takes).map(({ id }) => id)),
      },
    ]
  })
}

/** All that must come before, however many steps before. What is not among the movers is no matter of seats. */
function behind(mover: Mover, all: ReadonlyMap<string, Mover>): readonly Mover[] {
  const seen = new Set([mover])
  for (const { needs } of seen) {
    for (const id of needs) {
      const needed = all.get(id)
      if (needed !== undefined) seen.add(needed)
    }
  }
  return [...seen].slice(1)
}

function byUrgency(a: Placed, b: Placed): number {
  return Number(b.urgent) - Number(a.urgent) || byId(a, b)
}
