/** The calendar day at a moment in a zone, `2026-11-22`; in UTC where the zone is none. */
export function dayOf(moment: Date, timezone = 'UTC'): string {
  return formatOf(timezone).format(moment)
}

// Swedish writes days as ISO 8601 does.
const locale = 'sv-SE'

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'short' })
  } catch {
    // A zone that does not exist is told of with the line that names it.
    return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'short' })
  }
}

/** The day a year after another. */
export function yearAfter(day: string): string {
  const next = new Date(`${day}T12:00:00Z`)
  next.setUTCFullYear(next.getUTCFullYear() + 1)
  return next.toISOString().slice(0, 10)
}
