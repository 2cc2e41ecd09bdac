import { after, dayIn } from '../../language/compile/calendar.ts'
import { agendaAnswer, type AgendaEntry } from '../../report/agenda.ts'
import { seatDays } from '../agenda/cycles.ts'
import { lapses } from '../agenda/lapses.ts'
import { comingAndGoing } from '../agenda/people.ts'
import { recorded } from '../agenda/recorded.ts'
import { reviewDays } from '../agenda/reviews.ts'
import { refuseTwoForms, tell, tellUnsound } from '../inquiry.ts'
import { forecastTold } from '../seats/forecasts.ts'
import { countedIn, knownTenants, type Known, type OfTenants } from '../seats/known.ts'
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
  const { reading, known, diagnostics } = await knownTenants(session, options)
  if (diagnostics.some(({ severity }) => severity === 'error')) return tellUnsound(session, diagnostics)
  const { asOf, settings } = reading
  const { due: until, day } = after(asOf.toISOString(), `${months} months`, settings.zone)
  const entries = known.flatMap((each) => entriesOf(each, { asOf, until, months }))
  return tell(session, options, agendaAnswer(entries, { from: dayIn(settings.zone, asOf), until: day }))
}

interface Span {
  readonly asOf: Date
  readonly until: Date
  readonly months: number
}

function entriesOf(known: Known, { asOf, until, months }: Span): readonly AgendaEntry[] {
  const { asked, memory, contracts } = known
  const { desired } = asked
  return [
    ...comingAndGoing(desired),
    ...lapses(desired),
    ...recorded(desired, memory, contracts),
    ...reviewDays(desired, memory, { asOf, until }),
    // The cycle of today is the first of a forecast: one more is needed to see the last month to its end.
    ...countedIn([known], undefined).flatMap((each) => seatDays(each, forecastTold(each, months + 1))),
  ]
}
