import { undeclaredIn } from '../model/address.ts'
import { exit } from '../model/exit-code.ts'
import { money } from '../model/money.ts'
import type { AccountState } from '../model/observed.ts'
import type { SeatLine, SeatTerms } from '../model/seats.ts'
import type { Answer, AnswerStyle } from './answer.ts'
import { count, some } from './count.ts'
import { dayForPeople } from './days.ts'
import type { Ink } from './ink.ts'
import { amountInSheet } from './money.ts'
import { driftNotes, holderInWords, threeCounts, wasteInWords } from './seat-lines.ts'
import { listColumns, paintTable, sheetColumns, type Table } from './table.ts'

/** The seats of one contract, and who has them. Amounts are hundredths of a cycle; null: not priced. */
export type ToldPool = Pick<
  SeatLine,
  | 'tenant'
  | 'platform'
  | 'subscription'
  | 'purchased'
  | 'assigned'
  | 'free'
  | 'reducing'
  | 'currency'
  | 'unitMinor'
  | 'recurringMinor'
  | 'cycle'
  | 'addons'
  | 'notPriced'
  | 'waste'
  | 'drift'
> & {
  /** The number in the files that an apply agreed to last. */
  readonly declared: number
  readonly terms: SeatTerms
  /** What was charged in this cycle; null: nothing is known. */
  readonly chargedMinor: number | null
  readonly holders: readonly SeatUser[]
}

/** Somebody who has a seat. */
export interface SeatUser {
  readonly user: string
  readonly address: string
  readonly since: string
  readonly state?: AccountState
  /** When they were last seen working; not there: unknown, which is not the same as never. */
  readonly lastActivityAt?: string
  /** Whole days since then. */
  readonly idleDays?: number
  /** Only where it was asked for: whether that is too long ago. Who is unknown is not stale. */
  readonly activity?: 'active' | 'stale' | 'unknown'
}

/** A licence that a directory lends: how many it has is read by a plan. */
export interface ToldLicence {
  readonly tenant: string
  readonly licence: string
  readonly directory: string
  /** People who are to have it by the files. */
  readonly asked: number
}

/** One login that has a paid seat in several tenants on one platform. */
export interface DuplicateSeat {
  readonly platform: string
  readonly address: string
  readonly places: readonly { readonly tenant: string; readonly subscription: string; readonly user: string }[]
}

/** All that `roster seats` found. `staleDays`: idle for so many days is stale; not there: nobody asked. */
export interface SeatFacts {
  readonly pools: readonly ToldPool[]
  readonly licences: readonly ToldLicence[]
  readonly duplicates: readonly DuplicateSeat[]
  readonly staleDays?: number
}

/** Pools, what they cost, who has a seat; waste, people not seen for long, and people who are paid twice. */
export function seatsAnswer(facts: SeatFacts): Answer {
  const { pools, licences, duplicates, staleDays } = facts
  return {
    exitCode: exit.done,
    document: { kind: 'seats', ...(staleDays === undefined ? {} : { staleDays }), pools, licences, duplicates },
    table: staleDays === undefined ? poolSheet(pools) : peopleSheet(pools),
    text: (style) =>
      [
        ...pools.flatMap((pool) => [...paintPool(pool, staleDays, style), '']),
        ...paintLicences(licences, style.ink),
        ...paintDuplicates(duplicates, style.ink),
        style.ink.strong(`${count(pools.length, 'contract')} with paid seats.`),
        '',
      ].join('\n'),
  }
}

function poolSheet(pools: readonly ToldPool[]): Table {
  const names = [
    'tenant',
    'subscription',
    'platform',
    'paid',
    'assigned',
    'free',
    'reducing',
    'currency',
    'seat',
    'recurring',
    'wastedSeats',
    'wasted',
  ]
  return {
    columns: sheetColumns(names),
    rows: pools.map((pool) => [
      pool.tenant,
      pool.subscription,
      pool.platform,
      ...[pool.purchased, pool.assigned, pool.free, pool.reducing].map(String),
      pool.currency ?? '',
      amountInSheet(pool.unitMinor),
      amountInSheet(pool.recurringMinor),
      String(pool.waste?.seats ?? 0),
      amountInSheet(pool.waste?.recurringMinor ?? null),
    ]),
  }
}

function peopleSheet(pools: readonly ToldPool[]): Table {
  const names = ['tenant', 'subscription', 'user', 'address', 'since', 'lastActivityAt', 'idleDays', 'activity']
  return {
    columns: sheetColumns(names),
    rows: pools.flatMap(({ tenant, subscription, holders }) =>
      holders.map((one) => [
        tenant,
        subscription,
        one.user,
        one.address,
        one.since,
        one.lastActivityAt ?? '',
        String(one.idleDays ?? ''),
        one.activity ?? '',
      ]),
    ),
  }
}

