/** How soon a lane is looked at: what is urgent first; groups and policies only once nothing else is there. */
export type Rank = 'urgent' | 'other' | 'whole'

interface Place {
  readonly lane: string
  /** When it came, among all lanes of all directories. */
  readonly turn: number
}
type Line = Record<Rank, Place[]>

const ranks: readonly Rank[] = ['urgent', 'other', 'whole']

/** Lanes that may have something to do, in line: those of each directory by themselves, and told apart by rank. */
export class Queues {
  readonly #lines = new Map<string, Line>()
  readonly #rankOf = new Map<string, Rank>()
  #turns = 0

  /** One that stands in line already comes forward where it has become urgent; it is met at its old place once more, and is empty then. */
  join(lane: string, rank: Rank): void {
    const before = this.#rankOf.get(lane)
    if (before === rank || before === 'urgent') return
    this.#rankOf.set(lane, rank)
    const directory = directoryOf(lane)
    const line = this.#lines.get(directory) ?? { urgent: [], other: [], whole: [] }
    this.#lines.set(directory, line)
    line[rank].push({ lane, turn: (this.#turns += 1) })
  }

  /** Takes the lane at the head of a directory's line; those of a rank that waits are passed by. */
  next(directory: string, waits: ReadonlySet<Rank> = new Set()): string | undefined {
    const line = this.#lines.get(directory)
    const rank = ranks.find((each) => !waits.has(each) && (line?.[each].length ?? 0) > 0)
    const lane = rank === undefined ? undefined : line?.[rank].shift()?.lane
    if (lane !== undefined) this.#rankOf.delete(lane)
    return lane
  }

  /** Directories with something in line, the one with the first of all in front. */
  directories(): readonly string[] {
    const heads = [...this.#lines].flatMap(([directory, line]) => {
      const rank = ranks.findIndex((each) => line[each].length > 0)
      const turn = line[ranks[rank] ?? 'whole'][0]?.turn
      return turn === undefined ? [] : [{ directory, rank, turn }]
    })
    return heads.toSorted((a, b) => a.rank - b.rank || a.turn - b.turn).map(({ directory }) => directory)
  }

  /** How many lanes of a directory stand in line with this rank. */
  count(directory: string, rank: Rank): number {
    return this.#lines.get(directory)?.[rank].length ?? 0
  }
}

/** The second part of an address. */
function directoryOf(lane: string): string {
  const from = lane.indexOf('/') + 1
  return lane.slice(from, lane.indexOf('/', from))
}
