import type { PlatformAccess } from '../../access/access.ts'
import type { Finding } from '../../model/plan.ts'
import type { PlatformView } from '../access/view.ts'
import type { Evidence } from './guard.ts'
import { fewNames } from './words.ts'

/**
 * Somebody always administers a platform. One left is told, none left is never lifted: nobody could let anybody in again.
 * Where nobody was known to do so before, it is told that roster does not know who does.
 */
export function adminHolders({ desired, access }: Evidence): readonly Finding[] {
  return access.flatMap((view) => {
    if (!desired.access.has(view.platform)) return []
    return demandsOf(view).flatMap((demand) => judge(desired.id, view, demand))
  })
}

/** Roles of which somebody must be left, and how many. */
interface Demand {
  readonly roles: readonly string[]
  readonly name: string
  readonly atLeast: number
}

function demandsOf({ after, baseline }: PlatformView): readonly Demand[] {
  const administrators = [...after.roles.values()].filter(({ administrator }) => administrator)
  const invariants = Object.values(after.rules.invariants ?? baseline?.rules.invariants ?? {})
  const covered = new Set(administrators.map(({ id }) => id))
  const own = invariants.filter(({ role }) => !covered.has(role))
  const least = Math.max(1, ...invariants.filter(({ role }) => covered.has(role)).map(({ atLeast }) => atLeast))
  return [
    ...(administrators.length === 0
      ? []
      : [{ roles: [...covered], name: administrators.map(({ name }) => name).join(' or '), atLeast: least }]),
    ...own.map(({ role, atLeast }) => ({ roles: [role], name: after.roles.get(role)?.name ?? role, atLeast })),
  ]
}

function judge(tenant: string, { platform, baseline, after }: PlatformView, demand: Demand): readonly Finding[] {
  const left = holdersOf(after, demand.roles)
  const before = baseline === undefined ? new Set<string>() : holdersOf(baseline, demand.roles)
  const { name, atLeast } = demand
  const base = { slug: 'adminHolders', scope: `${tenant}/${platform}`, measured: left.size } as const
  if (left.size < atLeast && before.size > 0) {
    const who = fewNames([...before])
    const message = `${left.size === 0 ? 'nobody' : fewNames([...left])} would hold ${name} on ${platform}, now held by ${who}; at least ${atLeast} must stay. Give it to a successor in the same change. No acknowledgement lifts this.`
    return [{ ...base, limit: atLeast, result: 'block', message }]
  }
  if (left.size === 0) {
    if (after.accounts.size === 0) return []
    const message = `nobody declared holds ${name} on ${platform}: who does is not known to roster. Declare them, so that the last one cannot go unseen.`
    return [{ ...base, limit: 2, result: 'warn', message }]
  }
  if (left.size === 1) {
    const message = `only ${fewNames([...left])} holds ${name} on ${platform}: one absence, and nobody can let anybody in. Give it to a second person.`
    return [{ ...base, limit: 2, result: 'warn', message }]
  }
  return [{ ...base, limit: 2, result: 'pass', message: `${left.size} people hold ${name} on ${platform}.` }]
}

function holdersOf({ accounts }: PlatformAccess, roles: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { user, state, roles: held } of accounts.values())
    if (state === 'active' && held.some((role) => roles.includes(role))) found.add(user)
  return found
}
