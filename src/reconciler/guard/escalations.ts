import type { AccessAccount, AccessSource, PlatformAccess } from '../../access/access.ts'
import { evaluate } from '../../access/evaluate.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import { rankOf } from '../../model/level.ts'
import type { Finding } from '../../model/plan.ts'
import type { PlatformView } from '../access/view.ts'
import type { Evidence } from './guard.ts'
import { fewNames, peopleCount, placeIn } from './words.ts'

/**
 * What a reviewer of rights looks at first: departments and people that grant above the role, at every plan; and what grows with this
 * one: somebody who comes to run a platform or to reach everything, and a wider role of those who run it.
 */
export function escalations({ desired, access }: Evidence): readonly Finding[] {
  return access.flatMap((view) => [
    ...aboveTheRole(desired, view),
    ...newAdministrators(desired, view),
    ...newlyBroad(desired, view),
    ...widerRoles(desired, view),
  ])
}

/** Grants of a department or of a person that the roles by themselves do not give. */
function aboveTheRole(desired: DesiredTenant, { platform, after, evaluation }: PlatformView): readonly Finding[] {
  const lifted = [...after.accounts].filter(
    ([, account]) => account.state === 'active' && layersOf(after, account).length > 0,
  )
  if (lifted.length === 0) return []
  const bare = evaluate({ ...after, departments: new Map(), accounts: withoutOverrides(lifted) })
  const grants = new Map<
    string,
    { readonly what: string; readonly source: AccessSource; readonly people: Set<string> }
  >()
  for (const [account, each] of lifted) {
    for (const { key, who, source } of layersOf(after, each)) {
      const [now, alone] = [evaluation.value(account, key), bare.value(account, key)]
      if (rankOf(now) <= rankOf(alone)) continue
      const what = `${who} gives ${key}: ${now} where the role gives ${alone}`
      const name = `${placeIn(source)}\n${what}`
      const grant = grants.get(name) ?? { what, source, people: new Set<string>() }
      grant.people.add(each.user)
      grants.set(name, grant)
    }
  }
  return [...grants.values()].map(({ what, source, people }) =>
    told(desired, platform, `${what}, to ${peopleCount(people.size)}: ${fewNames([...people])} (${placeIn(source)})`),
  )
}

interface Lift {
  readonly key: string
  readonly who: string
  readonly source: AccessSource
}

function layersOf({ departments }: PlatformAccess, { user, department, overrides }: AccessAccount): readonly Lift[] {
  const own = overrides.flatMap(({ key, level, source, reason }) =>
    level === 'none' ? [] : [{ key, who: `an override of ${user} («${reason}»)`, source }],
  )
  const layer = department === undefined ? undefined : departments.get(department)
  if (layer === undefined) return own
  const theirs = Object.entries(layer.permissions).flatMap(([key, level]) =>
    level === 'none' ? [] : [{ key, who: `the department ${department}`, source: layer.source }],
  )
  return [...theirs, ...own]
}

function withoutOverrides(accounts: readonly (readonly [string, AccessAccount])[]): ReadonlyMap<string, AccessAccount> {
  return new Map(accounts.map(([key, account]) => [key, { ...account, overrides: [] }]))
}

/** Accounts that become of a sort that runs the platform. */
function newAdministrators(desired: DesiredTenant, { platform, baseline, after }: PlatformView): readonly Finding[] {
  const runs = (type: string | undefined): boolean =>
    type !== undefined && after.rules.accountTypes?.[type]?.administrator === true
  return [...after.accounts].flatMap(([key, { user, type, state, source }]): readonly Finding[] => {
    if (state !== 'active' || !runs(type)) return []
    const then = baseline?.accounts.get(key)?.type
    if (runs(then)) return []
    const from = then === undefined ? 'comes as' : `turns from ${then} into`
    return [told(desired, platform, `${user} ${from} ${type}, which runs the platform (${placeIn(source)})`)]
  })
}

/** People who come to reach everything there is and will be. */
function newlyBroad(desired: DesiredTenant, view: PlatformView): readonly Finding[] {
  const { platform, baseline, after, evaluation, gated } = view
  if (gated.every(({ change }) => change === 'lost')) return []
  const before = baseline === undefined ? undefined : evaluate(baseline)
  const people = new Set<string>()
  for (const key of after.accounts.keys()) {
    if (evaluation.reach(key) !== 'all' || before?.reach(key) === 'all') continue
    const account = after.accounts.get(key)
    if (account !== undefined) people.add(account.user)
  }
  if (people.size === 0) return []
  const message = `${peopleCount(people.size)} ${people.size === 1 ? 'comes' : 'come'} to reach everything on ${platform}, what is to come included: ${fewNames([...people])}`
  return [told(desired, platform, message)]
}

/** More keys, or a wider scope, for people who run the platform or hold something privileged. */
function widerRoles(desired: DesiredTenant, { platform, after, gated }: PlatformView): readonly Finding[] {
  const run = new Set<string>()
  for (const { user, type, roles } of after.accounts.values()) {
    const sort = after.rules.accountTypes?.[type]
    const high = roles.some(
      (role) => after.roles.get(role)?.privileged === true || after.roles.get(role)?.risk === 'critical',
    )
    if (sort?.administrator === true || high) run.add(user)
  }
  return gated
    .filter(
      ({ change, cause, users }) => change === 'gained' && cause === 'role' && users.some((user) => run.has(user)),
    )
    .map(({ summary, source }) => told(desired, platform, `a role of theirs grows: ${summary} (${placeIn(source)})`))
}

function told(desired: DesiredTenant, platform: string, message: string): Finding {
  return { slug: 'escalation', scope: `${desired.id}/${platform}`, result: 'warn', message: `${message}.` }
}
