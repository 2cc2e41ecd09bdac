import type { SeatDrift } from '../model/seats.ts'
import { count, some } from './count.ts'
import type { Ink } from './ink.ts'
import { holderInWords } from './seat-lines.ts'

interface Judged {
  readonly order: string
  readonly step: number
  readonly title: string
  readonly why?: string
}

/** What became of a list that somebody exported from a platform. */
export interface Observation {
  readonly tenant: string
  readonly subscription: string
  readonly file: string
  readonly held?: string
  readonly mistakes: readonly {
    readonly row: number
    readonly column?: string
    readonly message: string
    readonly fix: string
  }[]
  readonly rows: number
  readonly matched: number
  readonly unknown: readonly string[]
  readonly unchanged: boolean
  readonly verified: readonly Judged[]
  readonly contradicted: readonly Judged[]
  readonly changed: readonly { readonly user: string; readonly message: string }[]
  readonly missing: readonly string[]
  readonly seatDrift?: SeatDrift
}

interface Style {
  readonly ink: Ink
  /** No shortened lists. */
  readonly everything: boolean
}

const mostNamed = 10

/** What a list shows: who is in it, what it proves, what it contradicts, what was changed by hand, and what to do next. */
export function paintObservation(observation: Observation, style: Style): string {
  const { ink } = style
  const { tenant, subscription, file, rows, held, mistakes } = observation
  const head = `${ink.strong(`${tenant}/${subscription}`)}${ink.plain(` from ${file}: ${count(rows, 'row')}`)}`
  if (mistakes.length > 0)
    return lines([head, ...mistakes.map((each) => mistakeLine(each, ink)), '', ink.plain(badList(mistakes.length))])
  if (held !== undefined) return lines([head, `  ${ink.remove('✗')} ${ink.plain(held)}`])
  return lines([head, ...found(observation, style), '', ...conclusion(observation).map(ink.plain)])
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`
}

function mistakeLine({ row, column, message, fix }: Observation['mistakes'][number], ink: Ink): string {
  const where = row === 0 ? 'the list' : column === undefined ? `row ${row}` : `row ${row}, ${column}`
  return `${ink.strong(where)}  ${ink.remove('error')}  ${ink.plain(`${message} ${fix}`)}`
}

function badList(mistakes: number): string {
  return `Nothing was written: ${count(mistakes, 'mistake')} in the list.`
}

function found(observation: Observation, style: Style): readonly string[] {
  const { ink, everything } = style
  const { matched, unknown, verified, contradicted, changed, missing, seatDrift } = observation
  const named = (names: readonly string[]): string => some(names, everything ? names.length : mostNamed)
  const good = (text: string): string => `  ${ink.good('✓')} ${ink.plain(text)}`
  const differs = (text: string): string => `  ${ink.change('~')} ${ink.plain(text)}`
  const warns = (text: string): string => `  ${ink.warn('!')} ${ink.plain(text)}`
  return [
    ...(matched === 0 ? [] : [good(`${count(matched, 'account')} of people of the files`)]),
    ...(unknown.length === 0
      ? []
      : [`  ${ink.faint('·')} ${ink.plain(`${count(unknown.length, 'account')} nobody declared: ${named(unknown)}`)}`]),
    ...verified.map(({ order, step, title }) => good(`verified: step ${step} of ${order}, ${title}`)),
    ...contradicted.map(({ order, step, title, why = '' }) =>
      warns(`contradicted: step ${step} of ${order}, ${title}: ${why}`),
    ),
    ...changed.map(({ message }) => differs(message)),
    ...(missing.length === 0
      ? []
      : [warns(`not in the list, and not taken for gone: ${named(missing.map(holderInWords))}`)]),
    ...(seatDrift === undefined ? [] : seatLines(seatDrift).map(differs)),
  ]
}

function seatLines({ purchased, missing, extra }: SeatDrift): readonly string[] {
  return [
    ...(purchased === undefined
      ? []
      : [`seats: the platform shows ${purchased.platform} paid, the ledger has ${purchased.ledger}`]),
    ...(extra.length === 0
      ? []
      : [
          `seats: ${extra.map(holderInWords).join(', ')} ${extra.length === 1 ? 'has' : 'have'} one on the platform, and none in the ledger`,
        ]),
    ...(missing.length === 0
      ? []
      : [
          `seats: ${missing.map(holderInWords).join(', ')} ${missing.length === 1 ? 'has' : 'have'} one in the ledger, and none on the platform`,
        ]),
  ]
}

function conclusion(observation: Observation): readonly string[] {
  const { tenant, unchanged, seatDrift, contradicted, changed, missing } = observation
  if (unchanged) return ['The same list was read before and says nothing new: nothing was written.']
  const next = `What the list shows counts from now on. Look at what follows: roster plan --tenant ${tenant}`
  const gone =
    missing.length === 0
      ? []
      : ['Look for who is not in the list; --gone <address> says that an account is not there any more.']
  const settle =
    seatDrift === undefined
      ? []
      : [
          'No seat is bought until the numbers agree: mend it on the platform and read the list again, or read it with --accept "why", and what it shows counts.',
        ]
  const drifted = contradicted.length + changed.length > 0
  if (drifted || gone.length + settle.length > 0) return [next, ...gone, ...settle]
  return [`Everything is as it was agreed. Next: roster plan --tenant ${tenant}`]
}
