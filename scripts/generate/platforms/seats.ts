import type { Amounts, Platform, PriceList } from '../../../src/generated/platform.ts'
import { table } from '../page-parts.ts'
import { code, entries, list, section } from './words.ts'

const notPriced = 'not priced'

/** Tiers, what is behind them, and prices. */
export function seatsPart(spec: Platform): string {
  const tiers = entries(spec.editions).map(([edition, names]) => `${code(edition)}: ${names.join(' < ')}`)
  return section(
    'Tiers and prices',
    list(tiers),
    gatesTable(spec),
    list(billingWords(spec)),
    ...(spec.prices ?? []).flatMap((prices) => [pricesHeading(prices), pricesTable(prices), addonsTable(prices)]),
  )
}

function gatesTable(spec: Platform): string {
  const editions = Object.keys(spec.editions ?? {})
  const rows = entries(spec.tierGates).map(([feature, gate]) => [
    code(feature),
    ...editions.map((edition) => gate[edition] ?? ''),
    gate['otherwise'] === 'fallback' ? 'another way is taken, and the plan says why' : 'an error',
  ])
  return rows.length === 0 ? '' : table(['feature', ...editions.map((edition) => `${edition}, from`), 'below it'], rows)
}

function billingWords({ billing }: Platform): readonly string[] {
  if (billing === undefined) return []
  return [
    `Charged ${(billing.cycles ?? []).join(' or ')}; prices are agreed for a term: ${(billing.terms ?? []).join(' or ')}.`,
    billing.proration === 'daily'
      ? 'A seat bought within a cycle costs what is left of it, by days.'
      : 'A seat bought within a cycle costs the whole of it.',
    billing.reuseFreedSeat === true
      ? 'A seat that became free costs nothing for the next person of the same cycle.'
      : 'A seat that became free is paid anew for the next person.',
    billing.reduceTakesEffect === 'cycleEnd'
      ? 'Fewer seats hold from the end of the cycle on.'
      : 'Fewer seats hold at once.',
    billing.reduceNeeds === 'disabled' ? 'A seat is given back only after its account is disabled.' : '',
  ].filter((line) => line !== '')
}

function pricesHeading({ from, currency, per }: PriceList): string {
  return `From ${from}, in ${currency} a seat and ${per}:`
}

function pricesTable({ seats = [] }: PriceList): string {
  if (seats.length === 0) return ''
  return table(
    ['edition', 'tier', 'term of a year', 'term of a month'],
    seats.map((seat) => [seat.edition, seat.tier, ...amounts(seat)]),
  )
}

function addonsTable({ addons }: PriceList): string {
  const rows = entries(addons).map(([id, one]) => [code(id), ...amounts(one)])
  return rows.length === 0 ? '' : table(['add-on', 'term of a year', 'term of a month'], rows)
}

function amounts({ annual = notPriced, monthly = notPriced }: Amounts): readonly string[] {
  return [annual, monthly]
}
