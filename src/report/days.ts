/** `2026-12-01` -> `Tue 1 Dec 2026`: a calendar day stays that day in every zone. */
export function dayForPeople(day: string): string {
  const noon = new Date(`${day}T12:00:00Z`)
  if (Number.isNaN(noon.getTime())) return day
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return format.format(noon).replace(',', '')
}

/** A moment as people of a zone write it, with the zone named: `22 Nov 2026, 01:59 (Europe/Berlin)`. */
export function momentForPeople(moment: string, zone: string): string {
  const date = new Date(moment)
  if (Number.isNaN(date.getTime())) return moment
  const format = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  })
  return `${format.format(date)} (${zone})`
}

/** The calendar day of a moment in a zone, `2026-11-22`. */
export function dayIn(moment: string, zone: string): string {
  const format = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone })
  return format.format(new Date(moment))
}

/** The last calendar day in a zone on which something holds that ends at this moment. */
export function lastDayBefore(moment: string, zone: string): string {
  return dayIn(new Date(Date.parse(moment) - 1).toISOString(), zone)
}

/** The calendar day some days after another. */
export function daysAfter(day: string, days: number): string {
  const noon = new Date(`${day}T12:00:00Z`)
  noon.setUTCDate(noon.getUTCDate() + days)
  return noon.toISOString().slice(0, 10)
}
