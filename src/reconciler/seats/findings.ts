import { undeclaredIn } from '../../model/address.ts'
import type { Finding } from '../../model/plan.ts'
import type { SeatDrift, SeatLine } from '../../model/seats.ts'
import type { Contract } from '../accounts/contract.ts'
import { nameOf, placeOf } from '../accounts/contract.ts'
import { runningOut } from './ahead.ts'
import type { Outcome } from './lines.ts'
import { money } from '../../model/money.ts'
import { seatCount, someOf } from './words.ts'

/** What the owner of the money has to know about the seats of a contract. None of it holds anything by itself. */
export function seatFindings(contract: Contract, outcome: Outcome, line: SeatLine): readonly Finding[] {
  return [
    ...seatDriftFindings(contract, line),
    ...unwritten(contract, outcome),
    ...idle(contract, line),
    ...runningOut(contract, outcome, line),
  ]
}

/** What a platform shows of paid seats, and the ledger does not say. */
export function seatDriftFindings(contract: Contract, { drift }: Pick<SeatLine, 'drift'>): readonly Finding[] {
  if (drift === undefined) return []
  const message = `${placeOf(contract)} showed other seats on ${drift.on} than the ledger has: ${driftInWords(contract, drift)}. No seat is bought until somebody looked into it: mend it on the platform and read its list again (roster observe), or read it with --accept "why", and what it shows counts.`
  return [{ slug: 'seat-drift', ...about(contract), message }]
}

function driftInWords(contract: Contract, { purchased, missing, extra }: SeatDrift): string {
  const names = (users: readonly string[]): string => someOf(users.map((user) => holderName(contract, user)))
  return [
    ...(purchased === undefined ? [] : [`${purchased.platform} paid (ledger: ${purchased.ledger})`]),
    ...(missing.length === 0 ? [] : [`no seat for ${names(missing)}`]),
    ...(extra.length === 0 ? [] : [`a seat for ${names(extra)}`]),
  ].join('; ')
}

function holderName(contract: Contract, user: string): string {
  const login = undeclaredIn(user)
  return login === undefined ? nameOf(contract, user) : `${login}, whom nobody declared`
}

/** Bought because somebody needed it, and the number in the files was not changed since. */
function unwritten(contract: Contract, { wished, pool }: Outcome): readonly Finding[] {
  const { lasting, purchased } = wished
  if (lasting <= purchased || purchased !== pool.declared) return []
  const message = `${seatCount(lasting)} ${lasting === 1 ? 'is' : 'are'} paid on ${placeOf(contract)} and the files say ${purchased}: write ${lasting} into subscriptions.${contract.subscription.id}.seats.purchased.`
  return [{ slug: 'seats-not-declared', ...about(contract), measured: lasting, limit: purchased, message }]
}

function idle(contract: Contract, { waste, currency, cycle, after, reducing }: SeatLine): readonly Finding[] {
  if (waste === undefined) return []
  const { maxFree = 0 } = contract.subscription.settings.seats ?? {}
  const { seats, recurringMinor } = waste
  const saving =
    recurringMinor === null
      ? 'what that costs is not priced'
      : `${money(recurringMinor, currency)} each ${cycle?.every ?? 'cycle'}`
  const message = `${seatCount(seats)} on ${placeOf(contract)} stayed free for a whole cycle beyond the ${maxFree} that may (maxFree): ${saving}. Write ${after.purchased - reducing - seats} into subscriptions.${contract.subscription.id}.seats.purchased: they are given back with the next cycle.`
  return [{ slug: 'seats-free', ...about(contract), measured: seats + maxFree, limit: maxFree, message }]
}

function about({ desired, subscription }: Contract): { readonly scope: string; readonly result: 'warn' } {
  return { scope: `${desired.id}/${subscription.id}`, result: 'warn' }
}
