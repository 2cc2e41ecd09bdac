/** Somebody who is about to take a seat, or to give one free, and which takers come before, whatever lies between. */
export interface Placed {
  readonly id: string
  /** Else it frees one. */
  readonly takes: boolean
  readonly urgent: boolean
  readonly after: ReadonlySet<string>
}

/** More takers than this that somebody waits for are put in a good order, not searched for the best. */
const searched = 10

/** Takers that somebody waits for come first, in the order that needs the fewest seats; all others by id. */
export function cheapestOrder(takers: readonly Placed[], freeing: readonly Placed[]): readonly Placed[] {
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
  const before = takers.map(maskOf)
  // Whoever waits for nobody frees a seat before all of this.
  const freed = freeing.map(maskOf).filter((mask) => mask !== 0)
  const held = Array.from(
    { length: 1 << takers.length },
    (_, set) => bitsOf(set) - freed.filter((mask) => (mask & set) === mask).length,
  )
  const reached: (Reached | undefined)[] = [{ peak: Number.NEGATIVE_INFINITY, last: -1 }]
  for (let set = 1; set < 1 << takers.length; set += 1) {
    for (const [bit, mask] of before.entries()) {
      const without = set & ~(1 << bit)
      const way = without === set || (mask & without) !== mask ? undefined : reached[without]
      const peak = way === undefined ? Number.POSITIVE_INFINITY : Math.max(way.peak, (held[without] ?? 0) + 1)
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

/** By id, so that the order is the same every time. */
export function byId(a: Placed, b: Placed): number {
  return a.id < b.id ? -1 : 1
}
