import { forecastAnswer } from '../../report/forecast.ts'
import { seatsAnswer } from '../../report/seats.ts'
import { refuseTwoForms, tell, tellUnsound } from '../inquiry.ts'
import { forecastTold } from '../seats/forecasts.ts'
import { countedIn, eachTenant, onPlatform, type OfTenants } from '../seats/known.ts'
import { duplicatesAmong, licencesOf, poolTold } from '../seats/pools.ts'
import { daysOf, monthsOf } from '../seats/spans.ts'
import type { Session } from '../session.ts'

/** What `roster seats` can be told. */
export interface SeatsOptions extends OfTenants {
  readonly platform?: string
  readonly stale?: string
}

/** What `roster seats forecast` can be told. */
export interface ForecastOptions extends OfTenants {
  readonly platform?: string
  readonly months?: string
}

/** `roster seats`: paid seats as the files and the ledger have them, what they cost, who has one. */
export async function seats(session: Session, options: SeatsOptions): Promise<number> {
  refuseTwoForms(session, options)
  const { platform, stale } = options
  const staleDays = stale === undefined ? undefined : daysOf(stale)
  const { told, diagnostics } = await eachTenant(session, options, (known) => ({
    pools: countedIn(known).map((each) => poolTold(each, staleDays)),
    licences: licencesOf(known),
  }))
  if (diagnostics.some(({ severity }) => severity === 'error')) return tellUnsound(session, diagnostics)
  const all = told.flatMap(({ pools }) => pools)
  const facts = {
    pools: onPlatform(all, platform),
    licences: platform === undefined ? told.flatMap(({ licences }) => licences) : [],
    duplicates: duplicatesAmong(onPlatform(all, platform)),
    ...(staleDays === undefined ? {} : { staleDays }),
  }
  return tell(session, options, seatsAnswer(facts))
}

/** `roster seats forecast`: what they come to, cycle by cycle. */
export async function seatsForecast(session: Session, options: ForecastOptions): Promise<number> {
  refuseTwoForms(session, options)
  const months = monthsOf(options.months ?? '12')
  const { told, diagnostics } = await eachTenant(session, options, (known) =>
    countedIn(known).map((each) => forecastTold(each, months)),
  )
  if (diagnostics.some(({ severity }) => severity === 'error')) return tellUnsound(session, diagnostics)
  const pools = onPlatform(told.flat(), options.platform)
  return tell(session, options, forecastAnswer(pools, { months, columns: widthOf(process.stdout) }))
}

/** What is no terminal has no width. */
function widthOf({ columns = 80 }: { readonly columns?: number }): number {
  return columns
}
