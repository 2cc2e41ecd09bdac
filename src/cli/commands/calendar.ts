import { after, dayIn } from '../../language/compile/calendar.ts'
import { agendaAnswer, type AgendaEntry } from '../../report/agenda.ts'
import { seatDays } from '../agenda/cycles.ts'
import { lapses } from '../agenda/lapses.ts'
import { comingAndGoing } from '../agenda/people.ts'
import { recorded } from '../agenda/recorded.ts'
import { reviewDays } from '../agenda/reviews.ts'
import { refuseTwoForms, tell, tellUnsound } from '../inquiry.ts'
import { forecastTold } from '../seats/forecasts.ts'
import { countedIn, eachTenant, type Known, type OfTenants } from '../seats/known.ts'
import { monthsOf } from '../seats/spans.ts'
import type { Session } from '../session.ts'

/** What `roster calendar` can be told. */
export interface CalendarOptions extends OfTenants {
  readonly months?: string
}

/** `roster calendar`: all that time brings, as the files and the ledger know it. */
export async function calendar(session: Session, options: CalendarOptions): Promise<number> {
  refuseTwoForms(session, options)
  const months = monthsOf(options.months ?? '3')
  const { reading, told, diagnostics } = await eachTenant(session, options, (known) => entriesOf(known, months))
  if (diagnostics.some(({ severity }) => severity === 'error')) return tellUnsound(session, diagnostics)
  const { zone } = reading.settings
  const { day: until } = ahead(reading.asOf, months, zone)
  return tell(session, options, agendaAnswer(told.flat(), { from: dayIn(zone, reading.asOf), until }))
}

function ahead(asOf: Date, months: number, zone: string): ReturnType<typeof after> {
  return after(asOf.toISOString(), `${months} months`, zone)
}

function entriesOf(known: Known, months: number): readonly AgendaEntry[] {
  const { asked, memory, contracts } = known
  const { desired, asOf } = asked
  const until = ahead(asOf, months, desired.timezone).due
  return [
    ...comingAndGoing(desired),
    ...lapses(desired),
    ...recorded(desired, memory, contracts),
    ...reviewDays(desired, memory, { asOf, until }),
    // The cycle of today is the first of a forecast: one more is needed to see the last month to its end.
    ...countedIn(known).flatMap((each) => seatDays(each, forecastTold(each, months + 1))),
  ]
}
