import type { CostLimit } from '../../model/gate.ts'
import { grouped } from '../../model/grouped.ts'
import type { Memory } from '../memory.ts'
import type { SeatLine } from '../../model/seats.ts'
import { money } from '../../model/money.ts'
import type { Judgement } from './acknowledge.ts'
import type { Evidence } from './guard.ts'

/** How much dearer a plan makes the contracts of a tenant, in each currency, against what the policies allow. What costs nothing more is not judged. */
export function cost({ desired, memory, seats, asOf }: Evidence): readonly Judgement[] {
  const lines = seats.filter(({ pool }) => pool === 'seats').map((line) => overADay(line, memory, asOf))
  if (lines.length === 0) return []
  const { warn, block } = desired.limits.cost
  return [...grouped(lines, ({ currency }) => currency ?? '')].flatMap(([currency, own]) => {
    const sums = sumsOf(own, currency === '' ? null : currency)
    const unpriced = own.filter((line) => risesUnpriced(line, memory))
    return [
      ...judge(desired.id, { sums, unpriced, limit: block, result: 'block' }),
      ...judge(desired.id, { sums, unpriced, limit: warn, result: 'warn' }),
    ]
  })
}

const day = 24 * 3_600_000

/**
 * What a purchase is judged against: not what was bought in the last 24 hours, so that many small purchases are one, nor seats that are
 * given back already and are only paid to the end of their cycle.
 */
function overADay(line: SeatLine, memory: Memory, asOf: Date): SeatLine {
  const { delta, unitMinor, nowMinor, recurringBeforeMinor } = line
  if (delta <= 0 || unitMinor === null || recurringBeforeMinor === null) return line
  const lately = boughtSince(memory, line.subscription, asOf.getTime() - day)
  return {
    ...line,
    nowMinor: nowMinor === null ? null : rounded((nowMinor * (delta + lately)) / delta),
    recurringBeforeMinor: Math.max(0, recurringBeforeMinor - unitMinor * (line.reducing + lately)),
  }
}

/** Seats of a contract that somebody said were bought since a moment. */
function boughtSince({ orders }: Memory, subscription: string, moment: number): number {
  const steps = [...orders.values()].flatMap((order) => (order.directory === subscription ? order.steps : []))
  return steps
    .filter(({ attested }) => attested !== undefined && Date.parse(attested.at) > moment)
    .flatMap(({ operations }) => operations)
    .reduce(
      (sum, { kind, verb, before, after }) =>
        kind === 'seat' && verb === 'purchase' ? sum + after.purchased - before.purchased : sum,
      0,
    )
}

/** Hundredths. A month of a contract that is paid by the year is a twelfth of it: months are counted in twelfths of a hundredth. */
interface Sums {
  readonly currency: string | null
  readonly now: number
  readonly before: number
  readonly after: number
}

function sumsOf(lines: readonly SeatLine[], currency: string | null): Sums {
  const add = (amount: (line: SeatLine) => number | null): number =>
    lines.reduce((sum, line) => sum + (amount(line) ?? 0), 0)
  const months = ({ cycle }: SeatLine): number => (cycle?.every === 'year' ? 1 : 12)
  // Where one side of a contract has no price, the other says nothing about how much dearer it gets.
  const isKnown = ({ recurringMinor, recurringBeforeMinor }: SeatLine): boolean =>
    recurringMinor !== null && recurringBeforeMinor !== null
  return {
    currency,
    now: add(({ nowMinor }) => nowMinor),
    before: add((line) => (isKnown(line) ? (line.recurringBeforeMinor ?? 0) * months(line) : 0)),
    after: add((line) => (isKnown(line) ? (line.recurringMinor ?? 0) * months(line) : 0)),
  }
}

/** Whether it gets dearer by something that has no price: seats, another tier, another add-on. */
function risesUnpriced({ unitMinor, delta, notPriced, subscription, ...line }: SeatLine, { seats }: Memory): boolean {
  const had = seats.get(subscription)?.terms.addons ?? notPriced
  if (unitMinor === null) return delta > 0 || line.recurringBeforeMinor !== null
  return notPriced.some((each) => !had.includes(each))
}

interface Judging {
  readonly sums: Sums
  readonly unpriced: readonly SeatLine[]
  readonly limit: CostLimit
  readonly result: 'warn' | 'block'
}

function judge(tenant: string, { sums, unpriced, limit, result }: Judging): readonly Judgement[] {
  if (Object.keys(limit).length === 0) return []
  const base = { slug: 'cost', gate: 'cost', scope: tenant, result } as const
  const rise = sums.after - sums.before
  const measured = Math.max(sums.now, Math.ceil(rise / 12))
  const over = rise > 0 || sums.now > 0 ? exceeded(sums, limit) : []
  const [first] = over
  const priced: readonly Judgement[] =
    first === undefined
      ? []
      : [
          {
            ...base,
            measured,
            limit: first.limit,
            message: `${over.map(({ words }) => words).join('; ')}.`,
            ...adviceFor(result, { minor: measured, currency: sums.currency }),
          },
        ]
  return [...priced, ...unpriced.map((line) => notPriced(base, line))]
}

interface Exceeded {
  readonly limit: number
  readonly words: string
}

function exceeded({ currency, now, before, after }: Sums, limit: CostLimit): readonly Exceeded[] {
  const rise = after - before
  const say = (minor: number): string => money(minor, currency)
  const [month, more] = [say(rounded(after / 12)), say(rounded(rise / 12))]
  const over = (most: number | undefined, isOver: boolean, words: string): readonly Exceeded[] =>
    most === undefined || !isOver ? [] : [{ limit: most, words }]
  const { now: atOnce, absolute, percent, total } = limit
  return [
    ...over(atOnce, now > (atOnce ?? 0), `${say(now)} would be charged now; the limit is ${say(atOnce ?? 0)}`),
    ...over(
      absolute,
      rise > (absolute ?? 0) * 12,
      `a month would cost ${more} more; the limit is ${say(absolute ?? 0)}`,
    ),
    ...over(
      percent,
      before > 0 && rise * 100 > before * (percent ?? 0),
      `a month would cost ${more} more (from ${say(rounded(before / 12))}), beyond the limit of ${percent ?? 0} %`,
    ),
    ...over(
      total,
      rise > 0 && after > (total ?? 0) * 12,
      `a month would cost ${month}; the limit is ${say(total ?? 0)}`,
    ),
  ]
}

function notPriced(base: Pick<Judgement, 'slug' | 'scope' | 'result' | 'gate'>, line: SeatLine): Judgement {
  const what = line.notPriced.length === 0 ? line.platform : line.notPriced.join(', ')
  const message = `what the plan makes dearer on ${line.subscription} has no price (${what}), and cost has a limit.`
  return {
    ...base,
    message,
    ...(base.result === 'block'
      ? { advice: 'Write what was agreed into billing.price, or add an acknowledgement (gate: cost).' }
      : {}),
  }
}

function adviceFor(
  result: 'warn' | 'block',
  { minor, currency }: Pick<Sums, 'currency'> & { readonly minor: number },
): Pick<Judgement, 'advice'> {
  if (result === 'warn') return {}
  const meant = `${money(minor, currency)} in hundredths, the larger of what is charged now and how much more a month costs`
  return { advice: `Buy less, or add an acknowledgement (gate: cost, max: ${minor}; that is ${meant}).` }
}

function rounded(value: number): number {
  return Math.floor(value + 0.5)
}
