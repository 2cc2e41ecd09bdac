import { exit } from '../model/exit-code.ts'
import { money } from '../model/money.ts'
import type { Answer } from './answer.ts'
import { count } from './count.ts'
import { dayForPeople } from './days.ts'
import { amountInSheet } from './money.ts'
import { listColumns, paintTable, sheetColumns, type Table } from './table.ts'

/** What time brings: somebody begins or ends, something is due, is charged, or lapses. */
export type AgendaEvent = 'start' | 'end' | 'delete' | 'cycle' | 'seats' | 'review' | 'work' | 'lapse'

/** One thing on one day. `date`: a calendar day in the zone of the tenant; an end is the last day on which it holds. */
export interface AgendaEntry {
  readonly date: string
  readonly tenant: string
  readonly event: AgendaEvent
  /** Id of the person, contract, order or rule. */
  readonly about: string
  readonly summary: string
  /** What is charged on that day, in hundredths; null: not priced. Not there: it costs nothing. */
  readonly charge?: { readonly currency: string | null; readonly minor: number | null }
}

/** What the time between two days brings, the earliest first. */
export function agendaAnswer(
  all: readonly AgendaEntry[],
  { from, until }: { readonly from: string; readonly until: string },
): Answer {
  const entries = all.filter(({ date }) => date >= from && date <= until).toSorted(inOrder)
  const severalTenants = new Set(entries.map(({ tenant }) => tenant)).size > 1
  return {
    exitCode: exit.done,
    document: { kind: 'calendar', from, until, entries },
    table: sheetOf(entries),
    text: ({ ink }) =>
      [
        ink.strong(`Calendar from ${dayForPeople(from)} to ${dayForPeople(until)}`),
        '',
        ...(entries.length === 0 ? [] : [...paintTable(listOf(entries, severalTenants), ink), '']),
        ink.plain(entries.length === 0 ? 'Nothing is known to come.' : `${count(entries.length, 'entry')}.`),
        '',
      ].join('\n'),
  }
}

function sheetOf(entries: readonly AgendaEntry[]): Table {
  const names = ['date', 'tenant', 'event', 'about', 'summary', 'currency', 'amount']
  return {
    columns: sheetColumns(names),
    rows: entries.map(({ date, tenant, event, about, summary, charge }) => [
      date,
      tenant,
      event,
      about,
      summary,
      charge?.currency ?? '',
      amountInSheet(charge?.minor ?? null),
    ]),
  }
}

function listOf(entries: readonly AgendaEntry[], severalTenants: boolean): Table {
  const names = ['DAY', ...(severalTenants ? ['TENANT'] : []), 'WHAT']
  return {
    columns: listColumns(names),
    rows: entries.map(({ date, tenant, summary, charge }) => [
      dayForPeople(date),
      ...(severalTenants ? [tenant] : []),
      charge === undefined ? summary : `${summary}: ${money(charge.minor, charge.currency)}`,
    ]),
  }
}

function inOrder(a: AgendaEntry, b: AgendaEntry): number {
  return (
    compare(a.date, b.date) || compare(a.tenant, b.tenant) || compare(a.about, b.about) || compare(a.summary, b.summary)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
