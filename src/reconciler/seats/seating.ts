import type { CompileProblem } from '../../language/compile/desired-tenant.ts'
import type { Entry } from '../../model/entry.ts'
import type { Finding } from '../../model/plan.ts'
import type { Pool, SeatEvent, SeatLine } from '../../model/seats.ts'
import { seatPrice } from '../../seats/prices.ts'
import type { Contract, PlatformDraft } from '../accounts/contract.ts'
import { needing } from '../diff/draft.ts'
import { catchingUp } from './events.ts'
import { seatFindings } from './findings.ts'
import { givenBack } from './given-back.ts'
import { seatLine } from './lines.ts'
import { movementOf } from './movers.ts'
import { poolOf } from './pool.ts'
import type { Buying } from './purchase.ts'
import { behindPurchase, purchase } from './purchase.ts'
import { today } from './terms.ts'
import { termsChange } from './terms-change.ts'
import { wishedOf } from './wished.ts'

/** What the seats of a contract make of the operations on it. */
export interface Seating {
  readonly operations: readonly PlatformDraft[]
  readonly lines: readonly SeatLine[]
  readonly findings: readonly Finding[]
  readonly problems: readonly CompileProblem[]
  /** What an apply writes down before anything else. */
  readonly entries: readonly Entry[]
}

/** Seats for everybody who needs one, at the least cost: freed ones first, bought where there is no other way, given back where the files say so. */
export function seating(contract: Contract, operations: readonly PlatformDraft[]): Seating {
  const pool = poolOf(contract)
  if (pool === undefined) return { operations, lines: [], findings: [], problems: [], entries: [] }
  const movement = movementOf(contract, pool, operations)
  const { currency } = seatPrice(contract.subscription.rules, pool.terms, today(contract))
  const buying: Buying = { pool, movement, currency, wished: wishedOf(contract, pool) }
  const [bought, back, terms] = [purchase(contract, buying), givenBack(contract, buying), termsChange(contract, pool)]
  const outcome = { ...buying, givesBack: back.operation === undefined ? 0 : buying.wished.loweredBy }
  const line = seatLine(contract, outcome)
  const own = [bought, back.operation, terms].filter((each) => each !== undefined)
  return {
    operations: [...own, ...behindPurchase(afterFreeing(operations, movement.sequence.needs), movement, bought)],
    lines: [line],
    findings: seatFindings(contract, outcome, line),
    problems: back.problems,
    entries: entriesOf(contract, buying),
  }
}

/** Whoever has no seat otherwise comes after somebody who gives theirs up. */
function afterFreeing(
  operations: readonly PlatformDraft[],
  freedBy: ReadonlyMap<string, readonly string[]>,
): readonly PlatformDraft[] {
  return operations.map((operation) => {
    const more = freedBy.get(operation.id)
    return more === undefined ? operation : needing(operation, more)
  })
}

function entriesOf(
  contract: Contract,
  { pool, wished }: Pick<Buying, 'wished'> & { readonly pool: Pool },
): readonly Entry[] {
  const { id } = contract.subscription
  const on = today(contract)
  // What is given back is agreed to when it is done: until then the number in the files is what asks for it.
  const agreed = wished.purchased !== pool.declared && wished.loweredBy === 0
  const declared: readonly SeatEvent[] = agreed ? [{ event: 'declare', on, purchased: wished.purchased }] : []
  const events = [...catchingUp(contract, on), ...declared]
  return events.length === 0 ? [] : [{ type: 'seats', subscription: id, events }]
}
