import type { Command, Cost } from './cost.ts'
import { costOf } from './cost.ts'
import type { Row } from './row.ts'
import { medianOf } from './side-by-side.ts'

/** Asks all questions in turn, so many rounds, each in a process of its own that tells what the work itself cost; gives the medians. */
export function asked<Q>(
  rounds: number,
  questions: Readonly<Record<string, Q>>,
  commandOf: (question: Q) => Command,
): ReadonlyMap<string, Cost> {
  const runs = new Map<string, Cost[]>()
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, question] of Object.entries(questions)) {
      const cost = JSON.parse(costOf(commandOf(question)).output) as Pick<Cost, 'cpu' | 'wall'>
      runs.set(name, [...(runs.get(name) ?? []), { ...cost, output: '' }])
    }
  }
  return new Map([...runs].map(([name, costs]) => [name, medianOf(costs)]))
}

/** Linear, if ten times as much costs at most fifteen times as much. */
export function growth(what: string, ratio: number): Row {
  return { what, figure: `${ratio.toFixed(1)}x`, floor: '', ratio: '', target: 'at most 15x', isMet: ratio <= 15 }
}
