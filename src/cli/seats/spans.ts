import { UsageError } from '../../model/fault.ts'

const daysIn = { d: 1, days: 1, w: 7, weeks: 7 } as const

/** Days of `--stale`: `60d`, `8w`, or as the files write it, `60 days`. */
export function daysOf(text: string): number {
  const [, amount, unit] = /^([1-9]\d{0,3})\s*(d|days|w|weeks)$/.exec(text.trim()) ?? []
  if (amount === undefined || unit === undefined)
    throw new UsageError(`--stale ${text} is not a number of days. Write it as 60d, or "60 days".`)
  return Number(amount) * daysIn[unit as keyof typeof daysIn]
}

/** Months of `--months`, from 1 to 120. */
export function monthsOf(text: string): number {
  const months = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (months >= 1 && months <= 120) return months
  throw new UsageError(`--months ${text} is not a number of months. Write a whole number from 1 to 120.`)
}
