import { daysBetween, plusMonths } from './days.ts'

/** The stretch of a contract that is charged at once, as a day in it sees it. */
export interface Cycle {
  /** First day. */
  readonly start: string
  /** First day of the one after. */
  readonly next: string
  /** Which day of the cycle it is; the first is 0. */
  readonly day: number
  readonly days: number
}

/** How often a contract is charged. */
export type Every = 'monthly' | 'annual'

/** What people call the stretch that is charged at once. */
export function cycleName(every: Every): 'month' | 'year' {
  return every === 'annual' ? 'year' : 'month'
}

/** The cycle that a day lies in. The anchor is the first day of some cycle, before or after; one on the 31st is the last day of short months. */
export function cycleOf(anchor: string, every: Every, day: string): Cycle {
  const at = indexOf(anchor, every, day)
  const [start, next] = [startOf(anchor, every, at), startOf(anchor, every, at + 1)]
  return { start, next, day: daysBetween(start, day), days: daysBetween(start, next) }
}

/** First days of cycles later than one day, up to and including another; the earliest first. */
export function startsBetween(anchor: string, every: Every, after: string, until: string): readonly string[] {
  const starts: string[] = []
  for (let at = indexOf(anchor, every, after) + 1; ; at += 1) {
    const start = startOf(anchor, every, at)
    if (start > until) return starts
    starts.push(start)
  }
}

/** How many cycles after the anchor's own a day lies. Counted from the anchor, so that a short month moves no later start. */
function indexOf(anchor: string, every: Every, day: string): number {
  const at = Math.floor((monthOf(day) - monthOf(anchor)) / monthsOf(every))
  return startOf(anchor, every, at) > day ? at - 1 : at
}

function startOf(anchor: string, every: Every, at: number): string {
  return plusMonths(anchor, at * monthsOf(every))
}

function monthsOf(every: Every): number {
  return every === 'monthly' ? 1 : 12
}

function monthOf(day: string): number {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return year * 12 + month
}
