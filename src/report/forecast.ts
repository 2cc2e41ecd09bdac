import { exit } from '../model/exit-code.ts'
import { money } from '../model/money.ts'
import type { Coming, ForecastMonth } from '../seats/forecast.ts'
import type { Answer, AnswerStyle } from './answer.ts'
import { count, some } from './count.ts'
import { dayForPeople } from './days.ts'
import type { Shortage } from './forecast-steps.ts'
import { amountInSheet, totals, totalsInWords } from './money.ts'
import { chartLegend, stepChart, type Step } from './step-chart.ts'
import { listColumns, paintTable, sheetColumns, type Table } from './table.ts'

/** What the seats of one contract come to, cycle by cycle. Amounts are hundredths; null: not priced. */
export interface ToldForecast {
  readonly tenant: string
  readonly subscription: string
  readonly platform: string
  readonly currency: string | null
  readonly every: 'month' | 'year'
  /** The day it is told on, and the first day that it does not reach. */
  readonly from: string
  readonly until: string
  readonly cycles: readonly ForecastMonth[]
  /** What has no price, and is in no amount: a tier, an add-on. */
  readonly notPriced: readonly string[]
  readonly steps: readonly Step[]
  readonly shortages: readonly (Shortage & { readonly chargedMinor: number | null })[]
}

/** The forecasts of contracts: a chart, the same as a table, and the days on which seats are short. `columns`: how wide the terminal is. */
export function forecastAnswer(
  pools: readonly ToldForecast[],
  { months, columns }: { readonly months: number; readonly columns: number },
): Answer {
  return {
    exitCode: exit.done,
    document: { kind: 'forecast', months, pools },
    table: sheetOf(pools),
    text: (style) =>
      [
        ...pools.flatMap((pool) => [...paintPool(pool, columns, style), '']),
        style.ink.strong(pools.length === 0 ? 'No contract has paid seats.' : totalInWords(pools)),
        '',
      ].join('\n'),
  }
}

function sheetOf(pools: readonly ToldForecast[]): Table {
  const names = [
    'tenant',
    'subscription',
    'cycle',
    'purchased',
    'assignedAtStart',
    'peak',
    'assignedAtEnd',
    'purchases',
    'currency',
    'charged',
    'recurring',
  ]
  return {
    columns: sheetColumns(names),
    rows: pools.flatMap(({ tenant, subscription, currency, cycles }) =>
      cycles.map((cycle) => [
        tenant,
        subscription,
        cycle.start,
        ...[cycle.purchased, cycle.assignedAtStart, cycle.peak, cycle.assignedAtEnd, cycle.purchases].map(String),
        currency ?? '',
        amountInSheet(cycle.chargedMinor),
        amountInSheet(cycle.recurringMinor),
      ]),
    ),
  }
}

function paintPool(pool: ToldForecast, columns: number, { ink, everything }: AnswerStyle): readonly string[] {
  const { tenant, subscription, from, until, cycles, steps, shortages } = pool
  const marks = cycles.map(({ start }) => ({ on: start > from ? start : from, label: start.slice(0, 7) }))
  return [
    `${ink.strong(`${tenant}: ${subscription}`)} ${ink.faint(`from ${dayForPeople(from)}, ${count(cycles.length, 'cycle')}`)}`,
    '',
    ...stepChart(steps, { from, until, marks, columns }).map(ink.plain),
    ink.faint(chartLegend),
    '',
    ...paintTable(listOf(pool, everything), ink),
    ...unpricedLines(pool).map(ink.plain),
    ...(shortages.length === 0 ? [] : ['']),
    ...shortages.map((shortage) => ink.warn(`On ${dayForPeople(shortage.on)} ${shortageInWords(shortage, pool)}`)),
  ]
}

/** An add-on without a price beside seats that have one: it is in none of the amounts. */
function unpricedLines({ notPriced, cycles }: ToldForecast): readonly string[] {
  const isSaid = cycles.every(({ recurringMinor }) => recurringMinor === null)
  return notPriced.length === 0 || isSaid ? [] : ['', `Not priced, and in no amount: ${notPriced.join(', ')}.`]
}

function listOf({ cycles, currency, every }: ToldForecast, everything: boolean): Table {
  const titles = ['CYCLE', 'PAID', 'ASSIGNED', 'MOST', 'COSTS', `EACH ${every.toUpperCase()} THEN`, 'WHO']
  return {
    columns: listColumns(titles),
    rows: cycles.map((cycle) => [
      cycle.start,
      moving(cycle.purchased, cycle.purchased + cycle.purchases),
      moving(cycle.assignedAtStart, cycle.assignedAtEnd),
      String(cycle.peak),
      money(cycle.chargedMinor, currency),
      money(cycle.recurringMinor, currency),
      cycle.coming.length === 0 ? '-' : some(cycle.coming.map(comingInWords), everything ? cycle.coming.length : 3),
    ]),
  }
}

function moving(from: number, to: number): string {
  return from === to ? String(from) : `${from} -> ${to}`
}

function comingInWords({ on, user, change }: Coming): string {
  return `${change === 1 ? '+' : '-'}${user} ${on}`
}

/** «3 people begin and 1 seat is free: 2 seats would be bought, 189.00 USD.» */
export function shortageInWords(
  { begin, free, bought, short, chargedMinor }: ToldForecast['shortages'][number],
  { currency }: Pick<ToldForecast, 'currency'>,
): string {
  const seats = `${count(free, 'seat')} ${free === 1 ? 'is' : 'are'} free`
  const who = `${count(begin, 'person')} ${begin === 1 ? 'begins' : 'begin'}`
  const buying = bought === 0 ? [] : [`${count(bought, 'seat')} would be bought, ${money(chargedMinor, currency)}`]
  const waiting =
    short === 0
      ? []
      : [`${count(short, 'person')} would have to wait: raise seats.purchased, or allow more with seats.autoPurchase`]
  return `${who} and ${seats}: ${[...buying, ...waiting].join('; ')}.`
}

function totalInWords(pools: readonly ToldForecast[]): string {
  const amounts = pools.flatMap(({ currency, cycles }) =>
    cycles.map(({ chargedMinor: minor }) => ({ currency, minor })),
  )
  const unpriced = pools.flatMap(({ currency, cycles, notPriced: what }) =>
    what.length === 0 || cycles.some(({ chargedMinor }) => chargedMinor === null) ? [] : [{ currency, minor: null }],
  )
  return `In all: ${totalsInWords(totals([...amounts, ...unpriced]))}.`
}
