import { undeclaredIn } from '../model/address.ts'
import { money } from '../model/money.ts'
import type { SeatDrift, SeatLine } from '../model/seats.ts'
import { count, some } from './count.ts'
import { dayForPeople } from './days.ts'
import type { Ink } from './ink.ts'
import { moneyMore, totals, totalsInWords } from './money.ts'

/** What a plan says about one pool, and below it what is to be known besides; `warns`: somebody should do something. */
export interface SeatParagraph {
  readonly words: string
  readonly notes: readonly { readonly text: string; readonly warns: boolean }[]
}

/** The pools of a tenant as people read them; unless everything is asked for, only those with something new. */
export function seatParagraphs(lines: readonly SeatLine[], everything: boolean): readonly SeatParagraph[] {
  return lines.filter((line) => everything || isNew(line)).map(paragraphOf)
}

/** What the purchases of a plan cost at once, in words; undefined: nothing is bought. */
export function chargeInWords(lines: readonly SeatLine[]): string | undefined {
  const charges = lines.filter(isCharged).map(({ currency, nowMinor }) => ({ currency, minor: nowMinor }))
  return charges.length === 0 ? undefined : `${totalsInWords(totals(charges))} now`
}

/** The section of a plan about seats. */
export function paintSeats(paragraphs: readonly SeatParagraph[], ink: Ink): string[] {
  if (paragraphs.length === 0) return []
  return [
    `  ${ink.strong('Seats and cost')}`,
    ...paragraphs.flatMap(({ words, notes }) => [
      `    ${ink.plain(words)}`,
      ...notes.map(({ text, warns }) => `        ${warns ? ink.warn(text) : ink.plain(text)}`),
    ]),
  ]
}

/** What somebody has to know before they agree: numbers or costs that move, and what is not as it should be. */
function isNew(line: SeatLine): boolean {
  const { after, purchased, assigned, recurringMinor, recurringBeforeMinor, reducing } = line
  const moves = after.purchased !== purchased || after.assigned !== assigned || line.delta !== 0 || reducing > 0
  const told = line.cheaper !== undefined || line.waste !== undefined || line.drift !== undefined
  return moves || told || recurringMinor !== recurringBeforeMinor || isCharged(line)
}

function isCharged({ pool, delta, nowMinor }: SeatLine): boolean {
  return pool === 'seats' && (delta > 0 || (nowMinor ?? 0) !== 0)
}

function paragraphOf(line: SeatLine): SeatParagraph {
  const plain = [...chargeNotes(line), ...runningNotes(line), ...addonNotes(line), ...reductionNotes(line)]
  const warnings = [...cheaperNotes(line), ...wasteNotes(line), ...driftNotes(line.drift)]
  return {
    words: countsInWords(line),
    notes: [...plain.map((text) => ({ text, warns: false })), ...warnings.map((text) => ({ text, warns: true }))],
  }
}

function countsInWords(line: SeatLine): string {
  const { subscription, after, purchased, assigned } = line
  const name = line.pool === 'licence' ? `${subscription} (licence)` : subscription
  const now = threeCounts(line)
  const moves = after.purchased !== purchased || after.assigned !== assigned
  return moves ? `${name}: ${now} -> ${threeCounts(after)}` : `${name}: ${now}`
}

/** `12 paid, 11 assigned, 1 free`. */
export function threeCounts(counts: Pick<SeatLine, 'purchased' | 'assigned' | 'free'>): string {
  const [paid, assigned, free] = [counts.purchased, counts.assigned, counts.free].map((one) =>
    one.toLocaleString('en-US'),
  )
  return `${paid} paid, ${assigned} assigned, ${free} free`
}

function chargeNotes(line: SeatLine): readonly string[] {
  if (!isCharged(line)) return []
  const { delta, unitMinor, currency, nowMinor, cycle } = line
  const each = unitMinor === null ? '' : ` at ${money(unitMinor, currency)} each`
  const bought = delta > 0 ? `${count(delta, 'seat')} bought${each}: ` : ''
  return [`${bought}${money(nowMinor, currency)} now${cycle === undefined ? '' : `, ${leftInWords(cycle)}`}`]
}

