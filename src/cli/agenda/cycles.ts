import { count } from '../../report/count.ts'
import type { AgendaEntry } from '../../report/agenda.ts'
import { shortageInWords, type ToldForecast } from '../../report/forecast.ts'
import { recurring, seatPrice } from '../../seats/prices.ts'
import { asWished } from '../seats/coming.ts'
import type { Counted } from '../seats/known.ts'

/** What becomes of the seats of a contract: the days on which cycles begin, what goes then and what they cost, and the days on which seats are short. */
export function seatDays({ contract, pool }: Counted, told: ToldForecast): readonly AgendaEntry[] {
  const { tenant, subscription, currency, from, cycles, shortages } = told
  const { rules } = contract.subscription
  // As the forecast counts: what the files say and nobody applied yet is carried out by then.
  const { terms } = asWished(contract, pool)
  const begins = cycles.flatMap(({ start, purchased }, at): readonly AgendaEntry[] => {
    const before = cycles[at - 1]
    if (start <= from || before === undefined) return []
    const gone = before.purchased + before.purchases - purchased
    const less = gone > 0 ? `, ${count(gone, 'seat')} given back` : ''
    const price = seatPrice(rules, terms, start)
    const minor = recurring(price, purchased)
    const unpriced = minor === null || price.notPriced.length === 0 ? '' : ` (${price.notPriced.join(', ')} not priced)`
    const summary = `a cycle of ${subscription} begins with ${count(purchased, 'seat')}${less}${unpriced}`
    const charge = { currency, minor }
    return [{ date: start, tenant, event: 'cycle', about: subscription, summary, charge }]
  })
  const short = shortages.map((shortage): AgendaEntry => ({
    date: shortage.on,
    tenant,
    event: 'seats',
    about: subscription,
    summary: `${subscription}: ${shortageInWords(shortage, told)}`,
  }))
  return [...begins, ...short]
}
