import type { AccountAnswer } from '../access/answers-person.ts'
import { exit } from '../model/exit-code.ts'
import type { AccessPlace } from '../model/plan.ts'
import type { Answer } from './answer.ts'
import { count, some } from './count.ts'
import { dayForPeople, lastDayBefore, momentForPeople } from './days.ts'
import type { Ink } from './ink.ts'
import { placeText } from './place.ts'
import { listColumns, paintTable } from './table.ts'

/** An account with the lines that say it. */
export type PlacedAccount = Omit<AccountAnswer, 'source' | 'overrides'> & {
  readonly place: AccessPlace
  readonly overrides: readonly (Omit<AccountAnswer['overrides'][number], 'source'> & { readonly place: AccessPlace })[]
}

/** A group of a directory that somebody is in. `through`: the group in it that they are in. */
interface PersonGroup {
  readonly directory: string
  readonly group: string
  readonly through?: string
}

/** So many entities are named before they are only counted. */
const mostNamed = 20

/** What somebody has, on every platform. */
export function personAnswer(
  {
    tenant,
    user,
    name,
    zone,
  }: { readonly tenant: string; readonly user: string; readonly name: string; readonly zone: string },
  accounts: readonly PlacedAccount[],
  groups?: readonly PersonGroup[],
): Answer {
  return {
    exitCode: exit.done,
    document: {
      kind: 'access',
      source: 'declared',
      tenant,
      user,
      name,
      accounts,
      ...(groups === undefined ? {} : { groups }),
    },
    table: {
      columns: [
        'user',
        'platform',
        'subscription',
        'role',
        'accessGroup',
        'reach',
        'state',
        'key',
        'level',
        'until',
      ].map((column) => ({ name: column, title: column.toUpperCase() })),
      rows: [
        ...accounts.flatMap((one) =>
          Object.values(one.levels).flatMap((levels) =>
            Object.entries(levels).map(([key, level]) => [
              user,
              one.platform,
              one.subscription,
              one.roles.join(' '),
              one.accessGroups.join(' '),
              one.reach.all ? 'all' : String(one.reach.count),
              one.state,
              key,
              level,
              one.until ?? '',
            ]),
          ),
        ),
        ...(groups ?? []).map(({ directory, group }) => [
          user,
          '',
          directory,
          '',
          '',
          '',
          '',
          `group/${group}`,
          'member',
          '',
        ]),
      ],
    },
    text: ({ ink, everything }) => {
      const files = groups === undefined ? ` ${ink.faint('as the files declare it')}` : ''
      const head = `${ink.strong(name)} ${ink.plain(`(${user})`)}${files}`
      const has =
        accounts.length === 0
          ? [`  ${ink.plain('has no account on any platform')}`]
          : accounts.flatMap((one) => paintAccount(one, { ink, everything, zone }))
      return [head, ...has, ...paintGroups(groups ?? [], ink), ''].join('\n')
    },
  }
}

function paintGroups(groups: readonly PersonGroup[], ink: Ink): readonly string[] {
  if (groups.length === 0) return []
  const rows = groups.map(({ directory, group, through = '' }) => [directory, group, through])
  const table = { columns: listColumns(['DIRECTORY', 'GROUP', 'THROUGH']), rows }
  return ['', ...paintTable(table, ink).map((line) => `  ${line.trimEnd()}`)]
}

interface Style {
  readonly ink: Ink
  readonly everything: boolean
  readonly zone: string
}

function paintAccount(one: PlacedAccount, { ink, everything, zone }: Style): readonly string[] {
  const { roles, accessGroups, reach, levels, overrides, from, until, reason, route } = one
  const when = [
    ...(from === undefined ? [] : [`from ${momentForPeople(from, zone)}`]),
    ...(until === undefined ? [] : [`until the end of ${dayForPeople(lastDayBefore(until, zone))}`]),
  ]
  const line = (text: string): string => `  ${ink.plain(text)}`
  const named = some(reach.entities, everything ? reach.count : mostNamed)
  const reached = reach.all
    ? 'everything, what is made later included'
    : reach.count === 0
      ? 'nothing'
      : `${count(reach.count, 'entity')}: ${named}`
  return [
    '',
    `${ink.strong(one.subscription)} ${ink.plain(`(${one.platform}, ${one.type}, ${one.state})`)} ${ink.faint(placeText(one.place))}`,
    line(`role ${roles.length === 0 ? 'none' : roles.join(', ')}${route === 'own' ? '' : `, by ${route}`}`),
    ...(accessGroups.length === 0 ? [] : [line(`access group ${accessGroups.join(', ')}`)]),
    line(`reaches ${reached}`),
    ...(when.length === 0 ? [] : [line(when.join(', '))]),
    ...(reason === undefined ? [] : [line(`reason: ${reason}`)]),
    ...Object.entries(levels).map(([category, keys]) => line(`${category}: ${levelsInWords(category, keys)}`)),
    ...overrides.map(
      ({ key, level, reason: why, until: end, place }) =>
        `${line(`override ${key}: ${level}, ${end === undefined ? 'no end' : `until the end of ${dayForPeople(lastDayBefore(end, zone))}`} (${why})`)} ${ink.faint(placeText(place))}`,
    ),
  ]
}

function levelsInWords(category: string, keys: Readonly<Record<string, string>>): string {
  return Object.entries(keys)
    .map(([key, level]) => `${key.slice(category.length + 1)}${level === 'allow' ? '' : ` ${level}`}`)
    .join(', ')
}
