const milliseconds = 86_400_000

/** How many days a calendar day (`2026-11-22`) lies after 1 January 1970: days as whole numbers, apart from any zone. */
export function dayNumber(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return Date.UTC(year, month - 1, date) / milliseconds
}

/** The calendar day of such a number. */
export function dayOf(number: number): string {
  return new Date(number * milliseconds).toISOString().slice(0, 10)
}

/** Whole days from one calendar day to another. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

/** The same day of a later month (an earlier one, where `months` is negative); a day that the month does not have is its last. */
export function plusMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return dayOf(Date.UTC(year, month - 1 + months, Math.min(date, last)) / milliseconds)
}
