import type { Operation } from '../../model/operation.ts'
import { allowanceOf } from '../seats/allowance.ts'
import { money } from '../../model/money.ts'
import type { Judgement } from './acknowledge.ts'
import type { Evidence } from './guard.ts'

type Purchase = Extract<Operation, { kind: 'seat'; verb: 'purchase' }>

/** Seats that are bought though nobody wrote them down, against what `autoPurchase` of the contract allows. What the files ask for does not count. */
export function seatPurchases(evidence: Evidence): readonly Judgement[] {
  return evidence.onPlatforms.flatMap((operation) =>
    operation.kind === 'seat' && operation.verb === 'purchase' && operation.reason === 'seat'
      ? judge(evidence, operation)
      : [],
  )
}

function judge(
  { desired, memory, seats }: Evidence,
  { directory, after, before, summary }: Purchase,
): readonly Judgement[] {
  const subscription = desired.subscriptions.get(directory)
  const line = seats.find((each) => each.subscription === directory)
  if (subscription === undefined || line === undefined) return []
  const written = subscription.settings.seats?.purchased ?? memory.seats.get(directory)?.declared ?? before.purchased
  const lasting = after.purchased - line.reducing
  const { measured, limit } = allowanceOf(subscription.settings, { lasting, written })
  const base = { slug: 'seatPurchases', gate: 'seatPurchases', scope: `${desired.id}/${directory}`, measured } as const
  const figures = Number.isFinite(limit) ? { limit } : {}
  const said = `${summary}: ${money(line.nowMinor, line.currency)} now. That is ${measured} above the ${written} that the files say; autoPurchase allows ${Number.isFinite(limit) ? limit : 'any number'}`
  if (measured <= limit) return [{ ...base, ...figures, result: 'pass', message: `${said}.` }]
  const advice = `Write ${lasting} into subscriptions.${directory}.seats.purchased, disable somebody in the same change, or add an acknowledgement (gate: seatPurchases, max: ${measured}).`
  return [{ ...base, ...figures, result: 'block', message: `${said}.`, advice }]
}
