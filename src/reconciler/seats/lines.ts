import type { Pool, SeatLine } from '../../model/seats.ts'
import { cycleName } from '../../seats/cycle.ts'
import { freeOf, reducing } from '../../seats/pool.ts'
import type { SeatPrice } from '../../seats/prices.ts'
import { recurring, seatPrice } from '../../seats/prices.ts'
import { freeThroughout } from '../../seats/waste.ts'
import type { Contract } from '../accounts/contract.ts'
import { cheaper } from './cheaper.ts'
import { priceOf } from './events.ts'
import type { Buying } from './purchase.ts'
import { boughtBy } from './purchase.ts'
import { cycleOn, termsOf, today } from './terms.ts'

/** What a plan makes of the seats of a contract. `givesBack`: seats that it gives back with the next cycle. */
export interface Outcome extends Buying {
  readonly givesBack: number
}

/** What a plan says about the seats of a contract: now and after it, what it charges, what each cycle costs, and what could cost less. */
export function seatLine(contract: Contract, outcome: Outcome): SeatLine {
  const { pool, movement, givesBack } = outcome
  const { desired, subscription } = contract
  const on = today(contract)
  const { price, before } = pricesOf(contract, pool, on)
  const bought = boughtBy(outcome)
  const purchased = pool.purchased + bought
  const assigned = pool.assigned.size + movement.takers.length - movement.freers.length
  const gone = reducing(pool) + givesBack
  const { chargedMinor } = priceOf(contract, { on, count: bought })
  const { start, next, day, days } = cycleOn(contract, on)
  const every = cycleName(termsOf(subscription).cycle)
  const instead = cheaper(contract, outcome)
  const line = {
    tenant: desired.id,
    platform: subscription.platform,
    subscription: subscription.id,
    pool: 'seats' as const,
    purchased: pool.purchased,
    assigned: pool.assigned.size,
    free: freeOf(pool),
    after: { purchased, assigned, free: purchased - assigned },
    delta: bought > 0 ? bought : 0 - givesBack,
    reducing: gone,
    currency: price.currency,
    unitMinor: price.unitMinor,
    nowMinor: bought === 0 ? 0 : chargedMinor,
    recurringMinor: recurring(price, purchased - gone),
    recurringBeforeMinor: recurring(before, pool.purchased),
    cycle: { start, next, day, days, every } as const,
    addons: price.addons,
    notPriced: price.notPriced,
    ...(instead === undefined ? {} : { cheaper: instead }),
    ...(pool.drift === undefined ? {} : { drift: pool.drift }),
  }
  const waste = wasteOf(contract, pool, line)
  return waste === undefined ? line : { ...line, waste }
}

/** Prices under what the files say, and under what the contract has today. */
function pricesOf(
  { subscription }: Contract,
  pool: Pool,
  day: string,
): { readonly price: SeatPrice; readonly before: SeatPrice } {
  const { rules } = subscription
  const wished = termsOf(subscription)
  // Both for the same stretch of time: a year against a month would look like a saving.
  const had = { ...pool.terms, cycle: wished.cycle }
  return { price: seatPrice(rules, wished, day), before: seatPrice(rules, had, day) }
}

/** Seats that nobody had for a whole cycle, that nobody gets now, and that are not given back already. */
function wasteOf(
  contract: Contract,
  pool: Pool,
  { after, reducing: gone, unitMinor, cycle }: Pick<SeatLine, 'after' | 'reducing' | 'unitMinor' | 'cycle'>,
): SeatLine['waste'] {
  const { maxFree = 0 } = contract.subscription.settings.seats ?? {}
  const idle = freeThroughout(pool, today(contract), cycle?.days ?? 0)
  const seats = Math.min(idle, after.free) - gone - maxFree
  return seats > 0 ? { seats, recurringMinor: unitMinor === null ? null : unitMinor * seats } : undefined
}
