import type { Platform } from '../generated/platform.ts'
import type { Pool } from '../model/seats.ts'
import type { Cycle } from './cycle.ts'
import { cycleOf } from './cycle.ts'
import type { SeatPrice } from './prices.ts'
import { addonsOf, recurring, seatPrice } from './prices.ts'
import { prorated, prorationOf } from './proration.ts'

/** Somebody who takes a seat on a later day, or gives one free. */
export interface Coming {
  /** A day before the forecast begins counts as its first day. */
  readonly on: string
  readonly user: string
  readonly change: 1 | -1
  /** Why, in a few words. */
  readonly what: string
}

/** One cycle of a forecast. Amounts are hundredths; null: not priced. */
export interface ForecastMonth {
  /** First day of the cycle. */
  readonly start: string
  /** Paid when the cycle begins, or when the forecast does; `purchases` come on top. */
  readonly purchased: number
  readonly assignedAtStart: number
  /** The most that are taken at once; above `purchased` + `purchases`, somebody has to wait. */
  readonly peak: number
  readonly assignedAtEnd: number
  /** Bought within the cycle, as far as that may be done unasked. */
  readonly purchases: number
  /** All that the cycle costs, add-ons that have a price included. */
  readonly chargedMinor: number | null
  /** What a cycle costs with the seats that there are at its end, add-ons that have a price included. */
  readonly recurringMinor: number | null
  readonly coming: readonly Coming[]
}

/** What a forecast is made of. */
export interface ForecastInput {
  readonly pool: Pool
  readonly coming: readonly Coming[]
  readonly rules: Platform
  readonly anchor: string
  /** Today. */
  readonly day: string
  /** How far to look; of a contract that is charged by the year, every year that begins within. */
  readonly months: number
  /** Seats above the number in the files that may be bought unasked. */
  readonly autoPurchase: number | 'unlimited'
}

/** Where the seats stand at the beginning of a cycle. */
interface Standing {
  /** Seats bought since the forecast began. */
  readonly bought: number
  readonly assigned: number
}

/** What the seats come to, cycle by cycle, if nothing else happens than what is known today. */
export function forecast(input: ForecastInput): readonly ForecastMonth[] {
  const { pool, anchor, day, months } = input
  const { cycle: every } = pool.terms
  const forecasts: ForecastMonth[] = []
  let standing: Standing = { bought: 0, assigned: pool.assigned.size }
  let cycle = cycleOf(anchor, every, day)
  for (let left = months; left > 0; left -= every === 'monthly' ? 1 : 12) {
    const month = forecastOf(input, cycle, standing)
    forecasts.push(month)
    standing = { bought: standing.bought + month.purchases, assigned: month.assignedAtEnd }
    cycle = cycleOf(anchor, every, cycle.next)
  }
  return forecasts
}

function forecastOf(input: ForecastInput, cycle: Cycle, { bought: before, assigned }: Standing): ForecastMonth {
  const { pool, rules, day } = input
  const purchased = pool.purchased + before - givenBack(pool, ({ effective }) => effective <= cycle.start)
  // Nobody gets a seat for longer that is given back after this cycle.
  const lasting = purchased - givenBack(pool, ({ effective }) => effective > cycle.start)
  const coming = comingIn(input, cycle)
  const bought: string[] = []
  let [now, peak] = [assigned, assigned]
  for (const { on, change } of coming) {
    now += change
    peak = Math.max(peak, now)
    const isShort = change === 1 && now > lasting + bought.length
    if (isShort && mayBuy(input, purchased + bought.length)) bought.push(on)
  }
  const price = seatPrice(rules, pool.terms, laterOf(cycle.start, day))
  return {
    start: cycle.start,
    purchased,
    assignedAtStart: assigned,
    peak,
    assignedAtEnd: now,
    purchases: bought.length,
    chargedMinor: chargedIn(input, { cycle, price, purchased, bought }),
    recurringMinor: recurring(price, purchased + bought.length),
    coming,
  }
}

/** On one day those who give a seat free come first, as they do in a plan. */
function comingIn({ coming, day }: ForecastInput, { start, next }: Cycle): readonly Coming[] {
  return coming
    .map((each) => ({ ...each, on: laterOf(each.on, day) }))
    .filter(({ on }) => on >= start && on < next)
    .toSorted((a, b) => order(a.on, b.on) || a.change - b.change || order(a.user, b.user))
}

function givenBack({ reductions }: Pool, is: (reduction: Pool['reductions'][number]) => boolean): number {
  return reductions.filter(is).reduce((sum, { count }) => sum + count, 0)
}

function mayBuy({ autoPurchase, pool }: ForecastInput, purchased: number): boolean {
  return autoPurchase === 'unlimited' || purchased < pool.declared + autoPurchase
}

function chargedIn(
  { pool, rules, anchor }: ForecastInput,
  month: {
    readonly cycle: Cycle
    readonly price: SeatPrice
    readonly purchased: number
    readonly bought: readonly string[]
  },
): number | null {
  const { cycle, price, purchased, bought } = month
  const { unitMinor } = price
  if (unitMinor === null) return null
  const begun = pool.charges.get(cycle.start) ?? unitMinor * purchased
  const added = [...new Set(bought)].map((day) => {
    const count = bought.filter((on) => on === day).length
    return prorated({ unitMinor, count }, cycleOf(anchor, pool.terms.cycle, day), prorationOf(rules))
  })
  return added.reduce((sum, each) => sum + each, begun + addonsOf(price))
}

function laterOf(a: string, b: string): string {
  return a > b ? a : b
}

function order(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
