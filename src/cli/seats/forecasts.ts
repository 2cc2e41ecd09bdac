import type { Pool } from '../../model/seats.ts'
import type { Contract } from '../../reconciler/accounts/contract.ts'
import { priceOf } from '../../reconciler/seats/events.ts'
import { withPool } from '../../reconciler/seats/pool.ts'
import { anchorOf, today } from '../../reconciler/seats/terms.ts'
import { courseOf, type Shortage } from '../../report/forecast-steps.ts'
import type { ToldForecast } from '../../report/forecast.ts'
import { cycleName, cycleOf, startsBetween } from '../../seats/cycle.ts'
import { plusMonths } from '../../seats/days.ts'
import { forecast } from '../../seats/forecast.ts'
import { seatPrice } from '../../seats/prices.ts'
import { asWished, comingOn } from './coming.ts'
import type { Counted } from './known.ts'

/** What the seats of a contract come to in so many months, if the files are carried out and nothing else happens. */
export function forecastTold({ contract, pool: live }: Counted, months: number): ToldForecast {
  const { desired, subscription } = contract
  const pool = asWished(contract, live)
  const [anchor, from] = [anchorOf(subscription), today(contract)]
  const { rules, settings } = subscription
  const { upTo = 0, unlimited } = settings.seats?.autoPurchase ?? {}
  const cycles = forecast({
    pool,
    coming: comingOn(contract, live),
    rules,
    anchor,
    day: from,
    months: reaching(pool, { anchor, from, months }),
    autoPurchase: unlimited === true ? 'unlimited' : upTo,
  })
  const { currency, notPriced } = seatPrice(rules, pool.terms, from)
  const asAsked = withPool(contract, pool)
  const { steps, shortages } = courseOf(cycles, { from, reductions: pool.reductions })
  return {
    tenant: desired.id,
    subscription: subscription.id,
    platform: subscription.platform,
    currency,
    every: cycleName(pool.terms.cycle),
    from,
    until: cycleOf(anchor, pool.terms.cycle, cycles.at(-1)?.start ?? from).next,
    cycles,
    notPriced,
    steps,
    shortages: shortages.map((shortage) => ({ ...shortage, chargedMinor: chargeFor(asAsked, shortage) })),
  }
}

/** Of a contract that is charged by the year: this year, and every one that begins in the time. */
function reaching(
  { terms }: Pool,
  { anchor, from, months }: { readonly anchor: string; readonly from: string; readonly months: number },
): number {
  if (terms.cycle === 'monthly') return months
  return 12 * (1 + startsBetween(anchor, terms.cycle, from, plusMonths(from, months)).length)
}

/** What the seats cost that would be bought on the day. */
function chargeFor(contract: Contract, { on, bought: count }: Shortage): number | null {
  return priceOf(contract, { on, count }).chargedMinor
}
