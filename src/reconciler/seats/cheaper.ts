import type { SeatLine } from '../../model/seats.ts'
import type { Contract } from '../accounts/contract.ts'
import { nameOf } from '../accounts/contract.ts'
import { priceOf } from './events.ts'
import type { Buying } from './purchase.ts'
import { boughtBy } from './purchase.ts'
import { today } from './terms.ts'
import { money } from '../../model/money.ts'
import { someOf } from './words.ts'

/** The order of a plan against adding first, where that would buy more; undefined: it makes no difference. */
export function cheaper(contract: Contract, buying: Buying): SeatLine['cheaper'] {
  const { sequence } = buying.movement
  const instead = Math.max(buying.wished.raisedBy, sequence.addingFirst)
  const count = boughtBy(buying)
  if (instead <= count) return undefined
  const on = today(contract)
  const [now, then] = [count, instead].map((each) => priceOf(contract, { on, count: each }).chargedMinor)
  const [takers, freers] = [[...sequence.needs.keys()], [...sequence.needs.values()].flat()]
  const costs = count === 0 ? 'no charge' : money(now ?? null, buying.currency)
  const summary = `${asTold(contract, freers)} first, then ${asTold(contract, takers)}: ${costs}; added first it would cost ${money(then ?? null, buying.currency)}`
  return { summary, insteadMinor: then ?? null }
}

/** «disable Tom Berg», «add Eva Lo and Ana Li». */
function asTold(contract: Contract, operations: readonly string[]): string {
  const verbs = new Map<string, string[]>()
  for (const id of new Set(operations)) {
    const [address = '', verb = ''] = id.split('#')
    const word = words.get(verb) ?? verb
    const name = nameOf(contract, address.slice(address.lastIndexOf('/') + 1))
    verbs.set(word, [...(verbs.get(word) ?? []), name])
  }
  return [...verbs].map(([verb, names]) => `${verb} ${someOf(names.toSorted())}`).join(', ')
}

const words: ReadonlyMap<string, string> = new Map([
  ['create', 'add'],
  ['update', 'change'],
])
