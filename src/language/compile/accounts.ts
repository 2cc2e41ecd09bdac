import type { AccessAccount, AccessOverride } from '../../access/access.ts'
import { accountKey } from '../../access/access.ts'
import type { Person } from '../../model/desired.ts'
import type { Assigned } from './assignments.ts'
import { lapse } from './calendar.ts'
import type { Draft } from './people.ts'

const none: readonly AccessOverride[] = []

/** All accounts by platform; what begins later or has ended is among them. Whoever is absent has none. */
export function compileAccounts(
  drafts: ReadonlyMap<string, Draft>,
  zone: string,
): ReadonlyMap<string, Map<string, AccessAccount>> {
  const found = new Map<string, Map<string, AccessAccount>>()
  for (const [user, draft] of drafts) {
    if (draft.assignments.length === 0 || isGone(draft.person)) continue
    for (const assigned of draft.assignments) {
      const accounts = found.get(assigned.platform) ?? new Map<string, AccessAccount>()
      found.set(assigned.platform, accounts)
      accounts.set(accountKey(assigned.subscription, user), accountOf(draft, assigned, zone))
    }
  }
  return found
}

function isGone({ state, stateReason }: Person): boolean {
  return state === 'absent' && stateReason === 'declared'
}

function accountOf(draft: Draft, assigned: Assigned, zone: string): AccessAccount {
  const { person } = draft
  const { department } = person.values
  const { platform, ...rest } = assigned
  return {
    user: person.id,
    ...rest,
    // Whoever has not begun yet is active from then on: `from` says when.
    state: person.state === 'absent' ? 'active' : person.state,
    ...(typeof department === 'string' ? { department } : {}),
    overrides: overridesOf(draft, platform, zone),
  }
}

function overridesOf({ person, spec }: Draft, platform: string, zone: string): readonly AccessOverride[] {
  if (spec.overrides === undefined) return none
  return spec.overrides.flatMap((each, index): readonly AccessOverride[] => {
    if (each.platform !== platform) return []
    const { permission: key, level, reason, expires } = each
    const until = expires === undefined ? {} : { until: lapse(expires, zone) }
    return [{ key, level, reason, ...until, source: { ...person.source, path: ['overrides', index] } }]
  })
}
