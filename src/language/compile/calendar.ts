import { DateTime, Duration } from 'luxon'

// A run judges all its tenants at one moment, and there are few zones.
let known = { moment: Number.NaN, days: new Map<string, string>() }

/** The calendar day at a moment in a zone, `2026-11-22`. */
export function dayIn(zone: string, moment: Date): string {
  if (known.moment !== moment.getTime()) known = { moment: moment.getTime(), days: new Map() }
  const day = known.days.get(zone) ?? DateTime.fromJSDate(moment, { zone }).toISODate() ?? ''
  known.days.set(zone, day)
  return day
}

/** Adds a duration of the language («30 days») to a moment; one of whole days or more ends at the start of a day in the zone. */
export function after(moment: string, duration: string, zone: string): { readonly due: Date; readonly day: string } {
  const [amount = '0', unit = 'days'] = duration.split(' ')
  const end = DateTime.fromISO(moment, { zone }).plus(Duration.fromObject({ [unit]: Number(amount) }))
  const due = unit === 'minutes' || unit === 'hours' ? end : end.startOf('day')
  return { due: due.toJSDate(), day: due.toISODate() ?? '' }
}

/** The moment at which something valid up to and including `expires` lapses: a day alone counts to its end in the zone. RFC 3339. */
export function lapse(expires: string, zone: string): string {
  const end = DateTime.fromISO(expires, { zone })
  return (expires.includes('T') ? end : end.plus({ days: 1 })).toJSDate().toISOString()
}

/** The first moment of a calendar day in the zone. RFC 3339. */
export function dawn(day: string, zone: string): string {
  return DateTime.fromISO(day, { zone }).toJSDate().toISOString()
}

/** The last calendar day in the zone of something that holds up to a moment, the moment not included. */
export function lastDayBefore(moment: string, zone: string): string {
  return DateTime.fromISO(moment, { zone }).minus(1).toISODate() ?? ''
}
