import type { Address } from '../../model/address.ts'
import { parseAddress } from '../../model/address.ts'
import type { Entry } from '../../model/entry.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import type { SeatEvent } from '../../model/seats.ts'
import type { Orders, RememberedOrder, RememberedStep } from '../work-orders/remembered.ts'
import type { Claim } from './claims.ts'
import { claimsOf } from './claims.ts'

/** What the list of a platform says of a step that somebody said was done. `why`: it shows otherwise; not there: it shows it. */
export interface Verdict {
  readonly order: string
  /** From 1. */
  readonly step: number
  readonly title: string
  readonly why?: string
}

type Observed = Extract<Entry, { type: 'observed' }>

interface Attested {
  readonly order: string
  readonly number: number
  readonly step: RememberedStep
  readonly at: string
}

/**
 * Which attested steps a list shows to be done, and which not. What was said last about an account counts: an earlier
 * step that a later one took back is not held against it. A step about nothing that the list shows stays open.
 */
export function verdictsOf(orders: Orders, entry: Observed): readonly Verdict[] {
  const decided = new Set<string>()
  let counted: { readonly why?: string } | undefined
  const latestFirst = attestedOn(orders, entry.subscription).toReversed()
  return latestFirst
    .flatMap(({ order, number, step }): readonly Verdict[] => {
      const claims = step.operations.flatMap(claimsOf)
      const own = claims.filter(({ address, about }) => !decided.has(`${address} ${about}`))
      for (const { address, about } of claims) decided.add(`${address} ${about}`)
      const paid = onSeats(step, entry.seats)
      // The number that was said last is shown: those before it were so in their time.
      const seats = paid !== undefined && counted !== undefined && counted.why === undefined ? {} : paid
      counted ??= paid
      if (step.verified !== undefined) return []
      const judged = own.filter((claim) => isShown(claim, entry))
      const isTakenBack = own.length === 0 && claims.length > 0 && claims.every((claim) => isShown(claim, entry))
      if (judged.length === 0 && seats === undefined && !isTakenBack) return []
      const why = seats?.why ?? judged.map((claim) => reasonAgainst(claim, entry)).find((each) => each !== undefined)
      return [{ order, step: number, title: step.title, ...(why === undefined ? {} : { why }) }]
    })
    .toReversed()
}

/** Steps about a contract that were attested and that a list can show, in the order in which they were. */
function attestedOn(orders: Orders, subscription: string): readonly Attested[] {
  const found = [...orders.values()].flatMap((order: RememberedOrder) =>
    order.directory !== subscription
      ? []
      : order.steps.flatMap((step, index): readonly Attested[] =>
          step.attested === undefined || step.verify !== 'export'
            ? []
            : [{ order: order.order, number: index + 1, step, at: step.attested.at }],
        ),
  )
  return found.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** Whether the list can show it: of an account that neither is nor should be in it, nothing but that it is gone. */
function isShown(
  { address, about, facet }: Claim,
  { accounts, missing, shows = ['state', 'roles'] }: Observed,
): boolean {
  const { id } = parseAddress(address)
  if (Object.hasOwn(accounts, id)) return facet === undefined || shows.includes(facet)
  return missing !== undefined && (missing.includes(id) || about === 'gone')
}

function reasonAgainst({ address, against }: Claim, { accounts }: Observed): string | undefined {
  return against(accountOf(accounts, address))
}

function accountOf(accounts: Observed['accounts'], address: Address): ObservedAccount | undefined {
  const { id } = parseAddress(address)
  return Object.hasOwn(accounts, id) ? accounts[id] : undefined
}

/** What was read of the number of seats: undefined where nobody read it, or the step is not about it. */
function onSeats({ operations }: RememberedStep, events: readonly SeatEvent[]): { readonly why?: string } | undefined {
  const read = events.find((event) => event.event === 'observe')
  const seat = operations.find((each) => each.kind === 'seat')
  if (seat === undefined || seat.verb === 'update' || read?.event !== 'observe' || read.purchased === undefined)
    return undefined
  const { purchased } = seat.after
  // What is given back is there until its cycle is over.
  if (seat.verb === 'release' && read.on < seat.after.effective) return undefined
  const isSo = seat.verb === 'purchase' ? read.purchased >= purchased : read.purchased <= purchased
  return isSo ? {} : { why: `${read.purchased} seats are paid there, not ${purchased}` }
}
