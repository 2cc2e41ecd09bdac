import type { AccessAccount, PlatformAccess } from '../../access/access.ts'
import { evaluate } from '../../access/evaluate.ts'
import type { Evaluation } from '../../access/evaluate.ts'

/** What one person has at a moment, on all platforms together. */
export interface Moment {
  /** RFC 3339; the moment of the plan, or one at which something of theirs begins or ends. */
  readonly at: string
  readonly accounts: readonly {
    readonly platform: string
    /** The key in the platform's evaluation. */
    readonly key: string
    readonly account: AccessAccount
  }[]
}

/** Everybody's access now and at each later moment at which it changes by itself, in order. */
export interface OverTime {
  readonly evaluations: ReadonlyMap<string, Evaluation>
  readonly people: ReadonlyMap<string, readonly Moment[]>
}

/** Looks ahead from a moment. Whoever has nothing that begins or ends is looked at once. */
export function overTime(platforms: ReadonlyMap<string, PlatformAccess>, asOf: Date): OverTime {
  const now = asOf.toISOString()
  const moments = momentsOf(platforms, now)
  const people = new Map<string, Moment[]>()
  const accounts = new Map([...platforms.keys()].map((platform) => [platform, new Map<string, AccessAccount>()]))
  for (const [platform, access] of platforms) {
    for (const [key, account] of access.accounts) {
      for (const [n, at] of (moments.get(account.user) ?? [now]).entries()) {
        const then = asAt(account, at)
        if (then === undefined) continue
        const copy = n === 0 ? key : `${key}\n${at}`
        accounts.get(platform)?.set(copy, then)
        note(people, account.user, at, { platform, key: copy, account: then })
      }
    }
  }
  const evaluations = new Map(
    [...platforms].map(([platform, access]) => [
      platform,
      evaluate({ ...access, accounts: accounts.get(platform) ?? new Map() }),
    ]),
  )
  for (const list of people.values()) list.sort((a, b) => (a.at < b.at ? -1 : 1))
  return { evaluations, people }
}

type Held = Moment['accounts'][number]

function note(people: Map<string, Moment[]>, user: string, at: string, held: Held): void {
  const list = people.get(user) ?? []
  people.set(user, list)
  const same = list.findIndex((moment) => moment.at === at)
  if (same < 0) list.push({ at, accounts: [held] })
  else list[same] = { at, accounts: [...(list[same]?.accounts ?? []), held] }
}

/** The moments of each person: the first is the plan's own. */
function momentsOf(
  platforms: ReadonlyMap<string, PlatformAccess>,
  now: string,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>()
  const add = (user: string, moment: string | undefined): void => {
    if (moment !== undefined && moment > now) found.set(user, (found.get(user) ?? new Set()).add(moment))
  }
  for (const { accounts } of platforms.values()) {
    for (const { user, from, until, overrides } of accounts.values()) {
      add(user, from)
      add(user, until)
      for (const override of overrides) add(user, override.until)
    }
  }
  return new Map([...found].map(([user, moments]) => [user, [now, ...[...moments].toSorted()]]))
}

/** An account as it is at a moment; nothing before it begins, after it ends, and while its owner is not active. */
function asAt(account: AccessAccount, moment: string): AccessAccount | undefined {
  const { from, until, overrides, state } = account
  if (state !== 'active') return undefined
  if (from !== undefined && from > moment) return undefined
  if (until !== undefined && until <= moment) return undefined
  const lasting = overrides.filter((override) => override.until === undefined || override.until > moment)
  return lasting.length === overrides.length ? account : { ...account, overrides: lasting }
}
