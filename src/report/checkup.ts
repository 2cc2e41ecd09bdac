import { grouped } from '../model/grouped.ts'
import type { Ink } from './ink.ts'
import { padded } from './printable.ts'

/** One thing that doctor looked at. `notVerified`: it cannot be known without writing, or the server does not tell. */
export interface Check {
  /** `workspace`, or `<tenant>/<directory>`. */
  readonly scope: string
  readonly check: string
  readonly result: 'ok' | 'warn' | 'fail' | 'notVerified'
  readonly message: string
  readonly fix?: string
}

const marks = { ok: 'ok', warn: 'warn', fail: 'FAIL', notVerified: 'not verified' } as const

/** What doctor found, scope by scope. */
export function paintCheckup(checks: readonly Check[], ink: Ink): string {
  const scopes = grouped(checks, ({ scope }) => scope)
  const painted = [...scopes].flatMap(([scope, found]) => [
    ink.strong(scope),
    ...found.flatMap((one) => paintOne(one, ink)),
    '',
  ])
  const by = (result: Check['result']): number => checks.filter((one) => one.result === result).length
  const told = `${by('ok')} ok, ${by('warn')} to look at, ${by('fail')} failed, ${by('notVerified')} not verified`
  return [...painted, `${ink.strong('Summary')} ${ink.plain(told)}`, ''].join('\n')
}

function paintOne({ result, check, message, fix }: Check, ink: Ink): string[] {
  const mark = padded(marks[result], 12)
  const painted =
    result === 'ok'
      ? ink.good(mark)
      : result === 'fail'
        ? ink.remove(mark)
        : result === 'warn'
          ? ink.warn(mark)
          : ink.faint(mark)
  const line = `  ${painted}  ${ink.plain(`${check}: ${message}`)}`
  return fix === undefined ? [line] : [line, `                ${ink.good('fix:')} ${ink.plain(fix)}`]
}
