import { UsageError } from '../model/fault.ts'

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/
const calendarDay = /^\d{4}-\d{2}-\d{2}$/

/** Reads `--as-of`, or another option: a moment with its offset, or a day, which means its noon in the workspace's zone. */
export function momentOf(text: string, zone: string, option = '--as-of'): Date {
  if (rfc3339.test(text)) {
    const moment = new Date(text)
    if (!Number.isNaN(moment.getTime()) && isRealDay(text.slice(0, 10))) return moment
  }
  if (calendarDay.test(text) && isRealDay(text)) return noonOf(text, zone)
  throw new UsageError(
    `${option} ${text} is not a moment. Write a day, as 2026-12-01, or a moment with its offset, as 2026-12-01T09:00:00+01:00.`,
  )
}

/** 2026-02-30 would become 2 March. */
function isRealDay(day: string): boolean {
  const noon = new Date(`${day}T12:00:00Z`)
  return !Number.isNaN(noon.getTime()) && noon.toISOString().startsWith(day)
}

/** Noon of a day in a zone: no change of clocks is near it. */
function noonOf(day: string, zone: string): Date {
  const inUtc = new Date(`${day}T12:00:00Z`)
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  const offset = format.formatToParts(inUtc).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(offset) ?? []
  const ahead = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  return new Date(inUtc.getTime() - ahead * 60_000)
}