function paintPool(pool: ToldPool, staleDays: number | undefined, { ink, everything }: AnswerStyle): readonly string[] {
  const { tenant, subscription, terms } = pool
  const sort = [terms.edition, terms.tier, terms.cycle].filter((word) => word !== undefined).join(' ')
  const warnings = [...wasteLines(pool), ...driftNotes(pool.drift), ...beyondFiles(pool)]
  return [
    `${ink.strong(`${tenant}: ${subscription}`)} ${ink.faint(`(${sort})`)}`,
    `  ${ink.plain(threeCounts(pool))}`,
    ...costLines(pool).map((line) => `  ${ink.plain(line)}`),
    ...warnings.map((line) => `  ${ink.warn(line)}`),
    ...paintHolders(pool, staleDays, { ink, everything }),
  ]
}

function costLines(pool: ToldPool): readonly string[] {
  const { unitMinor, recurringMinor, currency, cycle, addons, notPriced, reducing } = pool
  const every = cycle?.every ?? 'cycle'
  const why = notPriced.length === 0 ? '' : ` (${notPriced.join(', ')})`
  const seat =
    unitMinor === null
      ? `a seat is not priced${why}`
      : `${money(unitMinor, currency)} a seat, ${money(recurringMinor, currency)} each ${every}`
  const until = cycle === undefined ? '' : `; the next cycle begins on ${dayForPeople(cycle.next)}`
  return [
    `${seat}${until}`,
    ...addons.map(
      ({ addon, recurringMinor: minor }) => `add-on ${addon}: ${money(minor, currency)}, apart from the seats`,
    ),
    ...(reducing === 0 ? [] : [`${count(reducing, 'seat')} given back with the next cycle`]),
  ]
}

function wasteLines({ waste, currency, cycle }: ToldPool): readonly string[] {
  return waste === undefined ? [] : [wasteInWords(waste, { currency, every: cycle?.every ?? 'cycle' })]
}

function beyondFiles({ purchased, reducing, declared }: ToldPool): readonly string[] {
  const more = purchased - reducing - declared
  return more > 0 ? [`${count(more, 'seat')} more than the ${declared} that the files say: write them down.`] : []
}

/** Without `--stale` who has a seat, and since when; with it those who were not seen for so long, and how many nobody knows of. */
function paintHolders(
  { holders }: ToldPool,
  staleDays: number | undefined,
  { ink, everything }: Pick<AnswerStyle, 'ink' | 'everything'>,
): readonly string[] {
  if (staleDays === undefined) {
    const told = holders.map(({ user, since }) => `${holderInWords(user)} since ${since}`)
    return told.length === 0 ? [] : [`  ${ink.plain(`assigned to ${some(told, everything ? told.length : 5)}`)}`]
  }
  const shown = holders.filter(({ activity }) => everything || activity === 'stale')
  const unknown = holders.filter(({ activity }) => activity === 'unknown').length
  const stale = holders.filter(({ activity }) => activity === 'stale').length
  const told = `${count(stale, 'person')} not seen for ${count(staleDays, 'day')} or more`
  const rest = unknown === 0 ? '' : `; of ${count(unknown, 'person')} it is unknown, which is not the same`
  return [
    `  ${stale > 0 ? ink.warn(told + rest) : ink.plain(told + rest)}`,
    ...(shown.length === 0 ? [] : paintTable(activityList(shown), ink).map((line) => `    ${line}`)),
  ]
}

function activityList(holders: readonly SeatUser[]): Table {
  const titles = ['USER', 'SIGNS IN WITH', 'SEAT SINCE', 'LAST SEEN', 'DAYS']
  return {
    columns: listColumns(titles),
    rows: holders.map((one) => [
      undeclaredIn(one.user) === undefined ? one.user : '(not declared)',
      one.address,
      one.since,
      one.lastActivityAt?.slice(0, 10) ?? 'unknown',
      one.idleDays === undefined ? '' : String(one.idleDays),
    ]),
  }
}

function paintLicences(licences: readonly ToldLicence[], ink: Ink): readonly string[] {
  if (licences.length === 0) return []
  const lines = licences.map(
    ({ tenant, licence, directory, asked }) =>
      `  ${ink.plain(`${tenant}: ${licence} for ${count(asked, 'person')}; how many ${directory} has, roster plan reads there`)}`,
  )
  return [ink.strong('Licences of directories'), ...lines, '']
}

function paintDuplicates(duplicates: readonly DuplicateSeat[], ink: Ink): readonly string[] {
  if (duplicates.length === 0) return []
  const lines = duplicates.map(
    ({ platform, address, places }) =>
      `  ${ink.warn(`${address} on ${platform}: ${places.map(({ tenant, user }) => `${user} of ${tenant}`).join(', ')}`)}`,
  )
  return [ink.strong('Paid in several tenants'), ...lines, '']
}
