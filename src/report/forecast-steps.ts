import type { Coming, ForecastMonth } from '../seats/forecast.ts'
import type { Step } from './step-chart.ts'

/** What one day of a forecast comes to where seats are short. */
export interface Shortage {
  readonly on: string
  /** People who begin on the day, and how many seats are free for them. */
  readonly begin: number
  readonly free: number
  /** Seats that would be bought by themselves, and people who would have to wait. */
  readonly bought: number
  readonly short: number
}

/** How the seats of a contract go on from day to day: the steps of the chart, and the days on which they are short. */
export interface Course {
  readonly steps: readonly Step[]
  readonly shortages: readonly Shortage[]
}

/** A reduction: seats that go when the cycle beginning on `effective` begins. */
interface Reduction {
  readonly count: number
  readonly effective: string
}

/** Puts the cycles of a forecast together day by day. `from`: its first day. */
export function courseOf(
  months: readonly ForecastMonth[],
  { from, reductions }: { readonly from: string; readonly reductions: readonly Reduction[] },
): Course {
  const each = months.map((month) => courseIn(month, { from, reductions }))
  return { steps: lastOfDay(each.flatMap(({ steps }) => steps)), shortages: each.flatMap(({ shortages }) => shortages) }
}

/** A day is as it ends. */
function lastOfDay(steps: readonly Step[]): readonly Step[] {
  return steps.filter(({ on }, at) => steps[at + 1]?.on !== on)
}

function courseIn(
  month: ForecastMonth,
  { from, reductions }: { readonly from: string; readonly reductions: readonly Reduction[] },
): Course {
  const begins = month.start > from ? month.start : from
  // Nobody is given, for longer than this cycle, a seat that goes at its end.
  const going = reductions.reduce((sum, { count, effective }) => (effective > month.start ? sum + count : sum), 0)
  const steps: Step[] = [{ on: begins, paid: month.purchased, assigned: month.assignedAtStart }]
  const shortages: Shortage[] = []
  let [assigned, bought] = [month.assignedAtStart, 0]
  for (const [on, { begin, end }] of byDay(month.coming, from)) {
    const free = month.purchased + bought - going - (assigned - end)
    const short = Math.max(0, begin - Math.max(0, free))
    const buys = Math.min(short, month.purchases - bought)
    if (short > 0) shortages.push({ on, begin, free: Math.max(0, free), bought: buys, short: short - buys })
    assigned += begin - end
    bought += buys
    steps.push({ on, paid: month.purchased + bought, assigned })
  }
  return { steps, shortages }
}

function byDay(
  coming: readonly Coming[],
  from: string,
): ReadonlyMap<string, { readonly begin: number; readonly end: number }> {
  const days = new Map<string, { begin: number; end: number }>()
  for (const { on, change } of coming) {
    const day = on > from ? on : from
    const { begin, end } = days.get(day) ?? { begin: 0, end: 0 }
    days.set(day, change === 1 ? { begin: begin + 1, end } : { begin, end: end + 1 })
  }
  return days
}
