import type { Pool } from '../../model/seats.ts'
import { cycleName } from '../../seats/cycle.ts'
import { reducing } from '../../seats/pool.ts'
import type { Contract, PlatformDraft } from '../accounts/contract.ts'
import { nameOf, placeOf } from '../accounts/contract.ts'
import { platformDraft } from '../accounts/draft.ts'
import { userOf } from '../accounts/holders.ts'
import { needing } from '../diff/draft.ts'
import { liftedBy } from '../guard/acknowledge.ts'
import { allowanceOf } from './allowance.ts'
import { priceOf } from './events.ts'
import type { Movement } from './movers.ts'
import { cycleOn, today } from './terms.ts'
import { money } from '../../model/money.ts'
import { seatCount, someOf } from './words.ts'
import type { Wished } from './wished.ts'

/** What a plan is about to buy, and why. */
export interface Buying {
  readonly pool: Pool
  readonly wished: Wished
  readonly movement: Movement
  readonly currency: string | null
}

/** How many seats a plan buys: those that the files ask for, and those that somebody needs besides. */
export function boughtBy({ wished, movement }: Pick<Buying, 'wished' | 'movement'>): number {
  return Math.max(wished.raisedBy, movement.sequence.purchases)
}

/** The purchase of a plan; undefined: nothing is bought. On numbers that do not agree, or beyond what may be bought unasked, it is blocked. */
export function purchase(contract: Contract, buying: Buying): PlatformDraft | undefined {
  const { pool, wished, movement } = buying
  const count = boughtBy(buying)
  if (count === 0) return undefined
  const after = pool.purchased + count
  const isAsked = count <= wished.raisedBy
  const held = heldBy(contract, buying)
  return platformDraft(
    contract,
    'pool',
    { kind: 'seat', verb: 'purchase', before: { purchased: pool.purchased }, after: { purchased: after } },
    {
      summary: `buy ${seatCount(count)} on ${placeOf(contract)} (${pool.purchased} -> ${after})${isAsked ? ', as the files ask' : ` for ${forWhom(contract, movement)}`}`,
      reason: isAsked ? 'declared' : 'seat',
      derived: !isAsked,
      source: { ...contract.subscription.source, via: [] },
      effects: effectsOf(contract, { ...buying, count }),
      reversible: false,
      ...(held === undefined ? {} : { blockedBy: held }),
    },
  )
}

function heldBy({ subscription, desired, asOf }: Contract, buying: Buying): string | undefined {
  const { pool, wished } = buying
  if (pool.drift !== undefined) return 'seatDrift'
  if (boughtBy(buying) <= wished.raisedBy) return undefined
  const lasting = wished.lasting + boughtBy(buying)
  const { measured, limit } = allowanceOf(subscription.settings, { lasting, written: wished.purchased })
  if (measured <= limit || liftedBy(desired.acknowledgements, asOf)('seatPurchases', measured)) return undefined
  return 'seatPurchases'
}

/** People who come in on seats that are bought. */
function forWhom(contract: Contract, { sequence: { bought }, takers }: Movement): string {
  const byOrder = [...bought].map((id) => id.slice(id.lastIndexOf('/') + 1, id.lastIndexOf('#')))
  const users = byOrder.length === 0 ? takers : byOrder
  return someOf(users.toSorted().map((user) => nameOf(contract, user)))
}

function effectsOf(contract: Contract, { pool, count, currency }: Buying & { readonly count: number }): string[] {
  const on = today(contract)
  const { unitMinor, chargedMinor } = priceOf(contract, { on, count })
  const { day, days } = cycleOn(contract, on)
  const every = cycleName(pool.terms.cycle)
  const gone = reducing(pool)
  const again = gone === 0 ? [] : [`${seatCount(gone)} given back already: what is bought again is paid again`]
  if (unitMinor === null) return ['what it costs is not priced', ...again]
  const each = money(unitMinor * count, currency)
  return [`${money(chargedMinor, currency)} now (${days - day} of ${days} days left), ${each} each ${every}`, ...again]
}

/** Whoever comes in on a bought seat comes after the purchase, and is held where that is. */
export function behindPurchase(
  operations: readonly PlatformDraft[],
  { sequence: { bought } }: Movement,
  buying: PlatformDraft | undefined,
): readonly PlatformDraft[] {
  if (buying === undefined) return operations
  return operations.map((operation): PlatformDraft => {
    if (!bought.has(operation.id) || userOf(operation) === undefined) return operation
    const later = needing(operation, [buying.id])
    if (buying.status !== 'blocked' || operation.status === 'blocked') return later
    const { waitingFor: _, ...rest } = later
    return { ...rest, status: 'blocked', blockedBy: buying.blockedBy ?? buying.id }
  })
}
