/** Hundredths of an amount as it is written, `189.00`. */
export function minorOf(amount: string): number {
  const [whole = '0', part = '00'] = amount.split('.')
  return Number(whole) * 100 + Number(part)
}

/** An amount as it is written: `189.00`, `-1,234.50` without the comma. */
export function amountOf(minor: number): string {
  const [sign, all] = [minor < 0 ? '-' : '', String(Math.abs(minor)).padStart(3, '0')]
  return `${sign}${all.slice(0, -2)}.${all.slice(-2)}`
}

/** What stands where nobody knows a price: a price that is not known is not nothing. */
export const notPriced = 'not priced'

/** An amount as people read it, `1,234.50 USD`; null: not priced. */
export function money(minor: number | null, currency: string | null): string {
  if (minor === null) return notPriced
  const [whole = '0', part = '00'] = amountOf(minor).split('.')
  const thousands = whole.replaceAll(/(?<=\d)(?=(?:\d{3})+$)/g, ',')
  return `${thousands}.${part}${currency === null ? '' : ` ${currency}`}`
}
