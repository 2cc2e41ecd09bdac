import { createHash } from 'node:crypto'
import type { AccessAccount, AccessOverride } from '../../access/access.ts'
import { evaluate } from '../../access/evaluate.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import { lastDayBefore } from '../../language/compile/calendar.ts'
import { addressOf } from '../../model/address.ts'
import { canonical } from '../../model/canonical.ts'
import type { Level } from '../../model/level.ts'
import { rankOf } from '../../model/level.ts'
import type { CalendarEntry } from '../../model/plan.ts'
import type { PlatformView } from './view.ts'

/**
 * The days on which overrides end. One that took something away gives it back by ending: that is a grant of the future, and is
 * approved with the line as any other.
 */
export function overrideEnds(desired: DesiredTenant, views: readonly PlatformView[]): readonly CalendarEntry[] {
  return views.flatMap((view) => endsOn(desired, view))
}

function endsOn(desired: DesiredTenant, { after, evaluation }: PlatformView): readonly CalendarEntry[] {
  const ending = [...after.accounts].flatMap(([key, account]) =>
    account.state === 'active' && account.overrides.some(({ until }) => until !== undefined) ? [{ key, account }] : [],
  )
  if (ending.length === 0) return []
  const lasting = new Map(ending.map(({ key, account }) => [key, withoutEnding(account)]))
  const then = evaluate({ ...after, accounts: lasting })
  return ending.flatMap(({ key, account }) =>
    account.overrides.flatMap((override): readonly CalendarEntry[] => {
      if (override.until === undefined) return []
      const [from, to] = [evaluation.value(key, override.key), then.value(key, override.key)]
      return [entryOf(desired, account, { override, until: override.until, from, to })]
    }),
  )
}

function withoutEnding(account: AccessAccount): AccessAccount {
  return { ...account, overrides: account.overrides.filter(({ until }) => until === undefined) }
}

interface End {
  readonly override: AccessOverride
  readonly until: string
  readonly from: Level
  readonly to: Level
}

function entryOf(
  { id: tenant, timezone }: DesiredTenant,
  { user, subscription }: AccessAccount,
  { override: { key, reason }, until, from, to }: End,
): CalendarEntry {
  const address = addressOf({ tenant, directory: subscription, kind: 'account', id: user })
  const date = lastDayBefore(until, timezone)
  const change = rankOf(to) > rankOf(from) ? `gains ${to}` : `keeps ${to}`
  const summary = `last day of an override: ${user} has ${from} for ${key} on ${subscription} («${reason}»), and ${change} afterwards`
  const fingerprint = createHash('sha256').update(canonical({ address, date, key, from, to })).digest('hex')
  return { date, tenant, address, event: 'end', summary, fingerprint }
}
