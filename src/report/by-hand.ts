import type { ChainedEntry } from '../model/entry.ts'
import type { SeatEvent } from '../model/seats.ts'
import { count } from './count.ts'

/** Something that a person took down: a step that was done, or the list of a platform. */
export interface Deed {
  readonly tenant: string
  readonly at: string
  readonly what: 'attested' | 'observed'
  /** Who did it, and who wrote it down. */
  readonly by: string
  readonly recordedBy?: string
  /** The work order and the step, or the contract. */
  readonly about: string
  readonly summary: string
}

/** Reads out of one tenant's chain what people took down, oldest first. */
export function deedsOf(tenant: string, chain: readonly ChainedEntry[]): readonly Deed[] {
  const titles = new Map<string, readonly string[]>()
  return chain.flatMap(({ at, entry }): readonly Deed[] => {
    if (entry.type === 'workOrder')
      titles.set(
        entry.order,
        entry.steps.map(({ title }) => title),
      )
    if (entry.type === 'attested') {
      const { order, step, by, recordedBy, on, note } = entry
      const title = titles.get(order)?.[step - 1] ?? entry.operations.map(({ summary }) => summary).join(', ')
      const about = `${order} ${step}`
      const noted = note === undefined ? '' : ` («${note}»)`
      return [{ tenant, at, what: 'attested', by, recordedBy, about, summary: `${title} (done on ${on})${noted}` }]
    }
    if (entry.type !== 'observed') return []
    const { by, rows, subscription, seats } = entry
    const summary = [`a list with ${count(rows, 'account')}`, ...seats.flatMap(seatsInWords)].join(', ')
    return [{ tenant, at, what: 'observed', by, about: subscription, summary }]
  })
}

/** How many seats the platform showed, and why that counts where it was not what the ledger had. */
function seatsInWords(event: SeatEvent): readonly string[] {
  if (event.event !== 'observe') return []
  const { purchased, accepted } = event
  return [
    ...(purchased === undefined ? [] : [`${count(purchased, 'seat')} paid`]),
    ...(accepted === undefined ? [] : [`accepted («${accepted}»)`]),
  ]
}
