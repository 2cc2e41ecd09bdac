import type { Command, Cost } from '../measure/cost.ts'
import { repository } from '../measure/paths.ts'
import { asked, growth } from '../measure/questions.ts'
import type { Chapter } from '../measure/row.ts'
import { atMost, named, told } from '../measure/row.ts'

/** What is asked, of how many events or people, in a contract of what size. */
interface Question {
  readonly what: 'fold' | 'sequence'
  readonly count: number
  readonly people: number
}

const questions = {
  fold: { what: 'fold', count: 100_000, people: 1000 },
  fewPeople: { what: 'fold', count: 100_000, people: 12 },
  fewEvents: { what: 'fold', count: 10_000, people: 1000 },
  manyPeople: { what: 'fold', count: 100_000, people: 10_000 },
  order: { what: 'sequence', count: 10_000, people: 0 },
} as const satisfies Readonly<Record<string, Question>>

/** What it costs to know the paid seats of a contract, and to find the order in which the fewest are bought. */
export function seatsChapter(_folder: string, rounds: number): Chapter {
  const costs = asked(rounds, questions, commandOf)
  const of = (name: keyof typeof questions): Cost => named(costs, name)
  return {
    title: 'Seats',
    notes: [
      'One contract whose people come and go, a hundred events a day: assignments and releases, now and then a purchase or seats given back, a cycle every thirty days. CPU of the fold itself, inside one process, events read already.',
      'The order: 10,000 people of whom half come and half go, all at once; every tenth who goes waits for a successor.',
    ],
    rows: [
      atMost('CPU of 100,000 events, 1,000 people', of('fold').cpu, 0.5),
      atMost('CPU of 100,000 events, 12 people', of('fewPeople').cpu, 0.5),
      atMost('CPU of 100,000 events, 10,000 people', of('manyPeople').cpu, 0.5),
      growth('CPU of the fold, ten times the events', of('fold').cpu / of('fewEvents').cpu),
      told('the order of 10,000 people that buys the fewest seats', of('order')),
    ],
  }
}

function commandOf({ what, count, people }: Question): Command {
  const script = repository('bench/measure/seats.mjs')
  return { argv: [process.execPath, '--expose-gc', '--import', 'tsx', script, what, String(count), String(people)] }
}
