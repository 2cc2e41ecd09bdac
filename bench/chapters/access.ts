import type { Command, Cost } from '../measure/cost.ts'
import { peakOf } from '../measure/cost.ts'
import { repository } from '../measure/paths.ts'
import { asked, growth } from '../measure/questions.ts'
import type { Chapter } from '../measure/row.ts'
import { against, atMost, memory, named, told } from '../measure/row.ts'

/** What is asked, of how many people and entities. */
interface Question {
  readonly what: 'values' | 'values-naive' | 'pairs' | 'impact' | 'impact-naive'
  readonly users: number
  readonly entities: number
}

const questions = {
  values: { what: 'values', users: 100_000, entities: 100 },
  fewValues: { what: 'values', users: 10_000, entities: 100 },
  plainValues: { what: 'values-naive', users: 10_000, entities: 100 },
  pairs: { what: 'pairs', users: 10_000, entities: 100_000 },
  impact: { what: 'impact', users: 10_000, entities: 100_000 },
  fewEntities: { what: 'impact', users: 10_000, entities: 10_000 },
  manyUsers: { what: 'impact', users: 100_000, entities: 100_000 },
  small: { what: 'impact', users: 50, entities: 500 },
  plainSmall: { what: 'impact-naive', users: 50, entities: 500 },
} as const satisfies Readonly<Record<string, Question>>

/** Evaluation of access on a platform, and the impact of an edit, against working it out one question at a time. */
export function accessChapter(_folder: string, rounds: number): Chapter {
  const costs = asked(rounds, questions, commandOf)
  const of = (name: keyof typeof questions): Cost => named(costs, name)
  return {
    title: 'Access on platforms',
    notes: [
      'One tenant on one platform with 60 permissions: 40 roles, 200 departments, up to 400 access groups; a tenth of the people have permissions of their own, every twentieth two roles. CPU of the work itself, inside one process, without making the tenant.',
      'Values: the level of each permission of each person, with the layer that decided. Impact: who loses what by one tag that is taken off one entity, looked for in the whole tenant; the state after the edit shares no object with the state before.',
      'The naive evaluator works out one person, one permission and one entity at a time, by the words of the rules; the tests hold the evaluator equal to it.',
    ],
    rows: [
      atMost('CPU of 100,000 people x 60 permissions, with what decided', of('values').cpu, 0.5),
      against('CPU of 10,000 people x 60 permissions', of('fewValues').cpu, {
        name: 'naive',
        value: of('plainValues').cpu,
      }),
      growth('CPU of the values, ten times the people', of('values').cpu / of('fewValues').cpu),
      atMost('CPU of the impact of one tag, 10,000 people x 100,000 entities', of('impact').cpu, 1),
      memory('memory of the same, whole process', { ...of('impact'), peak: peakOf(commandOf(questions.impact)) }, 500),
      growth('CPU of the impact, ten times the entities', of('impact').cpu / of('fewEntities').cpu),
      growth('CPU of the impact, ten times the people', of('manyUsers').cpu / of('impact').cpu),
      against('CPU of the impact of one tag, 50 people x 500 entities', of('small').cpu, {
        name: 'naive',
        value: of('plainSmall').cpu,
        atMost: 0.05,
      }),
      told('all pairs of 10,000 people and 100,000 entities counted', of('pairs')),
    ],
  }
}

function commandOf({ what, users, entities }: Question): Command {
  const script = repository('bench/measure/access.mjs')
  return { argv: [process.execPath, '--expose-gc', '--import', 'tsx', script, what, String(users), String(entities)] }
}
