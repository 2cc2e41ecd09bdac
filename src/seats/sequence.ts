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

/** A mover, and which takers come before it, whatever lies between. */
interface Placed extends Mover {
  readonly after: ReadonlySet<string>
}

/**
 * Gives free seats to whoever comes, then seats as they become free, then bought ones. Who is needed by somebody that frees
 * a seat comes first, in the order that needs the fewest. `free`: seats nobody has; below 0 where too few are paid already.
 */
export function sequence(free: number, movers: readonly Mover[]): Sequence {
  const placed = placedOf(movers)
  const takers = placed.filter(({ takes }) => takes)
  const waiting = placed.filter(({ takes }) => !takes)
  const given = seatsFor(orderOf(takers, waiting), waiting, free)
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

/** More takers than this that somebody waits for are put in a good order, not searched for the best. */
const searched = 10

/** Takers that somebody waits for come first, in the order that needs the fewest seats; all others by id. */
function orderOf(takers: readonly Placed[], freeing: readonly Placed[]): readonly Placed[] {
  const awaited = new Set([...takers, ...freeing].flatMap(({ after }) => [...after]))
  const first = takers.filter(({ id }) => awaited.has(id)).toSorted((a, b) => a.after.size - b.after.size || byId(a, b))
  const rest = takers.filter(({ id }) => !awaited.has(id)).toSorted(byId)
  return [...(first.length > searched ? byGain(first, freeing) : cheapest(first, freeing)), ...rest]
}

/** The best order where nobody waits for more than one: whoever frees most comes first. */
function byGain(takers: readonly Placed[], freeing: readonly Placed[]): readonly Placed[] {
  const gain = new Map<string, number>()
  for (const { after } of freeing) for (const taker of after) gain.set(taker, (gain.get(taker) ?? 0) + 1)
  const of = ({ id }: Placed): number => gain.get(id) ?? 0
  return takers.toSorted((a, b) => a.after.size - b.after.size || of(b) - of(a) || byId(a, b))
}

/** What a set of takers came to: how many seats were needed on the way, at least, and who was the last. */
interface Reached {
  readonly peak: number
  readonly last: number
}

/** The order with the lowest peak, by way of every set of takers: a set is a number, one bit for each. */
function cheapest(takers: readonly Placed[], freeing: readonly Placed[]): readonly Placed[] {
  const maskOf = ({ after }: Placed): number =>
    takers.reduce((mask, { id }, bit) => (after.has(id) ? mask | (1 << bit) : mask), 0)
  const [before, freed] = [takers.map(maskOf), freeing.map(maskOf)]
  const held = (set: number): number => bitsOf(set) - freed.filter((mask) => (mask & set) === mask).length
  const reached: (Reached | undefined)[] = [{ peak: Number.NEGATIVE_INFINITY, last: -1 }]
  for (let set = 1; set < 1 << takers.length; set += 1) {
    for (const [bit, mask] of before.entries()) {
      const without = set & ~(1 << bit)
      const way = without === set || (mask & without) !== mask ? undefined : reached[without]
      const peak = way === undefined ? Number.POSITIVE_INFINITY : Math.max(way.peak, held(without) + 1)
      if (peak < (reached[set]?.peak ?? Number.POSITIVE_INFINITY)) reached[set] = { peak, last: bit }
    }
  }
  return wayTo((1 << takers.length) - 1, reached).flatMap((bit) => takers[bit] ?? [])
}

function wayTo(set: number, reached: readonly (Reached | undefined)[]): readonly number[] {
  const way: number[] = []
  for (let left = set; left !== 0;) {
    const last = reached[left]?.last ?? Math.log2(left & -left)
    way.unshift(last)
    left &= ~(1 << last)
  }
  return way
}

function bitsOf(set: number): number {
  let bits = 0
  for (let left = set; left !== 0; left &= left - 1) bits += 1
  return bits
}

/** Those that will happen, each with every taker that comes before it. */
function placedOf(movers: readonly Mover[]): readonly Placed[] {
  const all = new Map(movers.map((mover) => [mover.id, mover]))
  return movers.flatMap((mover) => {
    const before = behind(mover, all)
    if ([mover, ...before].some(({ usable }) => !usable)) return []
    return [{ ...mover, after: new Set(before.filter(({ takes }) => takes).map(({ id }) => id)) }]
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

function byId(a: Mover, b: Mover): number {
  return a.id < b.id ? -1 : 1
}
