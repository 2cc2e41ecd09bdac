import type { Holder } from '../access/answers-holders.ts'
import type { Step } from '../access/explain.ts'
import { exit } from '../model/exit-code.ts'
import type { AccessPlace } from '../model/plan.ts'
import type { Answer } from './answer.ts'
import { count } from './count.ts'
import { layerName, type LayerName } from './layer-name.ts'
import { placeText } from './place.ts'
import { paintTable } from './table.ts'

/** Somebody who has a permission, with the line that gives it. */
export type ToldHolder = Omit<Holder, 'decider' | 'way'> & {
  readonly by?: LayerName
  readonly place?: AccessPlace
  readonly way?: readonly (Omit<Step, 'source'> & { readonly place: AccessPlace })[]
}

/** What was asked. */
export interface HoldersAbout {
  readonly tenant: string
  readonly key: string
  readonly entity?: string
  readonly atLeast?: string
}

/** Everybody who has a permission. */
export function holdersAnswer(about: HoldersAbout, holders: readonly ToldHolder[]): Answer {
  const columns = [
    { name: 'user', title: 'USER' },
    { name: 'platform', title: 'PLATFORM' },
    { name: 'level', title: 'LEVEL' },
    { name: 'reach', title: 'ON' },
    { name: 'because', title: 'BECAUSE OF' },
  ]
  const table = {
    columns,
    rows: holders.map((one) => [one.user, one.platform, one.level, onWhat(one, about), because(one)]),
  }
  return {
    exitCode: exit.done,
    document: { kind: 'holders', source: 'declared', ...about, holders },
    table,
    text: ({ ink }) => {
      const people = new Set(holders.map(({ user }) => user)).size
      const on = about.entity === undefined ? '' : ` on ${about.entity}`
      const least = about.atLeast === undefined ? '' : ` at ${about.atLeast} or more`
      const sum = people === 0 ? 'Nobody has' : people === 1 ? '1 person has' : `${count(people, 'person')} have`
      return [
        ...(people === 0 ? [] : [...paintTable(table, ink), '']),
        ink.plain(`${sum} ${about.key}${least}${on}.`),
        '',
      ].join('\n')
    },
  }
}

function onWhat({ reach }: ToldHolder, { entity }: HoldersAbout): string {
  if (entity !== undefined) return entity
  return reach === undefined ? 'everywhere' : reach === 'all' ? 'all' : count(reach, 'entity')
}

function because({ by, place, way }: ToldHolder): string {
  const decided = by === undefined ? [] : [`${layerName(by)}${place === undefined ? '' : ` (${placeText(place)})`}`]
  const last = way?.at(-1)
  const steps = (way ?? []).filter(({ kind }) => kind !== 'account').map(({ words }) => words)
  return [...decided, ...(last === undefined ? [] : [`${steps.join(' > ')} (${placeText(last.place)})`])].join('; ')
}
