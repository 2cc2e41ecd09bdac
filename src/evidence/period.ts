import { UsageError } from '../model/fault.ts'

/** A span of whole calendar days in a zone. */
export interface Period {
  /** As it was asked for: `2026-Q3`. */
  readonly asked: string
  /** First and last day: `2026-07-01`. */
  readonly first: string
  readonly last: string
  readonly zone: string
  /** The moment it begins, and the one it is over: the first that is no longer in it. */
  readonly from: Date
  readonly to: Date
}

const forms = 'a quarter, as 2026-Q3, a month, as 2026-11, a year, as 2026, or two days, as 2026-07-01..2026-09-30'

/** Reads `--period`. Throws UsageError. */
export function periodOf(asked: string, zone: string): Period {
  const days = daysOf(asked)
  if (days === undefined) throw new UsageError(`--period ${asked} is not a period. Write ${forms}.`)
  const [first, last] = days
  if (last < first) throw new UsageError(`--period ${asked} ends before it begins. Write the earlier day first.`)
  return { asked, first, last, zone, from: beginOf(first, zone), to: beginOf(next(last), zone) }
}

/** Whether a moment (RFC 3339) lies in it. */
export function isIn({ from, to }: Period, at: string): boolean {
  const moment = Date.parse(at)
  return moment >= from.getTime() && moment < to.getTime()
}

/** The last moment that is in it. */
export function endOf({ to }: Period): Date {
  return new Date(to.getTime() - 1)
}

function daysOf(asked: string): readonly [string, string] | undefined {
  const [, year, quarter, month] = /^(\d{4})(?:-Q([1-4])|-(\d{2}))?$/.exec(asked) ?? []
  if (quarter !== undefined) return months(`${year}`, Number(quarter) * 3 - 2, Number(quarter) * 3)
  if (month !== undefined) return isMonth(Number(month)) ? months(`${year}`, Number(month), Number(month)) : undefined
  if (year !== undefined) return months(year, 1, 12)
  const [, first, last] = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(asked) ?? []
  return first !== undefined && last !== undefined && isDay(first) && isDay(last) ? [first, last] : undefined
}

function isMonth(month: number): boolean {
  return month >= 1 && month <= 12
}

function months(year: string, first: number, last: number): readonly [string, string] {
  const two = (month: number): string => String(month).padStart(2, '0')
  const lastDay = new Date(Date.UTC(Number(year), last, 0)).getUTCDate()
  return [`${year}-${two(first)}-01`, `${year}-${two(last)}-${lastDay}`]
}

/** 2026-02-30 would become 2 March. */
function isDay(day: string): boolean {
  const noon = new Date(`${day}T12:00:00Z`)
  return !Number.isNaN(noon.getTime()) && noon.toISOString().startsWith(day)
}

function next(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + 24 * 3_600_000).toISOString().slice(0, 10)
}

/** Midnight of a day in a zone; where clocks leap over midnight, the first moment after. */
function beginOf(day: string, zone: string): Date {
  const utc = Date.parse(`${day}T00:00:00Z`)
  // The offset that holds at midnight is asked for at the moment that it leads to, for it may change within the day.
  const guess = utc - offsetAt(utc, zone)
  return new Date(utc - offsetAt(guess, zone))
}

function offsetAt(moment: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  const name = format.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? []
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000)
}
