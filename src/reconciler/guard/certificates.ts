import { lapse } from '../../language/compile/calendar.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Finding } from '../../model/plan.ts'
import { placeIn } from './words.ts'

const day = 24 * 3_600_000

/** Certificates of identity providers that run out: told 30 days before, urgently 7 days before, and when nobody can sign in any more. */
export function certificates({ id, timezone, identityProviders }: DesiredTenant, asOf: Date): readonly Finding[] {
  return [...identityProviders].flatMap(([name, { certificateExpires, source }]): readonly Finding[] => {
    if (certificateExpires === undefined) return []
    const left = Date.parse(lapse(certificateExpires, timezone)) - asOf.getTime()
    const days = Math.floor(left / day)
    if (left > 31 * day) return []
    const base = { slug: 'certificate-ends', scope: `${id}/${name}`, result: 'warn', measured: days } as const
    const whose = `the certificate of ${name} (${placeIn(source)})`
    if (left <= 0) {
      const message = `${whose} ran out on ${certificateExpires}: nobody signs in through it. Put the new one in and write its date.`
      return [{ ...base, limit: 0, message }]
    }
    const when = days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`
    const urgent = days <= 7
    const message = `${whose} runs out ${when}, on ${certificateExpires}. ${urgent ? 'Put the new one in now: after that nobody signs in through it.' : 'Order the new one.'}`
    return [{ ...base, limit: urgent ? 7 : 30, message }]
  })
}
