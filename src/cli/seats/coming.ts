import type { AccessAccount } from '../../access/access.ts'
import { dayIn, lastDayBefore } from '../../language/compile/calendar.ts'
import type { Pool, SeatEvent } from '../../model/seats.ts'
import type { Contract } from '../../reconciler/accounts/contract.ts'
import { priceOf } from '../../reconciler/seats/events.ts'
import { foldAll } from '../../seats/fold.ts'
import { cycleOn, takesSeat, termsOf, today } from '../../reconciler/seats/terms.ts'
import { wishedOf } from '../../reconciler/seats/wished.ts'
import type { Coming } from '../../seats/forecast.ts'

/** Who takes a seat of a contract and who gives one free, as the files and the ledger know it: today's plan first, then what later days bring. */
export function comingOn(contract: Contract, pool: Pool): readonly Coming[] {
  const { access, subscription } = contract
  const accounts = [...access.accounts.values()].filter(
    (account) => account.subscription === subscription.id && takesSeat(contract, account.type),
  )
  const wanted = new Set(accounts.filter((account) => isInForce(contract, account)).map(({ user }) => user))
  // Nobody takes a seat from somebody whom nobody declared.
  const leaving = [...pool.assigned.keys()].filter((user) => !wanted.has(user) && !user.startsWith('~'))
  return [
    ...leaving.map((user): Coming => ({ on: today(contract), user, change: -1, what: 'not asked for any more' })),
    ...accounts.flatMap((account) => changesOf(contract, account, pool.assigned.has(account.user))),
  ]
}

function isInForce({ asOf }: Contract, { state, from, until }: AccessAccount): boolean {
  const now = asOf.toISOString()
  return state === 'active' && (from === undefined || from <= now) && (until === undefined || until > now)
}

function changesOf(contract: Contract, account: AccessAccount, hasSeat: boolean): readonly Coming[] {
  const { user, state, from, until } = account
  const zone = contract.desired.timezone
  const now = contract.asOf.toISOString()
  if (state !== 'active' || (until !== undefined && until <= now)) return []
  const begins =
    from !== undefined && from > now
      ? [{ on: dayIn(zone, new Date(from)), user, change: 1 as const, what: 'first day' }]
      : hasSeat
        ? []
        : [{ on: today(contract), user, change: 1 as const, what: 'asked for, and not there yet' }]
  if (until === undefined) return begins
  const what = `last day was ${lastDayBefore(until, zone)}`
  return [...begins, { on: dayIn(zone, new Date(until)), user, change: -1, what }]
}

/** The pool as it will be once an edited number of seats, and edited terms, are carried out. */
export function asWished(contract: Contract, pool: Pool): Pool {
  const on = today(contract)
  const { purchased, raisedBy, loweredBy } = wishedOf(contract, pool)
  const terms: SeatEvent = { event: 'terms', on, terms: termsOf(contract.subscription) }
  const events: readonly SeatEvent[] =
    raisedBy > 0
      ? [{ event: 'purchase', on, id: 'wished', count: raisedBy, ...priceOf(contract, { on, count: raisedBy }) }]
      : loweredBy > 0
        ? [{ event: 'reduce', on, id: 'wished', count: loweredBy, effective: cycleOn(contract, on).next }]
        : []
  return foldAll(pool, [terms, ...events, { event: 'declare', on, purchased }]) ?? pool
}
