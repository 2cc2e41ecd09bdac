import type { Command, Cost } from './cost.ts'
import { costOf, peakOf } from './cost.ts'

/** Something to run again and again, by name. `before` and `after` put the world where it has to be, unmeasured. */
export interface Contender {
  readonly name: string
  readonly command: Command
  readonly before?: () => void
  readonly after?: () => void
  /** Whether its largest resident size is wanted too. */
  readonly peak?: boolean
}

/**
 * Runs all of them in turn, so many rounds, so that what else the machine does falls on all alike; gives the median of each
 * figure. One round before is not counted.
 */
export function sideBySide(rounds: number, contenders: readonly Contender[]): ReadonlyMap<string, Cost> {
  const costs = new Map<string, Cost[]>(contenders.map(({ name }) => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, command, before, after } of contenders) {
      before?.()
      const cost = costOf(command)
      after?.()
      if (round > 0) costs.get(name)?.push(cost)
    }
  }
  return new Map(
    contenders.map((contender) => {
      const peak = contender.peak === true ? { peak: peakOf(contender.command) } : {}
      return [contender.name, { ...medianOf(costs.get(contender.name) ?? []), ...peak }]
    }),
  )
}

/** The medians of CPU and of wall. */
export function medianOf(costs: readonly Cost[]): Cost {
  return {
    cpu: median(costs.map(({ cpu }) => cpu)),
    wall: median(costs.map(({ wall }) => wall)),
    output: costs[0]?.output ?? '',
  }
}

/** The middle one; of an even number the lower of the two. */
export function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor((figures.length - 1) / 2)] ?? Number.NaN
}
