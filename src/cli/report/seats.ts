import { money } from '../../model/money.ts'
import type { ReportPool } from '../../report/html/data.ts'
import { driftNotes, holderInWords, wasteInWords } from '../../report/seat-lines.ts'
import { countedIn, type Known } from '../seats/known.ts'
import { poolTold } from '../seats/pools.ts'

/** The paid seats of a tenant's contracts, what they cost, and who has one. */
export function poolsPart(
  known: Known,
  tenant: number,
  personOf: (user: string) => number | undefined,
): readonly ReportPool[] {
  return countedIn(known).map((each) => {
    const pool = poolTold(each, undefined)
    const { currency, unitMinor, recurringMinor, cycle, waste, drift, notPriced } = pool
    const every = cycle?.every ?? 'cycle'
    return {
      tenant,
      platform: pool.platform,
      contract: pool.subscription,
      paid: pool.purchased,
      assigned: pool.assigned,
      free: pool.free,
      seat: money(unitMinor, currency),
      recurring: money(recurringMinor, currency),
      every,
      minor: recurringMinor,
      currency,
      notes: [
        ...(pool.reducing === 0 ? [] : [`${pool.reducing} of them go with the next cycle.`]),
        ...(waste === undefined ? [] : [wasteInWords(waste, { currency, every })]),
        ...driftNotes(drift),
        ...notPriced.map((what) => `Not priced: ${what}.`),
      ],
      holders: pool.holders.map(({ user, since, lastActivityAt }) => ({
        person: personOf(user) ?? null,
        name: holderInWords(user),
        since,
        ...(lastActivityAt === undefined ? {} : { seen: lastActivityAt.slice(0, 10) }),
      })),
    }
  })
}
