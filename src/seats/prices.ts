import type { Platform, PriceList } from '../generated/platform.ts'
import { minorOf } from '../model/money.ts'
import type { SeatTerms } from '../model/seats.ts'
import { share } from './proration.ts'

/** What a seat costs for a cycle, in hundredths; null: not priced, which is not 0. */
export interface SeatPrice {
  /** ISO 4217; null where there is no list of prices. */
  readonly currency: string | null
  readonly unitMinor: number | null
  /** Add-ons are paid apart, once for the contract: they never change the price of a seat. */
  readonly addons: readonly { readonly addon: string; readonly recurringMinor: number | null }[]
  /** The tier (`seats`, where there is none) and the add-ons that have no price. */
  readonly notPriced: readonly string[]
}

type SeatRow = NonNullable<PriceList['seats']>[number]

/** What a contract's seats and add-ons cost for one cycle on a day: the newest prices that have begun count, a price that was agreed before them. */
export function seatPrice(rules: Platform, terms: SeatTerms, day: string): SeatPrice {
  const list = listOn(rules, day)
  const forCycle = (amount: string | undefined): number | null =>
    amount === undefined ? null : converted(minorOf(amount), list?.per ?? 'month', terms.cycle)
  const unitMinor = forCycle(terms.agreed ?? rowOf(list, terms)?.[terms.term])
  const addons = terms.addons.map((addon) => ({
    addon,
    recurringMinor: forCycle(list?.addons?.[addon]?.[terms.term]),
  }))
  const unpriced = addons.filter(({ recurringMinor }) => recurringMinor === null).map(({ addon }) => addon)
  const notPriced = [...(unitMinor === null ? [terms.tier ?? 'seats'] : []), ...unpriced]
  return { currency: list?.currency ?? null, unitMinor, addons, notPriced }
}

/** What a cycle costs with so many seats, in hundredths: the seats and those add-ons that have a price; null where a seat has none. */
export function recurring({ unitMinor, addons }: SeatPrice, seats: number): number | null {
  if (unitMinor === null) return null
  return unitMinor * seats + addonsOf({ addons })
}

/** What those add-ons that have a price cost a cycle, in hundredths. */
export function addonsOf({ addons }: Pick<SeatPrice, 'addons'>): number {
  return addons.reduce((sum, { recurringMinor }) => sum + (recurringMinor ?? 0), 0)
}

function listOn({ prices = [] }: Platform, day: string): PriceList | undefined {
  const begun = prices.filter(({ from }) => from <= day)
  return begun.toSorted((a, b) => (a.from < b.from ? 1 : -1))[0]
}

/** Who names no edition means the one that has the tier, where only one has it. */
function rowOf(list: PriceList | undefined, terms: SeatTerms): SeatRow | undefined {
  const rows = (list?.seats ?? []).filter(
    ({ edition, tier }) => tier === terms.tier && (terms.edition === undefined || edition === terms.edition),
  )
  return rows.length === 1 ? rows[0] : undefined
}

function converted(minor: number, per: 'month' | 'year', cycle: SeatTerms['cycle']): number {
  if (per === 'month') return cycle === 'monthly' ? minor : minor * 12
  return cycle === 'annual' ? minor : share(minor, 1, 12)
}
