import type { AccessGroupChange } from '../model/plan.ts'
import type { Answer, AnswerStyle } from './answer.ts'
import { count, some } from './count.ts'
import { placeText } from './place.ts'
import { sheetColumns } from './table.ts'

/** Which states of the files were compared, and for which moment; null: the files as they are now. */
export interface DifferenceContext {
  readonly from: string | null
  readonly to: string | null
  readonly asOf: string
}

const mostNamed = 5

/** Who gains and who loses what, one cause after the other; what is privileged stands first. */
export function differenceAnswer(
  groups: readonly AccessGroupChange[],
  context: DifferenceContext,
): Omit<Answer, 'exitCode'> {
  const ordered = groups.toSorted((a, b) => weight(a) - weight(b))
  return {
    document: { kind: 'difference', context, groups: ordered },
    table: {
      columns: sheetColumns([
        'tenant',
        'platform',
        'change',
        'cause',
        'user',
        'entity',
        'key',
        'before',
        'after',
        'file',
        'line',
      ]),
      rows: ordered.flatMap(rowsOf),
    },
    text: (style) => paint(ordered, context, style),
  }
}

function weight({ privileged, change }: AccessGroupChange): number {
  return (privileged ? 0 : 2) + (change === 'lost' ? 0 : 1)
}

function rowsOf(group: AccessGroupChange): readonly (readonly string[])[] {
  const { tenant, platform, change, cause, users, entities, levels, source } = group
  const places = entities === 'everywhere' ? [''] : entities
  return users.flatMap((user) =>
    places.flatMap((entity) =>
      Object.entries(levels).map(([key, { from, to }]) => [
        tenant,
        platform,
        change,
        cause,
        user,
        entity,
        key,
        from,
        to,
        source.file,
        String(source.line),
      ]),
    ),
  )
}

function paint(groups: readonly AccessGroupChange[], { from, to }: DifferenceContext, style: AnswerStyle): string {
  const { ink, everything } = style
  const side = (commit: string | null): string => (commit === null ? 'the files as they are now' : commit.slice(0, 12))
  const head = `${ink.strong('Difference')} ${ink.faint(`from ${side(from)} to ${side(to)}`)}`
  const people = (change: AccessGroupChange['change']): number =>
    new Set(
      groups
        .filter((one) => one.change === change)
        .flatMap(({ tenant, users }) => users.map((user) => `${tenant}/${user}`)),
    ).size
  const verdict =
    groups.length === 0
      ? 'Nobody gains or loses anything.'
      : `${verb(people('gained'), 'gain')}, ${verb(people('lost'), 'lose')}, in ${count(groups.length, 'change')}.`
  return [head, '', ...groups.flatMap((group) => paintGroup(group, style, everything)), ink.strong(verdict), ''].join(
    '\n',
  )
}

function paintGroup(group: AccessGroupChange, { ink }: AnswerStyle, everything: boolean): readonly string[] {
  const { change, summary, privileged, users, entities, levels, source, tenant, platform } = group
  const sign = change === 'gained' ? ink.add('+') : ink.remove('-')
  const named = (names: readonly string[]): string => some(names, everything ? names.length : mostNamed)
  const told = Object.entries(levels).map(([key, { from, to }]) => `${key} ${from} -> ${to}`)
  return [
    `${sign} ${ink.plain(summary)}${privileged ? ` ${ink.warn('[privileged]')}` : ''} ${ink.faint(placeText(source))}`,
    `    ${ink.faint(`${tenant}, ${platform}; ${named(users)}`)}`,
    ...(entities === 'everywhere' ? [] : [`    ${ink.faint(`on ${named(entities)}`)}`]),
    `    ${ink.faint(some(told, everything ? told.length : mostNamed))}`,
    '',
  ]
}

/** `1 person gains`, `2 people gain`. */
function verb(people: number, word: 'gain' | 'lose'): string {
  return `${count(people, 'person')} ${people === 1 ? `${word}s` : word}`
}
