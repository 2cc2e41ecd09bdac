import { dayIn, lastDayBefore } from '../../language/compile/calendar.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { AgendaEntry } from '../../report/agenda.ts'
import { calledIn } from './people.ts'

/** The last days of what holds for a time only: exceptions, certifications, waivers, certificates, acknowledgements, leaves. */
export function lapses(desired: DesiredTenant): readonly AgendaEntry[] {
  return [
    ...overrideLapses(desired),
    ...certificationLapses(desired),
    ...waiverLapses(desired),
    ...certificateLapses(desired),
    ...acknowledgementLapses(desired),
    ...leaveLapses(desired),
  ]
}

function lapseOf(desired: DesiredTenant, until: string, about: string, summary: string): AgendaEntry {
  const date = lastDayBefore(until, desired.timezone)
  return { date, tenant: desired.id, event: 'lapse', about, summary: `last day of ${summary}` }
}

function overrideLapses(desired: DesiredTenant): readonly AgendaEntry[] {
  return [...desired.access.values()].flatMap(({ accounts }) =>
    [...accounts.values()].flatMap(({ user, subscription, overrides }) =>
      overrides.flatMap(({ key, level, until, reason }) =>
        until === undefined
          ? []
          : [
              lapseOf(
                desired,
                until,
                user,
                `an exception: ${calledIn(desired, user)} has ${level} for ${key} on ${subscription} («${reason}»)`,
              ),
            ],
      ),
    ),
  )
}

function certificationLapses(desired: DesiredTenant): readonly AgendaEntry[] {
  return [...desired.people.values()].flatMap(({ id, certifications = {} }) =>
    Object.entries(certifications).flatMap(([name, until]) =>
      until === null ? [] : [lapseOf(desired, until, id, `the certification ${name} of ${calledIn(desired, id)}`)],
    ),
  )
}

function waiverLapses(desired: DesiredTenant): readonly AgendaEntry[] {
  return desired.waivers.map(({ rule, user, until }) =>
    lapseOf(desired, until, user, `a waiver: ${calledIn(desired, user)} need not keep ${rule}`),
  )
}

/** A certificate is told with the day that its own entry names. */
function certificateLapses({ id, identityProviders }: DesiredTenant): readonly AgendaEntry[] {
  return [...identityProviders].flatMap(([name, { certificateExpires }]): readonly AgendaEntry[] => {
    if (certificateExpires === undefined) return []
    const summary = `last day of the certificate of ${name}: nobody signs in through it afterwards`
    return [{ date: certificateExpires.slice(0, 10), tenant: id, event: 'lapse', about: name, summary }]
  })
}

function acknowledgementLapses({ id, acknowledgements, timezone }: DesiredTenant): readonly AgendaEntry[] {
  return acknowledgements.map((one) => ({
    date: dayIn(timezone, new Date(one.expires)),
    tenant: id,
    event: 'lapse',
    about: one.id,
    summary: `the acknowledgement ${one.id} of ${one.gate ?? one.lint ?? one.effect ?? 'a finding'} ends`,
  }))
}

function leaveLapses({ id: tenant, leaves }: DesiredTenant): readonly AgendaEntry[] {
  return leaves.map(({ address, until, reason }) => ({
    date: until,
    tenant,
    event: 'lapse',
    about: address,
    summary: `last day on which ${address} is left as it is («${reason}»)`,
  }))
}
