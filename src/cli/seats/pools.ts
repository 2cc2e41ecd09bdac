import { dayIn } from '../../language/compile/calendar.ts'
import type { Pool } from '../../model/seats.ts'
import type { Contract } from '../../reconciler/accounts/contract.ts'
import { rememberedOn } from '../../reconciler/accounts/contract.ts'
import { seatLine } from '../../reconciler/seats/lines.ts'
import { today } from '../../reconciler/seats/terms.ts'
import { wishedOf } from '../../reconciler/seats/wished.ts'
import type { DuplicateSeat, SeatUser, ToldLicence, ToldPool } from '../../report/seats.ts'
import { daysBetween } from '../../seats/days.ts'
import { foldedAddress } from '../../seats/pool.ts'
import { recurring, seatPrice } from '../../seats/prices.ts'
import type { Counted, Known } from './known.ts'

/** The seats of one contract as they stand, nothing planned. `staleDays`: whoever was not seen for so long is stale. */
export function poolTold({ contract, pool }: Counted, staleDays: number | undefined): ToldPool {
  const line = standingLine(contract, pool)
  const { tenant, platform, subscription, purchased, assigned, free, reducing, cycle, drift, waste } = line
  const { currency, unitMinor, addons, notPriced } = seatPrice(contract.subscription.rules, pool.terms, today(contract))
  return {
    tenant,
    platform,
    subscription,
    purchased,
    assigned,
    free,
    reducing,
    declared: pool.declared,
    terms: pool.terms,
    currency,
    unitMinor,
    recurringMinor: recurring({ currency, unitMinor, addons, notPriced }, purchased),
    chargedMinor: pool.charges.get(pool.cycle) ?? null,
    addons,
    notPriced,
    ...(cycle === undefined ? {} : { cycle }),
    ...(drift === undefined ? {} : { drift }),
    ...(waste === undefined ? {} : { waste }),
    holders: holdersOf(contract, pool, staleDays),
  }
}

/** What a plan without any change would say of the contract. */
function standingLine(contract: Contract, pool: Pool): ReturnType<typeof seatLine> {
  const sequence = { purchases: 0, needs: new Map(), bought: new Set<string>(), addingFirst: 0 }
  return seatLine(contract, {
    pool,
    wished: { ...wishedOf(contract, pool), raisedBy: 0, loweredBy: 0 },
    movement: { takers: [], freers: [], departures: [], sequence },
    currency: null,
    givesBack: 0,
  })
}

function holdersOf(contract: Contract, pool: Pool, staleDays: number | undefined): readonly SeatUser[] {
  return [...pool.assigned]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([user, { address, since }]) => {
      const live = rememberedOn(contract, user)?.account
      const seen = live?.lastActivityAt
      const idleDays = seen === undefined ? undefined : idleSince(contract, seen)
      const activity = idleDays === undefined ? 'unknown' : idleDays >= (staleDays ?? Infinity) ? 'stale' : 'active'
      return {
        user,
        address,
        since,
        ...(live === undefined ? {} : { state: live.state }),
        ...(seen === undefined ? {} : { lastActivityAt: seen }),
        ...(idleDays === undefined ? {} : { idleDays }),
        ...(staleDays === undefined ? {} : { activity }),
      }
    })
}

/** A day alone is a day of the tenant already; a moment lies in one. */
function idleSince(contract: Contract, seen: string): number {
  const day = seen.includes('T') ? dayIn(contract.desired.timezone, new Date(seen)) : seen
  return Math.max(0, daysBetween(day, today(contract)))
}

/** Logins that have a paid seat on one platform in more than one tenant: one person, paid twice. */
export function duplicatesAmong(pools: readonly ToldPool[]): readonly DuplicateSeat[] {
  const found = new Map<string, DuplicateSeat>()
  for (const { tenant, platform, subscription, holders } of pools) {
    for (const { user, address: written } of holders) {
      const address = foldedAddress(written)
      const key = `${platform}\n${address}`
      const known = found.get(key)?.places ?? []
      found.set(key, { platform, address, places: [...known, { tenant, subscription, user }] })
    }
  }
  return [...found]
    .filter(([, { places }]) => new Set(places.map(({ tenant }) => tenant)).size > 1)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, duplicate]) => duplicate)
}

/** The licences that the files of a tenant give out. */
export function licencesOf({ asked: { desired } }: Known): readonly ToldLicence[] {
  return [...desired.licences.values()].map(({ id, directory, holders }) => ({
    tenant: desired.id,
    licence: id,
    directory,
    asked: holders.size,
  }))
}
