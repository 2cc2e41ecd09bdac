import type { AccessAccount, PlatformAccess } from './access.ts'
import { accountKey } from './access.ts'
import type { Evaluation } from './evaluate.ts'

/** What an account is to be at a moment: `planned`: it has not begun; `ended`: its time is over. */
export type Standing = AccessAccount['state'] | 'planned' | 'ended'

/** A person's account in a list. */
export interface AccountRow {
  readonly user: string
  readonly subscription: string
  readonly platform: string
  readonly type: string
  readonly roles: readonly string[]
  /** `all`: an administrator, who reaches everything and belongs to no group. */
  readonly accessGroups: 'all' | readonly string[]
  readonly state: Standing
  readonly from?: string
  readonly until?: string
  readonly source: AccessAccount['source']
}

/** Every account on a platform, those to come and those that ended included, by person. */
export function accountRows(full: PlatformAccess, asOf: Date): readonly AccountRow[] {
  return [...full.accounts.values()]
    .map((account) => rowOf(full, account, asOf))
    .toSorted((a, b) => order(a.user, b.user) || order(a.subscription, b.subscription))
}

/** What an account is to be at a moment. */
export function standingOf({ state, from, until }: AccessAccount, asOf: Date): Standing {
  const moment = asOf.toISOString()
  if (until !== undefined && until <= moment) return 'ended'
  return from !== undefined && from > moment ? 'planned' : state
}

/** Whether an account runs its platform, and so reaches everything. */
export function isAdministrator({ roles }: PlatformAccess, account: AccessAccount): boolean {
  return account.roles.some((id) => roles.get(id)?.administrator === true)
}

/** What an account reaches, counted. */
export interface Reached {
  readonly all: boolean
  readonly count: number
  /** Ids, sorted. */
  readonly entities: readonly string[]
}

/** The entities in reach of an account. */
export function reachedBy({ access, reach }: Evaluation, account: AccessAccount): Reached {
  const reached = reach(accountKey(account.subscription, account.user))
  if (reached === 'all')
    return { all: true, count: access.entities.size, entities: [...access.entities.keys()].toSorted() }
  return { all: false, count: reached.size, entities: [...reached].toSorted() }
}

function rowOf(access: PlatformAccess, account: AccessAccount, asOf: Date): AccountRow {
  const { user, subscription, type, roles, accessGroups, from, until, source } = account
  return {
    user,
    subscription,
    platform: access.platform,
    type,
    roles,
    accessGroups: isAdministrator(access, account) ? 'all' : accessGroups,
    state: standingOf(account, asOf),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    source,
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
