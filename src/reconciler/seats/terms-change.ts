import { canonical } from '../../model/canonical.ts'
import type { Pool, SeatTerms } from '../../model/seats.ts'
import { cycleName } from '../../seats/cycle.ts'
import { reducing } from '../../seats/pool.ts'
import { recurring, seatPrice } from '../../seats/prices.ts'
import type { Contract, PlatformDraft } from '../accounts/contract.ts'
import { placeOf } from '../accounts/contract.ts'
import { platformDraft } from '../accounts/draft.ts'
import { termsOf, today } from './terms.ts'
import { money } from '../../model/money.ts'

/** Another tier, term or add-on than the contract has; undefined: the files say what it has. */
export function termsChange(contract: Contract, pool: Pool): PlatformDraft | undefined {
  const [before, after] = [pool.terms, termsOf(contract.subscription)]
  if (canonical(before) === canonical(after)) return undefined
  return platformDraft(
    contract,
    'pool',
    { kind: 'seat', verb: 'update', before, after },
    {
      summary: `the contract with ${placeOf(contract)} changes: ${changesInWords(before, after)} (${costInWords(contract, pool, after)})`,
      source: { ...contract.subscription.source, via: [] },
      risk: 'medium',
    },
  )
}

function changesInWords(before: SeatTerms, after: SeatTerms): string {
  const changed = (['edition', 'tier', 'cycle', 'term', 'agreed'] as const).filter(
    (name) => before[name] !== after[name],
  )
  const more = after.addons.filter((addon) => !before.addons.includes(addon))
  const less = before.addons.filter((addon) => !after.addons.includes(addon))
  return [
    ...changed.map((name) => `${spoken[name]} ${after[name] ?? 'of the list'} (was ${before[name] ?? 'none'})`),
    ...more.map((addon) => `with the add-on ${addon}`),
    ...less.map((addon) => `without the add-on ${addon}`),
  ].join(', ')
}

const spoken = { edition: 'edition', tier: 'tier', cycle: 'cycle', term: 'term', agreed: 'price' } as const

function costInWords(contract: Contract, pool: Pool, terms: SeatTerms): string {
  const [was, is] = [costOf(contract, pool, pool.terms), costOf(contract, pool, terms)]
  const unpriced = is.notPriced.length === 0 || is.minor === null ? '' : `; not priced: ${is.notPriced.join(', ')}`
  if (was.minor === null || is.minor === null || was.every !== is.every) return `${was.words} -> ${is.words}${unpriced}`
  const more = is.minor - was.minor
  if (more === 0) return `costs the same${unpriced}`
  return `${money(Math.abs(more), is.currency)} ${more > 0 ? 'more' : 'less'} each ${is.every}${unpriced}`
}

interface Cost {
  readonly minor: number | null
  readonly currency: string | null
  readonly every: 'month' | 'year'
  readonly notPriced: readonly string[]
  readonly words: string
}

/** What a cycle costs under some terms, with the seats that stay. */
function costOf(contract: Contract, pool: Pool, terms: SeatTerms): Cost {
  const price = seatPrice(contract.subscription.rules, terms, today(contract))
  const minor = recurring(price, pool.purchased - reducing(pool))
  const every = cycleName(terms.cycle)
  const words =
    minor === null ? `not priced: ${price.notPriced.join(', ')}` : `${money(minor, price.currency)} each ${every}`
  return { minor, currency: price.currency, every, notPriced: price.notPriced, words }
}
