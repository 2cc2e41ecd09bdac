import type { Level } from '../model/level.ts'
import type { AccessAccount, AccessSource, PlatformAccess } from './access.ts'
import { accountKey } from './access.ts'
import type { Reached, Standing } from './answers-users.ts'
import { reachedBy, standingOf } from './answers-users.ts'
import type { Evaluation } from './evaluate.ts'

/** What somebody has on one subscription. */
export interface AccountAnswer {
  readonly platform: string
  readonly subscription: string
  readonly type: string
  readonly state: Standing
  readonly roles: readonly string[]
  readonly accessGroups: readonly string[]
  readonly reach: Reached
  /** Category -> permission -> level, of what is not none. */
  readonly levels: Readonly<Record<string, Readonly<Record<string, Level>>>>
  /** What makes an exception, and until when. */
  readonly overrides: readonly {
    readonly key: string
    readonly level: Level
    readonly reason: string
    readonly until?: string
    readonly source: AccessSource
  }[]
  readonly from?: string
  readonly until?: string
  readonly reason?: string
  /** template, persona, department or application, where it is not the person's own line. */
  readonly route: AccessAccount['route']
  readonly source: AccessSource
}

/** What somebody has on one platform: an answer for each account, those to come and those that ended included. */
export function accountsOf(
  { evaluation, full, asOf }: { readonly evaluation: Evaluation; readonly full: PlatformAccess; readonly asOf: Date },
  user: string,
): readonly AccountAnswer[] {
  const own = [...full.accounts.values()].filter((account) => account.user === user)
  return own.map((account) => {
    const { platform } = full
    const { subscription, type, roles, accessGroups, from, until, reason, route, source } = account
    return {
      platform,
      subscription,
      type,
      state: standingOf(account, asOf),
      roles,
      accessGroups,
      reach: reachedBy(evaluation, account),
      levels: levelsOf(evaluation, accountKey(subscription, user)),
      overrides: account.overrides.map(({ key, level, reason: why, until: end, source: line }) => ({
        key,
        level,
        reason: why,
        ...(end === undefined ? {} : { until: end }),
        source: line,
      })),
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
      ...(reason === undefined ? {} : { reason }),
      route,
      source,
    }
  })
}

function levelsOf(evaluation: Evaluation, key: string): AccountAnswer['levels'] {
  const categories: Record<string, Record<string, Level>> = {}
  for (const permission of evaluation.keys) {
    const level = evaluation.level(key, permission)
    if (level === 'none') continue
    const category = permission.slice(0, permission.indexOf('/'))
    categories[category] = { ...categories[category], [permission]: level }
  }
  return categories
}
