import type { CompileProblem } from '../../language/compile/desired-tenant.ts'
import { cycleName } from '../../seats/cycle.ts'
import { reducing } from '../../seats/pool.ts'
import type { Contract, PlatformDraft } from '../accounts/contract.ts'
import { nameOf, placeOf } from '../accounts/contract.ts'
import { platformDraft } from '../accounts/draft.ts'
import { priceOf } from './events.ts'
import type { Buying } from './purchase.ts'
import { cycleOn, today } from './terms.ts'
import { money } from '../../model/money.ts'
import { seatCount, someOf } from './words.ts'

/** Seats that are given back, or why they cannot be. */
export interface GivenBack {
  readonly operation?: PlatformDraft
  readonly problems: readonly CompileProblem[]
}

const lastDays = 3

/**
 * Seats that an edit gives back go with the next cycle. Whoever still has one would work on to the end of the cycle; and what is given back
 * cannot be used again in it, so nobody is added beside it.
 */
export function givenBack(contract: Contract, buying: Buying): GivenBack {
  const { pool, wished, movement } = buying
  const { sequence, takers, freers } = movement
  const kept = pool.assigned.size - freers.length
  const end = kept + takers.length
  const isUnderWay = reducing(pool) > 0 && sequence.purchases > wished.raisedBy
  if (wished.loweredBy === 0) return { problems: isUnderWay ? [reduceAndAdd(contract, buying, end)] : [] }
  const { reduceNeeds } = contract.subscription.rules.billing ?? {}
  if (kept > wished.purchased && reduceNeeds !== 'nothing') return { problems: [lingers(contract, buying, kept)] }
  if ((end > wished.purchased && takers.length > 0) || sequence.purchases > 0)
    return { problems: [reduceAndAdd(contract, buying, end)] }
  return { operation: release(contract, buying), problems: [] }
}

function release(contract: Contract, { pool, wished, movement, currency }: Buying): PlatformDraft {
  const { lasting, loweredBy, purchased } = wished
  const { days, day, next } = cycleOn(contract, today(contract))
  const { unitMinor } = priceOf(contract, { on: next, count: loweredBy })
  const every = cycleName(pool.terms.cycle)
  const saving = money(unitMinor === null ? null : unitMinor * loweredBy, currency)
  const isAtOnce = contract.subscription.rules.billing?.reduceTakesEffect === 'atOnce'
  const isEarly = days - day > lastDays && !isAtOnce
  const when = isEarly
    ? `it is done in the last days of the cycle; until then writing ${lasting} again calls it off`
    : 'it cannot be taken back'
  const draft = platformDraft(
    contract,
    'pool',
    {
      kind: 'seat',
      verb: 'release',
      before: { purchased: lasting },
      after: { purchased, effective: next },
    },
    {
      summary: `give back ${seatCount(loweredBy)} on ${placeOf(contract)} ${isAtOnce ? 'at once' : `from ${next} on`} (${lasting} -> ${purchased})`,
      source: { ...contract.subscription.source, via: [] },
      needs: pool.assigned.size > purchased ? movement.departures : [],
      effects: [unitMinor === null ? 'what it saves is not priced' : `saves ${saving} each ${every}`, when],
      reversible: false,
    },
  )
  return isEarly && draft.status === 'waiting' ? { ...draft, waitingFor: 'cycleEnd' } : draft
}

function lingers(contract: Contract, { pool, wished, movement }: Buying, kept: number): CompileProblem {
  const { purchased } = wished
  const leaving = new Set(movement.freers)
  const people = [...pool.assigned.keys()].filter((user) => !leaving.has(user)).toSorted()
  const names = someOf(people.map((user) => nameOf(contract, user)))
  const message = `${atSeats(contract)} goes down to ${purchased} while ${kept} people on ${placeOf(contract)} keep theirs (${names}): whoever loses a seat so works on to the end of the cycle. Disable ${kept - purchased} of them in the same change, or write ${kept}.`
  return { source: sourceOf(contract), slug: 'seat-access-lingers', message }
}

function reduceAndAdd(contract: Contract, { pool, wished, movement, currency }: Buying, end: number): CompileProblem {
  const { purchased, lasting, loweredBy } = wished
  const on = today(contract)
  const { next } = cycleOn(contract, on)
  const short = Math.max(end - Math.min(purchased, lasting), movement.sequence.purchases)
  const { chargedMinor } = priceOf(contract, { on, count: short })
  const [leave, both] = [money(chargedMinor === null ? null : 0, currency), money(chargedMinor, currency)]
  const names = someOf(movement.takers.map((user) => nameOf(contract, user)))
  const needs = movement.takers.length === 1 ? 'needs' : 'need'
  const gone = reducing(pool) + loweredBy
  const said =
    loweredBy > 0
      ? `${atSeats(contract)} goes down to ${purchased} while ${names} ${needs} a seat on ${placeOf(contract)}`
      : `${names} ${needs} a seat on ${placeOf(contract)}, and ${seatCount(gone)} there ${gone === 1 ? 'is' : 'are'} given back on ${next}`
  const instead =
    loweredBy > 0
      ? `Leave it at ${lasting} (${leave}); giving back ${loweredBy} and adding ${short} costs ${both}.`
      : `Begin on ${next}, or free a seat in the same change (${leave}); to pay ${both} for it again, write ${lasting + short}.`
  const message = `${said}: what is given back cannot be used again in this cycle. ${instead}`
  return { source: sourceOf(contract), slug: 'seat-reduce-and-add', message }
}

function atSeats({ subscription }: Contract): string {
  return `subscriptions.${subscription.id}.seats.purchased`
}

function sourceOf({ subscription }: Contract): CompileProblem['source'] {
  const { file, line } = subscription.source
  return { file, line, via: [], path: ['subscriptions', subscription.id, 'seats', 'purchased'] }
}
