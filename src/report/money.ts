import { amountOf, money, notPriced } from '../model/money.ts'

/** How much more or less: `+189.00 USD`, `-189.00 USD`. */
export function moneyMore(minor: number, currency: string | null): string {
  return `${minor > 0 ? '+' : ''}${money(minor, currency)}`
}

/** An amount in a sheet, `1234.50`; nothing where it is not priced. */
export function amountInSheet(minor: number | null): string {
  return minor === null ? '' : amountOf(minor)
}

/** A sum in one currency. `unpriced`: some of it has no price. */
export interface Total {
  readonly currency: string | null
  readonly minor: number
  readonly unpriced: boolean
}

/** Amounts added up by currency, in their order; currencies are never added to each other. */
export function totals(
  amounts: readonly { readonly currency: string | null; readonly minor: number | null }[],
): readonly Total[] {
  const sums = new Map<string | null, Total>()
  for (const { currency, minor } of amounts) {
    const known = sums.get(currency) ?? { currency, minor: 0, unpriced: false }
    sums.set(currency, {
      currency,
      minor: known.minor + (minor ?? 0),
      unpriced: known.unpriced || minor === null,
    })
  }
  return [...sums.values()].toSorted((a, b) => ((a.currency ?? '') < (b.currency ?? '') ? -1 : 1))
}

/** Totals in words: `94.50 USD and what is not priced`. */
export function totalsInWords(all: readonly Total[]): string {
  const priced = all
    .filter(({ minor, unpriced }) => minor !== 0 || !unpriced)
    .map(({ minor, currency }) => money(minor, currency))
  const rest = all.some(({ unpriced }) => unpriced) ? [priced.length === 0 ? notPriced : 'what is not priced'] : []
  return [...priced, ...rest].join(' and ')
}
