import type { Judged } from '../access/lint.ts'
import { exit } from '../model/exit-code.ts'
import type { AccessPlace } from '../model/plan.ts'
import type { Answer } from './answer.ts'
import { count, some } from './count.ts'
import type { Ink } from './ink.ts'
import { placeText } from './place.ts'
import { sheetColumns } from './table.ts'

/** A finding with the line it is about. */
export type ToldFinding = Omit<Judged, 'source' | 'mend'> & {
  readonly tenant: string
  readonly place: AccessPlace
  /** Whether `--fix` can write what is missing. */
  readonly fixable: boolean
  readonly mended?: true
}

/** What was found, and what was mended. An error that nobody acknowledged, and that was not mended, is 3. */
export function lintAnswer(findings: readonly ToldFinding[], changed: readonly string[]): Answer {
  const standing = findings.filter((one) => one.severity === 'error' && !isSettled(one))
  return {
    exitCode: standing.length > 0 ? exit.invalid : exit.done,
    document: { kind: 'lint', findings, changed },
    table: {
      columns: sheetColumns([
        'tenant',
        'slug',
        'severity',
        'platform',
        'about',
        'file',
        'line',
        'message',
        'fix',
        'users',
        'settled',
      ]),
      rows: findings.map((one) => [
        one.tenant,
        one.slug,
        one.severity,
        one.platform,
        one.about,
        one.place.file,
        String(one.place.line),
        one.message,
        one.fix,
        (one.users ?? []).join(' '),
        one.mended === true ? 'mended' : (one.acknowledgedBy ?? ''),
      ]),
    },
    text: ({ ink, everything }) =>
      [
        ...findings.flatMap((one) => [...paintFinding(one, ink, everything), '']),
        ...changed.map((path) => `${ink.change('~')} ${ink.plain(path)}`),
        ...(changed.length > 0 ? [''] : []),
        ink.strong(conclusion(findings)),
        '',
      ].join('\n'),
  }
}

function isSettled({ mended, acknowledgedBy }: ToldFinding): boolean {
  return mended === true || acknowledgedBy !== undefined
}

function paintFinding(one: ToldFinding, ink: Ink, everything: boolean): readonly string[] {
  const severity =
    one.mended === true
      ? ink.good('mended')
      : one.acknowledgedBy !== undefined
        ? ink.faint(`acknowledged (${one.acknowledgedBy})`)
        : one.severity === 'error'
          ? ink.remove('error')
          : ink.warn('warning')
  const users = one.users ?? []
  const held =
    users.length < 2
      ? []
      : [`    ${ink.faint(`${count(users.length, 'person')}: ${some(users, everything ? users.length : 10)}`)}`]
  const fix =
    one.mended === true
      ? []
      : [`    ${ink.good('fix:')} ${ink.plain(`${one.fix}${one.fixable ? ' roster lint --fix does it.' : ''}`)}`]
  return [
    `${ink.strong(placeText(one.place))}  ${severity}  ${ink.faint(one.slug)}`,
    `    ${ink.plain(one.message)}`,
    ...held,
    ...fix,
  ]
}

function conclusion(findings: readonly ToldFinding[]): string {
  if (findings.length === 0) return 'Nothing gives more than is needed.'
  const of = (picked: (one: ToldFinding) => boolean): number => findings.filter(picked).length
  const parts = [
    [of((one) => one.severity === 'error' && !isSettled(one)), 'error'],
    [of((one) => one.severity === 'warning' && !isSettled(one)), 'warning'],
  ] as const
  const open = parts.flatMap(([number, noun]) => (number > 0 ? [count(number, noun)] : []))
  const settled = of(isSettled)
  return (
    [
      open.length === 0 ? 'Nothing is left open' : open.join(' and '),
      ...(settled > 0 ? [`${settled} settled`] : []),
    ].join(', ') + '.'
  )
}