/** `15 of 30 days left`: the day on which a cycle begins counts in full. */
export function leftInWords({ day, days }: Pick<NonNullable<SeatLine['cycle']>, 'day' | 'days'>): string {
  return `${days - day} of ${count(days, 'day')} left`
}

function runningNotes(line: SeatLine): readonly string[] {
  const { pool, currency, notPriced, recurringMinor: after, recurringBeforeMinor: before } = line
  if (pool === 'licence' && currency === null) return []
  const every = `each ${line.cycle?.every ?? 'cycle'}`
  const which = notPriced.length === 0 ? '' : ` (${notPriced.join(', ')})`
  const rest = which === '' ? '' : ', and what is not priced'
  if (after === null && before === null) return [`${every}: not priced${which}`]
  if (after === null || before === null)
    return [`${every}: ${money(before, currency)} -> ${money(after, currency)}${which}`]
  if (after === before) return [`${every}: ${money(after, currency)}${rest}`]
  const more = moneyMore(after - before, currency)
  return [`${every}: ${money(before, currency)} -> ${money(after, currency)} (${more})${rest}`]
}

/** Add-ons are billed apart, and never change what a seat costs. */
function addonNotes({ addons, currency, cycle }: SeatLine): readonly string[] {
  return addons.map(
    ({ addon, recurringMinor }) =>
      `add-on ${addon}: ${money(recurringMinor, currency)}${recurringMinor === null ? '' : ` each ${cycle?.every ?? 'cycle'}`}`,
  )
}

function reductionNotes({ reducing, cycle }: SeatLine): readonly string[] {
  if (reducing === 0) return []
  const when = cycle === undefined ? 'with the next cycle' : `on ${dayForPeople(cycle.next)}`
  return [
    `${count(reducing, 'seat')} ${reducing === 1 ? 'goes' : 'go'} ${when}, and nobody new can have ${reducing === 1 ? 'it' : 'them'} until then`,
  ]
}

function cheaperNotes({ cheaper }: SeatLine): readonly string[] {
  return cheaper === undefined ? [] : [`cheaper order: ${cheaper.summary}`]
}

function wasteNotes({ waste, currency, cycle }: SeatLine): readonly string[] {
  return waste === undefined ? [] : [wasteInWords(waste, { currency, every: cycle?.every ?? 'cycle' })]
}

/** What stays paid for nobody. */
export function wasteInWords(
  { seats, recurringMinor }: NonNullable<SeatLine['waste']>,
  { currency, every }: { readonly currency: string | null; readonly every: string },
): string {
  const saving = recurringMinor === null ? notPricedSaving : `${money(recurringMinor, currency)} each ${every}`
  return `${count(seats, 'seat')} paid and free for a whole cycle beyond maxFree: ${saving}. Lower seats.purchased, or raise maxFree.`
}

const notPricedSaving = 'what that costs is not priced'

/** Who has a seat: the id of a person; of an account that no file declares what it signs in with, `tom.berg@acme.example (not declared)`. */
export function holderInWords(user: string): string {
  const login = undeclaredIn(user)
  return login === undefined ? user : `${login} (not declared)`
}

/** What the platform shows and the ledger says, where they differ. */
export function driftNotes(drift: SeatDrift | undefined): readonly string[] {
  if (drift === undefined) return []
  const { on, purchased, missing, extra } = drift
  const parts = [
    ...(purchased === undefined ? [] : [`${purchased.platform} paid there, ${purchased.ledger} in the ledger`]),
    ...(missing.length === 0 ? [] : [`no seat there any more: ${some(missing.map(holderInWords), 6)}`]),
    ...(extra.length === 0 ? [] : [`a seat there that the ledger does not know: ${some(extra.map(holderInWords), 6)}`]),
  ]
  return [
    `the platform showed something else on ${dayForPeople(on)}: ${parts.join('; ')}. Nothing is bought until that is settled.`,
  ]
}
